"""Words that name no matter, in the languages that customers mostly write."""

from __future__ import annotations

_ENGLISH = """
    a about above after again against all already also am an and any anyone anything are around as ask at away back be
    because been before being below best between both but by can can't cannot could couldn't did didn't do does
    doesn't doing don't done down during each either else even ever every few find for from further get gets getting
    give go goes going gonna good got had has hasn't have haven't having he hello help her here hers hi him his how
    how's i i'd i'll i'm i've if in into is isn't it it's its just keep know let like long look make many may maybe me
    might mine more most much must my myself need needs never next no nor not now of off often ok okay on once one
    only or other our out over own please put question really right same say see several shall she should show so some
    somebody someone something soon still such sure take tell than thank thanks that that's the their them then there
    there's these they thing things this those through to together too try under until up us use very want wanted
    wants was wasn't way we well were what what's when where where's whether which while who who's whom whose why will
    with without won't would wouldn't yes yet you you'd you'll you're you've your yours
"""
_GERMAN = """
    aber alle als also am an auch auf aus bei bekomme bin bis bitte brauche da damit dann das dass dein dem den denn der
    des die dies diese dieser doch du durch ein eine einem einen einer eines er es etwas euch euer für geben geht gibt
    habe haben hallo hat hier ich ihr im in ist ja jetzt kann kein keine können könnt man machen mein meine meinem
    meinen meiner mehr mich mir mit möchte muss nach nicht noch nur ob oder ohne schon sehr sein sich sie sind so soll
    über um und uns unser vom von vor wann war warum was weil wenn wer werde werden wie wieder wird wo wollen zu zum zur
"""
_SPANISH = """
    a al algo alguien ahora aquí así cómo como con cual cuál cuándo cuando cuánto dar de debo del desde donde dónde dos
    el él ella en entre es esa ese eso esta está están este esto favor fue ha hace hacer hay he hola la las le les lo
    los más me mi mis muy nada necesito no nos o para pero poder por porque puede puedo pueden que qué quiero quien se
    ser si sí sin sobre son soy su sus también te tengo tiene tienen tu un una unos usted ustedes ya yo
"""
_FRENCH = """
    à ai au aux avec avez avoir bonjour c'est ça ce ces cette comment dans de des dois du elle en est est-ce et être
    fait faire faut il ils j'ai je la le les leur lui ma mais me merci mes moi mon ne nos notre nous on ou où par pas
    peut peux plus pour pourquoi puis-je quand que quel quelle qu'est-ce qui sa sans se ses si son sont sur ta te tu un
    une veux vos votre vous y
"""
_ARABIC_AND_CHINESE = """
    في من على إلى عن هل كيف ما ماذا متى أين لماذا هذا هذه أنا لا مع كم أريد يمكن يمكنني لم
    如何 怎么 怎样 什么 为什么 请问 我 我的 吗 可以 是 有 在 多久
"""

FUNCTION_WORDS = frozenset(f"{_ENGLISH} {_GERMAN} {_SPANISH} {_FRENCH} {_ARABIC_AND_CHINESE}".split())

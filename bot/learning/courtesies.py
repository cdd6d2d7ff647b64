"""What agents say to one customer beside the matter, in five languages, as patterns without regard to case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Courtesies:
    """The courtesies of one language.

    `greeting` opens a message and may be followed by a `title` and a name; `sign_off` ends one. `sentence` is a whole
    sentence that only the one customer needed, `filler` what stands before a comma and says nothing. Words by which a
    step may begin ("please wait", "melden Sie sich") count only with what makes them courtesies.
    """

    greeting: str
    sign_off: str
    sentence: str
    filler: str
    title: str = r"(?!)"


# Whom a Chinese letter speaks to, written without a blank before or behind.
_ADDRESSED = r"(?:尊敬的|亲爱的)?(?:客户|用户|顾客|\[name\]|\w{1,4}(?:先生|女士|小姐))"

COURTESIES: Mapping[str, Courtesies] = {
    "en": Courtesies(
        greeting=r"hi|hello|hey|dear|good (?:morning|afternoon|evening|day)",
        title=r"mr|mrs|ms|dr|there|again|everyone|all|team|customer|sir|madam",
        sign_off=r"(?:best|kind|warm|many|with kind|with best)\s+(?:regards|wishes)|regards|sincerely|yours \w+|cheers",
        sentence=(
            r"(?:many )?(?:thanks|thank you|thx)\b.{0,80}"
            r"|(?:i|we) (?:really )?(?:hope|trust) (?:this|that|it|you)\b.{0,60}"
            r"|(?:please |just )*(?:let (?:me|us) know|feel free|don.t hesitate|do not hesitate)\b.{0,120}"
            r"|(?:please |just )*(?:reach out|get in touch)"
            r"(?: (?:again|to (?:me|us)|with (?:me|us)|any ?time|if|whenever)\b.{0,120})?"
            r"|(?:is there|do you have|was there) (?:anything|something|any(?: other| further| more)?) .{0,60}"
            r"|(?:have a|enjoy your) .{0,40}"
            r"|(?:i am|i.m|we are|we.re) (?:very |so |really )*(?:sorry|glad|happy) .{0,80}"
            r"|(?:very )?sorry (?:to|about|for) .{0,80}"
            r"|apologies .{0,80}|(?:i|we) (?:do )?(?:apologi[sz]e|understand) .{0,80}"
            r"|(?:i|we)(?: will|.ll| am going to|.m going to)?(?: just)? (?:check|look|have a look|take a look)\b"
            r".{0,60}"
            r"|let me (?:just )?(?:check|look|see|have a look|take a look|find out)\b.{0,60}"
            r"|(?:one|just a|a) (?:moment|minute|second|sec)\b.{0,30}"
            r"|please (?:hold(?: on| the line)?|wait(?: (?:a|one|just a) (?:moment|minute|second|bit))?"
            r"|bear with (?:me|us))"
            r"(?:,? while (?:i|we) .{0,40})?"
            r"|my name is .{0,40}|(?:this is|i.m|i am) \[?\w+\]? (?:from|of|at|with) .{0,40}"
            r"|you.re (?:very )?welcome.{0,20}|no (?:problem|worries).{0,20}|(?:i.m |i am )?happy to help.{0,20}"
            r"|of course|sure|certainly|absolutely|great question|good question"
        ),
        filler=r"sure|of course|certainly|absolutely|no problem|yes|ok|okay",
    ),
    "de": Courtesies(
        greeting=r"hallo|guten (?:tag|morgen|abend)|moin|servus|liebe[r]?|sehr geehrte[r]?",
        title=r"herr|frau|dr|zusammen|damen und herren",
        sign_off=(
            r"(?:mit )?(?:viele[n]?|liebe[n]?|beste[n]?|schöne[n]?|freundliche[n]?|herzliche[n]?) grü(?:ß|ss)e[n]?"
            r"|(?:mfg|lg)(?=\s*(?:[,.!\n]|$))"
        ),
        sentence=(
            r"(?:(?:vielen|herzlichen|besten) dank|danke)\b.{0,80}"
            r"|(?:ich hoffe|wir hoffen)\b.{0,60}"
            r"|(?:bitte )?(?:zögern sie nicht|zögere nicht|lassen sie (?:mich|uns) wissen|lass (?:mich|uns) wissen"
            r"|(?:sagen sie|sag|geben sie|gib) (?:mir|uns) bescheid)\b.{0,120}"
            r"|(?:melden sie sich|melde dich) (?:gern|gerne|jederzeit|einfach wieder)\b(?!.*\ban\W*$).{0,100}"
            r"|bei (?:weiteren )?(?:fragen|rückfragen)\b.{0,60}(?:melden|gern|gerne|verfügung)\b.{0,30}"
            r"|kann ich (?:ihnen|dir) (?:sonst|noch|weiter)\b.{0,60}"
            r"|(?:gibt es|haben sie|hast du) (?:sonst )?noch (?:etwas|fragen|weitere)\b.{0,60}"
            r"|(?:ich wünsche|wir wünschen) (?:ihnen|dir)\b.{0,60}"
            r"|(?:noch )?(?:einen schönen (?:tag|abend|nachmittag)|ein schönes wochenende)\b.{0,30}"
            r"|(?:es|das) tut (?:mir|uns) (?:sehr |wirklich )?leid\b.{0,80}"
            r"|(?:entschuldigung|entschuldigen sie|entschuldige)\b.{0,80}"
            r"|(?:ich bitte|wir bitten) um (?:entschuldigung|verständnis|geduld)\b.{0,80}"
            r"|(?:ich verstehe|wir verstehen)\b.{0,60}"
            r"|ich (?:schaue|sehe|prüfe) (?:das |mir das |gleich |kurz )+.{0,60}"
            r"|(?:einen )?(?:kleinen )?(?:moment|augenblick)(?:,? bitte)?"
            r"|mein name ist .{0,40}|hier ist \[?\w+\]? (?:von|vom) .{0,40}"
            r"|gern|gerne|gern geschehen|gerne geschehen|kein problem.{0,20}|natürlich|selbstverständlich|gute frage"
        ),
        filler=r"ja|natürlich|gern|gerne|klar|selbstverständlich|kein problem",
    ),
    "es": Courtesies(
        greeting=r"hola|buenas(?: (?:tardes|noches))?|buenos días|buen día|estimad[oa]s?|querid[oa]s?",
        title=r"sr|sra|señor|señora|cliente|de nuevo",
        sign_off=r"(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente|cordialmente",
        sentence=(
            r"(?:muchas |mil )?gracias\b(?! a (?:l[ao]|est|nuestr|l\b)).{0,80}"
            r"|(?:espero|esperamos) (?:que|haber)\w*\b.{0,60}"
            r"|no dudes? en\b.{0,120}"
            r"|si (?:tiene|tienes) (?:alguna|más|otra|cualquier) (?:otra )?(?:pregunta|duda)s?\b.{0,120}"
            r"|¿?(?:hay|puedo ayudar(?:le|te) (?:con|en)) (?:algo|alguna cosa) más\b.{0,60}|¿?en qué más\b.{0,60}"
            r"|¡?que (?:tenga|tengas|pase|pases)\b.{0,60}|¡?buen (?:día|fin de semana).{0,20}"
            r"|(?:lo|le|te) (?:siento|sentimos|lamento|lamentamos)\b.{0,80}|(?:lamento|lamentamos|sentimos)\b.{0,80}"
            r"|(?:disculpe|disculpa|perdone|perdón)\b.{0,80}|(?:pido|pedimos) disculpas\b.{0,80}"
            r"|(?:entiendo|entendemos)\b.{0,60}"
            r"|(?:(?:espere|espera|deme|dame) )?un (?:momento|segundo)(?:,? por favor)?"
            r"|(?:déjeme|déjame|permítame|permíteme|voy a) (?:ver|comprobar|revisar|mirar|consultar)(?:lo)?\b.{0,60}"
            r"|(?:me llamo|mi nombre es) .{0,40}|soy \[?\w+\]? del? .{0,40}"
            r"|de nada|con (?:mucho )?gusto|por supuesto|claro(?: que sí)?|sin problema|no hay (?:de qué|problema)"
            r"|¡?buena pregunta"
        ),
        filler=r"sí|claro(?: que sí)?|por supuesto|de acuerdo|sin problema",
    ),
    "zh": Courtesies(
        greeting=(
            rf"(?:{_ADDRESSED}\s*[\uff0c,]?\s*)?(?:您好|你好|早上好|上午好|中午好|下午好|晚上好)|(?:尊敬的|亲爱的){_ADDRESSED}"
        ),
        sign_off=r"此致|祝好|顺祝商祺",
        sentence=(
            r"(?:非常|十分)?(?:感谢|谢谢|多谢).{0,30}|希望.{0,20}(?:帮助|帮到|解决).{0,10}"
            r"|(?:如果|如|若)(?:您|你)?(?:还)?有(?:任何|其他|其它|别的|什么).{0,6}(?:问题|疑问|需要).{0,30}"
            r"|(?:欢迎|请)?随时(?:联系|告诉|咨询)(?:我|我们)?.{0,10}"
            r"|(?:请问)?还有(?:什么|其他|其它|别的).{0,15}|祝(?:您|你).{0,20}"
            r"|(?:非常|很|真的)?(?:抱歉|对不起|不好意思).{0,30}|(?:给|为)(?:您|你)(?:带来|造成).{0,20}"
            r"|我(?:们)?(?:理解|明白).{0,30}|(?:请)?(?:您)?(?:稍等|稍候|等一下|等一会儿?)(?:片刻|一下)?"
            r"|我(?:来)?(?:帮(?:您|你))?(?:查|看)(?:一下|看).{0,20}|不客气.{0,6}|没问题|好的|当然(?:可以)?|没关系"
        ),
        filler=r"好的|是的|没问题|当然(?:可以)?",
    ),
    "ar": Courtesies(
        greeting=(
            r"مرحب[اً]{1,2}(?: بك(?:م)?)?|أهل[اً]{1,2}(?: وسهل[اً]{1,2})?(?: بك(?:م)?)?"
            r"|السلام عليكم|صباح الخير|مساء الخير|عزيزي|عزيزتي"
        ),
        title=r"السيد|السيدة|العميل",
        sign_off=r"مع (?:أطيب |خالص )?(?:التحيات|تحياتي|التحية|التقدير)|تحياتي",
        sentence=(
            r"(?:شكر[اً]{1,2}|نشكرك|نشكركم)(?!\w).{0,80}|(?:آمل|أتمنى|نأمل|نتمنى) (?:أن|لك|لكم)\b.{0,60}"
            r"|لا تتردد.{0,120}|(?:إذا|اذا) كان(?:ت)? (?:لديك|عندك) (?:أي|اي) (?:سؤال|أسئلة|استفسار|استفسارات)\b.{0,80}"
            r"|هل (?:هناك|يوجد|لديك) (?:أي )?(?:شيء|شئ|سؤال|أمر) (?:آخر|اخر)\b.{0,60}|هل يمكنني مساعدتك\b.{0,60}"
            r"|(?:أعتذر|نعتذر|آسف|عذر[اً]{1,2}|نأسف|يؤسفني|يؤسفنا)(?!\w).{0,80}|(?:أتفهم|نتفهم|أفهم)\b.{0,60}"
            r"|لحظة(?: واحدة)?(?:،? من فضلك)?|(?:دعني|اسمح لي) .{0,60}|اسمي .{0,40}"
            r"|على الرحب والسعة|العفو|عفو[اً]{1,2}|بالتأكيد|بالطبع|طبع[اً]{1,2}"
        ),
        filler=r"نعم|بالتأكيد|بالطبع|طبع[اً]{1,2}|حسن[اً]{1,2}",
    ),
}


def in_any_language(part: str) -> str:
    """A pattern for one of the parts of Courtesies, in whatever language it is said."""
    return "(?:" + "|".join(getattr(one, part) for one in COURTESIES.values()) + ")"

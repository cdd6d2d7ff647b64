"""Requests for a person in German, in text without umlauts' dots."""

from __future__ import annotations

from bot.person.requests import Requests

_DESK_NAME = (
    r"(?:live )?(?:kundendienst|kundenservice|kundensupport|kundenbetreuung|support|support ?team|live ?chat"
    r"|service ?team|hotline)"
)
_FROM = rf"(?: (?:vom|aus dem|im|von ihrem|bei ihnen|von ihnen|von euch|aus ihrem)(?: (?:{_DESK_NAME}|team))?)?"
_ONE = (
    r"(?:(?:ein|eine|einen|einem|einer|der|die|dem|den|ihrem|ihren|ihrer|eurem|eure[rn]|irgendeinem|irgendeiner) )?"
    r"(?:(?:echt|richtig|real|menschlich|lebendig|wirklich|zustandig)e?[nmrs]? )*"
    r"(?:mensch(?:en)?|person|(?:support|service|kundendienst)?\s?mitarbeiter(?:in|n)?|(?:kunden)?berater(?:in)?"
    r"|(?:live )?agent(?:en|in)?"
    rf"|sachbearbeiter(?:in)?|ansprechpartner(?:in)?|vorgesetzten?){_FROM}"
)
_PERSON = rf"(?:{_ONE}|(?:irgend)?jemand(?:em|en)?(?: (?:echtem|echten|richtigem|anderem|anderen))?{_FROM})"
_DESK = rf"(?:(?:dem|den|der|ihrem|ihren|eurem|euren|ihr) )?{_DESK_NAME}"
_TARGET = rf"(?:{_PERSON}|{_DESK})"
_ADVERBS = (
    r"(?: (?:bitte|gern|gerne|jetzt|doch|lieber|nur|endlich|direkt|mal|sofort|auch|einfach|kurz|personlich|daruber"
    r"|hier|telefonisch))*"
)
_SPEAK = r"(?:sprechen|reden|chatten|schreiben|telefonieren|kommunizieren|verbunden werden)(?: konnen)?"
_WANT = r"(?:(?:ich|wir) (?:mochten?|will|wollen|wurden?|muss|mussen|hatte)|(?:lassen sie|lass|lasst) mich)"
_BOT = r"(?:bots?|roboter|maschinen?|computer|ki|chat ?bots?|automaten)"
_LEAD = r"(?:(?:bitte|hallo|hi|nein|ok|okay|aber|und|dann|also|jetzt|stopp|stop|so|nochmal|danke|deshalb|daher|sonst) )"
_TAIL = (
    r"(?: (?:bitte|jetzt|sofort|hier|danke|weiter|durch|direkt|endlich|dringend|am telefon|per telefon|im chat"
    rf"|und (?:nicht|keinem|kein)(?: mit)?(?: (?:einem|dem|einer|ein))? {_BOT}))*"
    r"(?: (?:uber|wegen|weil|bezuglich|da|um|damit|der|die|zu meine[rm]?|und) (?!was\b)[^|]*)?"
)
_OWN = (
    rf"{_WANT}{_ADVERBS} mit {_TARGET}{_ADVERBS} {_SPEAK}",
    rf"(?:kann|konnte|darf|durfte|konnen|konnten) (?:ich|man|wir){_ADVERBS} mit {_TARGET}{_ADVERBS} {_SPEAK}",
    rf"wie (?:kann|konnte|komme) ich{_ADVERBS} mit {_PERSON}{_ADVERBS} {_SPEAK}",
    rf"(?:ich|wir) (?:will|wollen|mochten?|brauchen?|verlange|wunsche|hatte){_ADVERBS} {_ONE}",
    r"(?:verbinden?|verbindet|leiten?|stellen?|stell|ubergeben|ubergib|geben?|gib)(?: sie)? (?:mich|mir|das|uns)"
    rf"{_ADVERBS}(?: (?:mit|zu|an|zum))? {_TARGET}",
    rf"(?:konnen|konnten|kannst|konntest|wurden) (?:sie|du) (?:mich|mir|das|uns){_ADVERBS}(?: (?:mit|zu|an|zum))?"
    rf" {_TARGET}"
    r" (?:verbinden|weiterleiten|durchstellen|geben|ubergeben|weiterverbinden)",
    r"(?:ich|wir) (?:will|mochte|werde|wollen)(?: (?:nicht|nicht mehr|nicht langer|lieber nicht))? mit"
    rf" (?:(?:k?einem|k?einer|diesem|dieser|dem|der) )?{_BOT}"
    rf" {_SPEAK}",
    rf"(?:ich|wir) (?:will|mochte|wollen) keine[nm]? {_BOT}",
)
_OTHERS = (
    rf"mit {_TARGET} {_SPEAK}",
    rf"(?:mich )?(?:mit|zu|an|zum) {_TARGET} (?:verbinden|weiterleiten|durchstellen|weitergeben|ubergeben)",
    rf"kann (?:mir |mich |sich )?(?:bitte )?{_ONE} (?:mir |mich )?(?:bitte )?(?:helfen|anrufen|kontaktieren"
    r"|antworten|ubernehmen|unterstutzen|melden)",
    rf"kann (?:mir |mich |sich )?(?:bitte )?jemand (?:vom|aus dem) (?:{_DESK_NAME}|team)(?: bei mir)? (?:helfen"
    r"|anrufen|kontaktieren|melden)",
    rf"(?:gibt es|ist)(?: hier| da)? {_PERSON}(?: hier| da)?(?: \|)? mit (?:dem|der) (?:ich|man) (?:sprechen|reden"
    r"|chatten) kann",
    rf"ist (?:hier |da )?{_ONE} (?:da|erreichbar|verfugbar)",
    rf"(?:{_ONE}|{_DESK}) bitte",
    rf"keine?n? {_BOT}",
)
_WHOLE = (
    rf"{_LEAD}*(?:(?:ein |einen )?(?:(?:echt|richtig|menschlich)e[rn] )?(?:mensch(?:en)?|mitarbeiter|kundenberater"
    r"|berater|agent)"
    r"|echte person|live ?chat|menschliche hilfe)(?: (?:bitte|jetzt|sofort))*"
)
REQUESTS = Requests.of(_LEAD, _OWN, _OTHERS, _TAIL, _WHOLE)

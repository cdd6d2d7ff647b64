"""Greetings and thanks in the languages that customers write: answered as such, never retrieved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answer import Reason
from bot.folded import folded


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A message that is a greeting or thanks and nothing else; `language` is None where it is the same in several."""

    reason: Reason
    language: str | None


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What is said in one language, as patterns for folded words with a blank between them.

    `opener` is what people say after a greeting before they come to the point, `filler` whom and what for they thank.
    """

    greeting: str
    opener: str
    thanks: str
    filler: str
    blank: str = " "

    def patterns(self) -> dict[Reason, re.Pattern[str]]:
        """What a whole message is matched with, by what it then is."""
        blank = self.blank
        greeted = rf"(?:{self.greeting})(?:{blank}(?:{self.greeting}|{self.filler}))*(?:{blank}(?:{self.opener}))*"
        thanked = rf"(?:{self.thanks})(?:{blank}(?:{self.thanks}|{self.filler}))*"
        return {Reason.GREETING: re.compile(greeted), Reason.THANKS: re.compile(thanked)}


_IN_ENGLISH = r"hi+|hey+a?|hello+|helo|hy|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)"
_PHRASES: Mapping[str, _Phrases] = {
    "en": _Phrases(
        greeting=_IN_ENGLISH,
        opener=(
            r"how are you(?: doing)?(?: today)?|are you there|(?:can|could) you (?:please )?help(?: me)?(?: please)?"
            r"|i (?:have|ve|'ve got|got) a question|i need (?:some )?help"
        ),
        thanks=(
            r"(?:no |ok )?thanks?|thank (?:you|u)|th?nx|ty|tysm|thx|cheers|many thanks|much appreciated|i?"
            r" ?appreciate it"
            r"|great|perfect|awesome|cool|nice|alright|got it|ok(?:ay)?|👍|🙏"
            r"|(?:that|it|this) (?:really )?(?:helped|helps|worked|works)(?: now)?|that(?:'?s| is) (?:all|it)"
            r"|never ?mind|nvm|(?:i )?(?:found|got|solved|fixed|sorted) it(?: out| now| myself)?|solved|sorted"
            r"|understood|(?:(?:it|that|everything) )?(?:works|(?:is )?working) (?:now|again|fine)"
            r"|it'?s working(?: now| again| fine)?|(?:that|this|it) did (?:it|the trick)"
            r"|(?:i'?ll|i will|let me) (?:try|check|do) (?:that|it|this)(?: out| now| later)?|will do|makes sense"
            r"|(?:it'?s )?all (?:good|clear|sorted|solved)(?: now)?|sounds good|good to know|no (?:more|further|other)"
            r" questions"
            r"|bye(?: bye)?|goodbye|see (?:you|ya)|good night|have a (?:nice|good|great) (?:day|evening|weekend|one)"
        ),
        filler=(
            r"there|again|all|everyone|team|support|bot|sir|madam|mate|dear|so|very|much|a lot|lots"
            r"|for (?:your|the|all your|all the) help"
        ),
    ),
    "zh": _Phrases(
        greeting=r"你好|您好|嗨+|哈[喽啰罗]|哈啰|早上好|早安|上午好|中午好|下午好|晚上好|大家好|早",
        opener=r"请问|在吗|在不在|有人吗|在么|有人在吗|(?:请)?(?:能|可以)?帮(?:帮)?我(?:一下|个忙)?吗?|(?:我)?(?:想)?(?:有个问题|问个问题|问一下|咨询一下)|需要帮助",
        thanks=(
            r"(?:非常|太|十分|好的?)?(?:感谢|谢谢|多谢|谢了|谢过)(?:你们?|您|大家|啦|了|您的帮助|你的帮助|帮助)*|好的|好|行|知道了|明白了?|懂了|了解了?|收到"
            r"|算了|不用了|找到了|解决了|没问题了?|没事了|可以了|再见|拜拜|辛苦了|晚安|ok|👍|🙏"
        ),
        filler=r"呀|啊|哦|啦|哈|呢|吧|了|客服|亲|朋友|各位|大家|机器人",
        blank=" ?",
    ),
    "es": _Phrases(
        greeting=r"hola+|ola|holi|buenas(?: (?:tardes|noches))?|buenos dias|buen dia|saludos|muy buenas|que tal",
        opener=(
            r"como estas?|como esta usted|que tal|(?:me )?puedes? ayudar(?:me)?|podrias? ayudarme|necesito ayuda"
            r"|tengo una (?:pregunta|consulta|duda)|hay alguien(?: ahi)?|por favor"
        ),
        thanks=(
            r"(?:muchas |muchisimas |mil |ok |no )?gracias|(?:se|te) lo agradezco|muy amables?|perfecto|genial"
            r"|excelente|estupendo|vale"
            r"|de acuerdo|entendido|ok(?:ay)?|listo|eso es todo|nada mas|adios|hasta (?:luego|pronto|manana)|chao"
            r"|chau|nos vemos"
            r"|ya lo (?:encontre|resolvi|solucione)|olvidalo|no importa|resuelto|solucionado|lo (?:probare|intentare)"
            r"|(?:que )?(?:tenga|tengas|pase|ten) (?:un )?(?:buen(?:a)? )?(?:dia|tarde|noche)|me (?:ha"
            r" )?(?:ayudado|ayudo|sirvio)|ya (?:funciona|esta)|👍|🙏"
        ),
        filler=(
            r"a todos|a todas|equipo|amigos?|por (?:la|su|tu|toda su|toda la) ayuda|por todo|de nuevo|muy|mucho|y"
            r"|bot|igualmente"
        ),
    ),
    "de": _Phrases(
        greeting=(
            r"hallo+|hallochen|hallihallo|hi+|hey+|guten (?:tag|morgen|abend)|gutentag|moin(?: moin)?|servus|gruss"
            r" (?:gott|dich|euch)|gruezi|tach"
        ),
        opener=(
            r"wie geht(?:s| es)(?: ihnen| dir)?|(?:konnen sie|kannst du|konnten sie) mir (?:bitte )?helfen|ich"
            r" habe eine frage|eine frage|ich brauche hilfe"
            r"|ist (?:da )?jemand da|bitte um hilfe"
        ),
        thanks=(
            r"danke(?: schon| sehr| vielmals| dir| ihnen)?|dankeschon|(?:vielen|herzlichen|besten|lieben"
            r"|tausend)(?: lieben| herzlichen)? dank|merci|super|perfekt|prima"
            r"|toll|klasse|alles klar|ok(?:ay)?|in ordnung|verstanden|das war(?:s| es| alles)|(?:das |es )?hat"
            r" (?:geklappt|geholfen|funktioniert)|nein danke"
            r"|(?:hat sich |schon |ist )?erledigt|(?:es |das |jetzt )?(?:geht|funktioniert|klappt) (?:jetzt|wieder)"
            r"|(?:ich )?(?:probiere|versuche) (?:das|es)(?: mal)?(?: aus)?|schon gut"
            r"|tschuss|tschus|tschau|ciao|auf wiedersehen|bis (?:bald|dann|spater)|(?:einen )?schonen (?:tag|abend"
            r"|feierabend)|gute nacht|👍|🙏"
        ),
        filler=(
            r"zusammen|team|liebes|an alle|fur (?:die|ihre|deine|eure) (?:schnelle )?hilfe|sehr|noch|und|nochmals?"
            r"|erstmal|dir|ihnen|euch|bot|mir"
        ),
    ),
    "ar": _Phrases(
        greeting=(
            r"مرحبا(?: بكم?)?|مرحبتين|اهلا?(?: وسهلا| بكم?)?|(?:ال)?سلام(?: عليكم)?(?: ورحمه الله)?(?: وبركاته)?"
            r"|صباح (?:الخير|النور)"
            r"|مساء (?:الخير|النور)|هلا|هاي|الو|تحيه طيبه|طاب (?:يومكم|يومك)"
        ),
        opener=(
            r"كيف (?:حالكم?|الحال)|هل (?:يمكنك|تستطيع|ممكن) مساعدتي|(?:عندي|لدي) سوال|احتاج(?: الي)? (?:ال)?مساعده"
            r"|هل من احد|هل يوجد احد|ممكن مساعده"
        ),
        thanks=(
            r"(?:الف )?شكرا?(?: جزيلا| لكم?| كثيرا| جدا)*|مشكور(?:ين)?|جزاكم? الله خيرا?|تسلم|تمام|حسنا|ممتاز|رائع"
            r"|طيب|اوك(?:ي|يه)?|فهمت|يعطيك العافيه"
            r"|مع السلامه|وداعا|الي اللقاء|باي|تصبح علي خير|ok|👍|🙏"
        ),
        filler=r"جزيلا|لكم?|علي (?:ال)?مساعد(?:ه|تك|تكم)|كثيرا|جدا|جميعا|يا|فريق الدعم|اخي",
    ),
}
_PATTERNS = {language: phrases.patterns() for language, phrases in _PHRASES.items()}
_ADDRESSED = rf"(?:{_IN_ENGLISH}|hola)(?: (?:there|team|support|all|everyone|sir|madam))?"
# A dash counts only between blanks ("hi-res"), a mere blank only before a word that begins a question.
_LEADING_GREETING = re.compile(
    rf"^(?:\s*{_ADDRESSED}(?:\s*[,!.:;\n]+\s*|\s+[-–—]+\s+"
    r"|\s+(?=(?:how|what|when|where|why|which|who|can|could|do|does|did|is|are|i|i'm|im|my|we|our|please)\b)))+",
    re.IGNORECASE,
)
_MOST_CHARS = 200
_MOST_WORDS = 8
_NOT_WORDS = re.compile(r"[^\w'👍🙏 ]+")


def as_small_talk(message: str) -> SmallTalk | None:
    """What the message is when it is a greeting or thanks and nothing else; None when it is more."""
    if len(message) > _MOST_CHARS:
        return None
    words = " ".join(_NOT_WORDS.sub(" ", folded(message)).split())
    if words.count(" ") > _MOST_WORDS:
        return None
    for reason in (Reason.GREETING, Reason.THANKS):
        spoken = [language for language, patterns in _PATTERNS.items() if patterns[reason].fullmatch(words)]
        if spoken:
            return SmallTalk(reason, spoken[0] if len(spoken) == 1 else None)
    return None


def small_talk(message: str) -> Reason | None:
    """GREETING or THANKS when the message is that and nothing else, else None."""
    found = as_small_talk(message)
    return found.reason if found else None


def without_greeting(message: str) -> str:
    """The message without the greeting it opens with, if anything else is left."""
    return _LEADING_GREETING.sub("", message) or message

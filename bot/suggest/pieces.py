"""What a customer wrote, piece by piece: questions, problems, wishes, what else they tell, and mere courtesy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.small_talk import small_talk, without_greeting
from corpus.clean import plain_text
from corpus.sentences import sentences
from embeddings.analysis import terms

MOST_PIECES = 60
_WH = r"(?:how|what|why|which|who|whom|whose|what's|whats|how's|who's)"
_AUXILIARY = (
    r"(?:can|could|do|does|did|is|are|am|was|were|will|would|should|shall|may|might|must|has|have|had|(?:is|are|ca"
    r"|could"
    r"|does|do|did|wo|would|should|has|have|was|were)n['’]?t)"
)
_SUBJECT = (
    r"(?:i|you|u|we|it|its|this|that|they|he|she|there|my|your|our|the|these|those|any|anyone|someone|somebody|a|an)"
)
_ABROAD = (
    r"(?:wie|was|wann|wo|warum|wieso|weshalb|welche[rsnm]?|wer|kann (?:ich|man)|darf ich|muss ich|gibt es"
    r"|c[oó]mo|qu[eé]|cu[aá]ndo|d[oó]nde|por qu[eé]|cu[aá]nto|cu[aá]l|puedo|hay|es posible)"
)
_ASKS = rf"(?:{_WH}\b|(?:when|where)(?:['’]?s)?\s+(?:{_AUXILIARY}|to)\b|{_AUXILIARY}\s+{_SUBJECT}\b|{_ABROAD}\b)"
_JOINING = (
    r"(?:and|but|also|plus|or|so|then|ok|okay|well|now|anyways?|by the way|btw|next|first|second|finally|lastly"
    r"|one more (?:thing|question)|y|und|aber|oder)"
)
_WANTS_TO_KNOW = (
    r"(?:i(?:['’]?d| would)? (?:also |just |only )?(?:want|need|like|love) to (?:know|understand|learn)|tell me|explain"
    r"|describe|(?:i['’]?m |i am |im |was )?(?:just )?wondering|(?:i['’]?m|i am|im) curious|ich (?:m[oö]chte"
    r"|will) wissen"
    r"|quiero saber)"
)
_ASKING = re.compile(rf"\b{_ASKS}", re.IGNORECASE)
_QUESTION = re.compile(rf"\W*(?:{_JOINING}\W+)*(?:please\W+)?(?:{_ASKS}|{_WANTS_TO_KNOW}\b)", re.IGNORECASE)
_EXCLAMATION = re.compile(r"\W*(?:what (?:a|an)\b|how \w+\W*!)", re.IGNORECASE)
_REQUEST = re.compile(
    r"\b(?:i (?:really |just |also |only )?(?:want|need|wish|would like|wanna)|i['’]?d (?:also )?(?:like|love|need)"
    r"|(?:i['’]?m|i am|im|we['’]?re|we are) (?:trying|looking|wondering|interested|curious)|wondering|(?:please|pls"
    r"|plz)"
    r"|help me|tell me|explain|describe|give me|show me|let me know|any (?:idea|way|chance|advice)|need help"
    r"|ich (?:m[oö]chte"
    r"|will|brauche)|quiero|necesito)\b",
    re.IGNORECASE,
)
_PROBLEM = re.compile(
    r"\b(?:not|\w+n['’]t|never|cannot|cant|dont|doesnt|didnt|isnt|wont|hasnt|havent|wasnt|couldnt|unable|fail(?:s|ed"
    r"|ing"
    r"|ure)?|errors?|stuck|missing|lost|forgot(?:ten)?|wrong|declined|rejected|blocked|locked|frozen|suspended|pending"
    r"|broken?|crash(?:es|ed|ing)?|hacked|stolen|disappeared|refused|denied|expired|invalid|problems?|issues?|trouble"
    r"|nothing|no longer|stopped|still|delayed|disabled|unauthori[sz]ed|scam(?:med)?|charged|gone|[A-Z]{2,5}-\d{2,5}"
    r"|nicht|kein\w*|fehler|problem|no (?:puedo|funciona|llega|me)|error|nunca)\b",
    re.IGNORECASE,
)
# What is said beside the matter. A problem in the same sentence makes it one of the matter again.
_COURTESY = re.compile(
    r"\W*(?:(?:ok(?:ay)?|k|alright|right|great|perfect|awesome|cool|nice|excellent|thanks?(?: you| u)?|thx|ty|cheers"
    r"|sure"
    r"|got it|i see|understood|makes sense|good to know|noted|fine|ah+|oh+|wow|hello|hi|hey|yes|yep"
    r"|yeah)\b[\s,.!:)-]*)*"
    r"(?:i['’]?(?:ll| will) (?:try|do|check|wait|look|give it)\b.*|(?:that|this|it)(?:['’]s| has| is)? (?:really "
    r"|now )?"
    r"(?:help(?:ed|s)|work(?:ed|s)|clear(?:s|ed)?|all|great|perfect|did (?:it|the trick)|makes sense)\b.*"
    r"|i (?:can )?(?:see|found|find|got) (?:it|that|the|them)\b.*|(?:so|very) much\b.*|for (?:the|your|all|getting)\b.*"
    r"|in advance\b.*|(?:best|kind|warm|many)? ?(?:regards|wishes)\b.*|sincerely\b.*|yours\b.*|cheers\b.*|have a \w+ .*"
    r"|(?:i )?hope (?:to hear|you|this finds|all)\b.*|(?:i )?(?:look|looking) forward\b.*|sorry (?:for|to)\b.*"
    r"|(?:much |really |i )?appreciate\w*\b.*|(?:my|the) name is\b.*|sent from my\b.*|good (?:morning|day|evening)\b.*"
    r"|(?:dear|hi|hello|hey) [^.?!]{0,40}|quick question|(?:i have )?(?:a|two|three|some|2"
    r"|3) (?:quick )?questions?\b.{0,20})?\W*",
    re.IGNORECASE | re.DOTALL,
)
# A push for an answer, which asks nothing new.
_NUDGE = re.compile(
    r"\W*(?:hell+o+|hey+|\?+|any (?:news|updates?)|(?:is )?any(?:one|body) (?:there|here)|are you (?:still )?there"
    r"|(?:i['’]?m )?(?:still )?waiting|bump|ping|you there|please (?:reply|respond|answer|hurry)|asap|urgent)\W*",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"\b(?:never ?mind|nvm|forget (?:it|about it)|found (?:it|the answer)|sorted(?: it)?|(?:is |it['’]s |all )?solved"
    r"|(?:fixed|resolved) (?:it|now)|work(?:s|ing) (?:again|now)|no (?:more|further|other) questions|all good"
    r"|that['’]?s all"
    r"|that is all)\b",
    re.IGNORECASE,
)
_NOT_HELPED = re.compile(
    r"\b(?:(?:that|this|it|which|these|those)\W?(?:is|was|has|does|did|do)?(?: ?n['’]?o?t| not|n['’]t)(?: really)? "
    r"(?:help\w*|work\w*|answer\w*|what i|the|it|my|solve\w*|true|correct|right)"
    r"|(?:did|does|do)(?: not|n['’]?t) (?:help|work|answer|solve|change)|not what i|still (?:not|no|the same|does"
    r"|doesn|have the"
    r"|don|can['’]?t|cannot|nothing|stuck|says|get)|already (?:tried|did|done|read|know|told)|tried (?:that|this|all"
    r"|it|everything)"
    r"|did (?:that|all that|this) (?:already|before)|same (?:problem|issue|error|thing|result)|no luck"
    r"|(?:you )?(?:did ?n['’]?t|have ?n['’]?t) answer"
    r"|(?:that|this)['’]?s not|not help\w*|unhelpful|useless|nichts? geholfen|no me (?:ayuda|sirve))",
    re.IGNORECASE,
)
_CLOSED_ANSWER = re.compile(r"\W*(?:no|nope|nein|not really|not yet|nah)\W*", re.IGNORECASE)
# Where a sentence holds a second question: before "and can I …", "; how …".
_JOINT = re.compile(
    rf"\s*(?:[,;–—]|\s-\s)\s*(?:(?:and|but|also|or|plus|und|y|e)\s+)?(?:also\s+)?(?={_ASKS})"
    rf"|\s+(?:and|but|plus|und|y)\s+(?:also\s+)?(?={_ASKS})"
    rf"|\s+(?=(?:what|how|why|which)\s+{_AUXILIARY}\s+{_SUBJECT}\b)",
    re.IGNORECASE,
)
# Many write without capitals, so that a stop is followed by a small letter.
_STOP = re.compile(
    r"(?<=[?？؟])[?？؟!\s]*(?=\S)|(?<=[!])[!\s]+(?=\S)"
    r"|(?<=\w\w[.])(?<!\bmin\.)(?<!\bmax\.)(?<!approx\.)(?<!\bincl\.)(?<!\betc\.)(?<!\bvs\.)\s+(?=[a-z])"
)
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}|[a-h])[.)]\s+")
_SIGN_OFF = re.compile(
    r"^\W*(?:(?:best|kind|warm|many|with)\b.{0,20}\b(?:regards|wishes)|(?:best|regards|sincerely|cheers|mfg)"
    r"|yours \w+|(?:viele|mit freundlichen) gr[uü](?:ß|ss)en?|saludos)\W*$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^\W*(?:(?:and|but|also|plus|so|then|or|second(?:ly)?|first(?:ly)?|\d[.)])\b[\s,:]*)+", re.IGNORECASE
)
_FURTHER = re.compile(
    r"\W*(?:and |but )?(?:also|another|second(?:ly)?|plus|besides|apart from|additionally|on top|next|(?:one|1) more"
    r"|\d[.)])\b",
    re.IGNORECASE,
)
_FEWEST_WORDS_OF_A_QUESTION = 3
# Terms (stemmed) of which a question may consist without asking about anything.
_SAYS_NOTHING = frozenset(
    terms(
        "any anyone someone somebody idea ideas how what why when which who whats hows can could do does did should "
        "would"
        " will must please help helping me tell explain advise know normal wrong happen happening happened going mean"
        " fix resolve solve possible sense so now then here there about question have has got get need want just really"
        " am been is are was it this that come reason look check assist suggestion suggest advice thoughts next really"
    )
)
_QUOTED_LINE = re.compile(r"^\s*>.*$", re.MULTILINE)
_QUOTED_REST = re.compile(
    r"^(?:-{2,}\s*original message.*|on [^\n]{5,120} wrote:\s*|am [^\n]{5,120} schrieb [^\n]*:\s*|--\s*)$.*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)


class Kind(StrEnum):
    """What a piece of a customer's message is."""

    QUESTION = "question"
    PROBLEM = "problem"
    REQUEST = "request"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a part of one that asks by itself; `says_nothing` is a question without a matter ("Any ideas?").

    `is_further` opens something else than what was said before it ("Also, …").
    """

    text: str
    kind: Kind
    says_nothing: bool = False
    is_further: bool = False


def pieces(message: str) -> list[Piece]:
    """The pieces of a message without courtesy and nudges; of very many, the first and the last."""
    found = [_piece(text) for text in _texts(message) if not is_courtesy(text) and not _NUDGE.fullmatch(text)]
    half = MOST_PIECES // 2
    return found if len(found) <= MOST_PIECES else found[:half] + found[-half:]


def is_courtesy(text: str) -> bool:
    """Whether a sentence is thanks, a greeting, an acknowledgement or a closing, and says nothing of the matter."""
    if small_talk(text):
        return True
    return not _PROBLEM.search(text) and "?" not in text and bool(_COURTESY.fullmatch(text))


def closes(message: str) -> bool:
    """Whether the customer says that nothing is open any more."""
    return bool(_CLOSED.search(message)) and "?" not in message and not _NOT_HELPED.search(message)


def says_it_did_not_help(message: str) -> bool:
    """Whether the customer says that what they were told is no answer."""
    return bool(_NOT_HELPED.search(message))


def denies(message: str) -> bool:
    """Whether the message is a plain no."""
    return bool(_CLOSED_ANSWER.fullmatch(message))


def in_their_words(text: str) -> str:
    """A question as it is named to the customer: without what joined it to the sentence before."""
    return " ".join(_LEADING.sub("", text).strip(" ,;:-–—").split()) or text.strip()


def without_quotes(message: str) -> str:
    """The message without the earlier ones that e-mail programs quote below or above it, if anything else is left."""
    own = _QUOTED_LINE.sub("", _QUOTED_REST.sub("", message))
    return own if own.strip() else message


def _texts(message: str) -> Iterator[str]:
    for line in without_quotes(message).splitlines():
        if _SIGN_OFF.match(line):
            return  # what follows is a name
        plain = without_greeting(plain_text(_NUMBERING.sub("", line)).strip())
        for start, end in sentences(plain):
            for sentence in _STOP.split(plain[start:end]):
                yield from _split_questions(sentence.strip())


def _split_questions(sentence: str) -> Iterator[str]:
    """The questions that a sentence joins; the sentence itself where a part of it could not be asked by itself."""
    begin = 0
    for joint in _JOINT.finditer(sentence):
        left, right = sentence[begin : joint.start()], sentence[joint.end() :]
        if (
            min(len(left.split()), len(right.split())) >= _FEWEST_WORDS_OF_A_QUESTION
            and (_ASKING.search(left) or _PROBLEM.search(left) or _REQUEST.search(left))
            and frozenset(terms(left)) - _SAYS_NOTHING
        ):
            yield left
            begin = joint.end()
    if sentence[begin:].strip():
        yield sentence[begin:]


def _piece(text: str) -> Piece:
    kind = _kind(text)
    return Piece(
        text=text,
        kind=kind,
        says_nothing=kind in {Kind.QUESTION, Kind.REQUEST} and not frozenset(terms(text)) - _SAYS_NOTHING,
        is_further=bool(_FURTHER.match(text)),
    )


def _kind(text: str) -> Kind:
    if text.rstrip(" )\"'”*_").endswith(("?", "？", "؟")) or "?" in text:
        return Kind.QUESTION
    if _QUESTION.match(text) and not _EXCLAMATION.match(text):
        return Kind.QUESTION
    if _REQUEST.search(text):
        return Kind.REQUEST
    return Kind.PROBLEM if _PROBLEM.search(text) else Kind.STATEMENT

"""The names of those who took part in a conversation, taken out of what was said in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.conversation import Conversation, Message
from bot.learning.courtesies import in_any_language

NAME = "[name]"
# As parts of names, these are told from the words that they are only where somebody is spoken to.
_FUNCTION_WORDS = frozenset(
    """
    a al am an and any are as at ba be bin but by can da das de dear del dem den der des di die do does dos du ein el en
    er es for from has he hers his how i if ihr ihre im in is it its la las le les lo los may me mi mir my no not of on
    or our per sein she sie so su te that the them then they this to tu um un una und us van vom von was we what when
    where which who why will with would y you your yes zu zum zur
    """.split()  # noqa: SIM905 (a list of words reads better than a list of strings)
)
# Other words that people are called by and that articles may begin a sentence, or write a name, with.
_WORDS = frozenset(
    """
    amber angel april art august autumn bank banks best bill blank blue bond book branch brook brown buck bush call case
    cash chance charity chase chip clay cliff cook cross crystal dawn day dollar drew earnest ernst faith field fields
    forest foster frank frost gene ginger gold grace grant gray green groß guy hall harmony hill holly hope hunt ivy
    jack jade jewel joy june jung kaiser key king klein knight koch kraft kurz lance lane lang link little long love luz
    march mark marks mason max mercy miles mill miller mint moon noble olive page park paz pearl penny pepper piper
    porter price prince quick ray reed reich rein rich rico ripple river rob rocky roman rose ruby rusty sage sandy
    schnell schwarz sharp shepherd short sky small smart sol star stark stein sterling stern stone strong sue summer
    sunny swift teller temple token trinity turner violet wade walker wall ward waters weiß west white wise wolf wood
    young
    """.split()  # noqa: SIM905
)
_WORD = re.compile(r"\w+")
_REPEATED = re.compile(rf"{re.escape(NAME)}(?:\s+{re.escape(NAME)})+")

# Where a person is spoken to, or says who they are: what comes before a name, and what may come after it.
_END = r"(?=\s*(?:[,.!?:;)\u060c\uff0c]|\n|\Z)|\s+[\u2013\u2014-])"
_HAIL = (
    rf"(?<!\w)(?i:{in_any_language('greeting')}|{in_any_language('sign_off')}"
    r"|thanks|thx|thank you|cheers|danke|vielen dank|gracias)(?:\s*[,\u060c]\s*|\s+)"
)
_INTRODUCTION = (
    r"(?<!\w)(?i:i am|i['\u2019]m|my name is|name is|this is|ich bin|ich heiße|mein name ist|hier ist|soy|me llamo"
    r"|mi nombre es)\s+"
)
_TITLE = r"(?<!\w)(?i:mr|mrs|ms|dr|herrn?|frau|sra?|señora?)\b\.?\s+"
# After a comma, unless a list of other names goes before it ("April, May").
_AFTER_COMMA = r"(?:(?:^|[.!?\n]\s{0,4})\w+|(?<!\w)[^\W\dA-Z\u00c0-\u00de]\w*|[\d)\]*])\s*,\s+"
_AT_START = r"(?:\A|(?<=[.!?\n])\s{0,4})"
_TO_YOU = r"(?=[,!]\s+(?i:you|your|please|we|i|it|this|the|can|could)\b)"
_ALWAYS = (
    (_TITLE, r"(?!\w)"),
    (_HAIL, _END),
    (_INTRODUCTION, rf"(?:{_END}|(?=\s+(?:here|from|of)\b))"),
    (_AFTER_COMMA, r"(?=\s*[.!?](?!\w)|\s*\Z)"),
    (_AT_START, _TO_YOU),
    (_AT_START, rf"(?=\s+here\b{_END})"),
    (r"(?<=\n)[ \t]*", r"(?=[ \t]*[.!,]?[ \t]*(?:\n|\Z))"),
)
_UNLESS_FUNCTION = (
    (_HAIL, r"(?!\w)"),
    (r"(?<!\w)", r"(?=['\u2019]s(?!\w))"),
    (_AT_START, r"(?=\s+here\b)"),
)


def names_in(conversation: Conversation, messages: Sequence[Message]) -> frozenset[str]:
    """The names of those who take part in a conversation: its customer, its agent and whoever wrote the messages."""
    customer = conversation.customer.name if conversation.customer else None
    return frozenset(filter(None, (customer, conversation.agent, *(one.author for one in messages))))


def without_names(text: str, names: Collection[str]) -> str:
    """The text with `[name]` for each of the names, and for each part of one, where it has a capital.

    A part that is a word as well ("Will", "Mark", "de") counts only where somebody is spoken to or says who they are.
    """
    several = [name for name in names if len(name.split()) > 1]
    for name in sorted(several, key=len, reverse=True):
        text = _without_full(text, name.split())
    written = frozenset(_WORD.findall(text))
    for part in sorted({part for name in names for part in name.split() if len(part) > 1}, key=len, reverse=True):
        text = _without_part(text, part, written)
    return _REPEATED.sub(NAME, text)


def _without_full(text: str, parts: Sequence[str]) -> str:
    is_word = all(part.casefold() in _FUNCTION_WORDS | _WORDS for part in parts)
    name = r"\s+".join(_with_capital(part) if is_word else f"(?i:{re.escape(part)})" for part in parts)
    return re.sub(rf"(?<!\w){name}(?!\w)", NAME, text)


def _without_part(text: str, part: str, written: Collection[str]) -> str:
    folded = part.casefold()
    if folded in _FUNCTION_WORDS:
        return _without_called(text, _with_capital(part), _ALWAYS)
    places = (*_ALWAYS, *_UNLESS_FUNCTION)
    if folded in _WORDS:
        return _without_called(text, _with_capital(part), places)
    text = _without_called(text, f"(?i:{re.escape(part)})", places)
    if part.lower() != part.upper() and part.lower() in written:
        return text
    return re.sub(rf"(?<!\w){_with_capital(part)}(?!\w)", NAME, text)


def _without_called(text: str, name: str, places: Sequence[tuple[str, str]]) -> str:
    for before, after in places:
        text = re.sub(rf"(?P<before>{before}){name}(?!\w){after}", rf"\g<before>{NAME}", text)
    return text


def _with_capital(part: str) -> str:
    """A pattern for the part of a name as names are written, or in capitals."""
    forms = {part[:1].upper() + part[1:], part[:1].upper() + part[1:].lower(), part.upper()}
    return "(?:" + "|".join(map(re.escape, sorted(forms))) + ")"

"""Greetings and thanks: answered as such, never retrieved."""

from __future__ import annotations

import re

from bot.answer import Reason

_FILLER = (
    r"(?:there|again|all|everyone|team|support|bot|sir|madam|mate|dear|so|very|much|a lot|lots"
    r"|for (?:your|the|all your|all the) help)"
)
_GREETING = r"(?:hi+|hey+a?|hello+|hy|hiya|howdy|hola|yo|greetings|good (?:morning|afternoon|evening|day))"
# What people say after a greeting before they come to the point.
_OPENER = (
    r"(?:how are you(?: doing)?(?: today)?|are you there|(?:can|could) you (?:please )?help(?: me)?(?: please)?"
    r"|i (?:have|ve|'ve got|got) a question|i need (?:some )?help)"
)
_THANKS = (
    r"(?:(?:no |ok )?thanks?|thank (?:you|u)|th?nx|ty|tysm|thx|cheers|many thanks|much appreciated|i? ?appreciate it"
    r"|great|perfect|awesome|cool|nice|alright|got it|ok(?:ay)?|👍|🙏"
    r"|(?:that|it|this) (?:really )?(?:helped|helps|worked|works)(?: now)?|that(?:'?s| is) (?:all|it))"
)
_GOODBYE = r"(?:bye(?: bye)?|goodbye|see (?:you|ya)|good night|have a (?:nice|good|great) (?:day|evening|weekend|one))"
_ONLY_GREETING = re.compile(rf"{_GREETING}(?: (?:{_GREETING}|{_FILLER}))*(?: {_OPENER})*")
_ONLY_THANKS = re.compile(rf"(?:{_THANKS}|{_GOODBYE})(?: (?:{_THANKS}|{_GOODBYE}|{_FILLER}))*")
_ADDRESSED = rf"{_GREETING}(?: (?:there|team|support|all|everyone|sir|madam))?"
# A dash counts only between blanks ("hi-res"), a mere blank only before a word that begins a question.
_LEADING_GREETING = re.compile(
    rf"^(?:\s*{_ADDRESSED}(?:\s*[,!.:;\n]+\s*|\s+[-–—]+\s+"
    r"|\s+(?=(?:how|what|when|where|why|which|who|can|could|do|does|did|is|are|i|i'm|im|my|we|our|please)\b)))+",
    re.IGNORECASE,
)
_MOST_WORDS = 8
_NOT_WORDS = re.compile(r"[^\w'👍🙏 ]+")


def small_talk(message: str) -> Reason | None:
    """GREETING or THANKS when the message is that and nothing else, else None."""
    words = " ".join(_NOT_WORDS.sub(" ", message.casefold()).split())
    if words.count(" ") > _MOST_WORDS:
        return None
    if _ONLY_GREETING.fullmatch(words):
        return Reason.GREETING
    if _ONLY_THANKS.fullmatch(words):
        return Reason.THANKS
    return None


def without_greeting(message: str) -> str:
    """The message without the greeting it opens with, if anything else is left."""
    return _LEADING_GREETING.sub("", message) or message

"""Greetings and thanks: answered as such, never retrieved."""

from __future__ import annotations

import re

from bot.answer import Reason

_FILLER = (
    r"(?:there|again|all|everyone|team|support|bot|sir|madam|mate|dear|so|very|much|a lot|lots"
    r"|for (?:your|the|all your|all the) help)"
)
_GREETING = r"(?:hi+|hey+|hello+|hy|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day))"
_THANKS = (
    r"(?:thanks?|thank (?:you|u)|thx|ty|cheers|many thanks|much appreciated|great|perfect|awesome|got it|ok(?:ay)?)"
)
_GOODBYE = r"(?:bye(?: bye)?|goodbye|see (?:you|ya)|good night)"
_ONLY_GREETING = re.compile(rf"{_GREETING}(?: (?:{_GREETING}|{_FILLER}))*")
_ONLY_THANKS = re.compile(rf"(?:{_THANKS}|{_GOODBYE})(?: (?:{_THANKS}|{_GOODBYE}|{_FILLER}))*")
_LEADING_GREETING = re.compile(
    rf"^\s*{_GREETING}(?: (?:there|team|support|all|everyone|sir|madam))?\s*[,!.:;-]+\s*", re.IGNORECASE
)
_MOST_WORDS = 8
_NOT_WORDS = re.compile(r"[^\w' ]+")


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

"""Whether a customer asks for a person: answered by handing over, never retrieved.

A question about support ("How do I contact support?", "Does a person check my documents?") is none: articles answer it.
So what counts is a clause that is a request from its first word to its last, in a message of any length.
"""

from __future__ import annotations

import re

from bot.folded import folded
from bot.person import arabic, chinese, english, german, spanish

_LANGUAGES = {
    "en": english.REQUESTS,
    "zh": chinese.REQUESTS,
    "es": spanish.REQUESTS,
    "de": german.REQUESTS,
    "ar": arabic.REQUESTS,
}
# After these words a request is only spoken about ("if I want to talk to a person", "no quiero hablar con un agente").
_SPOKEN_ABOUT = frozenset(
    """if when whenever what why where which how that whether unless until before after case said told says me him her
    them not never they he she didnt dont cant si cuando que donde por no nunca wenn falls ob dass wann warum wo nicht
    nie اذا عندما لو ان متي لماذا اين لا لم لن ما""".split()  # noqa: SIM905 (a list of words reads better)
)
# In a longer message without punctuation, a request may stand anywhere only so far.
_MOST_WORDS_RUN_ON = 40
# What a request is told apart from in the same sentence: "get me a human, my card is lost".
_CLAUSE_END = re.compile(
    r"[.!?;,:\n。，；！？،؛؟]+\s*|\s+[-–—]\s+"
    r"|\s+(?:and|but|because|since|so|about|regarding|und|aber|weil|wegen|y|pero|porque|sobre)\s+",
    re.IGNORECASE,
)
_LAST_JOINT = re.compile(
    r"(?:\s*[,;:–—-]|\s(?:and|but|because|since|so|about|regarding|und|aber|y|pero))+\s*$", re.IGNORECASE
)
_JOINING = re.compile(r"(?<=\w)[-_/](?=\w)")
_NO_WORDS = re.compile(r"[^\w' ]+")


def language_of_request(message: str) -> str | None:
    """The language in which the message asks for a person, as 'en', 'zh', 'es', 'de' or 'ar'; None where it doesn't."""
    clauses = _with_bars(message)
    for language, requests in _LANGUAGES.items():
        text = clauses.replace(" ", "") if language == "zh" else clauses
        if requests.whole.fullmatch(text.replace("|", "" if language == "zh" else " ").strip()):
            return language
        if any(_is_own(text, found) for found in requests.clause.finditer(text)):
            return language
    return None


def without_request(message: str) -> str:
    """The message without its clauses that ask for a person; empty where nothing else is said."""
    if not language_of_request(message):
        return message
    begin, kept, is_dropped = 0, "", False
    for stop, end in [*(found.span() for found in _CLAUSE_END.finditer(message)), (len(message), len(message))]:
        if language_of_request(message[begin:stop]):
            is_dropped = True
        else:
            kept += message[begin:end]
        begin = end
    kept = _LAST_JOINT.sub("", kept).strip()
    return kept if is_dropped and any(char.isalnum() for char in kept) else ""


def _with_bars(message: str) -> str:
    """The message folded, each run of punctuation as one bar, none at its ends."""
    text = _JOINING.sub(" ", folded(message)).replace("'", "")
    words = [part.split() for part in _NO_WORDS.sub("|", text).split("|")]
    return " | ".join(" ".join(part) for part in words if part)


def _is_own(text: str, found: re.Match[str]) -> bool:
    """Whether what was found begins a clause, or goes on from one in a short message that lacks punctuation."""
    before = text[: found.start()].split()
    if not before or text[: found.start()].rstrip().endswith("|"):
        return True
    return bool(found["self"]) and before[-1] not in _SPOKEN_ABOUT and len(text.split()) <= _MOST_WORDS_RUN_ON

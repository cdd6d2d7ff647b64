"""Conversation → query: a follow-up is retrieved with what it refers to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation import Message, Role
from bot.small_talk import small_talk, without_greeting
from embeddings.analysis import terms

_OPENING = re.compile(
    r"^\s*(?:(?:thanks?|thank you|thx|great|perfect|ok|okay)[ ,.!]+)?"
    r"(?:and|but|also|so|then|or|what about|how about|what if|same|ok|okay)\b",
    re.IGNORECASE,
)
# "Is there a fee" and "more than one" point at nothing.
_REFERENCE = re.compile(
    r"\b(it|its|they|them|their|he|him|his|she|her|that|this|these|those|(?<!is )(?<!are )there|(?<!than )one|ones"
    r"|then|instead|either|otherwise|same|else)\b",
    re.IGNORECASE,
)
_FEW_TERMS = 2
_MANY_TERMS = 7


def query_for(question: str, history: Sequence[Message]) -> str:
    """What goes to retrieval: the question, led by the customer's question before it where it leans on that.

    A question leans on what came before when it opens with a connective, points with a pronoun, or has hardly a term
    of its own. A long one is taken to stand by itself.
    """
    question = without_greeting(question)
    previous = _previous_question(history)
    if previous is None or not _leans(question):
        return question
    return f"{previous} {question}"


def _leans(question: str) -> bool:
    own = len(set(terms(question)))
    if own > _MANY_TERMS:
        return False
    return own <= _FEW_TERMS or bool(_OPENING.search(question) or _REFERENCE.search(question))


def _previous_question(history: Sequence[Message]) -> str | None:
    """The customer's last message that stood by itself, with the latest of the follow-ups after it."""
    leaning: list[str] = []
    for message in reversed(history):
        if message.role is not Role.USER or small_talk(message.text):
            continue
        leaning.append(without_greeting(message.text))
        if not _leans(message.text):
            break
    return " ".join([leaning[-1], *leaning[:1]] if len(leaning) > 1 else leaning) or None

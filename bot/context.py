"""Conversation → query: a follow-up is retrieved with what it refers to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation import Message, Role
from bot.small_talk import small_talk, without_greeting
from corpus.sentences import sentences
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
# "Is it possible" and "is it true" point at nothing either.
_EXPLETIVE = re.compile(
    r"\b(?:is|was|isn't|if) it (?:possible|allowed|safe|true|legal|normal|ok|okay|necessary)\b", re.IGNORECASE
)
_FEW_TERMS = 2
_MANY_TERMS = 7
_MANY_SENTENCES = 2
_LONG_MESSAGE_WORDS = 100
_FOCUS_WORDS = 60


@dataclass(frozen=True, slots=True)
class Queries:
    """What may go to retrieval for a question: `alone`, and `in_context` for one that may lean on what came before.

    A question that leans is retrieved in its context unless its confidence alone reaches `stands_alone_at`: customers
    change the subject too, in as few words as they follow up.
    """

    alone: str
    in_context: str | None = None
    stands_alone_at: float = 1.0


def queries_for(question: str, history: Sequence[Message]) -> Queries:
    """The queries for a question, given the messages before it.

    A question leans on what came before when it opens with a connective, points with a pronoun, or has hardly a term
    of its own. A long one is taken to stand by itself.
    """
    alone = focused(without_greeting(question))
    previous = _previous_question(history)
    if previous is None or not _leans(alone):
        return Queries(alone)
    points = bool(_OPENING.search(alone) or _points(alone))
    return Queries(alone, f"{focused(previous)} {alone}", 0.8 if points else 0.5)


def focused(message: str) -> str:
    """The message; of a long one the sentences that ask, or where none does its end.

    An encoder reads so much and no more, and a story told before the question drowns it.
    """
    if len(message.split()) <= _LONG_MESSAGE_WORDS:
        return message
    parts = [message[start:end] for start, end in sentences(message)]
    asking = [part for part in parts if part.rstrip().endswith(("?", "？"))]
    words: list[str] = []
    for part in reversed(asking or parts):
        if words and len(words) + len(part.split()) > _FOCUS_WORDS:
            break
        words = part.split() + words
    return " ".join(words[:_LONG_MESSAGE_WORDS])


def _leans(question: str) -> bool:
    own = len(set(terms(question)))
    if own > _MANY_TERMS:
        return False
    return own <= _FEW_TERMS or bool(_OPENING.search(question) or _points(question))


def _points(question: str) -> bool:
    """Whether a pronoun points at something said before; after a sentence of its own it points at that."""
    reference = _REFERENCE.search(_EXPLETIVE.sub(" ", question))
    return bool(reference) and len(sentences(question)) < _MANY_SENTENCES


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

"""Conversation → query: a follow-up is retrieved with what it refers to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.answer import Outcome
from bot.conversation import Message, Role
from bot.focus import gist
from bot.small_talk import small_talk, without_greeting
from corpus.clean import plain_text
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
# How far a question's vector is drawn towards its context, whose own vector would count as much: at most, where it is
# about the same matter; and where it leans on the context, whatever it is about.
_PULL_OF_MATTER = 0.6
_PULL_WHERE_LEANING = 1.2
_LEXICAL_WHERE_LEANING = 0.5
# The cosine of question and context from which they have to do with each other, and from which wholly.
_RELATED = 0.15
_SAME_MATTER = 0.35
# The confidence by itself up to which a question may need its context as much as it can.
_UNSURE = 0.5
_REMEMBERED_QUESTIONS = 2
_REMEMBERED_REPLY_WORDS = 40


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question as it may go to retrieval, with what was said before it; `before` is empty without a conversation.

    `before` is the customer's last questions and the opening of the last reply that answered; `previous` the question
    that this one follows. `leans` says whether the question looks as if it could not be understood without them.
    """

    alone: str
    before: str = ""
    previous: str = ""
    leans: bool = False

    @property
    def in_context(self) -> str:
        """The question after what was said before it."""
        return f"{self.before} {gist(self.alone)}".strip()


def spoken(question: str, history: Sequence[Message]) -> Spoken:
    """The question with what the messages before it say.

    A question leans on them when it opens with a connective, points with a pronoun, or has hardly a term of its own. A
    long one is taken to stand by itself.
    """
    alone = without_greeting(question)
    previous = _previous_question(history)
    if previous is None:
        return Spoken(alone)
    return Spoken(alone, _said(history), gist(previous), _leans(alone))


@dataclass(frozen=True, slots=True)
class Pull:
    """How much the context counts beside the question, which counts 1: in the vector, and among the words."""

    vector: float
    lexical: float


def pull_of_context(leans: bool, relatedness: float, found_alone: float) -> Pull:
    """The pull for a question: the less the surer it is by itself; none where it neither leans nor is about the same.

    `relatedness` is the cosine of question and context, `found_alone` the confidence, in [0, 1], of the question by
    itself. Customers change the subject in as few words as they follow up, so looking like a follow-up is not enough.
    """
    need = min(1.0, (1.0 - found_alone) / (1.0 - _UNSURE))
    same_matter = min(1.0, max(0.0, (relatedness - _RELATED) / (_SAME_MATTER - _RELATED)))
    if leans:
        return Pull(need * _PULL_WHERE_LEANING, need * _LEXICAL_WHERE_LEANING)
    return Pull(need * _PULL_OF_MATTER * same_matter, 0.0)


def _leans(question: str) -> bool:
    own = len(set(terms(question)))
    if own > _MANY_TERMS:
        return False
    return own <= _FEW_TERMS or bool(_OPENING.search(question) or _points(question))


def _points(question: str) -> bool:
    """Whether a pronoun points at something said before; after a sentence of its own it points at that."""
    reference = _REFERENCE.search(_EXPLETIVE.sub(" ", question))
    return bool(reference) and len(sentences(question)) < _MANY_SENTENCES


def _said(history: Sequence[Message]) -> str:
    """The customer's last questions and the opening of the last reply; the bot's refusals say nothing of the matter."""
    asked = (
        gist(without_greeting(m.text)) for m in reversed(history) if m.role is Role.USER and not small_talk(m.text)
    )
    replies = (
        m.text
        for m in reversed(history)
        if m.role is not Role.USER and (m.answer is None or m.answer.outcome is Outcome.ANSWERED)
    )
    questions = list(islice(asked, _REMEMBERED_QUESTIONS))[::-1]
    opening = plain_text(next(replies, "")).split()[:_REMEMBERED_REPLY_WORDS]
    return " ".join([*questions, *opening])


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

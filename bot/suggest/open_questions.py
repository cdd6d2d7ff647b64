"""Which questions of a conversation are open: asked by the customer and not answered since, or asked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from bot.conversation import Message, Role
from bot.person import language_of_request
from bot.suggest.asks import Ask, asks_of
from bot.suggest.courtesy import is_courtesy, matter_of
from bot.suggest.pieces import Kind, closes, denies, pieces, says_it_did_not_help, says_little
from bot.suggest.replies_so_far import answering, asks_back, offers_more
from embeddings.analysis import terms
from embeddings.encoder import Vectors

# How many of the customer's last turns are looked at, and in how many of them for questions: who has asked something
# else more often since has dropped the matter.
MOST_TURNS = 6
MOST_ASKING_TURNS = 2
# Of several questions, a reply answers those that one of its sentences is about: as near as this, and about as near as
# to any other of the questions.
ANSWERS_COSINE = 0.3
NEARLY_AS_NEAR = 0.08
MOST_SENTENCES = 20

# Words (stemmed) by which a part of what was asked is reminded of.
_PARTS = frozenset(terms("part question other one thing first second third point answer"))

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An open question and the messages before the turn that it was asked in."""

    ask: Ask
    before: Sequence[Message]


@dataclass(frozen=True, slots=True)
class _Turn:
    """Messages of the customer in a row, from number `start` on, and the replies to them up to their next one."""

    start: int
    texts: Sequence[str]
    replies: Sequence[Message]


class _Doing(StrEnum):
    """What the customer does in a turn."""

    ASKING = "asking"
    ASKING_AGAIN = "asking again"  # "That did not help", "I want to talk to a person" after an answer
    TELLING = "telling"  # what they were asked for
    PUSHING = "pushing"  # "Hello?", "I want to talk to a person" before any
    CONTENT = "content"  # "Thanks", "Never mind"


def open_questions(messages: Sequence[Message], encode: Encode) -> list[OpenQuestion]:
    """The open questions in the order they were asked; `encode` gives (texts, dim) vectors of unit length."""
    turns = _turns(messages)
    found: list[OpenQuestion] = []
    told: list[str] = []  # since the question was asked
    reopened: _Doing | None = None
    has_gone_on = False
    asking_turns = 0
    for place in range(len(turns) - 1, max(-1, len(turns) - 1 - MOST_TURNS), -1):
        turn, earlier = turns[place], turns[place - 1] if place else None
        doing = _doing(turn, earlier)
        replies = [reply for later in turns[place:] for reply in later.replies]
        if doing is _Doing.ASKING:
            asking_turns += 1
            asked = asks_of(turn.texts, turn=place)
            still = _unanswered(asked, answering(replies, or_refusing=has_gone_on), encode)
            if reopened:
                still = still or asked
            again = [] if reopened or not _complains(turn, earlier) else [one for one in still if says_little(one.text)]
            found[:0] = [
                OpenQuestion(_with(one, told, reopened is _Doing.ASKING_AGAIN), messages[: turn.start])
                for one in still
                if one not in again
            ]
            if reopened or not still or (asking_turns == MOST_ASKING_TURNS and not again):
                break
            if again:  # "That's no answer, WHERE do I click?"
                reopened, told = _Doing.ASKING_AGAIN, [one.text for one in again]
            else:
                has_gone_on = True
        elif doing in (_Doing.ASKING_AGAIN, _Doing.TELLING):
            if reopened or not answering(replies):
                reopened = reopened or doing
                told[:0] = _told(turn)
        elif doing is _Doing.CONTENT:
            if closes(turn.texts[-1]):
                break
            has_gone_on = True
    return _once(found)


def _once(found: Sequence[OpenQuestion]) -> list[OpenQuestion]:
    """The questions without those that only remind of an earlier one: "and the fee part?", or say it again."""
    kept: list[OpenQuestion] = []
    for one in found:
        if any(_bare(one.ask) == _bare(other.ask) for other in kept):
            continue
        matter = matter_of(one.ask.text) - _PARTS
        if not any(matter <= matter_of(other.ask.text) for other in kept if other.ask.turn < one.ask.turn):
            kept.append(one)
    return kept


def _bare(ask: Ask) -> str:
    return ask.text.casefold().strip(" ?!.")


def _turns(messages: Sequence[Message]) -> list[_Turn]:
    turns: list[_Turn] = []
    asked: list[str] = []
    replies: list[Message] = []
    start = 0
    for place, message in enumerate(messages):
        if message.role is not Role.USER:
            replies.append(message)
            continue
        if replies:
            turns += [_Turn(start, asked, replies)] if asked else []
            asked, replies = [], []
        if not asked:
            start = place
        asked.append(message.text)
    return [*turns, _Turn(start, asked, replies)] if asked else turns


def _doing(turn: _Turn, earlier: _Turn | None) -> _Doing:
    found = [piece for text in turn.texts for piece in pieces(text)]
    asks = any(piece.kind is Kind.QUESTION and not piece.says_nothing for piece in found)
    if closes(turn.texts[-1]):
        return _Doing.CONTENT
    if asks:
        return _Doing.ASKING
    if earlier and earlier.replies:
        if _complains(turn, earlier) or (not found and _wants_a_person(turn) and answering(earlier.replies)):
            return _Doing.ASKING_AGAIN
        if asks_back(earlier.replies) and any(text.strip() for text in turn.texts):
            return _Doing.TELLING
    if not found and turn.texts and is_courtesy(turn.texts[-1]):
        return _Doing.CONTENT
    return _Doing.ASKING if any(not piece.says_nothing for piece in found) else _Doing.PUSHING


def _complains(turn: _Turn, earlier: _Turn | None) -> bool:
    """Whether the customer says that the replies before were no answer."""
    if earlier is None or not earlier.replies:
        return False
    if offers_more(earlier.replies) and denies(turn.texts[-1]):
        return True
    return any(map(says_it_did_not_help, turn.texts))


def _wants_a_person(turn: _Turn) -> bool:
    return any(map(language_of_request, turn.texts))


def _told(turn: _Turn) -> list[str]:
    """What the customer says in a turn that asks nothing new."""
    told = [piece.text for text in turn.texts for piece in pieces(text)]
    return told or [text for text in turn.texts if not language_of_request(text)]


def _with(ask: Ask, told: Sequence[str], is_again: bool) -> Ask:
    return replace(ask, story=" ".join([ask.story, *told]).strip(), is_asked_again=is_again, is_told_more=bool(told))


def _unanswered(asked: Sequence[Ask], said: Sequence[str], encode: Encode) -> list[Ask]:
    """The questions that no sentence is about; a single one is answered by any sentence."""
    if not said or not asked:
        return list(asked)
    if len(asked) == 1:
        return []
    vectors = encode([*(f"{one.story} {one.text}".strip() for one in asked), *said[:MOST_SENTENCES]])
    near = vectors[: len(asked)] @ vectors[len(asked) :].T
    is_about = (near >= ANSWERS_COSINE) & (near >= near.max(axis=0) - np.float32(NEARLY_AS_NEAR))
    return [one for one, about in zip(asked, is_about, strict=True) if not about.any()]

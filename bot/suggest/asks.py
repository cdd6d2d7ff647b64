"""What a customer asks in one turn, which may be several messages in a row: questions, and problems that are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.suggest.lengths import MOST_CHARS_OF_A_SENTENCE, without_middle
from bot.suggest.pieces import Kind, Piece, in_their_words, pieces, says_little

MOST_PARTS = 8
# A told problem is named in full up to as many words, else by the sentences that say what is wrong or wanted.
NAMED_IN_FULL_WORDS = 30


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that a customer asks.

    `text` is asked in their words, `story` what else they tell beside it, `turn` the number of the turn it came in.
    `earlier` are the questions asked before it in the same turn; where `is_told_more`, some of the
    story came later. `parts` are what was told one after another, where each may be a matter of its own.
    """

    text: str
    story: str = ""
    turn: int = 0
    earlier: tuple[str, ...] = field(default=())
    parts: tuple[str, ...] = ()
    is_asked_again: bool = False
    is_told_more: bool = False

    @property
    def name(self) -> str:
        """The question as it is named to the customer."""
        return in_their_words(self.text)


def asks_of(messages: Sequence[str], turn: int = 0) -> list[Ask]:
    """What is asked in the messages of one turn, in its order; empty where they are mere courtesy.

    Questions are asked one by one, with the rest as their story; without any question, what is told is one matter, up
    to where the customer says that there is another.
    """
    said = [
        replace(piece, text=without_middle(piece.text, MOST_CHARS_OF_A_SENTENCE))
        for message in messages
        for piece in pieces(message)
    ]
    if not any(piece.kind is Kind.QUESTION and not piece.says_nothing for piece in said):
        return _told(said, turn)
    return _questions(said, turn)


def _questions(said: Sequence[Piece], turn: int) -> list[Ask]:
    """The questions, and what is told apart from them: before or after an "also"."""
    found: list[Ask] = []
    waiting: list[Piece] = []  # told since the last question

    def ask(text: str, story: Sequence[Piece]) -> None:
        found.append(Ask(text, _joined(story), turn, tuple(one.text for one in found)))

    for piece in said:
        if piece.is_further and waiting and any(one.kind is not Kind.STATEMENT or one.is_further for one in waiting):
            ask(_joined(waiting), ())
            waiting = []
        if piece.kind is Kind.QUESTION and (piece.says_nothing or (waiting and says_little(piece.text))):
            if waiting:  # "…, is that real?"
                joint = " " if waiting[-1].text.endswith((".", "!", "?", ",", ":")) else ", "
                ask(f"{waiting[-1].text}{joint}{piece.text}", waiting[:-1])
                waiting = []
        elif piece.kind is Kind.QUESTION:
            # "Also" after another question says that this one is about something else.
            ask(in_their_words(piece.text) if piece.is_further and found else piece.text, waiting)
            waiting = []
        elif not piece.says_nothing:
            waiting.append(piece)
    if waiting and any(one.is_further for one in waiting):
        ask(in_their_words(_joined(waiting)), ())
    elif waiting and found:  # told after the last question, it belongs to that
        found[-1] = replace(found[-1], story=f"{found[-1].story} {_joined(waiting)}".strip())
    return found


def _joined(told: Sequence[Piece]) -> str:
    return " ".join(one.text if one.text.endswith((".", "!", "?", ",")) else f"{one.text}." for one in told)


def _told(said: Sequence[Piece], turn: int) -> list[Ask]:
    matters: list[list[Piece]] = []
    for piece in said:
        if matters and not piece.is_further:
            matters[-1].append(piece)
        else:
            matters.append([piece])
    told = [matter for matter in matters if any(not piece.says_nothing for piece in matter)]
    return [_matter(matter, turn) for matter in told]


def _matter(matter: Sequence[Piece], turn: int) -> Ask:
    whole = [piece.text for piece in matter if not piece.says_nothing]
    if len(" ".join(whole).split()) <= NAMED_IN_FULL_WORDS:
        return Ask(" ".join(whole), "", turn, parts=_parts(matter))
    telling = [piece.text for piece in matter if piece.kind is not Kind.STATEMENT and not piece.says_nothing] or whole
    named = telling if len(" ".join(telling).split()) <= NAMED_IN_FULL_WORDS else telling[-1:]
    return Ask(" ".join(named), " ".join(text for text in whole if text not in named), turn, parts=_parts(matter))


def _parts(matter: Sequence[Piece]) -> tuple[str, ...]:
    """What is told, cut before each wish and problem that is put with words of its own; empty if it is one part."""
    parts: list[list[str]] = []
    for piece in matter:
        begins = piece.kind in (Kind.REQUEST, Kind.PROBLEM) and not says_little(piece.text)
        if parts and not begins:
            parts[-1].append(piece.text)
        else:
            parts.append([piece.text])
    return tuple(" ".join(texts) for texts in parts) if 1 < len(parts) <= MOST_PARTS else ()

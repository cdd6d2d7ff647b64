"""Conversations to suggest replies to: what was said, what is open, which articles answer it, what a person replied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.conversation import Message, Role
from bot.suggest.reading import read_conversation
from corpus.errors import ConfigurationError, EvaluationError
from eval.datasets import Dataset
from eval.records import Record, read_records

CONVERSATIONS_FILE = "conversations.jsonl"
_ANSWERABLE = "ANSWERABLE"
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
_FORM = (
    'A line is {"id", "messages": [{"role", "text"}, …], "questions": [{"text", "relevant_article_ids"}, …], '
    '"reference_reply"}, or a conversation with "turns" whose agent turns name their contexts.'
)


class Half(StrEnum):
    """A half of a set, to develop on one and report the other: conversations at even or odd places, from 1."""

    EVEN = "even"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class OpenPart:
    """One thing that is open, and the articles any of which answers it; without any it is missing from them all."""

    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation up to where a person replied, and that reply."""

    id: str
    messages: tuple[Message, ...]
    parts: tuple[OpenPart, ...]
    reference: str | None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Cases about the articles of a data set; `place` is where the first one names each article."""

    dataset: Dataset
    cases: tuple[Case, ...]


def read_cases(path: Path, half: Half | None = None) -> CaseSet:
    """The cases of a file of conversations, or of a folder that holds one. Raises EvaluationError."""
    file = path / CONVERSATIONS_FILE if path.is_dir() else path
    cases: list[Case] = []
    places: dict[str, str] = {}
    for number, record in enumerate(read_records(file), 1):
        if half is not None and (half is Half.EVEN) == bool(number % 2):
            continue
        found = list(_turns(record, number) if "turns" in record.values else [_case(record, number)])
        cases += found
        for case in found:
            for part in case.parts:
                for article in part.relevant:
                    places.setdefault(article, record.place)
    if not cases:
        raise EvaluationError(f"'{file}' holds no conversation with a reply to measure by. {_FORM}")
    corpus = file.parent / "corpus.jsonl"
    dataset = Dataset(
        name=file.resolve().parent.name if file.name == CONVERSATIONS_FILE else file.stem,
        path=path,
        queries=(),
        qrels={},
        corpus=corpus if corpus.is_file() else None,
        article_places=places,
    )
    return CaseSet(dataset, tuple(cases))


def _case(record: Record, number: int) -> Case:
    try:
        messages = read_conversation(record.values)
    except ConfigurationError as error:
        raise EvaluationError(f"{record.place}: {error}") from error
    parts = record.values.get("questions")
    if not isinstance(parts, list):
        raise record.refuse("The field 'questions' is missing or not a list.", _FORM)
    named = record.identifier("id") if record.values.get("id") is not None else f"line{number}"
    return Case(
        id=named,
        messages=tuple(messages),
        parts=tuple(_part(record, place, one) for place, one in enumerate(parts, 1)),
        reference=record.optional_text("reference_reply"),
        tags=record.texts("tags"),
    )


def _part(record: Record, place: int, values: Any) -> OpenPart:
    own = Record(record.path, record.line, values) if isinstance(values, dict) else None
    if own is None or "relevant_article_ids" not in own.values:
        raise record.refuse(f"Question {place} is {values!r}.", _FORM)
    return OpenPart(own.text("text"), frozenset(own.texts("relevant_article_ids")))


def _turns(record: Record, number: int) -> Iterator[Case]:
    """A case for each answerable question of a recorded conversation whose human answer names what it was made from."""
    turns = record.values["turns"]
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise record.refuse("'turns' is not a list of objects.", _FORM)
    said: list[Message] = []
    for place, turn in enumerate(turns):
        text, speaker = turn.get("text"), turn.get("speaker")
        if not isinstance(text, str):
            raise record.refuse(f"Turn {place + 1} has no text.", _FORM)
        asked = turns[place - 1] if place else {}
        used = _used(turn) if speaker == Role.AGENT else frozenset[str]()
        if used and asked.get("speaker") == Role.USER and asked.get("answerability") == _ANSWERABLE:
            part = OpenPart(str(asked.get("text")), used)
            yield Case(f"{number}.{place + 1}", tuple(said), (part,), text)
        role = Role.USER if speaker == Role.USER else Role.AGENT
        said.append(Message("", role, text, _UNDATED, seq=place + 1))


def _used(turn: dict[str, Any]) -> frozenset[str]:
    """The passages that any reader has called relevant to the answer."""
    found = []
    for context in turn.get("contexts") or ():
        votes = ((context.get("feedback") or {}).get("relevant") or {}).values()
        if any(vote.get("value") == "yes" for vote in votes):
            found.append(str(context["_id"]))
    return frozenset(found)


def last_turn(messages: Sequence[Message]) -> tuple[str, Sequence[Message]]:
    """What the customer wrote last, several messages in a row as one, and the messages before it."""
    end = len(messages)
    while end and messages[end - 1].role is not Role.USER:
        end -= 1
    start = end
    while start and messages[start - 1].role is Role.USER:
        start -= 1
    return " ".join(message.text for message in messages[start:end]), messages[:start]

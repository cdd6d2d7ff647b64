"""Evaluation data sets: questions, the articles that answer them, and questions that no article answers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.conversation import Message, Role
from corpus.errors import EvaluationError
from eval.records import Record, read_records
from eval.trec import add_judgement, read_judgements

Grades = Mapping[str, int]
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
_QRELS_FILES = ("qrels.tsv", "qrels/test.tsv")
_GOLDEN_FILE = "questions.jsonl"
_FORMS = (
    "A data set is a BEIR-like folder (corpus.jsonl, queries.jsonl, qrels.tsv), a .jsonl file of golden questions, or "
    "a folder that holds such a file as questions.jsonl."
)


@dataclass(frozen=True, slots=True)
class Query:
    """One question of a data set, with the conversation before it, oldest message first.

    `origins` say why a question from use was looked at by a person, such as "thumbs_down".
    """

    id: str
    text: str
    history: tuple[Message, ...] = ()
    reference_answer: str | None = None
    answerable: bool = True
    locale: str | None = None
    tags: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """Questions and judgements. `qrels` maps a question's id to article id → grade; relevant is a grade above 0.

    `corpus` is the folder's own articles, None where the set is about the index in the home. `article_places` says
    where each judged article is named first, `passed_over` how many judgements are of questions that are not asked.
    """

    name: str
    path: Path
    queries: tuple[Query, ...]
    qrels: Mapping[str, Grades]
    corpus: Path | None = None
    oos_queries: tuple[Query, ...] = ()
    article_places: Mapping[str, str] = field(default_factory=dict)
    passed_over: int = 0

    @property
    def all_queries(self) -> tuple[Query, ...]:
        """The questions, then those that no article answers."""
        return self.queries + self.oos_queries

    def relevant(self, query: Query) -> frozenset[str]:
        """The ids of the articles that answer the question."""
        return frozenset(article for article, grade in self.qrels.get(query.id, {}).items() if grade > 0)

    def is_judged(self, query: Query) -> bool:
        """Whether the question can be scored: it has an article that answers it, or is known to have none."""
        return not query.answerable or bool(self.relevant(query))


def read_dataset(path: Path, queries: Path | None = None, qrels: Path | None = None) -> Dataset:
    """The data set in a folder or file; `queries` and `qrels` stand in for a folder's own files.

    Where one of them does, it may be a part or another split: judgements of questions that the other file doesn't hold
    are passed over. A folder's own judgements are qrels.tsv, else qrels/test.tsv, where BEIR keeps them.
    Raises EvaluationError, naming file and line, for anything that would make a result meaningless.
    """
    dataset = read_questions(path, queries)
    if not dataset.path.is_dir():
        if qrels:
            raise _holds_its_own(dataset.path)
        return dataset
    qrels_file = qrels or next((file for name in _QRELS_FILES if (file := path / name).exists()), None)
    if qrels_file is None:
        return dataset
    return _with_judgements(dataset, qrels_file, all_asked=not queries and not qrels)


def read_questions(path: Path, queries: Path | None = None) -> Dataset:
    """The data set without a folder's judgements, which are not even opened; `queries` as for `read_dataset`."""
    if not path.exists():
        raise EvaluationError(f"There is no data set '{path}'. {_FORMS}")
    if path.is_dir() and not (path / "corpus.jsonl").exists() and (path / _GOLDEN_FILE).is_file():
        path = path / _GOLDEN_FILE
    if path.is_dir():
        return _read_folder(path, queries or path / "queries.jsonl")
    if queries:
        raise _holds_its_own(path)
    return _read_golden(path)


def _holds_its_own(path: Path) -> EvaluationError:
    return EvaluationError(
        f"'{path}' is a file of golden questions, which holds its own judgements: --queries and --qrels go with a "
        "BEIR-like folder."
    )


def _read_folder(path: Path, queries_file: Path) -> Dataset:
    if not queries_file.is_file():
        raise EvaluationError(f"There is no file '{queries_file}'. {_FORMS}")
    seen: dict[str, str] = {}
    queries = tuple(_queries(queries_file, seen, answerable=True))
    oos_file = _own_file(path, "oos_queries.jsonl")
    oos = tuple(_queries(oos_file, seen, answerable=False)) if oos_file else ()
    if not queries and not oos:
        raise EvaluationError(f"'{queries_file}' holds no question. Name another one with --queries.")
    return Dataset(path.resolve().name, path, queries, {}, _own_file(path, "corpus.jsonl"), oos)


def _own_file(folder: Path, name: str) -> Path | None:
    """A file that a data set may have or lack; what bears its name and is none must not be taken for a lack."""
    path = folder / name
    if path.is_file():
        return path
    if os.path.lexists(path):
        raise EvaluationError(f"'{path}' is not a file. Put the file in its place, or take it away.")
    return None


def _queries(path: Path, seen: dict[str, str], answerable: bool) -> Iterable[Query]:
    for record in read_records(path):
        yield Query(
            id=_new_id(record, record.identifier("_id"), seen),
            text=record.text("text"),
            history=_history(record),
            reference_answer=record.optional_text("reference_answer"),
            answerable=answerable and record.flag("answerable", default=True),
            locale=record.optional_text("locale"),
            tags=record.texts("tags"),
        )


def _with_judgements(dataset: Dataset, qrels_file: Path, all_asked: bool) -> Dataset:
    """The data set with the judgements of its questions; with `all_asked`, one of any other question is an error."""
    by_id = {query.id: query for query in dataset.all_queries}
    qrels: dict[str, dict[str, int]] = {}
    places: dict[str, str] = {}
    passed_over = 0
    for judged in read_judgements(qrels_file):
        query = by_id.get(judged.query_id)
        if query is None:
            if all_asked:
                what = f"There is no query '{judged.query_id}' in '{dataset.path / 'queries.jsonl'}'"
                raise EvaluationError(f"{judged.place}: {what}. Mend one of the two.")
            passed_over += 1
            continue
        if judged.grade > 0 and not query.answerable:
            what = f"The query '{query.id}' is marked as not answerable"
            raise EvaluationError(f"{judged.place}: {what}. Mend one of the two.")
        add_judgement(qrels, judged)
        places.setdefault(judged.article_id, judged.place)
    return replace(dataset, qrels=qrels, article_places=places, passed_over=passed_over)


def _read_golden(path: Path) -> Dataset:
    seen: dict[str, str] = {}
    queries: list[Query] = []
    qrels: dict[str, dict[str, int]] = {}
    places: dict[str, str] = {}
    for record in read_records(path):
        query, relevant = _golden_question(record, seen)
        queries.append(query)
        if relevant:
            qrels[query.id] = dict.fromkeys(relevant, 1)
        for article_id in relevant:
            places.setdefault(article_id, record.place)
    if not queries:
        raise EvaluationError(f"'{path}' holds no question. {_FORMS}")
    name = path.resolve().parent.name if path.name == _GOLDEN_FILE else path.stem
    return Dataset(name, path, tuple(queries), qrels, article_places=places)


def _golden_question(record: Record, seen: dict[str, str]) -> tuple[Query, tuple[str, ...]]:
    """The question and the ids of the articles that answer it; one without an id is called after its line."""
    if "relevant_article_ids" not in record.values:
        raise record.refuse("The field 'relevant_article_ids' is missing.", "List the articles, or write [].")
    relevant = record.texts("relevant_article_ids")
    answerable = record.flag("answerable", default=bool(relevant))
    if answerable != bool(relevant):
        what = f"'answerable' is {str(answerable).lower()} but 'relevant_article_ids' names {len(relevant)} articles."
        raise record.refuse(what, "Mend one of the two.")
    named = record.identifier("id") if record.values.get("id") is not None else f"line{record.line}"
    query = Query(
        id=_new_id(record, named, seen),
        text=record.text("question"),
        history=_history(record),
        reference_answer=record.optional_text("reference_answer"),
        answerable=answerable,
        locale=record.optional_text("locale"),
        tags=record.texts("tags"),
        origins=_origins(record),
    )
    return query, relevant


def _origins(record: Record) -> tuple[str, ...]:
    """Why a question from use was looked at: the words of `origin.why`; none for any other question."""
    value = record.values.get("origin")
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise record.refuse(f"'origin' is {value!r}.", 'Write "origin": {"why": ["…"]}, or take it out.')
    return replace(record, values=value).texts("why")


def _new_id(record: Record, found: str, seen: dict[str, str]) -> str:
    first = seen.setdefault(found, record.place)
    if first != record.place:
        raise record.refuse(f"The id '{found}' is that of the question at {first} already.", "Give it another one.")
    return found


def _history(record: Record) -> tuple[Message, ...]:
    value = record.values.get("history")
    if value is None:
        return ()
    remedy = 'Write "history": [{"role": "user", "text": "…"}, …], oldest first; a role is user, bot or agent.'
    if not isinstance(value, list):
        raise record.refuse(f"'history' is {value!r}, not a list.", remedy)
    messages = []
    for number, turn in enumerate(value):
        if not isinstance(turn, dict) or not isinstance(turn.get("text"), str) or turn.get("role") not in list(Role):
            raise record.refuse(f"Message {number + 1} of 'history' is {turn!r}.", remedy)
        messages.append(Message(f"history-{number}", Role(turn["role"]), turn["text"], _UNDATED))
    return tuple(messages)

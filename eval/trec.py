"""The files of TREC: runs, which say what a system found, and judgements, which say what it should have."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.clean import shorten
from corpus.errors import EvaluationError
from eval.records import read_lines

_SHOWN_CHARS = 80


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well an article answers a query: not at all at a grade of 0 or below; `place` is file and line."""

    place: str
    query_id: str
    article_id: str
    grade: int


@dataclass(frozen=True, slots=True)
class Run:
    """What a system found: a query's id → article ids, best first."""

    path: Path
    rankings: Mapping[str, tuple[str, ...]]


def read_judgements(path: Path) -> Iterator[Judgement]:
    """The lines of a qrels file, whose two forms are told apart line by line.

    They are BEIR's three columns (query id, article id, grade), parted by tabs, perhaps below a header, and TREC's four
    (query id, 0, article id, grade), parted by white space. Raises EvaluationError for a line that is neither.
    """
    for number, line in read_lines(path):
        place = f"{path}:{number}"
        columns = [column.strip() for column in line.strip().split("\t")] if "\t" in line else line.split()
        grade = _grade(columns[-1])
        if len(columns) not in (3, 4) or grade is None:
            if number == 1 and len(columns) in (3, 4):
                continue  # the header
            raise EvaluationError(
                f"{place}: '{_shown(line)}' is not a judgement. Write query id, article id and a whole number, "
                "parted by tabs; or the four columns of TREC: query id, 0, article id and a whole number."
            )
        yield Judgement(place, columns[0], columns[-2], grade)


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """The judgements of a file: query id → article id → grade. Raises EvaluationError when they can't be used."""
    qrels: dict[str, dict[str, int]] = {}
    for judged in read_judgements(path):
        add_judgement(qrels, judged)
    if not any(grade > 0 for grades in qrels.values() for grade in grades.values()):
        what = "holds no judgement" if not qrels else "holds no article that answers a query, a grade above 0"
        raise EvaluationError(f"'{path}' {what}, so that there is nothing to measure. Name another file with --qrels.")
    return qrels


def add_judgement(qrels: dict[str, dict[str, int]], judged: Judgement) -> None:
    """Takes a judgement in. Raises EvaluationError when it contradicts an earlier one."""
    earlier = qrels.setdefault(judged.query_id, {}).setdefault(judged.article_id, judged.grade)
    if earlier != judged.grade:
        raise EvaluationError(
            f"{judged.place}: '{judged.query_id}' and '{judged.article_id}' are judged {judged.grade} here and "
            f"{earlier} above. Keep one."
        )


def read_run(path: Path) -> Run:
    """The run in a file of six columns: query id, Q0, article id, rank, score and the run's name.

    As trec_eval reads them: the score decides, as a 32-bit float, and among equal scores the id, downwards; the rank is
    not looked at. Raises EvaluationError, naming file and line, for a line that can't be used, and for an empty run.
    """
    scored: dict[str, dict[str, tuple[np.float32, str]]] = {}
    for number, line in read_lines(path):
        place = f"{path}:{number}"
        columns = line.split()
        if len(columns) != 6:
            raise EvaluationError(
                f"{place}: '{_shown(line)}' has {len(columns)} columns. A line of a TREC run has six, parted by white "
                "space: query id, Q0, article id, rank, score and the run's name."
            )
        query_id, _, article_id, _, score, _ = columns
        found = scored.setdefault(query_id, {})
        if article_id in found:
            raise EvaluationError(
                f"{place}: The article '{article_id}' is ranked for '{query_id}' already. Keep the better of the two."
            )
        found[article_id] = (_score(score, place), article_id)
    if not scored:
        raise EvaluationError(f"'{path}' is empty: it ranks no article for any query. Write the run anew.")
    rankings = {query: sorted(found, key=found.__getitem__, reverse=True) for query, found in scored.items()}
    return Run(path, {query: tuple(ranking) for query, ranking in rankings.items()})


def _score(column: str, place: str) -> np.float32:
    try:
        score = float(column)
    except ValueError:
        score = math.nan
    if math.isnan(score):
        raise EvaluationError(f"{place}: The score '{column}' is not a number. Write one, higher for what fits better.")
    with np.errstate(over="ignore"):
        return np.float32(score)


def _shown(line: str) -> str:
    """The line as an error quotes it: a file of another sort may have very long ones."""
    return shorten(line.strip(), _SHOWN_CHARS)


def _grade(column: str) -> int | None:
    try:
        grade = float(column)
    except ValueError:
        return None
    return int(grade) if grade.is_integer() else None

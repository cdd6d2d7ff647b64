"""Results as files: TREC runs and JSON Lines, whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import EvaluationError
from eval.datasets import Query
from eval.systems import Ranking

RUN_NAME = "citedesk"


def check_run_ids(queries: Sequence[Query]) -> None:
    """Raises EvaluationError for a query whose id can't stand in a run file, whose columns are parted by spaces."""
    for query in queries:
        if any(ch.isspace() for ch in query.id):
            raise EvaluationError(
                f"The query id '{query.id}' holds white space, which a TREC run cannot carry. "
                "Put hyphens in its place, in the queries and in the qrels."
            )


def run_lines(query_id: str, ranking: Ranking) -> Iterator[str]:
    """The lines `query_id Q0 article_id rank score citedesk`, ranks from 1.

    trec_eval reads scores as 32-bit floats and orders equal ones by id, so that each is made at least one step smaller
    than the one before it: the order of scores is then the order of ranks everywhere.
    """
    below = np.float32(np.inf)
    for rank, (article_id, score) in enumerate(ranking, start=1):
        below = min(np.float32(score), np.nextafter(below, np.float32(-np.inf)))
        yield f"{query_id} Q0 {article_id} {rank} {below:.9g} {RUN_NAME}"


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object a line."""
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def check_writable(path: Path) -> None:
    """Raises EvaluationError when a result can't be put at `path`, so that this is known before the work is done."""
    if path.exists() and not path.is_file():
        raise EvaluationError(f"'{path}' is not a file that a result may replace. Name another one.")
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise EvaluationError(f"'{path}' cannot be written: check that the folder '{path.parent}' exists and is yours.")


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Writes all lines, or leaves what was at `path` as it is. Raises EvaluationError when it can't be written."""
    check_writable(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
        unfinished.replace(path)
    except OSError as error:
        raise EvaluationError(f"'{path}' could not be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)

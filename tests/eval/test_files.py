from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EvaluationError
from eval.datasets import Query
from eval.files import check_run_ids, check_writable, run_lines, write_lines


def test_a_run_line_has_the_six_columns_of_trec() -> None:
    assert list(run_lines("q1", [("a", 1.5), ("b", 0.25)])) == ["q1 Q0 a 1 1.5 citedesk", "q1 Q0 b 2 0.25 citedesk"]


def test_equal_scores_are_written_in_falling_order_even_as_32_bit_floats() -> None:
    lines = run_lines("q", [("a", 0.7), ("b", 0.7), ("c", 0.7), ("d", 0.1)])
    scores = [np.float32(line.split()[4]) for line in lines]
    assert all(first > second for first, second in pairwise(scores))
    assert scores[2] == pytest.approx(0.7, abs=1e-6)


def test_a_query_id_with_a_space_is_refused() -> None:
    with pytest.raises(EvaluationError, match="'my query' holds white space"):
        check_run_ids([Query("q1", "x"), Query("my query", "x")])


def test_a_result_that_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "run.trec"
    path.write_text("old\n", encoding="utf-8")

    def broken() -> Iterator[str]:
        yield "new"
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        write_lines(path, broken())
    assert path.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_takes_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be written"):
        check_writable(tmp_path / "missing" / "run.trec")
    with pytest.raises(EvaluationError, match="not a file that a result may replace"):
        check_writable(tmp_path)
    with pytest.raises(EvaluationError, match="not a file that a result may replace"):
        check_writable(Path("/dev/null"))

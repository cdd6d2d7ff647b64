from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import EvaluationError
from eval.runs import compare_runs, score_run
from eval.trec import Run

QRELS = {f"q{number:02}": {"a": 1, "b": 0} for number in range(20)}


def run(name: str, ranking: tuple[str, ...], queries: int = 20) -> Run:
    return Run(Path(name), {f"q{number:02}": ranking for number in range(queries)})


def test_a_query_that_a_run_does_not_rank_scores_zero() -> None:
    found = score_run(run("a.trec", ("a",), queries=5), QRELS)
    assert (found.unranked, found.unjudged) == (15, 0)
    assert found.means["Success@1"].value == 0.25
    assert found.means["Success@1"].low is not None


def test_queries_that_nobody_judged_are_passed_over_and_counted() -> None:
    found = score_run(run("a.trec", ("a",)), {"q00": {"a": 1}, "q01": {"a": 0}})
    assert (len(found.scores), found.unjudged, found.means["nDCG@10"].value) == (1, 19, 1.0)


def test_a_run_of_other_queries_is_refused_naming_both() -> None:
    with pytest.raises(EvaluationError, match=r"'a\.trec' ranks articles for none of .*'q00'.*'x'"):
        score_run(run("a.trec", ("a",)), {"x": {"a": 1}})


def test_a_run_that_ranks_worse_is_found_out() -> None:
    found = compare_runs(run("a.trec", ("a", "b")), run("b.trec", ("b", "a")), QRELS)
    assert (found.before, found.after, found.verdict) == ("a.trec", "b.trec", "worse")
    drops = {one.figure: (one.before, one.after) for one in found.drops}
    assert drops["MRR@10"] == (1.0, 0.5)
    assert "Recall@5" not in drops
    assert len(found.worse) == 20
    assert (found.worse[0].before.top_article_id, found.worse[0].after.right) == ("a", False)


def test_a_run_of_fewer_queries_is_worse_by_them() -> None:
    found = compare_runs(run("a.trec", ("a",)), run("b.trec", ("a",), queries=8), QRELS)
    assert (found.shared, found.only_before, found.only_after, found.unjudged) == (20, 12, 0, 0)
    assert found.differences[0].after == pytest.approx(8 / 20)
    assert found.worse[0].after.top_article_id is None

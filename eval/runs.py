"""TREC runs from anywhere: what they score, and how two of them compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.errors import EvaluationError
from eval.compare import CHANGES_BY, Change, Column, Comparison, State, in_order, tested
from eval.datasets import Grades
from eval.figures import mean_figures
from eval.measures import MEASURES, Scores, score_rankings
from eval.significance import Estimate
from eval.trec import Run


@dataclass(frozen=True, slots=True)
class RunScores:
    """A run's scores of every judged query, 0 for one it does not rank, and their means.

    `unranked` counts those, `unjudged` the run's queries for which nobody judged an article relevant: they are passed
    over.
    """

    name: str
    scores: Mapping[str, Scores]
    means: Mapping[str, Estimate]
    unranked: int
    unjudged: int


def score_run(run: Run, qrels: Mapping[str, Grades]) -> RunScores:
    """The scores of a run. Raises EvaluationError when none of its queries is judged."""
    judged = _judged(qrels)
    ranked = {query: ranking for query, ranking in run.rankings.items() if query in judged}
    if not ranked:
        raise EvaluationError(
            f"'{run.path}' ranks articles for none of the {len(judged)} judged queries: its first query is "
            f"'{next(iter(run.rankings))}', the first one judged '{next(iter(judged), None)}'. Name the judgements "
            "that belong to the run."
        )
    scores = score_rankings(judged, ranked)
    means = mean_figures({name: [one[name] for one in scores.values()] for name in MEASURES})
    return RunScores(run.path.name, scores, means, len(judged) - len(ranked), len(run.rankings) - len(ranked))


def compare_runs(before: Run, after: Run, qrels: Mapping[str, Grades]) -> Comparison:
    """The comparison of two runs by the ranking measures, on all judged queries.

    A query that one of them does not rank scores 0 there. Raises EvaluationError when one ranks no judged query.
    """
    old, new = score_run(before, qrels).scores, score_run(after, qrels).scores
    queries = sorted(old)
    columns = [
        Column.of_means(name, [old[q][name] for q in queries], [new[q][name] for q in queries]) for name in MEASURES
    ]
    changes = [
        Change(
            id=query,
            text="",
            before=_state(before, old, qrels, query),
            after=_state(after, new, qrels, query),
            gain=new[query][CHANGES_BY] - old[query][CHANGES_BY],
        )
        for query in queries
    ]
    return Comparison(
        before=before.path.name,
        after=after.path.name,
        shared=len(queries),
        only_before=sum(query in before.rankings and query not in after.rankings for query in queries),
        only_after=sum(query in after.rankings and query not in before.rankings for query in queries),
        changed=0,
        unjudged=len({*before.rankings, *after.rankings} - set(queries)),
        differences=tested([column for column in columns if column]),
        better=in_order(changes, better=True),
        worse=in_order(changes, better=False),
    )


def _judged(qrels: Mapping[str, Grades]) -> dict[str, Grades]:
    """The judgements of the queries that some article answers."""
    return {query: grades for query, grades in qrels.items() if any(grade > 0 for grade in grades.values())}


def _state(run: Run, scores: Mapping[str, Scores], qrels: Mapping[str, Grades], query: str) -> State:
    top = next(iter(run.rankings.get(query, ())), None)
    return State(scores[query][CHANGES_BY], top, top is not None and qrels[query].get(top, 0) > 0)

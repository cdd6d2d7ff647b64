"""What rankings and answers are worth: ranking measures on article ids, and how well the bot knows when to refuse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import ir_measures
import numpy as np
import numpy.typing as npt

MEASURES = ("nDCG@10", "MRR@10", "Recall@5", "Success@1")
FALSE_ANSWERS_ALLOWED = 0.05

Scores = Mapping[str, float]


def score_rankings(
    qrels: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]]
) -> Mapping[str, Scores]:
    """Every judged query's value, in [0, 1], of each of MEASURES; a ranking is article ids, best first.

    A query without a ranking scores 0 and stays in; rankings of queries that are not judged are passed over.
    Source: ir-measures with pytrec_eval; nDCG has linear gains (Järvelin & Kekäläinen 2002).
    """
    names = {ir_measures.parse_measure(name): name for name in MEASURES}
    # trec_eval orders by score and equal scores by id: ranks turned round are scores without a tie.
    run = {query: {article: -float(rank) for rank, article in enumerate(found)} for query, found in rankings.items()}
    values: dict[str, dict[str, float]] = {query: dict.fromkeys(MEASURES, 0.0) for query in qrels}
    judged = {query: dict(grades) for query, grades in qrels.items()}
    for metric in ir_measures.iter_calc(list(names), judged, run):
        values[metric.query_id][names[metric.measure]] = float(metric.value)
    return values


def mean_scores(scores: Iterable[Scores]) -> Scores:
    """The mean of each of MEASURES over at least one query."""
    rows = list(scores)
    return {name: fmean(row[name] for row in rows) for name in MEASURES}


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """What the bot did with one question: `right` is whether the top article answers it."""

    answerable: bool
    answered: bool
    right: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class RefusalScores:
    """How well the bot tells what it can answer; all shares lie in [0, 1].

    A refusal is any outcome but 'answered'. `precision` is the share of refusals that were due, None where nothing was
    refused; `recall` the share of unanswerable questions that were refused, and `false_answers` that of those that were
    not. `answered` and `answered_right` are shares of the answerable questions, the latter with the right article on
    top. `auroc` is the probability that an answerable question has a higher confidence than an unanswerable one.
    `right_at_5` is the share of answerable questions answered rightly at the threshold that lets through at most 5 % of
    the unanswerable ones.
    """

    answerable: int
    unanswerable: int
    precision: float | None
    recall: float
    answered: float
    answered_right: float
    false_answers: float
    auroc: float
    right_at_5: float


def score_refusals(answers: Sequence[JudgedAnswer]) -> RefusalScores | None:
    """The scores over all answers; None unless there are both answerable and unanswerable questions."""
    answerable = [answer for answer in answers if answer.answerable]
    unanswerable = [answer for answer in answers if not answer.answerable]
    if not answerable or not unanswerable:
        return None
    refused = [answer for answer in answers if not answer.answered]
    false_answers = fmean(answer.answered for answer in unanswerable)
    return RefusalScores(
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        precision=fmean(not answer.answerable for answer in refused) if refused else None,
        recall=1 - false_answers,
        answered=fmean(answer.answered for answer in answerable),
        answered_right=fmean(answer.answered and answer.right for answer in answerable),
        false_answers=false_answers,
        auroc=auroc(_confidences(answerable), _confidences(unanswerable)),
        right_at_5=right_at(answerable, unanswerable, FALSE_ANSWERS_ALLOWED),
    )


def auroc(positives: npt.NDArray[np.float64], negatives: npt.NDArray[np.float64]) -> float:
    """The probability that a positive scores higher than a negative, ties counting half; both must hold a score.

    Source: Mann & Whitney 1947, the U statistic over the number of pairs.
    """
    ordered = np.sort(negatives)
    below = np.searchsorted(ordered, positives, side="left")
    not_above = np.searchsorted(ordered, positives, side="right")
    return float((below + not_above).mean() / 2 / len(ordered))


def right_at(answerable: Sequence[JudgedAnswer], unanswerable: Sequence[JudgedAnswer], false_answers: float) -> float:
    """The share of answerable questions answered rightly when a threshold on confidence decides alone.

    The threshold is the lowest at which at most the share `false_answers` (below 1) of the unanswerable is answered.
    """
    allowed = int(false_answers * len(unanswerable))
    # The first unanswerable question that must not get an answer: what is more confident than it may have one.
    bar = np.sort(_confidences(unanswerable))[::-1][allowed]
    return fmean(answer.right and answer.confidence > bar for answer in answerable)


def _confidences(answers: Sequence[JudgedAnswer]) -> npt.NDArray[np.float64]:
    return np.array([answer.confidence for answer in answers], dtype=np.float64)

"""What the quoted answers are worth: how much of what a good agent would reply they say, and how little else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from bot.answer import Hit
from bot.extract import extract
from bot.ground import ground
from bot.knowledge import ReleaseKnowledge
from corpus.clean import plain_text
from embeddings.analysis import terms
from eval.answers import EvaluatedAnswer
from eval.datasets import Dataset

BASELINE_WORDS = 120
# A number that stands by itself: those of '2FA', 'VIP3' and 'OAuth2' are parts of names.
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![.,]?\w)")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?:\D|$))")


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much a text shares with the reference answer; all in [0, 1].

    `recall` is the share of the reference's distinct content terms that the text holds, `precision` the share of the
    text's that the reference holds, `f1` their harmonic mean. `number_recall` is the share of the reference's distinct
    numbers that the text holds, None where it has none.
    """

    precision: float
    recall: float
    number_recall: float | None

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing is shared."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over questions: of `number_recall` over those whose reference holds a number, None where none does.

    `words` is the mean length of what was compared.
    """

    f1: float
    recall: float
    number_recall: float | None
    words: float


@dataclass(frozen=True, slots=True)
class AnswerQuality:
    """The quoted answers beside two baselines: the whole passage that was retrieved, and its first 120 words.

    `measured` counts the questions with a reference answer for which an article that answers was retrieved;
    `not_retrieved` those with a reference answer for which none was: they are in none of the means.
    """

    measured: int
    not_retrieved: int
    extracts: Quality
    passage_starts: Quality
    passages: Quality


def answer_quality(
    knowledge: ReleaseKnowledge, dataset: Dataset, answers: Sequence[EvaluatedAnswer]
) -> AnswerQuality | None:
    """The quality of what is quoted from the right article; None when there is nothing to measure.

    Each question is answered from the first hit that is relevant, whatever the confidence: retrieval and refusals are
    measured elsewhere. A question whose article has nothing to quote scores 0 and stays in.
    """
    referenced = [one for one in answers if one.query.reference_answer and dataset.relevant(one.query)]
    found = [(one.query, hit) for one in referenced for hit in _right_hits(dataset, one)]
    if not found:
        return None
    extracts: list[tuple[Overlap, int]] = []
    starts: list[tuple[Overlap, int]] = []
    passages: list[tuple[Overlap, int]] = []
    for query, hit in found:
        reference, locale = query.reference_answer or "", hit.article.locale
        passage = plain_text(hit.passage.text)
        start = " ".join(passage.split()[:BASELINE_WORDS])
        quoted = quoted_text(knowledge, knowledge.query_for(query.text, query.history), hit)
        for measured, text in ((extracts, quoted), (starts, start), (passages, passage)):
            measured.append((overlap(text, reference, locale), len(text.split())))
    return AnswerQuality(
        measured=len(found),
        not_retrieved=len(referenced) - len(found),
        extracts=mean_quality(extracts),
        passage_starts=mean_quality(starts),
        passages=mean_quality(passages),
    )


def quoted_text(knowledge: ReleaseKnowledge, question: str, hit: Hit) -> str:
    """What the bot would quote from the hit's article, as plain text; empty when it would quote nothing."""
    chosen = extract(question, knowledge.quotable(hit.article), hit.passage, hit.article.locale)
    return plain_text(ground(hit.article, chosen.units).answer)


def overlap(text: str, reference: str, locale: str = "en") -> Overlap:
    """What a text shares with a reference answer, both plain.

    Source: the word overlap of Rajpurkar et al. 2016 (SQuAD), but on distinct stemmed terms without stop words, so that
    saying a thing twice neither helps nor hurts.
    """
    own, wanted = frozenset(terms(text, locale)), frozenset(terms(reference, locale))
    shared = len(own & wanted)
    figures = numbers(reference)
    return Overlap(
        precision=shared / len(own) if own else 0.0,
        recall=shared / len(wanted) if wanted else 0.0,
        number_recall=len(figures & numbers(text)) / len(figures) if figures else None,
    )


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text in digits, without the marks that part thousands: '15,000' is '15000', '2.5' is '2.5'."""
    return frozenset(_THOUSANDS.sub("", match.group()) for match in _NUMBER.finditer(text))


def mean_quality(measured: Iterable[tuple[Overlap, int]]) -> Quality:
    """The means over at least one text, each given with its number of words."""
    rows = list(measured)
    figures = [one.number_recall for one, _ in rows if one.number_recall is not None]
    return Quality(
        f1=fmean(one.f1 for one, _ in rows),
        recall=fmean(one.recall for one, _ in rows),
        number_recall=fmean(figures) if figures else None,
        words=fmean(words for _, words in rows),
    )


def _right_hits(dataset: Dataset, answered: EvaluatedAnswer) -> list[Hit]:
    """The first relevant hit, if there is one."""
    relevant = dataset.relevant(answered.query)
    return [hit for hit in answered.hits if hit.article.id in relevant][:1]

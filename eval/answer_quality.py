"""What the quoted answers are worth: how much of what a good agent would reply they say, and how little else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from statistics import fmean

from bot.answer import Hit
from bot.knowledge import ReleaseKnowledge
from bot.quoting.extract import extract_all
from bot.quoting.ground import ground_all
from corpus.article import Passage
from corpus.clean import plain_text
from corpus.segment import units
from embeddings.analysis import terms
from eval.answers import EvaluatedAnswer
from eval.datasets import Dataset, Query

BASELINE_WORDS = 120
CUT_WORDS = (60, 100)
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
class Compared:
    """The quoted answers beside two baselines: the whole passage of the first hit, and its first 120 words.

    `cut` compares at the same length: by a number of words, the quality of the quoted answers and that of the passages,
    both cut to it after a whole sentence, step or row.
    """

    extracts: Quality
    passage_starts: Quality
    passages: Quality
    cut: Mapping[int, tuple[Quality, Quality]]


@dataclass(frozen=True, slots=True)
class AnswerQuality(Compared):
    """What is quoted when the right article is found, and in `retrieved` what is quoted of whatever was found.

    `measured` counts the questions with a reference answer for which an article that answers was retrieved;
    `not_retrieved` those with a reference answer for which none was: they are in the means of `retrieved` alone.
    """

    measured: int
    not_retrieved: int
    retrieved: Compared


def answer_quality(
    knowledge: ReleaseKnowledge, dataset: Dataset, answers: Sequence[EvaluatedAnswer]
) -> AnswerQuality | None:
    """The quality of what is quoted; None when there is nothing to measure.

    Each question is answered from the first hit that is relevant, and for `retrieved` from the first hit, whatever the
    confidence: retrieval and refusals are measured elsewhere. A question whose article has nothing to quote scores 0
    and stays in.
    """
    referenced = [
        _Referenced(one.query, knowledge.query_for(one.query.text, one.query.history).to_quote_for, one.hits)
        for one in answers
        if one.query.reference_answer and dataset.relevant(one.query)
    ]
    right = [replace(one, hits=right_hits(dataset.relevant(one.query), one.hits)) for one in referenced]
    found = [one for one in right if one.hits]
    if not found:
        return None
    given = _compared(knowledge, found)
    return AnswerQuality(
        extracts=given.extracts,
        passage_starts=given.passage_starts,
        passages=given.passages,
        cut=given.cut,
        measured=len(found),
        not_retrieved=len(referenced) - len(found),
        retrieved=_compared(knowledge, referenced),
    )


def right_hits(relevant: Collection[str], hits: Sequence[Hit]) -> Sequence[Hit]:
    """The hits from the first relevant one on, as if it had been the best; none where none is relevant."""
    return next((hits[place:] for place, hit in enumerate(hits) if hit.article.id in relevant), ())


def quoted_text(knowledge: ReleaseKnowledge, question: str, hits: Sequence[Hit]) -> str:
    """What the bot would quote for these hits, as plain text; empty when it would quote nothing."""
    return " ".join(_quoted(knowledge, question, hits))


@dataclass(frozen=True, slots=True)
class _Referenced:
    """A question with a reference answer, what a quote for it has to answer, and where to quote from."""

    query: Query
    to_quote_for: str
    hits: Sequence[Hit]


def _compared(knowledge: ReleaseKnowledge, asked: Sequence[_Referenced]) -> Compared:
    extracts, starts, passages = _Measured(), _Measured(), _Measured()
    cut = {words: (_Measured(), _Measured()) for words in CUT_WORDS}
    for one in asked:
        best = next(iter(one.hits), None)
        to = (one.query.reference_answer or "", best.article.locale if best else "en")
        quoted, passage = _quoted(knowledge, one.to_quote_for, one.hits), _units_of(best.passage) if best else []
        whole = plain_text(best.passage.text) if best else ""
        extracts.add(" ".join(quoted), *to)
        starts.add(" ".join(whole.split()[:BASELINE_WORDS]), *to)
        passages.add(whole, *to)
        for words, (own, theirs) in cut.items():
            own.add(cut_to(words, quoted), *to)
            theirs.add(cut_to(words, passage), *to)
    return Compared(
        extracts=extracts.mean(),
        passage_starts=starts.mean(),
        passages=passages.mean(),
        cut={words: (own.mean(), theirs.mean()) for words, (own, theirs) in cut.items()},
    )


class _Measured(list[tuple[Overlap, int]]):
    """Texts compared with reference answers, each with its number of words."""

    def add(self, text: str, reference: str, locale: str) -> None:
        self.append((overlap(text, reference, locale), len(text.split())))

    def mean(self) -> Quality:
        return mean_quality(self)


def _quoted(knowledge: ReleaseKnowledge, question: str, hits: Sequence[Hit]) -> list[str]:
    quotes = extract_all(question, hits, knowledge.quotable)
    grounded = ground_all((article, found.units) for article, found in quotes)
    return [plain_text(sentence.text) for sentence in grounded.sentences]


def _units_of(passage: Passage) -> list[str]:
    """The sentences, steps and rows of a passage, headings too: all that its text shows, in pieces to cut between."""
    return [plain_text(passage.text[unit.start : unit.end]) for unit in units(passage.text)]


def cut_to(words: int, texts: Sequence[str]) -> str:
    """The first of the texts that have at most so many words together; the first one even where it alone has more."""
    lengths = accumulate(len(text.split()) for text in texts)
    return " ".join(
        text for place, (text, length) in enumerate(zip(texts, lengths, strict=True)) if length <= words or not place
    )


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

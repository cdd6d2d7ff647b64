"""An evaluation question by question: what was asked, what came back, what that is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.answer import Hit, Outcome, Reason
from bot.conversation import Message
from bot.retrieval.retrieve import Query as RetrievalQuery
from corpus.article import Kind
from eval.answer_quality import AnswerQuality, Overlap
from eval.measures import JudgedAnswer, RefusalScores, Scores
from eval.systems import System


@dataclass(frozen=True, slots=True)
class AnswerOverlaps:
    """What the texts from the right article share with the reference answer: of what the bot would quote from it, of
    the first 120 words of its best passage, and of that passage whole.
    """

    quoted: Overlap
    passage_start: Overlap
    passage: Overlap


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One judged question.

    `query` is what was retrieved, with what was said before; `kind` that of the best article that answers,
    `locale` the question's own, else that article's. `relevant` holds the articles that answer, best first; `hits` are
    the first 10 as the bot saw them, `ranking` their articles, followed by others up to the 100th where one that
    answers is not among them, and `offered` the articles that the bot named instead of an answer. `scores` and
    `baseline_scores` are empty for a question that no article answers. `overlaps` is None without a reference answer,
    and where no article that answers is among the hits. `reason` says why there was no answer, `right` whether the top
    article is relevant, whatever the outcome.
    """

    id: str
    text: str
    query: RetrievalQuery
    has_history: bool
    tags: tuple[str, ...]
    locale: str | None
    kind: Kind | None
    answerable: bool
    relevant: tuple[str, ...]
    ranking: tuple[str, ...]
    scores: Scores
    baseline_scores: Mapping[System, Scores]
    outcome: Outcome
    reason: Reason | None
    confidence: float
    top_article_id: str | None
    right: bool
    offered: tuple[str, ...]
    answer: str
    reference_answer: str | None
    overlaps: AnswerOverlaps | None
    retrieve_ms: float
    answer_ms: float
    hits: tuple[Hit, ...]
    history: tuple[Message, ...] = ()
    origins: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the bot answered; a refusal is any other outcome."""
        return self.outcome is Outcome.ANSWERED

    @property
    def answer_f1(self) -> float | None:
        """What the bot would quote from the right article shares with the reference; None where it was not measured."""
        return self.overlaps.quoted.f1 if self.overlaps else None

    @property
    def judged(self) -> JudgedAnswer:
        """What the bot did, for the measures of refusal."""
        return JudgedAnswer(self.answerable, self.answered, self.right, self.confidence)


@dataclass(frozen=True, slots=True)
class Clarifying:
    """How the bot uses the question which article is meant.

    `questions` counts those it asked back on, `answerable` those of them that an article answers, `offered_right` those
    of these whose right article is among the up to three offered. `share` is that of all answerable questions that were
    asked back on, `helped` the share of the answerable ones asked back on that were offered the right article, None
    where there was none.
    """

    questions: int
    answerable: int
    offered_right: int
    share: float
    helped: float | None


def clarifying(questions: tuple[QuestionResult, ...]) -> Clarifying:
    """How often the bot asked back, and how often that helped."""
    asked_back = [one for one in questions if one.outcome is Outcome.CLARIFY]
    due = [one for one in asked_back if one.answerable]
    right = sum(not set(one.relevant).isdisjoint(one.offered) for one in due)
    answerable = sum(one.answerable for one in questions)
    return Clarifying(
        questions=len(asked_back),
        answerable=len(due),
        offered_right=right,
        share=len(due) / answerable if answerable else 0.0,
        helped=right / len(due) if due else None,
    )


@dataclass(frozen=True, slots=True)
class Timings:
    """Mean milliseconds a question: encoding in batches, retrieving and answering one by one."""

    encode_ms: float
    retrieve_ms: float
    answer_ms: float


@dataclass(frozen=True, slots=True)
class AcceptedAlternatives:
    """What the questions accepted from use do: how many stand in the index, and the evaluation without them.

    `left_out` questions of the data set stand among them, so that they are scored neither with nor without.
    """

    count: int
    left_out: int
    without: Evaluation


@dataclass(frozen=True, slots=True)
class EvaluationSettings:
    """What the figures depend on beside articles and questions; `today` decides which articles have expired."""

    encoder: str
    encoder_fingerprint: str
    pipeline_version: int
    answer_at: float
    clarify_at: float
    today: date


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything `citedesk eval run` reports; `unjudged` questions are in none of the figures.

    `answers` is None where no question has a reference answer, or none of their articles was found. `questions` are the
    judged ones, in the order of the data set. `accepted` is None where no question accepted from use is in the index.
    """

    dataset: str
    release: str
    settings: EvaluationSettings
    judged: int
    unanswerable: int
    unjudged: int
    systems: Mapping[System, Scores]
    refusals: RefusalScores | None
    answers: AnswerQuality | None
    clarifying: Clarifying
    timings: Timings
    questions: tuple[QuestionResult, ...]
    accepted: AcceptedAlternatives | None = None

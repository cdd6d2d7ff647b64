from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer import Outcome, Reason
from bot.retrieval.confidence import FEATURES
from eval.index import Index
from eval.report.cases import MOST_LISTED, rank_of_right, worst_cases
from eval.results import Evaluation, QuestionResult
from tests.eval.questions import answerable


@pytest.fixture
def reset(evaluation: Evaluation) -> QuestionResult:
    """A question that was answered from the right article, the first of the ranking."""
    return evaluation.questions[0]


def misjudged(question: QuestionResult, **changes: object) -> QuestionResult:
    """The question as if another article were the one that answers."""
    wrong = {"right": False, "relevant": ("close-account",), "outcome": Outcome.ANSWERED, "confidence": 0.9}
    return replace(question, **{**wrong, **changes})  # type: ignore[arg-type]


def test_an_evaluation_without_a_fault_has_no_worst_questions(index: Index) -> None:
    assert worst_cases(index, [answerable()]) == ()


def test_a_wrong_answer_is_shown_with_the_article_that_was_expected(index: Index, reset: QuestionResult) -> None:
    (group,) = worst_cases(index, [misjudged(reset)])
    (case,) = group.cases
    assert group.name == "Answered from a wrong article"
    assert case.expected is not None
    assert case.expected.title == "How do I close my account?"
    assert "Withdraw your balance first." in case.wanted
    assert not case.has_reference
    assert case.found is not None
    assert case.found.article_id == "reset-2fa"


def test_a_case_explains_where_both_articles_stand_and_what_confidence_saw(index: Index, reset: QuestionResult) -> None:
    ((case,),) = (group.cases for group in worst_cases(index, [misjudged(reset)]))
    assert case.found is not None
    assert case.expected is not None
    assert (case.found.rank, case.found.ranks.dense, case.found.ranks.question) == (1, 1, 1)
    assert case.expected.rank == rank_of_right(case.question)
    assert case.expected.scores is not None
    assert list(case.signals) == list(FEATURES)
    threshold = index.knowledge.confidence.answer_at
    assert case.why == f"The confidence of 0.90 reaches the threshold of {threshold:.2f}, so the bot answered."


def test_the_surest_mistakes_come_first_and_only_the_worst_are_shown(index: Index, reset: QuestionResult) -> None:
    wrong = [misjudged(reset, id=f"q{n}", confidence=n / 100) for n in range(60, 75)]
    (group,) = worst_cases(index, wrong)
    assert group.total == 15
    assert [case.question.confidence for case in group.cases] == [n / 100 for n in range(74, 74 - MOST_LISTED, -1)]


def test_a_false_answer_expects_no_article(index: Index, evaluation: Evaluation) -> None:
    weather = next(one for one in evaluation.questions if not one.answerable)
    (group,) = worst_cases(index, [replace(weather, outcome=Outcome.ANSWERED)])
    assert group.name == "Answered, though no article answers"
    assert group.cases[0].expected is None
    assert group.cases[0].wanted == ""


@pytest.mark.parametrize(
    ("sure", "changes", "said"),
    [
        ("little", {}, "too low even to ask what was meant"),
        ("somewhat", {}, "no second article scores close enough"),
        ("very", {}, "holds nothing to quote"),
        ("little", {"hits": (), "ranking": (), "top_article_id": None}, "Nothing was retrieved"),
        ("somewhat", {"outcome": Outcome.CLARIFY, "offered": ("deposit-fees", "reset-2fa")}, "2 articles are close"),
    ],
)
def test_a_refusal_says_why(
    index: Index, reset: QuestionResult, sure: str, changes: dict[str, object], said: str
) -> None:
    model = index.knowledge.confidence
    confidences = {"little": model.clarify_at / 2, "somewhat": (model.clarify_at + model.answer_at) / 2, "very": 1.0}
    refused = {"outcome": Outcome.ABSTAINED, "reason": Reason.MISSING_KNOWLEDGE, "confidence": confidences[sure]}
    question = replace(reset, **{**refused, **changes})  # type: ignore[arg-type]
    ((case,),) = (group.cases for group in worst_cases(index, [question]))
    assert said in case.why


def test_a_follow_up_is_shown_in_its_conversation(index: Index, evaluation: Evaluation) -> None:
    follow_up = next(one for one in evaluation.questions if one.has_history)
    ((case,),) = (group.cases for group in worst_cases(index, [replace(follow_up, outcome=Outcome.ABSTAINED)]))
    assert case.before == (
        ("Customer", "How do I close my account?"),
        ("Bot", "Open Settings and choose Close account."),
    )
    assert case.has_reference
    assert case.wanted == "No, it cannot be undone."


def test_the_rank_of_the_right_article_is_that_of_the_best_placed() -> None:
    assert rank_of_right(answerable(relevant=("c", "b"), ranking=("a", "b", "c"))) == 2
    assert rank_of_right(answerable(relevant=("z",), ranking=("a",))) is None

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.output import ConsoleProgress
from eval.conversations import read_cases
from eval.index import Index
from eval.suggestions import SuggestionsEvaluation, evaluate_suggestions
from eval.tables.suggestions import suggestions_to_dict
from tests.eval.conftest import write_jsonl
from tests.eval.test_conversations import OWN

CLOSED = "Withdraw your balance first. Then open Settings and choose Close account."
ROWS = (
    {
        **OWN,
        "messages": [{"role": "user", "text": "What do deposits cost? And is there a dark mode in the app?"}],
        "questions": [
            {"text": "What do deposits cost?", "relevant_article_ids": ["deposit-fees"]},
            {"text": "is there a dark mode in the app?", "relevant_article_ids": []},
        ],
        "reference_reply": "Deposits by bank transfer are free.",
    },
    {
        "id": "b",
        "messages": [
            {"role": "user", "text": "How do I close my account?"},
            {"role": "bot", "text": CLOSED},
            {"role": "user", "text": "Can closing my account be undone?"},
        ],
        "questions": [{"text": "Can closing my account be undone?", "relevant_article_ids": ["close-account"]}],
        "reference_reply": "No, this cannot be undone.",
    },
)


@pytest.fixture(scope="module")
def evaluation(index: Index, tmp_path_factory: pytest.TempPathFactory) -> SuggestionsEvaluation:
    path = write_jsonl(tmp_path_factory.mktemp("suggestions") / "conversations.jsonl", ROWS)
    return evaluate_suggestions(index, read_cases(path), ConsoleProgress())


def test_draft_that_cites_the_article_is_a_hit(evaluation: SuggestionsEvaluation) -> None:
    assert evaluation.measures["hit@1"].own.value == 1
    assert evaluation.measures["hit@3"].count == 2


def test_missing_part_counts_as_named_and_only_by_the_drafts(evaluation: SuggestionsEvaluation) -> None:
    measure = evaluation.measures["missing"]
    assert (measure.count, measure.own.value, measure.baseline.value) == (1, 1, 0)
    assert evaluation.measures["wrongly_missing"].own.value == 0


def test_words_said_before_are_counted_against_whoever_says_them_again(evaluation: SuggestionsEvaluation) -> None:
    measure = evaluation.measures["repeated"]
    assert measure.count == 1
    assert measure.own.value == 0
    assert measure.baseline.value > 0.5


def test_every_measure_lies_between_0_and_1_with_its_interval(evaluation: SuggestionsEvaluation) -> None:
    for measure in evaluation.measures.values():
        for one in (measure.own, measure.baseline):
            assert one.low is not None
            assert one.high is not None
            assert 0 <= one.low <= one.value <= one.high <= 1
        assert 0 < measure.p_value <= 1


def test_best_of_three_is_never_worse_than_the_first(evaluation: SuggestionsEvaluation) -> None:
    for one in evaluation.cases:
        for side in (one.own, one.baseline):
            assert side["recall@3"] >= side["recall@1"]
            assert side["F1@3"] >= side["F1@1"]


def test_evaluation_is_told_case_by_case_as_json(evaluation: SuggestionsEvaluation) -> None:
    values = suggestions_to_dict(evaluation)
    assert [one["id"] for one in values["results"]] == ["a", "b"]
    assert values["results"][0]["missing"] == ["is there a dark mode in the app?"]
    assert set(values["measures"]["hit@1"]) == {"label", "count", "own", "baseline", "p_value"}


def test_baseline_is_the_first_three_passages(index: Index, tmp_path: Path) -> None:
    nothing = {**OWN, "messages": [], "questions": [], "reference_reply": "Hello!"}
    found = evaluate_suggestions(index, read_cases(write_jsonl(tmp_path / "one.jsonl", [nothing])), ConsoleProgress())
    assert found.cases[0].baseline["recall@3"] == found.cases[0].own["recall@3"] == 0

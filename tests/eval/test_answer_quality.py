from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.output import ConsoleProgress
from bot.settings import Settings
from eval.answer_quality import (
    AnswerQuality,
    Overlap,
    answer_quality,
    cut_to,
    mean_quality,
    numbers,
    overlap,
    right_hits,
)
from eval.answers import answer_all
from eval.datasets import Dataset, Query, read_dataset
from eval.index import Index, open_index
from eval.systems import encode

REPOSITORY = Path(__file__).parents[2]
SAMPLE = REPOSITORY / "eval" / "sets" / "sample"


def measured(index: Index, dataset: Dataset, **changed: Any) -> AnswerQuality | None:
    answers = answer_all(index, encode(index, dataset.queries, ConsoleProgress()), ConsoleProgress())
    return answer_quality(index.knowledge, dataset, [replace(one, **changed) for one in answers])


def referenced(dataset: Dataset) -> Query:
    return next(query for query in dataset.queries if query.reference_answer)


def test_overlap_is_what_a_hand_counts() -> None:
    # reference: withdraw, lock, 24, hour, reset; text: withdraw, stay, lock, 24, hour, 15, minut
    found = overlap(
        "Withdrawals stay locked for 24 hours, 15 minutes", "Withdrawing is locked 24 hours, 30 after a reset 30"
    )

    assert (found.precision, found.recall) == (4 / 7, 4 / 7)
    assert found.f1 == pytest.approx(4 / 7)
    assert found.number_recall == 1 / 2


def test_saying_a_thing_twice_changes_nothing() -> None:
    assert overlap("fee fee fee 2 2", "fee 2") == overlap("fee 2", "2 2 fee") == Overlap(1, 1, 1)


def test_nothing_said_is_worth_nothing() -> None:
    assert overlap("", "2 fees") == Overlap(0, 0, 0)
    assert overlap("", "fees").f1 == 0


def test_reference_without_numbers_has_no_number_recall() -> None:
    assert overlap("1 fee", "fee").number_recall is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("15,000 EUR or 1,000,000 USDT", {"15000", "1000000"}),
        ("2.5 % of 0.0001 BTC.", {"2.5", "0.0001"}),
        ("at 08:00 on 2026-11-23", {"08", "00", "2026", "11", "23"}),
        ("2FA for VIP3 with OAuth2", set()),
        ("ORR-1107, €20 (30)", {"1107", "20", "30"}),
        ("at 1.5x, in 24h", set()),
        ("none", set()),
    ],
)
def test_numbers_are_compared_by_value_and_not_those_of_names(text: str, found: set[str]) -> None:
    assert numbers(text) == found


@given(st.text(), st.text())
def test_every_share_lies_between_nothing_and_all(text: str, reference: str) -> None:
    found = overlap(text, reference)

    for share in (found.precision, found.recall, found.f1, found.number_recall or 0):
        assert 0 <= share <= 1


def test_means_leave_out_what_does_not_apply() -> None:
    found = mean_quality([(Overlap(1, 1, None), 10), (Overlap(0.5, 0.5, 0.25), 20)])

    assert (found.f1, found.recall, found.number_recall, found.words) == (0.75, 0.75, 0.25, 15)
    assert mean_quality([(Overlap(1, 1, None), 10)]).number_recall is None


def test_quoted_answer_is_measured_beside_the_passage(index: Index, shared_folder: Path) -> None:
    found = measured(index, read_dataset(shared_folder))

    assert found is not None
    assert (found.measured, found.not_retrieved) == (1, 0)
    # The passage is shorter than either limit; reference: no, it, cannot, be, undone without stop words.
    assert found.passages == found.passage_starts
    assert found.passages.recall == 1
    assert found.extracts.recall == 1
    assert found.extracts.number_recall is None


def test_answers_are_cut_after_a_whole_sentence() -> None:
    assert cut_to(5, ["One two.", "Three four five.", "Six."]) == "One two. Three four five."
    assert cut_to(4, ["One two.", "Three four five.", "Six."]) == "One two."
    assert cut_to(1, ["One two.", "Three."]) == "One two."
    assert cut_to(1, []) == ""


def test_hits_above_the_right_one_are_left_out(index: Index) -> None:
    hits = index.knowledge.retrieve("reset 2FA", 3)

    assert right_hits({hits[1].article.id}, hits) == hits[1:]
    assert right_hits({"unknown"}, hits) == ()


def test_what_is_quoted_of_a_wrong_article_counts_where_whatever_was_found_is_measured(
    index: Index, shared_folder: Path
) -> None:
    dataset = read_dataset(shared_folder)
    found = measured(index, dataset)
    assert found is not None
    wrong = index.knowledge.retrieve("weather", 10)
    right = next(hit for hit in wrong if hit.article.id in dataset.relevant(referenced(dataset)))
    astray = measured(index, dataset, hits=(*(hit for hit in wrong if hit is not right), right))

    assert astray is not None
    assert astray.extracts.recall == found.extracts.recall == found.retrieved.extracts.recall == 1
    assert astray.retrieved.extracts.recall < 1
    assert astray.cut[60][0].recall == 1


def test_question_whose_article_was_not_retrieved_is_counted_and_left_out(index: Index, shared_folder: Path) -> None:
    assert measured(index, read_dataset(shared_folder), hits=()) is None


def test_set_without_reference_answers_has_nothing_to_measure(index: Index, golden: Callable[..., Path]) -> None:
    assert measured(index, read_dataset(golden({"question": "reset my 2FA"}))) is None


def test_sample_answers_say_more_than_the_passages_they_are_taken_from(home: Path) -> None:
    dataset = read_dataset(SAMPLE)
    index = open_index(Settings(home=home), dataset, ConsoleProgress(), str(REPOSITORY / "corpus" / "articles"))
    found = measured(index, dataset)

    assert found is not None
    assert found.measured >= 200
    assert found.extracts.f1 > max(found.passages.f1, found.passage_starts.f1)
    assert (found.extracts.number_recall or 0) > (found.passage_starts.number_recall or 0)
    assert found.extracts.words < 80
    for quoted, passage in found.cut.values():
        assert quoted.f1 > passage.f1
        assert quoted.recall > passage.recall
    assert found.retrieved.extracts.f1 > max(found.retrieved.passages.f1, found.retrieved.passage_starts.f1)

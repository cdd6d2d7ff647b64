from __future__ import annotations

from bot.answer import Outcome
from corpus.article import Kind
from eval.measures import MEASURES
from eval.slices import slices
from tests.eval.questions import answerable, unanswerable


def test_a_question_counts_for_each_of_its_tags_and_the_biggest_comes_first() -> None:
    missed = dict.fromkeys(MEASURES, 0.0)
    tags = slices(
        [
            answerable(tags=("typo", "how-to")),
            answerable(tags=("how-to", "how-to"), scores=missed, outcome=Outcome.CLARIFY),
            unanswerable(tags=("off-topic",)),
        ]
    )["tag"]
    assert [(tag, one.count) for tag, one in tags.items()] == [("how-to", 2), ("off-topic", 1), ("typo", 1)]
    assert tags["how-to"].scores is not None
    assert tags["how-to"].scores["Success@1"] == 0.5
    assert (tags["how-to"].answered_right, tags["how-to"].false_answers) == (0.5, None)
    assert (tags["off-topic"].scores, tags["off-topic"].false_answers) == (None, 0)


def test_questions_are_sliced_by_their_length_shortest_first() -> None:
    found = slices([answerable(text="w " * words) for words in (16, 15, 8, 7, 4, 3, 1, 0)])["question length"]
    assert {value: one.count for value, one in found.items()} == {
        "1–3 words": 3,
        "4–7 words": 2,
        "8–15 words": 2,
        "16+ words": 1,
    }
    assert list(found) == ["1–3 words", "4–7 words", "8–15 words", "16+ words"]


def test_a_dimension_in_which_all_questions_are_alike_is_left_out() -> None:
    found = slices([answerable(kind=Kind.FAQ), answerable(kind=Kind.FAQ, has_history=True)])
    assert list(found) == ["has history"]
    assert list(found["has history"]) == ["yes", "no"]


def test_a_question_of_no_kind_is_in_no_slice_of_kinds() -> None:
    found = slices([answerable(kind=Kind.FAQ), unanswerable()])
    assert {value: one.count for value, one in found["kind"].items()} == {"faq": 1}
    assert {value: one.count for value, one in found["answerable"].items()} == {"yes": 1, "no": 1}

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.conversation import Role
from corpus.errors import EvaluationError
from eval.conversations import Half, last_turn, read_cases
from tests.conftest import SAMPLE_ARTICLES
from tests.eval.conftest import write_jsonl

SAMPLE = SAMPLE_ARTICLES.parents[1] / "eval" / "sets" / "sample"
OWN = {
    "id": "a",
    "messages": [{"role": "user", "text": "What is the fee? And the weather?"}],
    "questions": [
        {"text": "What is the fee?", "relevant_article_ids": ["deposit-fees"]},
        {"text": "And the weather?", "relevant_article_ids": []},
    ],
    "reference_reply": "It is free.",
    "tags": ["two"],
}


def context(id_: str, *votes: str) -> dict[str, Any]:
    return {"_id": id_, "feedback": {"relevant": {str(n): {"value": vote} for n, vote in enumerate(votes)}}}


RECORDED = {
    "turns": [
        {"speaker": "user", "text": "who?", "answerability": "UNANSWERABLE"},
        {"speaker": "agent", "text": "I don't know.", "contexts": [context("x", "yes")]},
        {"speaker": "user", "text": "and when?", "answerability": "ANSWERABLE"},
        {
            "speaker": "agent",
            "text": "In May.",
            "contexts": [context("a", "no", "yes"), context("b", "no"), {"_id": "c"}],
        },
        {"speaker": "user", "text": "why?", "answerability": "ANSWERABLE"},
        {"speaker": "agent", "text": "Because.", "contexts": None},
    ]
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*rows: Mapping[str, Any]) -> Path:
        return write_jsonl(tmp_path / "conversations.jsonl", rows)

    return write


def test_conversation_of_our_form_is_one_case(write: Write) -> None:
    (case,) = read_cases(write(OWN)).cases
    assert (case.id, case.reference, case.tags) == ("a", "It is free.", ("two",))
    assert [(part.text, set(part.relevant)) for part in case.parts] == [
        ("What is the fee?", {"deposit-fees"}),
        ("And the weather?", set()),
    ]


def test_recorded_conversation_gives_a_case_for_each_answerable_question_with_its_passages(write: Write) -> None:
    (case,) = read_cases(write(RECORDED)).cases
    assert (case.parts[0].text, set(case.parts[0].relevant), case.reference) == ("and when?", {"a"}, "In May.")
    assert [message.role for message in case.messages] == [Role.USER, Role.AGENT, Role.USER]


def test_halves_share_no_conversation_and_make_up_the_whole(write: Write) -> None:
    path = write(*({**OWN, "id": str(number)} for number in range(1, 6)))
    assert [case.id for case in read_cases(path, Half.EVEN).cases] == ["2", "4"]
    assert [case.id for case in read_cases(path, Half.ODD).cases] == ["1", "3", "5"]


def test_folder_brings_its_own_articles(write: Write, tmp_path: Path) -> None:
    write(OWN)
    assert read_cases(tmp_path).dataset.corpus is None
    (tmp_path / "corpus.jsonl").write_text("{}\n")
    assert read_cases(tmp_path).dataset.corpus == tmp_path / "corpus.jsonl"


def test_customers_last_messages_in_a_row_are_one_turn(write: Write) -> None:
    messages = [
        {"role": role, "text": text} for role, text in [("user", "a"), ("bot", "b"), ("user", "c"), ("user", "d")]
    ]
    (case,) = read_cases(write({**OWN, "messages": messages})).cases
    assert last_turn(case.messages) == ("c d", case.messages[:2])
    assert last_turn(()) == ("", ())


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({**OWN, "messages": "hi"}, "has no list 'messages'"),
        ({**OWN, "messages": [{"role": "me", "text": "hi"}]}, "Message 1 has the role 'me'"),
        ({**OWN, "questions": None}, "'questions' is missing"),
        ({**OWN, "questions": ["what?"]}, "Question 1 is 'what?'"),
        ({**OWN, "questions": [{"text": "what?"}]}, "Question 1 is"),
        ({"turns": "hi"}, "'turns' is not a list"),
        ({"turns": [{"speaker": "user"}]}, "Turn 1 has no text"),
    ],
)
def test_bad_line_is_refused_with_its_place(write: Write, row: Mapping[str, Any], complaint: str) -> None:
    with pytest.raises(EvaluationError, match=r"conversations\.jsonl:1") as caught:
        read_cases(write(row))
    assert complaint in str(caught.value)


def test_file_without_a_case_is_refused(write: Write) -> None:
    with pytest.raises(EvaluationError, match="holds no conversation"):
        read_cases(write({"turns": []}))


def test_sample_conversations_name_articles_that_exist_and_questions_that_were_asked() -> None:
    found = read_cases(SAMPLE)
    known = {path.stem for path in SAMPLE_ARTICLES.rglob("*.md")}

    assert len(found.cases) == len({case.id for case in found.cases}) == 30
    for case in found.cases:
        assert case.reference
        assert {article for part in case.parts for article in part.relevant} <= known
        asked = " ".join(message.text for message in case.messages if message.role is Role.USER)
        for part in case.parts:
            assert part.text in asked, case.id

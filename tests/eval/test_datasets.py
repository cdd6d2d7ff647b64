from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.conversation import Role
from corpus.errors import EvaluationError
from eval.datasets import read_dataset, read_questions
from tests.eval.conftest import QRELS, QUERIES, write_jsonl


def test_a_folder_gives_queries_judgements_and_unanswerable_queries(folder: Path) -> None:
    dataset = read_dataset(folder)
    assert dataset.name == "shop"
    assert [query.id for query in dataset.all_queries] == ["q1", "q2", "q3", "o1", "o2"]
    assert dataset.qrels == {"q1": {"reset-2fa": 1}, "q2": {"deposit-fees": 2}, "q3": {"close-account": 1}}
    assert not dataset.oos_queries[0].answerable
    assert dataset.corpus == folder / "corpus.jsonl"


def test_qrels_without_a_header_lose_no_line(folder: Path) -> None:
    (folder / "qrels.tsv").write_text(QRELS.partition("\n")[2], encoding="utf-8")
    assert len(read_dataset(folder).qrels) == 3


def test_judgements_may_lie_where_beir_keeps_them_and_in_the_form_of_trec(folder: Path) -> None:
    (folder / "qrels").mkdir()
    (folder / "qrels.tsv").rename(folder / "qrels" / "test.tsv")
    assert len(read_dataset(folder).qrels) == 3
    (folder / "qrels.tsv").write_text("q1 0 reset-2fa 1\n", encoding="utf-8")
    assert read_dataset(folder).qrels == {"q1": {"reset-2fa": 1}}


def test_files_written_on_windows_lose_nothing(folder: Path) -> None:
    for name in ("queries.jsonl", "qrels.tsv"):
        written = (folder / name).read_bytes().replace(b"\n", b"\r\n")
        (folder / name).write_bytes(b"\xef\xbb\xbf" + written)
    dataset = read_dataset(folder)
    assert dataset.qrels == {"q1": {"reset-2fa": 1}, "q2": {"deposit-fees": 2}, "q3": {"close-account": 1}}
    assert dataset.queries[0].text == QUERIES[0]["text"]


def test_a_follow_up_is_retrieved_with_the_question_before_it(folder: Path) -> None:
    query = read_dataset(folder).queries[2]
    assert [message.role for message in query.history] == [Role.USER, Role.BOT]
    assert query.reference_answer == "No, it cannot be undone."
    assert query.text == "and can it be undone?"
    assert [message.text for message in query.history][:1] == ["How do I close my account?"]


def test_queries_and_qrels_may_come_from_other_files(folder: Path, tmp_path: Path) -> None:
    queries = write_jsonl(tmp_path / "others.jsonl", [{"_id": 7, "text": "fees?"}])
    qrels = tmp_path / "others.tsv"
    qrels.write_text("7\tdeposit-fees\t1\n", encoding="utf-8")
    dataset = read_dataset(folder, queries, qrels)
    assert [query.id for query in dataset.queries] == ["7"]
    assert dataset.relevant(dataset.queries[0]) == {"deposit-fees"}


def test_a_part_of_the_queries_is_judged_by_the_qrels_of_all(folder: Path, tmp_path: Path) -> None:
    dataset = read_dataset(folder, write_jsonl(tmp_path / "part.jsonl", QUERIES[:1]))
    assert dataset.qrels == {"q1": {"reset-2fa": 1}}
    assert dataset.passed_over == 2


def test_another_split_of_the_judgements_may_be_of_questions_not_asked(folder: Path, tmp_path: Path) -> None:
    qrels = tmp_path / "test.tsv"
    qrels.write_text("q1\treset-2fa\t1\nq9\tgone\t1\n", encoding="utf-8")
    dataset = read_dataset(folder, qrels=qrels)
    assert (list(dataset.qrels), dataset.passed_over) == (["q1"], 1)
    assert "gone" not in dataset.article_places


def test_questions_are_read_without_looking_at_judgements(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("nonsense\n", encoding="utf-8")
    assert len(read_questions(folder).all_queries) == 5


def test_golden_questions_carry_their_own_judgements(golden: Callable[..., Path]) -> None:
    path = golden(
        {"id": "g1", "tags": ["typo"], "locale": "en"},
        {"question": "weather?", "relevant_article_ids": [], "answerable": False},
    )
    dataset = read_dataset(path)
    assert [(query.id, query.answerable, query.tags) for query in dataset.queries] == [
        ("g1", True, ("typo",)),
        ("line2", False, ()),
    ]
    assert dataset.qrels == {"g1": {"reset-2fa": 1}}
    assert dataset.corpus is None


def test_a_folder_may_hold_golden_questions(golden: Callable[..., Path], tmp_path: Path) -> None:
    golden({}).rename(tmp_path / "questions.jsonl")
    assert read_dataset(tmp_path).path == tmp_path / "questions.jsonl"


def test_a_query_without_judgement_is_known_as_such(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("q1\treset-2fa\t1\nq2\treset-2fa\t0\n", encoding="utf-8")
    dataset = read_dataset(folder)
    assert [dataset.is_judged(query) for query in dataset.all_queries] == [True, False, False, True, True]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{nonsense", "queries.jsonl:4: Not JSON: Expecting .* at column 2\\."),
        ("[1]", "queries.jsonl:4: Holds a list"),
        ('{"_id": "q9"}', "queries.jsonl:4: The field 'text' is missing"),
        ('{"text": "x"}', "queries.jsonl:4: The field '_id' is missing"),
        ('{"_id": "q1", "text": "x"}', "queries.jsonl:4: The id 'q1' is that of the question at .*queries.jsonl:1"),
        ('{"_id": "o1", "text": "x"}', "oos_queries.jsonl:1: The id 'o1'"),
        ('{"_id": "q9", "text": "x", "history": [{"role": "robot", "text": "y"}]}', ":4: Message 1 of 'history'"),
        ('{"_id": "q9", "text": "x", "history": "y"}', ":4: 'history' is 'y', not a list"),
    ],
)
def test_a_bad_query_is_named_by_file_and_line(folder: Path, line: str, message: str) -> None:
    with (folder / "queries.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(EvaluationError, match=message):
        read_dataset(folder)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("q8\treset-2fa\t1", "qrels.tsv:5: There is no query 'q8'"),
        ("o1\treset-2fa\t1", "qrels.tsv:5: The query 'o1' is marked as not answerable"),
        ("q1\treset-2fa", "qrels.tsv:5: 'q1\treset-2fa' is not a judgement"),
        ("q1\treset-2fa\tyes", "qrels.tsv:5: .* is not a judgement"),
        ("q1\treset-2fa\t3", "qrels.tsv:5: 'q1' and 'reset-2fa' are judged 3 here and 1 above"),
    ],
)
def test_a_bad_judgement_is_named_by_file_and_line(folder: Path, line: str, message: str) -> None:
    (folder / "qrels.tsv").write_text(QRELS + line + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=message):
        read_dataset(folder)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"question": None}, "golden.jsonl:1: The field 'question' is missing"),
        ({"answerable": False}, "golden.jsonl:1: 'answerable' is false but 'relevant_article_ids' names 1"),
        ({"answerable": "no"}, "golden.jsonl:1: 'answerable' is 'no'"),
        ({"tags": "typo"}, "golden.jsonl:1: 'tags' is 'typo', not a list of texts"),
        ({"relevant_article_ids": [3]}, "golden.jsonl:1: 'relevant_article_ids' is"),
    ],
)
def test_a_bad_golden_question_is_named_by_file_and_line(
    golden: Callable[..., Path], fields: dict[str, object], message: str
) -> None:
    with pytest.raises(EvaluationError, match=message):
        read_dataset(golden(fields))


def test_a_set_without_questions_is_refused(folder: Path, golden: Callable[..., Path]) -> None:
    for name in ("queries.jsonl", "oos_queries.jsonl"):
        write_jsonl(folder / name, [])
    for path in (folder, golden()):
        with pytest.raises(EvaluationError, match="holds no question"):
            read_dataset(path)


def test_a_path_that_is_no_data_set_is_refused(tmp_path: Path, golden: Callable[..., Path]) -> None:
    with pytest.raises(EvaluationError, match="There is no data set"):
        read_dataset(tmp_path / "nowhere")
    with pytest.raises(EvaluationError, match="There is no file"):
        read_dataset(tmp_path)
    with pytest.raises(EvaluationError, match="go with a BEIR-like folder"):
        read_dataset(golden({}), queries=tmp_path / "queries.jsonl")
    with pytest.raises(EvaluationError, match="go with a BEIR-like folder"):
        read_dataset(golden({}), qrels=tmp_path / "qrels.tsv")


@pytest.mark.parametrize("name", ["corpus.jsonl", "oos_queries.jsonl"])
def test_what_bears_the_name_of_a_file_and_is_none_is_not_passed_over(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).symlink_to(folder / "gone.jsonl")
    with pytest.raises(EvaluationError, match=f"{name}' is not a file"):
        read_dataset(folder)


def test_a_file_that_is_not_utf_8_is_named_by_line(folder: Path) -> None:
    write_jsonl(folder / "queries.jsonl", QUERIES[:1])
    with (folder / "queries.jsonl").open("ab") as file:
        file.write(b'{"_id": "q2", "text": "\xff"}\n')
    with pytest.raises(EvaluationError, match=r"queries\.jsonl:2: Not UTF-8"):
        read_dataset(folder)

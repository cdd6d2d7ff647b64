from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from typer.testing import CliRunner, Result

from corpus.errors import EvaluationError
from eval.cli import app
from eval.index import Index
from tests.eval.conftest import QUERIES, write_jsonl

ANSWER_FIELDS = {"id", "outcome", "confidence", "top_article_id", "answer", "citations"}


def call(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def read_answers(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_run_can_be_scored_by_the_tools_of_the_field(
    index: Index, home: Path, shared_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "run.trec"
    call("retrieve", shared_folder, "--out", path, "--home", home)
    lines = [line.split(" ") for line in path.read_text(encoding="utf-8").splitlines()]
    assert {(line[1], line[5]) for line in lines} == {("Q0", "citedesk")}
    assert {line[0] for line in lines} == {"q1", "q2", "q3"}
    qrels = [ir_measures.Qrel("q1", "reset-2fa", 1), ir_measures.Qrel("q3", "close-account", 1)]
    found = ir_measures.calc_aggregate([ir_measures.Success @ 1], qrels, ir_measures.read_trec_run(str(path)))
    assert found[ir_measures.Success @ 1] == 1


def test_a_run_is_cut_at_k(index: Index, home: Path, shared_folder: Path, tmp_path: Path) -> None:
    result = call("retrieve", shared_folder, "--out", tmp_path / "run.trec", "-k", 1, "--home", home, "--json")
    assert len((tmp_path / "run.trec").read_text(encoding="utf-8").splitlines()) == 3
    assert json.loads(result.stdout)["queries"] == 3


def test_every_question_gets_a_line_with_confidence_and_top_article(
    index: Index, home: Path, shared_folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "answers.jsonl"
    result = call("answers", shared_folder, "--out", path, "--home", home)
    answers = read_answers(path)
    assert result.stdout == ""
    assert [answer["id"] for answer in answers] == ["q1", "q2", "q3", "o1", "o2"]
    for answer in answers:
        assert set(answer) == ANSWER_FIELDS
        assert 0 <= answer["confidence"] <= 1
        assert answer["top_article_id"] in index.knowledge.articles
        assert bool(answer["citations"]) == (answer["outcome"] == "answered")


def test_citations_quote_the_article_word_for_word(
    index: Index, home: Path, shared_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEDESK_THRESHOLD", "0")
    call("answers", shared_folder, "--out", tmp_path / "answers.jsonl", "--home", home)
    answers = read_answers(tmp_path / "answers.jsonl")
    citations = [citation for answer in answers for citation in answer["citations"]]
    assert {answer["outcome"] for answer in answers[:3]} == {"answered"}
    for citation in citations:
        body = index.knowledge.articles[citation["article_id"]].body
        assert body[citation["start"] : citation["end"]] == citation["quote"]


def test_run_prints_tables_or_json(index: Index, home: Path, shared_folder: Path) -> None:
    shown = call("run", shared_folder, "--home", home).stdout
    assert all(text in shown for text in ("full", "dense only", "BM25 only", "nDCG@10", "AUROC", "Milliseconds"))
    assert "against 1 of 1 reference answers" in shown
    found = json.loads(call("run", shared_folder, "--home", home, "--json").stdout)
    assert found["systems"]["full"]["Success@1"] == 1
    assert found["refusal"]["unanswerable"] == 2
    assert found["answers"]["extracts"]["recall"] == 1


def test_a_part_of_the_queries_is_scored_alone(index: Index, home: Path, shared_folder: Path, tmp_path: Path) -> None:
    part = write_jsonl(tmp_path / "part.jsonl", QUERIES[:1])
    result = call("run", shared_folder, "--queries", part, "--home", home, "--json")
    assert json.loads(result.stdout)["judged"] == 1
    assert "2 judgements are passed over" in result.stderr


def test_runs_and_answers_need_no_judgements(home: Path, folder: Path, tmp_path: Path) -> None:
    for qrels in ("q1\tgone\t1\n", "nonsense\n", None):
        (folder / "qrels.tsv").write_text(qrels, "utf-8") if qrels else (folder / "qrels.tsv").unlink()
        assert call("retrieve", folder, "--out", tmp_path / "run.trec", "--home", home).exit_code == 0
        assert call("answers", folder, "--out", tmp_path / "answers.jsonl", "--home", home).exit_code == 0
    assert len(read_answers(tmp_path / "answers.jsonl")) == 5


def test_the_day_of_the_questions_can_be_chosen(index: Index, home: Path, shared_folder: Path) -> None:
    assert json.loads(call("run", shared_folder, "--today", "2030-01-01", "--home", home, "--json").stdout)["judged"]
    assert call("run", shared_folder, "--today", "tomorrow").exit_code == 2


def test_a_result_that_cannot_be_written_is_told_before_any_work(shared_folder: Path, tmp_path: Path) -> None:
    for verb in ("retrieve", "answers"):
        with pytest.raises(EvaluationError, match="cannot be written"):
            call(verb, shared_folder, "--out", tmp_path / "missing" / "file", "--home", tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_every_verb_and_option_has_help() -> None:
    for verb in app.registered_commands:
        assert verb.callback
        assert verb.callback.__doc__
        assert call(verb.callback.__name__, "--help").exit_code == 0


def test_the_benchmark_measures_publishing_and_serving(shared_folder: Path, tmp_path: Path) -> None:
    found = json.loads(call("bench", shared_folder, "--home", tmp_path, "--json").stdout)
    assert found["publish"]["texts"] == 6
    assert found["serve"]["questions"] == 3
    assert found["serve"]["p50_ratio"] > 0
    assert not list(tmp_path.iterdir())

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from typer.testing import CliRunner, Result

from corpus.errors import ConfigurationError, EvaluationError, RegressionError
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


def test_run_tells_intervals_slices_and_how_clarifying_helped(index: Index, home: Path, shared_folder: Path) -> None:
    shown = call("run", shared_folder, "--home", home).stdout
    assert all(text in shown for text in ("[1.000, 1.000]", "question length", "asked back on", "calibration error"))
    found = json.loads(call("run", shared_folder, "--home", home, "--json").stdout)
    assert found["figures"]["nDCG@10"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert set(found["baseline_figures"]) == {"dense only", "BM25 only"}
    assert found["slices"]["answerable"]["no"]["count"] == 2
    assert found["clarify"]["questions"] >= 0
    assert (found["comparison"], found["gate"]) == (None, {"floors": {}, "failures": []})
    assert "questions" not in found


def test_an_evaluation_passes_its_own_baseline(index: Index, home: Path, shared_folder: Path, tmp_path: Path) -> None:
    saved, page = tmp_path / "saved.json", tmp_path / "page.html"
    call("run", shared_folder, "--home", home, "--save", saved, "--floor", "ndcg@10=0.9", "--report", page)
    result = call("run", shared_folder, "--home", home, "--baseline", saved)
    assert result.exit_code == 0
    assert "this evaluation against saved.json: no significant change" in result.stdout
    assert page.read_text(encoding="utf-8").startswith("<!")


def test_a_missed_floor_fails_the_gate_after_everything_was_printed(
    index: Index, home: Path, shared_folder: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.json"
    call("run", shared_folder, "--home", home, "--save", saved, "--floor", "nDCG@10=1")
    worse = tmp_path / "qrels.tsv"
    worse.write_text("q1\tclose-account\t1\nq2\tdeposit-fees\t1\nq3\tclose-account\t1\n", encoding="utf-8")
    arguments = [str(one) for one in ("run", shared_folder, "--home", home, "--qrels", worse, "--baseline", saved)]
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert isinstance(result.exception, RegressionError)
    assert result.exception.exit_code == 1
    assert "below its floor of 1" in str(result.exception)
    found = json.loads(result.stdout)
    assert found["gate"]["floors"] == {"nDCG@10": 1.0}
    assert len(found["gate"]["failures"]) == 1
    assert found["comparison"]["changed"] == 1


def test_a_file_saved_anew_keeps_its_floors(index: Index, home: Path, shared_folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    call("run", shared_folder, "--home", home, "--save", saved, "--floor", "nDCG@10=0.9")
    call("run", shared_folder, "--home", home, "--save", saved, "--floor", "AUROC=0.8")
    assert json.loads(saved.read_text(encoding="utf-8"))["floors"] == {"AUROC": 0.8, "nDCG@10": 0.9}


def test_a_baseline_is_not_replaced_by_what_is_compared_with_it(shared_folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    with pytest.raises(ConfigurationError, match="a drop would become the new baseline"):
        call("run", shared_folder, "--baseline", saved, "--save", saved)


def test_a_run_from_elsewhere_is_scored(shared_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "theirs.trec"
    path.write_text("q1 Q0 reset-2fa 1 9.5 x\nq2\tQ0  close-account 1 9.5 x\n", encoding="utf-8")
    shown = call("retrieve", shared_folder, "--score", path, "--home", tmp_path / "home")
    assert "3 judged queries" in shown.stdout
    found = json.loads(call("retrieve", shared_folder, "--score", path, "--json").stdout)
    assert found["means"]["Success@1"]["value"] == pytest.approx(1 / 3)
    assert (found["judged"], found["unranked"], found["unjudged"]) == (3, 1, 0)
    assert not (tmp_path / "home").exists()


def test_a_run_is_either_written_or_scored(shared_folder: Path, tmp_path: Path) -> None:
    for options in ((), ("--out", tmp_path / "a", "--score", tmp_path / "b")):
        with pytest.raises(ConfigurationError, match="either --out"):
            call("retrieve", shared_folder, *options)


def test_two_runs_are_compared_and_the_worse_one_fails(tmp_path: Path) -> None:
    good, bad, qrels = tmp_path / "good.trec", tmp_path / "bad.trec", tmp_path / "qrels.txt"
    good.write_text("".join(f"q{n} Q0 a 1 2 x\n" for n in range(12)), encoding="utf-8")
    bad.write_text("".join(f"q{n} Q0 b 1 2 x\n" for n in range(12)), encoding="utf-8")
    qrels.write_text("".join(f"q{n} 0 a 1\n" for n in range(12)), encoding="utf-8")
    assert "no significant change" in call("compare", good, good, "--qrels", qrels).stdout
    found = json.loads(call("compare", bad, good, "--qrels", qrels, "--json").stdout)
    assert (found["verdict"], len(found["better"])) == ("better", 12)
    with pytest.raises(RegressionError, match=r"nDCG@10 got worse, 1\.000 → 0\.000"):
        call("compare", good, bad, "--qrels", qrels)


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

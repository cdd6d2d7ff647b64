from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ir_measures
import pytest

from corpus.errors import ConfigurationError, EvaluationError, RegressionError
from eval.index import Index
from tests.eval.cli.call import call

ANSWER_FIELDS = {"id", "outcome", "confidence", "top_article_id", "answer", "citations"}


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


def test_runs_and_answers_need_no_judgements(home: Path, folder: Path, tmp_path: Path) -> None:
    for qrels in ("q1\tgone\t1\n", "nonsense\n", None):
        (folder / "qrels.tsv").write_text(qrels, "utf-8") if qrels else (folder / "qrels.tsv").unlink()
        assert call("retrieve", folder, "--out", tmp_path / "run.trec", "--home", home).exit_code == 0
        assert call("answers", folder, "--out", tmp_path / "answers.jsonl", "--home", home).exit_code == 0
    assert len(read_answers(tmp_path / "answers.jsonl")) == 5


def test_a_result_that_cannot_be_written_is_told_before_any_work(shared_folder: Path, tmp_path: Path) -> None:
    for verb in ("retrieve", "answers"):
        with pytest.raises(EvaluationError, match="cannot be written"):
            call(verb, shared_folder, "--out", tmp_path / "missing" / "file", "--home", tmp_path / "home")
    assert not (tmp_path / "home").exists()

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.errors import ConfigurationError, RegressionError
from eval.cli import app
from eval.index import Index
from tests.eval.cli.call import call
from tests.eval.conftest import QUERIES, write_jsonl


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


def test_a_part_of_the_queries_is_scored_alone(index: Index, home: Path, shared_folder: Path, tmp_path: Path) -> None:
    part = write_jsonl(tmp_path / "part.jsonl", QUERIES[:1])
    result = call("run", shared_folder, "--queries", part, "--home", home, "--json")
    assert json.loads(result.stdout)["judged"] == 1
    assert "2 judgements are passed over" in result.stderr


def test_the_day_of_the_questions_can_be_chosen(index: Index, home: Path, shared_folder: Path) -> None:
    assert json.loads(call("run", shared_folder, "--today", "2030-01-01", "--home", home, "--json").stdout)["judged"]
    assert call("run", shared_folder, "--today", "tomorrow").exit_code == 2

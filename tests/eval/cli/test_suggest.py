from __future__ import annotations

import json
from pathlib import Path

from tests.eval.cli.call import call
from tests.eval.conftest import write_jsonl
from tests.eval.test_suggestions import ROWS


def test_suggestions_are_measured_beside_the_baseline(shared_folder: Path, home: Path, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "conversations.jsonl", ROWS)
    corpus = shared_folder / "corpus.jsonl"
    shown = call("suggest", path, "--corpus", corpus, "--home", home)
    found = json.loads(call("suggest", path, "--corpus", corpus, "--home", home, "--half", "odd", "--json").stdout)

    assert "2 replies" in shown.stdout
    assert "first three passages" in shown.stdout
    assert found["cases"] == 1
    assert found["measures"]["hit@1"]["own"]["value"] == 1

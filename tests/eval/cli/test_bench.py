from __future__ import annotations

import json
from pathlib import Path

from tests.eval.cli.call import call


def test_the_benchmark_measures_publishing_and_serving(shared_folder: Path, tmp_path: Path) -> None:
    found = json.loads(call("bench", shared_folder, "--home", tmp_path, "--json").stdout)
    assert found["publish"]["texts"] == 6
    assert found["serve"]["questions"] == 3
    assert found["serve"]["p50_ratio"] > 0
    assert not list(tmp_path.iterdir())

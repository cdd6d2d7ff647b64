"""The evaluation's verbs, run in this process, and a copy of the sample help centre that they may write to."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.cli.conftest import cli as cli
from tests.conftest import SAMPLE_ARTICLES
from tests.eval.conftest import write_jsonl

SAMPLE_QUESTIONS = SAMPLE_ARTICLES.parents[1] / "eval" / "sets" / "sample" / "questions.jsonl"


@pytest.fixture
def own_home(tmp_path: Path, sample_home: Path) -> Path:
    """A home of its own with the sample help centre in it."""
    shutil.copytree(sample_home, tmp_path / "home", copy_function=_copy)
    return tmp_path / "home"


@pytest.fixture
def sample_golden(tmp_path: Path) -> Callable[..., Path]:
    """Writes as many answerable and unanswerable questions of the sample set, from the first or a later one on."""
    rows = [json.loads(line) for line in SAMPLE_QUESTIONS.read_text(encoding="utf-8").splitlines()]

    def write(name: str = "golden", answerable: int = 50, unanswerable: int = 25, start: int = 0) -> Path:
        chosen = [
            row
            for wanted, count in ((True, answerable), (False, unanswerable))
            for row in [row for row in rows if row["answerable"] is wanted][start : start + count]
        ]
        return write_jsonl(tmp_path / f"{name}.jsonl", chosen)

    return write


def _copy(source: str, target: str) -> None:
    """The exported encoder is large, and nothing writes to it again."""
    if source.endswith(".onnx"):
        os.link(source, target)
    else:
        shutil.copy2(source, target)

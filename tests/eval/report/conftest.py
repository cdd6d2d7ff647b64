from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.output import ConsoleProgress
from eval.datasets import read_dataset
from eval.index import Index
from eval.results import Evaluation
from eval.run import evaluate


@pytest.fixture(scope="session")
def evaluation(index: Index, shared_folder: Path) -> Evaluation:
    """The evaluation of the shared folder: three questions that an article answers, two that none does."""
    return evaluate(index, read_dataset(shared_folder), ConsoleProgress())

"""Learning over real stores and files, and fakes for the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.clock import now_utc
from bot.learning.gathering import Gathering
from bot.learning.golden import GoldenFiles
from bot.learning.learning import Learning
from bot.masking import mask
from bot.store.candidates import SqlCandidates
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from tests.fakes import FakeLive, FakeMeanings


def learning_in(database: Database, home: Path, golden: Path | None = None) -> Learning:
    """What learns from the database, and keeps its files below the home."""
    candidates, conversations = SqlCandidates(database), SqlConversations(database, mask)
    gathering = Gathering(candidates, FakeMeanings, interval_seconds=0.01)
    return Learning(candidates, conversations, FakeLive(), gathering, GoldenFiles(home, golden), mask, now_utc)


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON Lines; none where there is no file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

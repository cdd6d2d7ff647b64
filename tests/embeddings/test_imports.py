"""The serving side never pays for the encoding side: what a real process has imported by the end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENCODING = {"torch", "transformers", "sentence_transformers"}

IMPORT_CLI = "import bot.cli"
ANSWER = """
import os
from pathlib import Path
from bot.settings import Settings
from bot.wiring import open_assistant
answer = open_assistant(Settings(home=Path(os.environ["CITEDESK_HOME"]))).answer("How do I reset my passkey?")
assert answer.release and answer.confidence >= 0
"""
SERVE = """
import os
from pathlib import Path
from starlette.testclient import TestClient
from bot.settings import Settings
from bot.wiring import open_live, open_store
from bot.wiring.application import open_app
settings = Settings(home=Path(os.environ["CITEDESK_HOME"]))
with TestClient(open_app(settings, open_live(settings), open_store(settings)), base_url="http://127.0.0.1") as client:
    assert client.post("/v1/chat", json={"message": "How do I reset my passkey?"}).json()["outcome"]
    assert client.post("/v1/search", json={"query": "deposit suspended"}).status_code == 200
"""
UNCHANGED_SYNC = """
import os
from pathlib import Path
from bot.cli.output import ConsoleProgress
from bot.settings import Settings
from bot.wiring import open_publisher
from embeddings.home import Home
from embeddings.release import read_articles
settings = Settings(home=Path(os.environ["CITEDESK_HOME"]))
home = Home(settings.home)
live = read_articles(home.folder(home.current()))
assert not open_publisher(settings, ConsoleProgress()).publish(live).published
"""


@pytest.mark.parametrize("code", [IMPORT_CLI, ANSWER, SERVE, UNCHANGED_SYNC], ids=["cli", "answer", "serve", "sync"])
def test_nothing_of_the_encoding_side_is_imported(sample_home: Path, tmp_path: Path, code: str) -> None:
    environment = {**os.environ, "CITEDESK_HOME": str(sample_home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "bot" in loaded
    assert not loaded & ENCODING

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.answer import Outcome
from bot.rules.rule import RuleKind
from bot.settings import Settings
from bot.wiring import open_assistant, open_live, open_publisher, open_store
from bot.wiring.application import open_app, open_server
from corpus.errors import ConfigurationError, EncoderError
from embeddings.model_files import ModelFiles
from tests.bot.articles import ROOT
from tests.bot.rules.kept import draft
from tests.embeddings.builders import QuietDisplay


def loaded_by(*modules: str) -> Sequence[str]:
    """The names of all modules that a fresh interpreter has loaded after it imported these."""
    code = f"import sys, {', '.join(modules)}; print(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return run.stdout.split()


def test_what_serves_never_imports_what_only_publishing_needs() -> None:
    serving = loaded_by("bot.wiring", "bot.api.app", "bot.cli.serve", "bot.store.store", "uvicorn")

    assert "faiss" in serving
    assert not {"torch", "sentence_transformers", "transformers", "onnx"} & set(serving)


def test_assistant_answers_from_the_home_of_the_settings(sample_home: Path) -> None:
    answer = open_assistant(Settings(home=sample_home, threads=1, threshold=0.0)).answer("trading fees")

    assert answer.outcome is Outcome.ANSWERED


def test_application_is_made_of_the_settings(sample_home: Path) -> None:
    settings = Settings(home=sample_home)

    assert isinstance(open_app(settings, open_live(settings), open_store(settings)), FastAPI)


def test_application_suggests_what_the_team_has_pinned(home: Path) -> None:
    settings = Settings(home=home)
    store = open_store(settings)
    store.rules.add(draft(RuleKind.PIN, "How do I reset 2FA?"), "Lena")
    client = TestClient(open_app(settings, open_live(settings), store))
    asked = {"messages": [{"role": "user", "text": "How do I reset 2FA?"}]}
    first = client.post("/v1/suggest", json=asked).json()["suggestions"][0]
    store.database.close()

    assert (first["text"], first["confidence"], first["answers"][0]["rule"]) == ("By a pin.", 1.0, 1)


def test_server_is_refused_proxies_that_are_none_before_it_listens(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, trusted_proxies="nginx")

    with pytest.raises(ConfigurationError, match="CITEDESK_TRUSTED_PROXIES names 'nginx'"):
        open_server(settings, open_live(settings), open_store(settings))


def test_store_of_the_settings_keeps_no_personal_data(tmp_path: Path) -> None:
    store = open_store(Settings(home=tmp_path))
    received = store.conversations.receive(None, "Write to noor@mail.example")
    store.database.close()

    assert received.message.text == "Write to [e-mail]"


def test_publisher_takes_its_numbers_from_the_settings(tmp_path: Path, model_files: ModelFiles) -> None:
    made = open_publisher(Settings(home=tmp_path, keep_releases=3, threads=2), QuietDisplay())

    assert (made.home.path, made.keep_releases, made.threads) == (tmp_path, 3, 2)
    assert made.files.fingerprint == model_files.fingerprint


def test_model_that_is_none_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(EncoderError, match=r"empty' is not a sentence-transformers model"):
        open_publisher(Settings(home=tmp_path, model=str(tmp_path / "empty")), QuietDisplay())


def test_missing_publish_extra_is_named_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "embeddings.sentence_transformer", None)
    made = open_publisher(Settings(home=tmp_path), QuietDisplay())

    with pytest.raises(EncoderError, match=r"pip install 'citedesk\[publish\]'"):
        made.load_encoder()

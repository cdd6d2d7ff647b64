from __future__ import annotations

import json
import sys
from functools import partialmethod
from pathlib import Path

import pytest

from bot.store.conversations import SqlConversations
from bot.store.database import Database, default_url
from bot.store.tables import HEAD
from bot.store.views import SqlArticleViews
from embeddings.home import Home
from tests.bot.cli.conftest import Cli


def states(values: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {finding["check"]: finding["state"] for finding in values["findings"]}


def test_sound_installation_is_ok(cli: Cli, home: Path) -> None:
    run = cli("doctor", "--home", home)
    values = cli("doctor", "--home", home, "--json").json

    assert (run.code, run.err) == (0, "")
    assert "index: " in run.out
    assert "all digests right" in run.out
    assert states(values)["index"] == states(values)["encoder"] == states(values)["packages"] == "ok"
    assert all(set(finding) == {"check", "state", "text"} for finding in values["findings"])


@pytest.mark.parametrize("name", ["passages.jsonl", "dense.faiss", "calibration.json", "encoder/tokenizer.json"])
def test_altered_file_is_found_and_exits_with_1(cli: Cli, home: Path, name: str) -> None:
    path = Home(home).folder(Home(home).current()) / name
    altered = path.read_bytes() + b" "
    path.unlink()
    path.write_bytes(altered)
    run = cli("doctor", "--home", home, "--json")

    assert (run.code, states(run.json)["index"]) == (1, "broken")
    assert f"sha256 of {name} should be" in run.out
    assert "citedesk rollback" in run.out


def test_altered_manifest_is_found(cli: Cli, home: Path) -> None:
    path = Home(home).folder(Home(home).current()) / "manifest.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(values | {"articles": 12}), encoding="utf-8")
    run = cli("doctor", "--home", home)

    assert run.code == 1
    assert "articles should be 12 but is 11" in run.out


def test_home_without_an_index_is_a_warning(cli: Cli, tmp_path: Path) -> None:
    run = cli("doctor", "--home", tmp_path / "new", "--json")

    assert (run.code, states(run.json)["index"]) == (0, "warning")
    assert "citedesk sync SOURCE" in run.out
    assert not (tmp_path / "new").exists()


def test_interrupted_sync_leaves_a_hint(cli: Cli, home: Path) -> None:
    (home / "releases" / ".staging-4711").mkdir()

    assert ".staging-4711 (may be deleted)" in cli("doctor", "--home", home).out


def test_pointer_to_no_release_is_broken(cli: Cli, home: Path) -> None:
    (home / "CURRENT").write_text("20200101T000000-9\n", encoding="utf-8")
    run = cli("doctor", "--home", home)

    assert run.code == 1
    assert "20200101T000000-9" in run.out


def test_model_that_cannot_be_found_is_named(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEDESK_MODEL", str(home))
    run = cli("doctor", "--home", home, "--json")

    assert states(run.json)["encoder"] == "warning"
    assert "is not a sentence-transformers model" in run.out


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("AGENT_KEY", "short", "CITEDESK_AGENT_KEY"),
        ("IDENTITY_SECRET", "short", "CITEDESK_IDENTITY_SECRET has 5 characters"),
        ("SUPPORT_HOURS", "sometimes", "CITEDESK_SUPPORT_HOURS"),
        ("LIMIT_ADDRESS", "abc", "CITEDESK_LIMIT_ADDRESS is 'abc', which is no limit"),
        ("TRUSTED_PROXIES", "nginx", "CITEDESK_TRUSTED_PROXIES names 'nginx'"),
        ("DATABASE_URL", "mysql://desk/desk", "'mysql' is not a database Citedesk can use"),
    ],
)
def test_setting_that_serving_would_refuse_is_broken(
    cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"CITEDESK_{setting}", value)
    run = cli("doctor", "--home", home, "--json")

    assert (run.code, run.err, states(run.json)["configuration"]) == (1, "", "broken")
    assert told in run.out


def test_missing_package_of_redis_is_broken(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEDESK_LIMIT_STORAGE", "redis://127.0.0.1:1/0")
    monkeypatch.setitem(sys.modules, "redis.backoff", None)
    run = cli("doctor", "--home", home, "--json")

    assert (run.code, states(run.json)["configuration"]) == (1, "broken")
    assert "pip install 'citedesk[redis]'" in run.out


def test_database_that_serving_has_yet_to_make_is_ok(cli: Cli, home: Path) -> None:
    run = cli("doctor", "--home", home, "--json")

    assert states(run.json)["database"] == "ok"
    assert "does not exist yet; 'citedesk serve' makes it" in run.out
    assert not (home / "citedesk.db").exists()


def test_database_of_this_version_is_written_to_for_trial(cli: Cli, home: Path) -> None:
    database = Database(default_url(home))
    database.engine()
    run = cli("doctor", "--home", home)

    assert (run.code, run.err) == (0, "")
    assert f"schema {HEAD}, can be written to" in run.out
    assert SqlArticleViews(database).counts() == {}
    database.close()


def test_file_that_is_no_database_is_broken(cli: Cli, home: Path) -> None:
    (home / "citedesk.db").write_text("no database " * 100, encoding="utf-8")
    run = cli("doctor", "--home", home, "--json")

    assert (run.code, states(run.json)["database"]) == (1, "broken")
    assert "file is not a database. Stop Citedesk and put a backup in its place" in run.out


def test_database_on_a_full_disk_is_broken(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.database.LEAST_FREE_BYTES", 10**18)
    database = Database(default_url(home))
    database.engine()
    database.close()
    run = cli("doctor", "--home", home, "--json")

    assert (run.code, states(run.json)["database"]) == (1, "broken")
    assert "could not be used for long: its disk has only " in run.out


def test_database_that_another_program_locks_is_broken(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database, "__init__", partialmethod(Database.__init__, busy_timeout_ms=20))
    database = Database(default_url(home))
    with database.writing():
        run = cli("doctor", "--home", home)
    database.close()

    assert run.code == 1
    assert "database is locked" in run.out


def test_server_that_cannot_be_reached_is_named_without_its_password(
    cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEDESK_DATABASE_URL", "postgresql://desk:hush@127.0.0.1:1/desk?password=hush")
    run = cli("doctor", "--home", home, "--json")

    assert (run.code, states(run.json)["database"]) == (1, "broken")
    assert "The database postgresql+psycopg://desk:***@127.0.0.1:1/desk could not be used: " in run.out
    assert "refused" in run.out
    assert "hush" not in run.out


def test_deliveries_that_are_stuck_are_told(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEDESK_WEBHOOK_URL", "http://127.0.0.1:9/hook")
    monkeypatch.setenv("CITEDESK_WEBHOOK_SECRET", "whsec_" + "A" * 43)
    database = Database(default_url(tmp_path), told=("webhook",))
    SqlConversations(database, str).receive(None, "hello")
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE deliveries SET created_at = 0, error = 'It answered 500'")
    database.close()

    found = cli("doctor", "--home", tmp_path, "--json").json["findings"]
    (stuck,) = (one for one in found if one["check"] == "deliveries to webhook")
    assert stuck["state"] == "warning"
    assert stuck["text"] == "1 waiting to be sent since 1970-01-01 00:00 UTC. It answered 500"

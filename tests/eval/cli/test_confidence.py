from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.retrieval.confidence import DEFAULT, FEATURES
from embeddings.home import Home
from embeddings.recalibrate import publish_calibration
from tests.bot.cli.conftest import Cli
from tests.conftest import SAMPLE_ARTICLES

Golden = Callable[..., Path]
QUESTION = "How do I reset two-factor authentication (2FA)?"
ALLOWED = ("--max-error", 0.2, "--today", "2026-11-23")


@pytest.fixture
def answer_at(cli: Cli, own_home: Path) -> Callable[[], float]:
    """The confidence from which the live release answers, as `ask` explains it."""

    def asked() -> float:
        explained = cli("ask", QUESTION, "--explain", "--home", own_home, "--json").json["explain"]
        return float(explained["answer_at"])

    return asked


@pytest.fixture
def calibrate(cli: Cli, own_home: Path, sample_golden: Golden) -> Callable[..., Any]:
    """Calibrates the copy of the sample help centre and returns what is printed as JSON."""

    def run(*options: object) -> Any:
        done = cli("eval", "calibrate", sample_golden(), *ALLOWED, "--home", own_home, "--json", *options)
        assert done.code == 0, done.err
        return done.json

    return run


def test_calibration_goes_live_as_a_release_that_rollback_takes_back(
    cli: Cli, own_home: Path, calibrate: Callable[..., Any], answer_at: Callable[[], float]
) -> None:
    before = Home(own_home).current()
    found = calibrate()

    assert found["release"] == Home(own_home).current() != before
    assert cli("releases", "--home", own_home, "--json").json["live"] == found["release"]
    assert answer_at() == found["model"]["answer_at"] != DEFAULT.answer_at
    assert cli("rollback", "--home", own_home).code == 0
    assert (Home(own_home).current(), answer_at()) == (before, DEFAULT.answer_at)


def test_next_sync_keeps_the_calibration(
    cli: Cli, own_home: Path, calibrate: Callable[..., Any], answer_at: Callable[[], float], tmp_path: Path
) -> None:
    calibrated = calibrate()
    articles = shutil.copytree(SAMPLE_ARTICLES, tmp_path / "articles")
    sorted(articles.rglob("*.md"))[0].unlink()
    synced = cli("sync", articles, "--home", own_home, "--json")

    assert (synced.code, synced.json["published"]) == (0, True), synced.err
    assert Home(own_home).current() != calibrated["release"]
    assert answer_at() == calibrated["model"]["answer_at"]


def test_dry_run_tells_the_same_and_stores_nothing(own_home: Path, calibrate: Callable[..., Any]) -> None:
    releases = Home(own_home).releases()
    told = calibrate("--dry-run")

    assert Home(own_home).releases() == releases
    assert told["release"] is None
    assert {**calibrate(), "release": None} == told


def test_calibrating_again_gives_the_same(own_home: Path, calibrate: Callable[..., Any]) -> None:
    first, second = calibrate(), calibrate()

    assert second["release"] != first["release"]
    assert {**second, "release": None} == {**first, "release": None}


def test_calibration_is_shown_beside_what_ships(cli: Cli, own_home: Path, sample_golden: Golden) -> None:
    run = cli("eval", "calibrate", sample_golden(), *ALLOWED, "--home", own_home)
    shown = " ".join(run.out.split())

    assert run.code == 0
    assert "50 answerable questions, 25 not as shipped calibrated" in shown
    assert "unanswerable ones answered (20 % allowed)" in shown
    assert f"Release {Home(own_home).current()} of '{own_home}', now live, answers from a confidence of 0." in shown


def test_false_answers_are_held_to_what_is_allowed(calibrate: Callable[..., Any]) -> None:
    found = calibrate()

    assert found["calibrated"]["false_answers"] <= found["max_error"] == 0.2
    assert (found["answerable"], found["unanswerable"]) == (50, 25)


def test_questions_that_are_all_answerable_are_refused_before_any_work(
    cli: Cli, sample_golden: Golden, tmp_path: Path
) -> None:
    golden = sample_golden(unanswerable=0)
    run = cli("eval", "calibrate", golden, "--home", tmp_path / "nothing")

    assert (run.code, run.out) == (2, "")
    assert f"'{golden}' has no questions without an answer" in run.err
    assert "at least 20" in run.err
    assert '"answerable": false' in run.err
    assert not (tmp_path / "nothing").exists()


def test_calibration_of_another_version_is_told_of_and_mended(
    cli: Cli, own_home: Path, calibrate: Callable[..., Any], answer_at: Callable[[], float]
) -> None:
    home = Home(own_home)
    publish_calibration(home, home.current(), {"confidence": {"features": ["votes"], "weights": [1.0]}})
    asked = cli("ask", QUESTION, "--home", own_home)

    assert asked.code == 2
    assert "fitted to other features (votes)" in asked.err
    assert "Run 'citedesk eval calibrate' again" in asked.err
    assert answer_at_of(calibrate()) == answer_at()


def answer_at_of(found: Any) -> float:
    return float(found["model"]["answer_at"])


def test_threshold_that_is_set_by_hand_is_warned_of(
    cli: Cli, own_home: Path, sample_golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEDESK_THRESHOLD", "0.9")
    run = cli("eval", "calibrate", sample_golden(), *ALLOWED, "--home", own_home, "--dry-run")

    assert run.code == 0
    assert "warning: CITEDESK_THRESHOLD is 0.9, which overrides the threshold of every release" in run.err


@pytest.mark.parametrize("share", ["0", "0.6", "much"])
def test_share_that_is_none_is_refused(cli: Cli, sample_golden: Golden, share: str) -> None:
    assert cli("eval", "calibrate", sample_golden(), "--max-error", share).code == 2


def test_training_tells_coefficients_and_what_they_do_on_sets_they_did_not_see(
    cli: Cli, own_home: Path, sample_golden: Golden
) -> None:
    sets = [sample_golden(name, 20, 10, start=20 * n) for n, name in enumerate(("one", "two", "three"))]
    found = cli("eval", "train", *sets, "--home", own_home, "--json").json
    shown = cli("eval", "train", *sets, "--home", own_home)

    assert found["features"] == list(FEATURES)
    assert len(found["coefficients"]) == len(FEATURES) + 1
    assert list(found["left_out"]) == ["one", "two", "three"]
    assert 0 <= found["left_out"]["two"]["auroc"] <= 1
    assert f"Fitted to all: intercept {found['coefficients'][0]}, dense {found['coefficients'][1]}" in shown.out


def test_training_on_two_sets_is_refused(cli: Cli, own_home: Path, sample_golden: Golden) -> None:
    sets = [sample_golden(name, 20, 10) for name in ("one", "two")]
    run = cli("eval", "train", *sets, "--home", own_home)

    assert (run.code, run.out) == (2, "")
    assert "three data sets or more; 2 given" in run.err

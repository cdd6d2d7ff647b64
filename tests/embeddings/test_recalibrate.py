from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ConfigurationError, ReleaseError, ReleaseMismatchError
from embeddings.encoder import PassageEncoder
from embeddings.home import Home
from embeddings.model_files import ModelFiles
from embeddings.recalibrate import publish_calibration
from embeddings.release import load_release
from tests.embeddings.builders import articles, publisher

FITTED = {"confidence": {"answer_at": 0.7}}


@pytest.fixture
def home(tmp_path: Path, model_files: ModelFiles, encoder: PassageEncoder) -> Home:
    publisher(tmp_path, model_files, lambda: encoder).publish(articles())
    return Home(tmp_path)


def test_calibration_makes_a_new_live_release_and_leaves_the_old_one_as_it_was(home: Home) -> None:
    before = home.current()
    name = publish_calibration(home, before, FITTED)
    old, new = (load_release(home.folder(one)) for one in (before, name))

    assert home.current() == name == new.manifest.release != before
    assert (old.calibration, new.calibration) == ({}, FITTED)
    assert (old.articles, old.passages) == (new.articles, new.passages)


def test_calibration_is_kept_by_the_next_sync(home: Home, model_files: ModelFiles, encoder: PassageEncoder) -> None:
    publish_calibration(home, home.current(), FITTED)
    publisher(home.path, model_files, lambda: encoder).publish(articles()[:-1])

    assert load_release(home.folder(home.current())).calibration == FITTED


def test_damaged_release_is_not_calibrated(home: Home) -> None:
    live = home.current()
    (home.folder(live) / "passages.jsonl").write_text("")
    with pytest.raises(ReleaseMismatchError, match=r"passages\.jsonl"):
        publish_calibration(home, live, FITTED)

    assert home.releases() == [live]


def test_release_that_is_no_longer_live_is_not_brought_back(
    home: Home, model_files: ModelFiles, encoder: PassageEncoder
) -> None:
    before = home.current()
    publisher(home.path, model_files, lambda: encoder).publish(articles()[:-1])
    after = home.current()
    with pytest.raises(ReleaseError, match=rf"Release {after} went live .* while {before} was calibrated; nothing was"):
        publish_calibration(home, before, FITTED)

    assert (home.current(), home.releases()) == (after, [before, after])


def test_calibration_shares_the_disk_with_the_release_it_was_fitted_to(home: Home) -> None:
    before = home.current()
    name = publish_calibration(home, before, FITTED)
    same = [(home.folder(one) / "passages.jsonl").stat().st_ino for one in (before, name)]

    assert same[0] == same[1]


def test_nothing_is_calibrated_while_a_sync_is_running(home: Home) -> None:
    with home.lock(), pytest.raises(ConfigurationError, match="Another sync or rollback is running"):
        publish_calibration(home, home.current(), FITTED)

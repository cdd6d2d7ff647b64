"""The sample help centre as the bot sees it, always on the same day, and a small one that tests may change."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import follow_ups
from bot.assistant import Assistant
from bot.knowledge import LiveReleases, ReleaseKnowledge
from corpus.sources import load_sources
from embeddings.encoder import PassageEncoder
from embeddings.home import Home
from embeddings.model_files import ModelFiles
from embeddings.release import Release
from tests.bot.articles import TODAY, write_articles
from tests.embeddings.builders import articles, publisher

LARGE_BYTES = 1_000_000


class PinnedLive(LiveReleases):
    """Live releases of which one stays live."""

    pinned: ReleaseKnowledge

    def current(self) -> ReleaseKnowledge:
        return self.pinned


@pytest.fixture(scope="session", autouse=True)
def patient_follow_ups() -> Iterator[None]:
    """Follow-ups are looked for to the end, however busy the machine is: on a clock, answers differ from run to run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(follow_ups, "CHECKING_SECONDS", 60.0)
        yield


@pytest.fixture(scope="session")
def knowledge(sample_release: Release) -> ReleaseKnowledge:
    """The sample release on a day when some of its announcements have expired."""
    return ReleaseKnowledge(sample_release, today=lambda: TODAY)


@pytest.fixture(scope="session")
def assistant(sample_home: Path, knowledge: ReleaseKnowledge) -> Assistant:
    """The assistant over the sample release."""
    live = PinnedLive(Home(sample_home))
    live.pinned = knowledge
    return Assistant(live)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, model_files: ModelFiles, encoder: PassageEncoder) -> Path:
    """A home with the small help centre in it, as read from Markdown; it is copied, never changed."""
    folder = write_articles(tmp_path_factory.mktemp("small") / "articles", articles())
    home = tmp_path_factory.mktemp("published")
    publisher(home, model_files, lambda: encoder).publish(load_sources([str(folder)]).articles)
    return home


@pytest.fixture
def home(tmp_path: Path, published: Path) -> Path:
    """A home of its own with the small help centre in it."""
    shutil.copytree(published, tmp_path / "home", copy_function=_copy)
    return tmp_path / "home"


@pytest.fixture
def empty_home(home: Path) -> Path:
    """A home with nothing published, but with all that the small help centre needs encoded already."""
    shutil.rmtree(home / "releases")
    (home / "CURRENT").unlink()
    return home


def _copy(source: str, target: str) -> None:
    """Large files are the exported encoder, which nothing writes to again."""
    if Path(source).stat().st_size > LARGE_BYTES:
        os.link(source, target)
    else:
        shutil.copy2(source, target)

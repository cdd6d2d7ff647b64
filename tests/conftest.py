"""Built once a session, and only if a test asks for it: the packaged encoder and an index of the sample help centre."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.sources import load_sources
from embeddings.home import Home
from embeddings.model_files import ModelFiles, locate_model
from embeddings.publish import Publisher
from embeddings.release import Release, load_release
from tests.chromium import browser as browser
from tests.embeddings.builders import QuietDisplay

if TYPE_CHECKING:
    from embeddings.sentence_transformer import SentenceTransformerEncoder

SAMPLE_ARTICLES = Path(__file__).parents[1] / "corpus" / "articles"


@pytest.fixture(scope="session")
def model_files() -> ModelFiles:
    """The files of the packaged encoder."""
    return locate_model()


@pytest.fixture(scope="session")
def encoder(model_files: ModelFiles) -> SentenceTransformerEncoder:
    """The packaged passage encoder."""
    # Importing torch takes seconds, which only the tests that encode should pay.
    from embeddings.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(model_files)


@pytest.fixture(scope="session")
def sample_home(
    tmp_path_factory: pytest.TempPathFactory, model_files: ModelFiles, request: pytest.FixtureRequest
) -> Path:
    """A home with the sample help centre published in it. All tests share it, so none may write to it."""
    home = Home(tmp_path_factory.mktemp("sample-home"))
    loaded = load_sources([str(SAMPLE_ARTICLES)])
    assert not loaded.problems
    Publisher(home, model_files, lambda: request.getfixturevalue("encoder"), QuietDisplay()).publish(loaded.articles)
    return home.path


@pytest.fixture(scope="session")
def sample_release(sample_home: Path) -> Release:
    """The published release of the sample help centre."""
    home = Home(sample_home)
    return load_release(home.folder(home.current()))

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ConfigurationError
from embeddings.encoder import Progress, Vectors, no_progress
from embeddings.vector_cache import VectorCache
from tests.embeddings.builders import CountingEncoder


class FailingEncoder(CountingEncoder):
    """Gives way after its first piece of work, like a run that is interrupted."""

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Vectors:
        if self.texts:
            raise KeyboardInterrupt
        return super().encode_passages(texts, progress)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "vectors.sqlite"


@pytest.fixture
def cache(path: Path) -> Iterator[VectorCache]:
    cache = VectorCache(path)
    yield cache
    cache.close()


def test_missing_texts_are_named_once_and_in_order(cache: VectorCache, counting: CountingEncoder) -> None:
    cache.encode(counting, ["known"])
    assert cache.missing(counting.fingerprint, ["b", "known", "a", "b"]) == ["b", "a"]
    assert cache.missing("another encoder", ["known"]) == ["known"]


def test_vectors_are_those_of_the_encoder_in_the_order_asked(cache: VectorCache, counting: CountingEncoder) -> None:
    texts = [f"text {number} " * (number % 7) for number in range(600)]
    cache.encode(counting, texts)
    stored = cache.vectors(counting.fingerprint, texts[::-1])
    assert stored.shape == (600, 32)
    assert stored.dtype == np.float32
    np.testing.assert_allclose(stored[::50], counting.encode_passages(texts[::-1][::50]), atol=1e-5)


def test_a_text_never_encoded_has_no_vector(cache: VectorCache) -> None:
    with pytest.raises(KeyError):
        cache.vectors("fingerprint", ["never seen"])


def test_vectors_survive_reopening(path: Path, cache: VectorCache, counting: CountingEncoder) -> None:
    cache.encode(counting, ["kept"])
    before = cache.vectors(counting.fingerprint, ["kept"])
    cache.close()
    reopened = VectorCache(path)
    assert reopened.missing(counting.fingerprint, ["kept"]) == []
    np.testing.assert_array_equal(reopened.vectors(counting.fingerprint, ["kept"]), before)
    reopened.close()


def test_interrupted_run_keeps_what_it_saved(path: Path, cache: VectorCache, counting: CountingEncoder) -> None:
    texts = [f"text {number}" for number in range(700)]
    with pytest.raises(KeyboardInterrupt):
        cache.encode(FailingEncoder(counting), texts)
    cache.close()
    again = VectorCache(path)
    assert 0 < len(again.missing(counting.fingerprint, texts)) < 700
    again.close()


def test_two_processes_write_to_one_cache(path: Path, cache: VectorCache) -> None:
    code = (
        "import sys, numpy as np\nfrom pathlib import Path\nfrom embeddings.vector_cache import VectorCache\n"
        "class Encoder:\n    fingerprint = 'both'\n"
        "    def encode_passages(self, texts, progress):\n"
        "        return np.full((len(texts), 4), int(sys.argv[2]), dtype=np.float32)\n"
        "cache = VectorCache(Path(sys.argv[1]))\n"
        "for n in range(100):\n    cache.encode(Encoder(), [f'{sys.argv[2]} {n}'])\n"
        "cache.close()"
    )
    children = [subprocess.Popen([sys.executable, "-c", code, str(path), which]) for which in "12"]
    assert [child.wait() for child in children] == [0, 0]
    texts = [f"{which} {number}" for which in "12" for number in range(100)]
    assert cache.vectors("both", texts)[:, 0].tolist() == [1] * 100 + [2] * 100


def test_damaged_file_is_an_error_with_a_remedy(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database " * 1000)
    with pytest.raises(ConfigurationError, match=r"vectors\.sqlite' cannot be used: .* Delete it"):
        VectorCache(path)

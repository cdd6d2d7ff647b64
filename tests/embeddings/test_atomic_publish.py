"""Whatever happens while a release is built, the published one stays as it is and the next sync works."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import ConfigurationError
from embeddings import publish
from embeddings.home import Home
from embeddings.publish import Publisher
from embeddings.release import load_release
from embeddings.vector_cache import VectorCache
from tests.embeddings.builders import TOPICS, CountingEncoder, article, articles, contents

ROOT = Path(__file__).parents[2]
STAGES: dict[str, tuple[object, str]] = {
    "encoding": (CountingEncoder, "encode_passages"),
    "reading vectors": (VectorCache, "vectors"),
    "exporting the encoder": (CountingEncoder, "export_query_encoder"),
    "writing": (publish, "write_release"),
    "loading": (publish, "load_release"),
    "checking": (publish, "check_release"),
    "renaming": (Path, "rename"),
    "pointing": (Home, "point_to"),
    "replacing the pointer": (Path, "replace"),
}
_KILLED = """
import sys
from pathlib import Path
from embeddings import publish
from embeddings.home import Home
from embeddings.model_files import locate_model
from tests.embeddings.builders import articles, publisher

def stop(*_):
    print("there", flush=True)
    sys.stdin.read()

home, model, name = sys.argv[1:]
setattr(Home if hasattr(Home, name) else publish, name, stop)
publisher(Path(home), locate_model(model), None).publish(articles()[1:])
"""


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def give_way(*_: object, **__: object) -> Any:
    raise OSError("no space left on device")


@pytest.mark.parametrize("stage", STAGES)
def test_failure_at_any_stage_leaves_what_is_published(
    home: Home, tiny_publisher: Publisher, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    current, before = home.current(), contents(home.folder(home.current()))
    for cached in (home.cache_folder / "encoders").iterdir():
        cached.rename(home.path / "encoder-of-before")
    with monkeypatch.context() as patch:
        patch.setattr(*STAGES[stage], give_way)
        with pytest.raises(OSError, match="no space left"):
            tiny_publisher.publish([*articles(), article("Zebras")])
    assert home.current() == current
    assert contents(home.folder(current)) == before
    assert not [name for name in names(home.releases_folder) | names(home.cache_folder / "encoders") if name[0] == "."]
    report = tiny_publisher.publish([*articles(), article("Zebras")])
    assert load_release(home.folder(home.current())).manifest.articles == len(TOPICS) + 1
    assert report.diff.added == ("zebras",)


@pytest.mark.parametrize("name", ["write_release", "check_release", "publish", "point_to"])
def test_sync_killed_on_its_way_leaves_a_live_index_and_does_not_hinder_the_next(
    home: Home, tiny_publisher: Publisher, tiny_model: Path, name: str
) -> None:
    current = home.current()
    command = [sys.executable, "-c", _KILLED, str(home.path), str(tiny_model), name]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "there\n"
        child.kill()
    assert child.returncode == -signal.SIGKILL
    assert home.current() == current
    assert len(load_release(home.folder(current)).articles) == len(TOPICS)
    tiny_publisher.publish(articles()[1:])
    assert len(load_release(home.folder(home.current())).articles) == len(TOPICS) - 1
    assert not [entry for entry in names(home.releases_folder) if entry[0] == "."]


def test_second_publisher_is_refused_while_one_is_at_work(home: Home, tiny_publisher: Publisher) -> None:
    current = home.current()
    with home.lock(), pytest.raises(ConfigurationError, match="Another sync or rollback is running"):
        tiny_publisher.publish(articles()[1:])
    assert home.releases() == [current]
    assert tiny_publisher.publish(articles()[1:]).published

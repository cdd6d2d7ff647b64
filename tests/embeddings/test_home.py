from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import ConfigurationError, NoReleaseError, ReleaseError
from embeddings.home import Home


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    return Home(tmp_path / "new" / "home")


def publish(home: Home, content: str = "x") -> str:
    """Publishes a release of one file."""
    with home.staging() as folder:
        (folder / "file").write_text(content, encoding="utf-8")
        name = home.new_name()
        home.publish(folder, name)
    return name


def test_home_without_releases_says_how_to_publish_one(empty: Home) -> None:
    assert empty.releases() == []
    with pytest.raises(NoReleaseError, match=r"citedesk sync SOURCE --home .*home'? first"):
        empty.current()


def test_published_release_is_whole_and_current(empty: Home) -> None:
    name = publish(empty, "whole")
    assert empty.current() == name
    assert (empty.folder(name) / "file").read_text(encoding="utf-8") == "whole"
    assert [path.name for path in empty.releases_folder.iterdir()] == [name]


def test_releases_are_ordered_by_their_number_beyond_ten(empty: Home) -> None:
    names = [publish(empty) for _ in range(12)]
    assert empty.releases() == names
    assert [name.partition("-")[2] for name in names] == [str(number) for number in range(1, 13)]


def test_other_folders_are_no_releases(empty: Home) -> None:
    name = publish(empty)
    (empty.releases_folder / "notes").mkdir()
    (empty.releases_folder / ".staging-1").mkdir()
    assert empty.releases() == [name]


def test_staging_leaves_nothing_behind(empty: Home) -> None:
    with empty.staging() as folder:
        (folder / "half").write_text("x", encoding="utf-8")
    assert list(empty.releases_folder.iterdir()) == []


def test_staging_clears_away_what_a_killed_sync_left(empty: Home) -> None:
    left = empty.releases_folder / ".staging-1"
    left.mkdir(parents=True)
    (left / "half").write_text("x", encoding="utf-8")
    name = publish(empty)
    assert [path.name for path in empty.releases_folder.iterdir()] == [name]


def test_rolling_back_and_forth_moves_the_pointer_alone(empty: Home) -> None:
    first, second = publish(empty, "1"), publish(empty, "2")
    empty.point_to(first)
    assert empty.current() == first
    empty.point_to(second)
    assert empty.current() == second
    assert empty.releases() == [first, second]


def test_unknown_release_is_refused_and_the_known_ones_named(empty: Home) -> None:
    name = publish(empty)
    with pytest.raises(ReleaseError, match=f"no release '20200101T000000-1' .* the releases are: {name}"):
        empty.point_to("20200101T000000-1")
    assert empty.current() == name


@pytest.mark.parametrize("content", ["20200101T000000-1", "", "../../etc", "\0\0"])
def test_pointer_to_nothing_is_an_error_with_a_remedy(empty: Home, content: str) -> None:
    publish(empty)
    (empty.path / "CURRENT").write_text(content, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"names the release .* 'citedesk rollback RELEASE'"):
        empty.current()


def test_missing_pointer_beside_releases_is_an_error_with_a_remedy(empty: Home) -> None:
    publish(empty)
    empty.pointer.unlink()
    with pytest.raises(ReleaseError, match=r"CURRENT' is missing.* 'citedesk rollback RELEASE'") as raised:
        empty.current()
    assert not isinstance(raised.value, NoReleaseError)


def test_pointer_that_is_no_text_is_an_error_with_a_remedy(empty: Home) -> None:
    publish(empty)
    empty.pointer.write_bytes(b"\xff\xfe")
    with pytest.raises(ReleaseError, match="'citedesk rollback RELEASE'"):
        empty.current()


def test_prune_keeps_the_newest_and_the_published_release(empty: Home) -> None:
    names = [publish(empty) for _ in range(6)]
    empty.point_to(names[1])
    assert empty.prune(keep=2) == [names[0], names[2], names[3]]
    assert empty.releases() == [names[1], names[4], names[5]]
    assert empty.prune(keep=2) == []


def test_name_is_later_than_all_others_after_a_rollback(empty: Home) -> None:
    names = [publish(empty) for _ in range(3)]
    empty.point_to(names[0])
    assert empty.new_name().endswith("-4")


def test_second_writer_is_refused_while_the_first_holds_the_home(empty: Home) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom embeddings.home import Home\n"
        "with Home(Path(sys.argv[1])).lock():\n    print('held', flush=True)\n    sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(empty.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(ConfigurationError, match="Another sync or rollback is running"), empty.lock():
            pass
        other.kill()
    with empty.lock():
        pass


def test_home_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="cannot be written to"), Home(tmp_path / "file" / "home").lock():
        pass

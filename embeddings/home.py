"""The folder everything lives under: releases, the pointer to the published one, and the cache."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import ConfigurationError, NoReleaseError, ReleaseError

_NAME = re.compile(r"\d{8}T\d{6}-\d+")
_CURRENT = "CURRENT"
_POINT_ANEW = "Run 'citedesk rollback RELEASE' with one that 'citedesk releases' lists."


class Home:
    """A Citedesk home. Only `staging`, `publish`, `point_to` and `prune` write to it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def releases_folder(self) -> Path:
        """The folder of the releases."""
        return self.path / "releases"

    @property
    def pointer(self) -> Path:
        """The file that names the published release."""
        return self.path / _CURRENT

    @property
    def cache_folder(self) -> Path:
        """The folder of what can be computed again."""
        return self.path / "cache"

    def releases(self) -> list[str]:
        """The names of all releases, oldest first."""
        if not self.releases_folder.is_dir():
            return []
        found = (entry.name for entry in self.releases_folder.iterdir() if _NAME.fullmatch(entry.name))
        return sorted(found, key=_order)

    def current(self) -> str:
        """The name of the published release.

        Raises NoReleaseError when there is no release at all, ReleaseError when it cannot be told which one is live.
        """
        try:
            name = self.pointer.read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            if not self.releases():
                raise NoReleaseError(self.path) from None
            raise ReleaseError(f"'{self.pointer}' is missing, so that no release is live. {_POINT_ANEW}") from None
        except OSError as error:
            raise ReleaseError(f"'{self.pointer}' could not be read: {error}. {_POINT_ANEW}") from error
        if not _NAME.fullmatch(name) or not (self.releases_folder / name).is_dir():
            raise ReleaseError(f"'{self.pointer}' names the release '{name}', which does not exist. {_POINT_ANEW}")
        return name

    def folder(self, release: str) -> Path:
        """The folder of a release. Raises ReleaseError, naming those that exist, when there is no such release."""
        names = self.releases()
        if release not in names:
            known = ", ".join(names) if names else "none"
            raise ReleaseError(f"There is no release '{release}' under '{self.path}'; the releases are: {known}.")
        return self.releases_folder / release

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds the home for one writer. Raises ConfigurationError when another one has it."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            file = (self.path / "sync.lock").open("w")
        except OSError as error:
            raise ConfigurationError(f"The home '{self.path}' cannot be written to: {error}.") from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ConfigurationError(
                    f"Another sync or rollback is running on the home '{self.path}'. "
                    "Wait for it, or use another --home."
                ) from None
            yield

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A new folder to build a release in, for the holder of the lock; what is still in it at the end is deleted."""
        self.releases_folder.mkdir(parents=True, exist_ok=True)
        for left_behind in self.releases_folder.glob(".staging-*"):  # by a sync that was killed
            shutil.rmtree(left_behind, ignore_errors=True)
        folder = self.releases_folder / f".staging-{os.getpid()}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def new_name(self) -> str:
        """A name for the next release: UTC stamp and a number, later in order than every other."""
        taken = self.releases()
        last = int(taken[-1].partition("-")[2]) if taken else 0
        return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{last + 1}"

    def publish(self, staged: Path, name: str) -> None:
        """Makes a staged folder the published release: first whole on disk, then named, then pointed to."""
        for path in staged.rglob("*"):
            _sync_to_disk(path)
        _sync_to_disk(staged)
        staged.rename(self.releases_folder / name)
        _sync_to_disk(self.releases_folder)
        self.point_to(name)

    def point_to(self, release: str) -> None:
        """Makes an existing release the published one, atomically."""
        self.folder(release)
        temporary = self.path / f"{_CURRENT}.{os.getpid()}"
        temporary.write_text(release + "\n", encoding="utf-8")
        _sync_to_disk(temporary)
        temporary.replace(self.pointer)
        _sync_to_disk(self.path)

    def prune(self, keep: int) -> list[str]:
        """The names of the releases it deleted: all but the newest `keep` and the published one."""
        current = self.current()
        doomed = [name for name in self.releases()[:-keep] if name != current]
        for name in doomed:
            shutil.rmtree(self.releases_folder / name)
        return doomed


def _order(name: str) -> tuple[int, str]:
    stamp, _, number = name.partition("-")
    return int(number), stamp


def _sync_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

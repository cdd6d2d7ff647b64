"""The published release with another calibration, as a release of its own: a published one is never altered."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import ReleaseError
from embeddings.home import Home
from embeddings.release import CALIBRATION_FILE, Manifest, check_files, read_manifest, write_calibration, write_manifest


def publish_calibration(home: Home, release: str, calibration: Mapping[str, Any]) -> str:
    """The name of the new live release, which is `release` with `calibration` in place of its own.

    The other files are shared with it on disk. Raises ReleaseError when `release` is damaged, or no longer live: what
    was published since must not be undone.
    """
    with home.lock():
        live = home.current()
        if live != release:
            raise ReleaseError(
                f"Release {live} went live under '{home.path}' while {release} was calibrated; nothing was stored. "
                "Calibrate again."
            )
        source = home.folder(release)
        manifest = read_manifest(source)
        check_files(source, manifest)
        name = home.new_name()
        with home.staging() as staged:
            for file in manifest.files:
                if file != CALIBRATION_FILE:
                    _share(source / file, staged / file)
            write_calibration(staged, calibration)
            write_manifest(staged, _renamed(manifest, name))
            home.publish(staged, name)
    return name


def _renamed(manifest: Manifest, name: str) -> dict[str, Any]:
    return asdict(manifest) | {"release": name, "created_at": datetime.now(UTC).isoformat(timespec="seconds")}


def _share(source: Path, target: Path) -> None:
    """Nothing; the target is the same file as the source, or a copy where the disk can't share it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)

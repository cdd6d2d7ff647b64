from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from corpus.errors import ConfigurationError
from embeddings.line_file import LineFile


def put(path: Path, name: str) -> None:
    LineFile(path).put([{"id": name}], lambda row: row.get("id") == name)


def ids(path: Path) -> list[str]:
    return [row["id"] for _, row in LineFile(path).rows()]


def test_file_that_does_not_exist_is_empty_and_made_when_a_line_comes(tmp_path: Path) -> None:
    path = tmp_path / "golden" / "questions.jsonl"
    assert list(LineFile(path).rows()) == []
    LineFile(path).remove(lambda _: True)
    assert not path.exists()
    put(path, "é")
    assert path.read_text(encoding="utf-8") == '{"id": "é"}\n'


def test_row_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    for name in ("a", "b", "a"):
        put(path, name)
    assert ids(path) == ["b", "a"]
    LineFile(path).remove(lambda row: row["id"] == "b")
    assert ids(path) == ["a"]


def test_lines_of_others_stay_to_the_byte_even_without_sense(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    others = b'{"id" : "x",  "by": "hand"}\n\n# a note\n[1]'
    path.write_bytes(others)
    put(path, "a")
    assert path.read_bytes() == others + b'\n{"id": "a"}\n'
    with pytest.raises(ConfigurationError, match=r"lines\.jsonl:3: Not a JSON object"):
        list(LineFile(path).rows())


def test_no_line_is_lost_when_several_processes_write(tmp_path: Path) -> None:
    path, names = tmp_path / "lines.jsonl", [str(n) for n in range(40)]
    with ProcessPoolExecutor(4) as pool:
        list(pool.map(put, [path] * len(names), names))
    assert sorted(ids(path), key=int) == names
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [file.name for file in tmp_path.iterdir()] == ["lines.jsonl"]


def test_link_into_a_repository_stays_one_and_keeps_its_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    real.write_text("", encoding="utf-8")
    real.chmod(0o664)
    link.symlink_to(real)
    put(link, "a")
    assert link.is_symlink()
    assert ids(real) == ["a"]
    assert real.stat().st_mode & 0o777 == 0o664


def test_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"file/lines\.jsonl' could not be"):
        put(tmp_path / "file" / "lines.jsonl", "a")

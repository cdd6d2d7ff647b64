"""Reading files that may be anything: every way in which one cannot be read is a Problem with its remedy."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

from corpus.article import Kind
from corpus.clean import slug
from corpus.errors import BadArticlesError, Problem
from corpus.sources.fields import MAX_LINE_CHARS, BatchBuilder, Fields
from corpus.sources.source import Defaults, Place, Progress, SourceBatch
from corpus.sources.values import kind_or_none

MAX_ARTICLE_BYTES = 20_000_000
MAX_RECORDS_BYTES = 500_000_000
_GUESS_BYTES = 2_000
_LIKELY_ENCODINGS = (
    "cp1252",
    "cp1251",
    "cp1250",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
    "euc_jp",
    "koi8_r",
    "cp1256",
)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """The fields of an article that is a file, and the lines at which they stand."""

    fields: Fields
    lines: Mapping[str, int] = field(default_factory=dict)


FileReader = Callable[[Path], FileRecord | None]


def find_files(root: Path, suffixes: Collection[str]) -> tuple[list[Path], list[Problem]]:
    """Files below `root` with one of `suffixes`, sorted, and the folders that cannot be read.

    Neither what is hidden counts, nor the folder of images and frames that a browser puts beside a page it saves, nor a
    link to a file that is found itself.
    """
    files: list[Path] = []
    problems: list[Problem] = []

    def unreadable(error: OSError) -> None:
        place = Place(str(error.filename))
        problems.append(place.problem(f"The folder cannot be read: {error.strerror}.", "Correct its permissions."))

    for folder, subfolders, names in os.walk(root, onerror=unreadable):
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        of_pages = {f"{page}_files" for page in pages}
        subfolders[:] = [name for name in subfolders if not name.startswith(".") and name not in of_pages]
        shown = (Path(folder, name) for name in names if not name.startswith("."))
        files += [path for path in shown if path.suffix.lower() in suffixes]
    return sorted(_without_links_among(files)), problems


def _without_links_among(files: list[Path]) -> list[Path]:
    links = {path for path in files if path.is_symlink()}
    if not links:
        return files
    found = {os.path.realpath(path) for path in files if path not in links}
    return [path for path in files if path not in links or os.path.realpath(path) not in found]


def open_binary(path: Path, max_bytes: int = MAX_RECORDS_BYTES) -> BinaryIO:
    """An ordinary file of at most `max_bytes`, open to be read. Raises BadArticlesError."""
    place = Place(str(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise BadArticlesError([place.problem("It is not an ordinary file.", "Take it out of the source.")])
        if status.st_size > max_bytes:
            what = f"The file has {status.st_size / 1e6:,.0f} MB; the most is {max_bytes / 1e6:,.0f} MB."
            raise BadArticlesError([place.problem(what, "Split it, or take it out of the source.")])
        return path.open("rb")
    except OSError as error:
        problem = place.problem(f"The file cannot be read: {error.strerror}.", "Correct its permissions or remove it.")
        raise BadArticlesError([problem]) from error


def read_text(path: Path, max_bytes: int = MAX_ARTICLE_BYTES) -> str:
    """The text of a UTF-8 file, without byte order mark and with Unix line ends. Raises BadArticlesError."""
    place = Place(str(path))
    with open_binary(path, max_bytes) as file:
        text = decoded(file.read(), place)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise BadArticlesError([place.problem("The file is empty.", "Write the article, or remove the file.")])
    if len(text) > MAX_LINE_CHARS:
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > MAX_LINE_CHARS:
                what = f"The line is {len(line) / 1e6:,.1f} MB long; the most is 1 MB."
                raise BadArticlesError([place.problem(what, "Break it into paragraphs.", number)])
    return text


def decoded(raw: bytes, place: Place) -> str:
    """`raw` as UTF-8 text without byte order mark. Raises BadArticlesError that says where it is not UTF-8."""
    nul = raw.find(b"\0")
    if nul >= 0 and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        line = (place.line or 1) + raw.count(b"\n", 0, nul)
        what = f"The file is not text: byte {nul + 1} is zero."
        raise BadArticlesError([place.problem(what, "Take it out of the source, or save it as UTF-8 text.", line)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = (place.line or 1) + raw.count(b"\n", 0, error.start)
        what = (
            f"The text is not UTF-8: byte {error.start + 1} is 0x{raw[error.start]:02x}{_likely_encoding(raw, error)}."
        )
        raise BadArticlesError([place.problem(what, "Save it as UTF-8.", line)]) from error


def _likely_encoding(raw: bytes, error: UnicodeDecodeError) -> str:
    """' (it looks like …)', told from the bytes round the first that is not UTF-8; "" where nothing fits."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " (it looks like UTF-16)"
    part = raw[max(error.start - _GUESS_BYTES, 0) : error.start + _GUESS_BYTES]
    best = from_bytes(part, cp_isolation=list(_LIKELY_ENCODINGS)).best()
    return f" (it looks like {best.encoding.replace('_', '-')})" if best else ""


def load_files(
    root: Path, suffixes: Collection[str], read: FileReader, defaults: Defaults, progress: Progress
) -> SourceBatch:
    """One article a file, from a file or from a folder and its subfolders, sorted by path.

    `read` gives a file's fields, with the lines they stand at, or None where the file is no article. An article without
    a kind gets that of its folder, else the default, else that of `root`.
    """
    builder = BatchBuilder()
    folder, files = root.parent, [root]
    if root.is_dir():
        folder = root
        files, problems = find_files(root, suffixes)
        builder.refuse(problems)
    ids, own_kind = _ids_of_files(files, folder), kind_or_none(folder.absolute().name)
    for path in files:
        try:
            record = read(path)
        except BadArticlesError as error:
            builder.refuse(error.problems)
        else:
            if record is not None:
                kind = _kind_of_folder(path, folder) or defaults.kind or own_kind
                fields = {**record.fields, "id": record.fields.get("id") or ids[path]}
                builder.add(fields, Place(str(path)), replace(defaults, kind=kind), record.lines)
        progress(1)
    return builder.batch()


def _ids_of_files(paths: Iterable[Path], root: Path) -> dict[Path, str]:
    """An id for each file, made of its name; of its path below `root` where several files share a name.

    An index file is named after its folder.
    """
    named = {path: path.parent if path.stem == "index" and path.parent != root else path for path in paths}
    stems = {path: slug(name.stem if name is path else name.name) for path, name in named.items()}
    counts = Counter(stems.values())
    return {path: stem if counts[stem] == 1 else _id_below(root, path) for path, stem in stems.items()}


def _id_below(root: Path, path: Path) -> str:
    return slug("/".join(path.relative_to(root).with_suffix("").parts))


def _kind_of_folder(path: Path, root: Path) -> Kind | None:
    """The kind that the nearest folder between `root` and the file is named after."""
    folders = path.relative_to(root).parts[:-1]
    return next((kind for name in reversed(folders) if (kind := kind_or_none(name))), None)

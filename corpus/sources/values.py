"""Single values as people write them in front matter, tables and JSON. A ValueError's message is the remedy."""

from __future__ import annotations

import re
from datetime import date

from corpus.article import Kind

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?", re.S)
_VIEWS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,15}")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")

# Terminal sequences go whole, for what is left of one without its escape would stand in the text.
_TERMINAL_SEQUENCE = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\a\x1b\n]*(?:\a|\x1b\\\\)")
_CONTROL_SPACES = re.compile("[\v\f\x1c-\x1f\x85]")
_CONTROLS = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def without_controls(text: str) -> str:
    """`text` without control characters but tab and line ends; those that part words become spaces.

    A terminal that is sent them obeys: they could rewrite what it shows, or what is typed there.
    """
    if text.isprintable():
        return text
    return _CONTROLS.sub("", _CONTROL_SPACES.sub(" ", _TERMINAL_SEQUENCE.sub("", text)))


def parse_kind(text: str) -> Kind:
    """The kind a person means by `text`."""
    try:
        return Kind.parse(text)
    except ValueError as error:
        raise ValueError(f"Use one of {', '.join(Kind)}, or leave it out.") from error


def kind_or_none(text: str) -> Kind | None:
    """The kind that `text` names, None when it names something else."""
    try:
        return Kind.parse(text)
    except ValueError:
        return None


def parse_date(text: str) -> date:
    """The day of an ISO 8601 date or time, as written there: no time zone is applied."""
    match = _DATE.fullmatch(text)
    try:
        if match:
            return date.fromisoformat(match[1])
    except ValueError as error:
        raise ValueError("There is no such day; write it as 2026-03-31.") from error
    raise ValueError("Write it as 2026-03-31.")


def parse_views(text: str) -> int:
    """How often an article was read: '12993' or '12,993'."""
    if not _VIEWS.fullmatch(text):
        raise ValueError("Write a whole number, such as 12993 or 12,993.")
    return int(text.replace(",", ""))


def parse_locale(text: str) -> str:
    """The BCP 47 tag in its usual case: 'pt_br' gives 'pt-BR', 'ZH-hans' gives 'zh-Hans'."""
    if not _LOCALE.fullmatch(text):
        raise ValueError("Write a language tag, such as en, de-AT or zh-Hans.")
    language, *rest = re.split("[-_]", text)
    cased = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest]
    return "-".join([language.lower(), *cased])


def parse_url(text: str) -> str:
    """The address of an article that lives elsewhere; only http and https, because it becomes a link."""
    if not re.match(r"https?://[^\s/]", text, re.I) or re.search(r"\s", text):
        raise ValueError("Write an address that begins with https:// or http://, or leave it out.")
    return text

"""E-mail addresses: as they are written, international ones, and those spelt out against robots."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.masking.spans import Placeholder, Span

_MAX_LOCAL_CHARS = 64
_CUE_CHARS = 40
_LATIN = "A-Za-z0-9\u00c0-\u024f"
_LABEL = rf"(?:[{_LATIN}](?:[{_LATIN}-]{{0,61}}[{_LATIN}])?|[^\W_{_LATIN}]{{1,63}})"
_DOT = (
    r"(?:\s?[(\[{<]\s?(?:dot|punkt|punto|ponto|point|点|\.)\s?[)\]}>]\s?|\s(?:dot|punkt|punto|ponto|point)\s|\s?点\s?)"
)
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{1,8}}")
_SPELT_DOMAIN = re.compile(rf"{_LABEL}(?:(?:\.|{_DOT}){_LABEL}){{1,8}}", re.I)
_SPELT_DOT = re.compile(_DOT, re.I)
_SPELT_AT = re.compile(
    r"(?P<sure>\s{0,3}[(\[{<]\s?(?:at|ät|aet|arroba|chez|艾特|@)\s?[)\]}>]\s{0,3}|\s?艾特\s?)"
    r"|(?P<word>\s(?:at|ät|arroba)\s)|(?P<spaced>\s@\s?|@\s)",
    re.I,
)
_LOCAL_BEFORE = {
    True: re.compile(rf"(?:[{_LATIN}_%+-]+(?:\.|{_DOT}))*[{_LATIN}_%+-]+$", re.I),
    False: re.compile(r"(?:[^\W_]+[._-])*[^\W_]+$"),
}
_LATIN_CHARACTER = re.compile(rf"[{_LATIN}_%+&~'-]")
_LATIN_LOCAL = re.compile(rf"[{_LATIN}._%+&~'-]*$")
# Chinese and Japanese put no space between a word and the address.
_COPULA = re.compile(r".*[是为為は：:]", re.S)
_CUE = re.compile(
    r"\be?-?mails?\b|\bmail\b|contact|reach|write|\bsend\b|correo|adress|address|schreib|erreich|escr[ií]b|邮|郵|بريد|يميل",
    re.I,
)
_PROVIDER = re.compile(
    r"(?:g|hot|proton|fast|you?)mail|outlook|yahoo|icloud|live|msn|gmx|web|qq|163|126|yandex|mail|aol|zoho|proton|me",
    re.I,
)
_NO_NAMES = frozenset("an and at by con de en from for in is mit of on or the to us von with".split())  # noqa: SIM905
# Files such as picture@2x.png.
_SCALED_PICTURE = re.compile(r"\dx\.[a-z]{3,4}", re.I)


def emails(text: str) -> Iterator[Span]:
    """The e-mail addresses of a folded text, in order."""
    end = 0
    for sign in re.finditer("@", text):
        span = _written(text, sign.start())
        if span is not None and span.start >= end:
            end = span.end
            yield span
            continue
    # The spelt ones are rare: most texts have no sign of them.
    for sign in _SPELT_AT.finditer(text):
        span = _spelt(text, sign)
        if span is not None:
            yield span


def _written(text: str, sign: int) -> Span | None:
    domain = _DOMAIN.match(text, sign + 1)
    if domain is None:
        return None
    start = sign - len(_local_before(text[max(0, sign - _MAX_LOCAL_CHARS) : sign]))
    local = text[start:sign]
    end = _domain_end(domain[0]) + domain.start()
    # '@name@server' is a handle, git@ a repository's place, picture@2x.png a file.
    handle = start > 0 and text[start - 1] == "@"
    if not local or end < 0 or handle or local == "git" or _SCALED_PICTURE.fullmatch(domain[0]):
        return None
    return Span(start, end, Placeholder.EMAIL) if _top_level(text[domain.start() : end]) else None


def _local_before(before: str) -> str:
    if not before:
        return ""
    if _LATIN_CHARACTER.match(before[-1]):
        found = _LATIN_LOCAL.search(before)
        return found[0].lstrip(".'&~-%") if found else ""
    found = _LOCAL_BEFORE[False].search(before)
    return _COPULA.sub("", found[0]) if found else ""


def _domain_end(domain: str) -> int:
    """The length of the domain without what follows it after a full stop: numbers, or the next sentence."""
    labels = domain.split(".")
    while len(labels) > 2 and (not _top_level(labels[-1]) or (labels[-1].istitle() and labels[0].islower())):
        labels.pop()
    return len(".".join(labels))


def _top_level(domain: str) -> bool:
    label = domain.rpartition(".")[2]
    return len(label) >= 2 and (label.isalpha() or label.lower().startswith("xn--"))


def _spelt(text: str, sign: re.Match[str]) -> Span | None:
    domain = _SPELT_DOMAIN.match(text, sign.end())
    local = _LOCAL_BEFORE[True].search(text[max(0, sign.start() - _MAX_LOCAL_CHARS) : sign.start()])
    if domain is None or local is None or not _top_level(_SPELT_DOT.sub(".", domain[0])):
        return None
    if sign["word"] and not _SPELT_DOT.search(domain[0]):
        return None  # 'look at example.com'
    if not sign["sure"]:
        if local[0].lower() in _NO_NAMES:
            return None  # 'addresses that end in @example.com'
        before = text[max(0, sign.start() - len(local[0]) - _CUE_CHARS) : sign.start() - len(local[0])]
        named = re.search(r"[\d._+-]", local[0]) or _SPELT_DOT.search(local[0])
        if not (named or _CUE.search(before) or _PROVIDER.match(domain[0])):
            return None
    return Span(sign.start() - len(local[0]), domain.end(), Placeholder.EMAIL)

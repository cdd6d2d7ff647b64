"""What an agent wrote to one customer, as it may be told to all: without names, greetings and small talk."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bot.learning.clauses import own_part
from bot.learning.courtesies import in_any_language
from bot.learning.names import NAME, without_names
from bot.small_talk import small_talk
from bot.suggest.voice import VOICES
from corpus.sentences import sentences

# A name has a capital: "hello open the app" speaks to nobody.
_NAMED = rf"(?:{in_any_language('title')}\b\.?|(?-i:[A-Z\u00c0-\u024f])[\w.'\u2019-]*|\[name\])"
_GREETING = re.compile(
    rf"(?:[\u00a1]?{in_any_language('greeting')}(?!\w)(?:[ ,\uff0c]+{_NAMED}|\[name\]){{0,4}}"
    r"(?:\s*[,!.:;\uff0c\uff01\uff1a\u3002\u060c]+\s*|\s+[\u2013\u2014-]+\s+|\s*\n+|\s*$))+",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(rf"{in_any_language('sign_off')}(?!\w)[\s,.!]*(?P<name>.*)", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(r"[ \t]*(?:[-*+>#|]|\d+[.)]|```|~~~)")
_LEADING_FILLER = re.compile(
    rf"\A{in_any_language('filler')}(?:\s*[,!:\u2013\u060c-]\s+|\s*[\uff0c\uff01\uff1a]\s*)"
    rf"(?:(?:{in_any_language('and_word')}|{in_any_language('but_word')})\s+)?",
    re.IGNORECASE,
)
# What suggested replies say where no article knows: an article that says so is of no use to anybody.
_ADMISSIONS = re.compile(
    "|".join(
        "^" + re.escape(text).replace(re.escape("{questions}"), ".{1,600}?")
        for voice in VOICES.values()
        for text in (voice.missing, voice.nothing_new, voice.unknown, voice.exhausted)
    ),
    re.MULTILINE,
)
_FEW_WORDS = 4
_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\([^)\s]*\)|https?://\S+")
_WORD = re.compile(r"\w+")


def polished(text: str, names: Collection[str] = ()) -> str:
    """The message's substance as Markdown: its lists, links and code as they are, its sentences without small talk.

    `names` are those of the customer and of agents, whose full names count with each of their parts. It is empty where
    the message is nothing else.
    """
    text = without_names(_ADMISSIONS.sub("", text.replace("\r\n", "\n")).strip(), names)
    text = _GREETING.sub("", text, count=1) if _GREETING.match(text) else text
    kept: list[str] = []
    for block, is_verbatim in _blocks(text):
        if is_verbatim:
            kept.append(block)
        elif (sign_off := _SIGN_OFF.match(block)) and len(sign_off["name"].split()) <= _FEW_WORDS:
            break
        elif own := _own_sentences(block):
            kept.append(own)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def without_links(text: str) -> str:
    """The text without lines that only lead elsewhere; of other links the words.

    A reference says what is to be answered; where more of it stands is told by the articles that belong to it.
    """
    kept: list[str] = []
    for line in text.split("\n"):
        if not _LINK.search(line):
            kept.append(line)
        elif len(_WORD.findall(_LINK.sub(" ", line))) > _FEW_WORDS:
            kept.append(_LINK.sub(lambda link: link["words"] or link[0], line))
        elif kept and not kept[-1].strip():
            kept.pop()
    while kept and (not kept[-1].strip() or _introduces(kept[-1])):
        kept.pop()
    return "\n".join(kept)


def _blocks(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of lists, tables and code and blank ones, which stay as they are, and the others in paragraphs."""
    paragraph: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = line.strip()[:3]
        if fence or mark in ("```", "~~~"):
            fence = "" if fence == mark else fence or mark
        elif line.strip() and not _BLOCK.match(line):
            paragraph.append(line)
            continue
        if paragraph:
            yield "\n".join(paragraph), False
            paragraph = []
        yield line, True
    if paragraph:
        yield "\n".join(paragraph), False


def _own_sentences(paragraph: str) -> str:
    if not paragraph.strip():
        return ""
    found: Sequence[tuple[int, int]] = sentences(paragraph)
    kept = ""
    for start, end in found:
        whole = paragraph[start:end]
        own = "" if small_talk(whole) else own_part(_LEADING_FILLER.sub("", whole, count=1))
        if own.replace(NAME, "").strip(" ,.!?"):
            # Some scripts have no blanks between sentences.
            blank = " " if kept and paragraph[start - 1].isspace() else ""
            kept += f"{blank}{own[:1].upper()}{own[1:]}"
    return kept


def _introduces(line: str) -> bool:
    """Whether the line is nothing without what came after it, such as "More on this:"."""
    return line.rstrip().endswith((":", "\uff1a")) and len(_WORD.findall(line)) <= _FEW_WORDS

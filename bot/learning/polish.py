"""What an agent wrote to one customer, as it may be told to all: without names, greetings and small talk."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bot.small_talk import small_talk
from corpus.sentences import sentences

NAME = "[name]"
_GREETING = re.compile(
    r"(?:(?:hi|hello|hey|dear|hallo|hola|buenas|good (?:morning|afternoon|evening|day)|guten (?:tag|morgen|abend))\b"
    r"(?: there| again| everyone)?(?:[ ,]+(?:mr|mrs|ms|dr|herr|frau)\.?)?"
    r"(?:[ ,]+(?:[A-Z\u00c0-\u024f][\w.'\u2019-]*|\[name\])){0,2}"
    r"(?:\s*[,!.:;]+\s*|\s+[\u2013\u2014-]+\s+|\s*\n+|\s*$))+",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"(?:(?:best|kind|warm|many|with kind|with best)\s+(?:regards|wishes)|regards|sincerely|yours \w+|cheers"
    r"|(?:viele|liebe|beste|mit freundlichen) gr\u00fc\u00dfen?|saludos(?: cordiales)?)\b[\s,.!]*(?P<name>.*)",
    re.IGNORECASE | re.DOTALL,
)
_TO_ONE_ALONE = re.compile(
    r"(?:"
    r"(?:many )?(?:thanks|thank you|thx)\b.{0,80}"
    r"|(?:i|we) (?:really )?(?:hope|trust) (?:this|that|it|you)\b.{0,60}"
    r"|(?:please |just )*(?:let (?:me|us) know|feel free|don.t hesitate|do not hesitate|reach out|get in touch)\b"
    r".{0,120}"
    r"|(?:is there|do you have|was there) (?:anything|something|any(?: other| further| more)?) .{0,60}"
    r"|(?:have a|enjoy your) .{0,40}"
    r"|(?:i am|i.m|we are|we.re) (?:very |so |really )*(?:sorry|glad|happy) .{0,80}"
    r"|(?:very )?sorry (?:to|about|for) .{0,80}"
    r"|apologies .{0,80}|(?:i|we) (?:do )?(?:apologi[sz]e|understand) .{0,80}"
    r"|(?:i|we)(?: will|.ll| am going to|.m going to)?(?: just)? (?:check|look|have a look|take a look)\b.{0,60}"
    r"|let me (?:just )?(?:check|look|see|have a look|take a look|find out)\b.{0,60}"
    r"|(?:one|just a|a) (?:moment|minute|second|sec)\b.{0,30}|please (?:hold|wait|bear with me)\b.{0,40}"
    r"|my name is .{0,40}|(?:this is|i.m|i am) \[?\w+\]? (?:from|of|at|with) .{0,40}"
    r"|you.re (?:very )?welcome.{0,20}|no (?:problem|worries).{0,20}|(?:i.m |i am )?happy to help.{0,20}|of course|sure"
    r"|certainly|absolutely|great question|good question"
    r")[\s.!?,:)\u2026]*",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(r"[ \t]*(?:[-*+>#|]|\d+[.)]|```|~~~)")
_LEADING_FILLER = re.compile(
    r"^(?:sure|of course|certainly|absolutely|no problem|yes|ok|okay)\s*[,!:\u2013-]\s+", re.IGNORECASE
)
_FEW_WORDS = 4
_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\([^)\s]*\)|https?://\S+")
_WORD = re.compile(r"\w+")


def polished(text: str, names: Collection[str] = ()) -> str:
    """The message's substance as Markdown: its lists, links and code as they are, its sentences without small talk.

    `names` are those of the customer and of agents, whose full names count with each of their parts. It is empty where
    the message is nothing else.
    """
    text = without_names(text.replace("\r\n", "\n").strip(), names)
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


def without_names(text: str, names: Collection[str]) -> str:
    """The text with `[name]` for each of the names, and for each part of one."""
    parts = {part for name in names for part in (name, *name.split()) if len(part) > 1}
    if not parts:
        return text
    any_name = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{any_name})(?!\w)(?:\s+(?:{any_name})(?!\w))*", NAME, text, flags=re.IGNORECASE)


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
    kept = [_LEADING_FILLER.sub("", paragraph[start:end]) for start, end in found if not _is_talk(paragraph[start:end])]
    return " ".join(one[:1].upper() + one[1:] for one in kept if one.replace(NAME, "").strip(" ,.!?"))


def _introduces(line: str) -> bool:
    """Whether the line is nothing without what came after it, such as "More on this:"."""
    return line.rstrip().endswith((":", "\uff1a")) and len(_WORD.findall(line)) <= _FEW_WORDS


def _is_talk(sentence: str) -> bool:
    return bool(_TO_ONE_ALONE.fullmatch(sentence.strip())) or small_talk(sentence) is not None

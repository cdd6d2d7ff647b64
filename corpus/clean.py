"""Markdown to the words a reader sees, and the short names made of them. Every pattern here runs in linear time:
quantifiers are possessive, and what may fail stops at the next character that could start the same match."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata

from corpus.article import EXCERPT_CHARS

_SLUG_CHARS = 80
_EXCERPT_WINDOW = 20_000
_EXCERPT_MARKUP = 8

_FENCE = re.compile(r"^[ \t>]*+(`{3,}+|~{3,}+)[^`\n]*+\n(.*?)(?:^[ \t>]*+\1[`~]*+[ \t]*+$|\Z)", re.M | re.S)
# What has to be taken out before any mark is read: escaped punctuation, code spans and comments.
_LITERAL = re.compile(
    r"\\([!-/:-@\[-`{-~])"
    r"|(?<!`)``(?!`)((?:[^`\n]|`(?!`)|\n(?![ \t]*+\n))++)``(?!`)"
    r"|(?<!`)`((?:[^`\n]|\n(?![ \t]*+\n))++)`(?!`)"
    r"|<!--(?:(?!-->|<!--)[\s\S])*+-->"
)
_STASHED = re.compile("\0(\\d+)\0")
_COMMENT = re.compile(r"<!--(?:(?!-->|<!--).)*+-->", re.S)
_HIDDEN = re.compile(r"<(script|style)\b(?:(?!</?\1\b).)*+</\1\s*+>", re.S | re.I)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]++)>")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*+)(?=[\s/>])[^<>]*+>|<![A-Za-z][^<>]*+>")
_ALT = re.compile(r"""\balt\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""", re.I)
_INLINE_TAG = re.compile(
    r"a|abbr|b|bd[io]|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|su[bp]|tt|u|var|wbr"
)
_DESTINATION = r"(?:<[^<>\n]*+>|[^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+)"
_TITLE = r"""(?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+"""
_LINK = re.compile(rf"!?\[([^\[\]]*+)\]\(\s*+{_DESTINATION}{_TITLE}\s*+\)")
_LINK_END = re.compile(rf"\]\(\s*+{_DESTINATION}{_TITLE}\s*+\)")
_REFERENCE = re.compile(r"!?\[([^\[\]]*+)\]\[[^\[\]]*+\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]++\]:?")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]++\]:[ \t]*+(?:<[^<>\n]*+>|(?:https?://|mailto:|[./#])\S*+)[^\n]*+$", re.M)
_RULE = re.compile(r"^(?=[^\n]*[-=*_]{2}|[^\n]*[-*_][ \t]++[-*_])[ \t|:=_*-]++$", re.M)
_LINE_MARKS = re.compile(r"^[ \t]*+(?:(?:>|[-*+][ \t])[ \t]*+)++(?:\[[ xX]\][ \t])?", re.M)
_ALERT = re.compile(r"^[ \t]*+\[!(\w++)\]", re.M)
_HEADING = re.compile(r"^[ \t]*+#{1,6}+[ \t]++([^\n]*+)$", re.M)
_ATTRIBUTES = re.compile(r"\{[#.:][^{}\n]*+\}")
_STARS = re.compile(r"(\*{1,3})(?=[^\s*])([^*]++)(?<=\S)\1")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])((?:[^_]|(?<=[^\W_])_(?=[^\W_]))++)(?<=\S)\1(?!\w)")
_STRUCK = re.compile(r"~~(?=[^\s~])([^~\n]++)~~")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_HEADING_LINES = re.compile(r"^[ \t]*+#{1,6}+[ \t][^\n]*+$|^[^\n]++\n[ \t]*+(?:={2,}+|-{2,}+)[ \t]*+$", re.M)
_WORD_END = re.compile(r"\s+\S*\Z")


def plain_text(markdown: str) -> str:
    """The words a reader of `markdown` sees, on one line.

    Link addresses, emphasis, headings' and lists' marks, table rules, code fences, tags and comments are gone, entities
    are decoded and escapes resolved; the text of links, images and code stays. Never longer than `markdown`.
    """
    stash: list[str] = []

    def keep(text: str) -> str:
        stash.append(text)
        return f"\0{len(stash) - 1}\0"

    text = markdown.replace("\0", "")
    # Most passages have few kinds of marks, and looking for a character costs far less than a pattern.
    if "`" in text or "~~~" in text or "\\" in text or "<!--" in text:
        text = _FENCE.sub(lambda m: keep(m[2]) + "\n", text)
        text = _LITERAL.sub(lambda m: keep(m[1] or m[2] or m[3]) if m.lastindex else "", text)
    if "<" in text:
        text = _TAG.sub(_shown_of_tag, _AUTOLINK.sub(r"\1", _HIDDEN.sub(" ", text)))
    text = _without_links(text)
    text = _LINE_MARKS.sub("", _RULE.sub("", text))
    if "[!" in text:
        text = _ALERT.sub(lambda m: f"{m[1].capitalize()}:", text)
    if "#" in text:
        text = _HEADING.sub(lambda m: _without_closing_hashes(m[1]), text)
    text = _without_emphasis(_ATTRIBUTES.sub("", text) if "{" in text else text).replace("|", " ")
    text = _STASHED.sub(lambda m: stash[int(m[1])], html.unescape(text))
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    # What looks like the seam of a link now is code or was escaped; it must not become a link later.
    return " ".join(text.replace("](", " (").split())


def _shown_of_tag(tag: re.Match[str]) -> str:
    name = (tag[1] or "").lower()
    if name == "img":
        alt = _ALT.search(tag[0])
        return (alt[1] or alt[2] or "") if alt else ""
    return "" if _INLINE_TAG.fullmatch(name) else " "


def _without_links(text: str) -> str:
    if "[" not in text:
        return text
    text = _FOOTNOTE.sub("", _DEFINITION.sub("", text))
    # Twice, because an image may stand inside a link.
    for _ in range(2):
        text = _LINK.sub(r"\1", text)
    return _LINK_END.sub("]", _REFERENCE.sub(r"\1", text))


def _without_emphasis(text: str) -> str:
    # Twice, because emphasis may stand inside emphasis.
    for _ in range(2):
        if "*" in text:
            text = _STARS.sub(r"\2", text)
        if "_" in text:
            text = _UNDERSCORES.sub(r"\2", text)
    return _STRUCK.sub(r"\1", text) if "~~" in text else text


def _without_closing_hashes(heading: str) -> str:
    shorn = heading.rstrip().rstrip("#")
    return shorn if shorn.endswith((" ", "\t")) else heading


def excerpt_of(markdown: str, limit: int = EXCERPT_CHARS) -> str:
    """The first paragraph of `markdown` as plain text, cut at a word to `limit` characters; headings do not count.

    Where there is nothing but headings and code, it is the start of those.
    """
    window = markdown[:_EXCERPT_WINDOW]
    prose = _FENCE.sub("\n", _COMMENT.sub("", window))
    for block in re.split(r"\n[ \t]*+\n", prose):
        text = plain_text(_HEADING_LINES.sub("", block)[: limit * _EXCERPT_MARKUP])
        if text:
            return shorten(text, limit)
    return shorten(plain_text(window), limit)


def shorten(text: str, limit: int) -> str:
    """`text` where it has at most `limit` characters, else its start, cut at a word if it can be, and an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if not text[limit - 1].isspace():
        at_word = _WORD_END.sub("", cut)
        # Chinese and the like have no spaces to cut at.
        cut = at_word if len(at_word) >= limit // 2 else cut
    return cut.rstrip(" ,;:–—-") + "…"


def slug(text: str) -> str:
    """A stable, non-empty name for `text` that may stand in a URL: its letters and digits in any script, and hyphens.

    Texts without any, and those cut at 80 characters, carry a digest, so that different texts stay apart.
    """
    folded = re.sub("['’]", "", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(ch if unicodedata.category(ch)[0] in "LMN" else "-" for ch in folded)
    name = re.sub(r"-{2,}", "-", kept).strip("-")
    if name and len(name) <= _SLUG_CHARS:
        return name
    digest = hashlib.sha256(folded.encode()).hexdigest()[:8]
    return f"{name[:_SLUG_CHARS].rstrip('-')}-{digest}" if name else f"article-{digest}"

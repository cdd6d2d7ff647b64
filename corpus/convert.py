"""HTML to Markdown, for sources that hold HTML.

What a reader of the page sees stays; what would run, or link to anything but the web, does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_HIDDEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea", "head"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CONTAINERS = frozenset(
    {"html", "body", "div", "section", "article", "main", "header", "footer", "nav", "aside", "figure", "figcaption"}
    | {"details", "summary", "form", "fieldset", "address", "center", "dl", "dt", "dd", "li", "td", "th", "tr"}
)
_BLOCKS = _CONTAINERS | _HEADINGS.keys() | {"p", "ul", "ol", "table", "pre", "blockquote", "hr"}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~"}
_CODE = frozenset({"code", "samp", "tt"})
_MAX_DEPTH = 100
_MAX_SPAN = 50
_SPACE = re.compile(r"\s+")
_LIST_BLOCK = re.compile(r"- |\d+\. ")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|`|(?<!\s)\*|\*(?!\s)|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|(?<=\])\(|&(?=#?\w+;)"
)
_LINE_START = re.compile(r"\A(#{1,6}(?=\s)|[-+*](?=\s)|>|={2,}|-{2,}|~{3,}|\d{1,9}(?=[.)]\s))")


def html_to_markdown(html: str) -> str:
    """The Markdown of an HTML page or fragment; "" where a reader would see nothing.

    Links keep http, https, mailto and relative addresses and lose any other; images become their alternative text;
    the first row of a table becomes its header, and cells that span rows or columns are repeated or left blank.
    """
    body = LexborHTMLParser(html).body
    return "\n\n".join(_blocks(body)) if body is not None else ""


def _children(node: LexborNode) -> Iterator[LexborNode]:
    return (child for child in node.iter(include_text=True) if child.tag not in _HIDDEN)


def _blocks(node: LexborNode, depth: int = 0) -> list[str]:
    """The blocks in `node`, text between them gathered into paragraphs."""
    if depth > _MAX_DEPTH:
        return _paragraph(_escape(_SPACE.sub(" ", node.text())))
    blocks: list[str] = []
    inline: list[str] = []
    for child in _children(node):
        if not _is_block(child):
            inline.append(_inline(child, depth))
            continue
        blocks += _paragraph("".join(inline))
        inline.clear()
        blocks += _block(child, depth + 1)
    return blocks + _paragraph("".join(inline))


def _is_block(node: LexborNode) -> bool:
    """Whether `node` is laid out as a block: by its tag, or because it is an inline tag round blocks."""
    return node.tag in _BLOCKS or any(child.tag in _BLOCKS for child in node.iter())


def _block(node: LexborNode, depth: int) -> list[str]:
    tag = node.tag or ""
    if tag in _HEADINGS:
        text = _one_line(node, depth)
        return [f"{'#' * _HEADINGS[tag]} {text}"] if text else []
    if tag in ("ul", "ol"):
        return _list(node, depth)
    if tag == "table":
        return _table(node, depth)
    if tag == "pre":
        return _code_block(node)
    if tag == "blockquote":
        quoted = "\n\n".join(_blocks(node, depth))
        return ["\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))] if quoted else []
    if tag == "hr":
        return ["---"]
    if tag in ("dt", "summary"):
        text = _one_line(node, depth)
        return [f"**{text}**"] if text and "**" not in text else _paragraph(text)
    return _blocks(node, depth)


def _paragraph(inline: str) -> list[str]:
    """A paragraph of inline Markdown, its lines those that <br> made; nothing for blank text."""
    lines = [_SPACE.sub(" ", line).strip() for line in inline.split("\n")]
    # A backslash in front of what would otherwise start a heading, a list or a quote.
    lines = [_LINE_START.sub(_defused, line) for line in lines if line]
    return ["  \n".join(lines)] if lines else []


def _defused(start: re.Match[str]) -> str:
    return f"{start[0]}\\" if start[0].isdigit() else f"\\{start[0]}"


def _one_line(node: LexborNode, depth: int) -> str:
    """All of `node` on one line, blocks in it included."""
    if depth > _MAX_DEPTH:
        return _escape(_SPACE.sub(" ", node.text())).strip()
    return _SPACE.sub(" ", "".join(_inline(child, depth) for child in _children(node))).strip()


def _inline(node: LexborNode, depth: int) -> str:
    """The inline Markdown of `node`; a "\\n" in it is a line break, all other white space is a space."""
    tag = node.tag or ""
    if tag == "-text":
        return _escape(_SPACE.sub(" ", node.text_content or ""))
    if tag == "br":
        return "\n"
    if tag == "img":
        return _escape(_SPACE.sub(" ", node.attributes.get("alt") or ""))
    if tag in _CODE:
        return _code_span(node.text())
    if depth > _MAX_DEPTH:
        return _escape(_SPACE.sub(" ", node.text()))
    text = "".join(_inline(child, depth + 1) for child in _children(node))
    if tag == "a":
        return _link(text, node.attributes.get("href") or "")
    if tag in _MARKS:
        return _around(text, _MARKS[tag])
    return f" {text} " if tag in _BLOCKS else text


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _around(text: str, mark: str) -> str:
    """`text` between `mark`s, white space kept outside; marks do not cross lines or meet their own kind."""
    inner = text.strip()
    if not inner or "\n" in inner or mark[0] in inner:
        return text
    start = text.index(inner)
    return f"{text[:start]}{mark}{inner}{mark}{text[start + len(inner) :]}"


def _link(text: str, href: str) -> str:
    # Browsers ignore white space and control characters in an address, so "java\nscript:" is a scheme too.
    address = "".join(ch for ch in href.strip() if ch.isprintable())
    scheme = _SCHEME.match(address)
    if not address or not text.strip() or (scheme and scheme[1].lower() not in ("http", "https", "mailto")):
        return text
    for ch in " ()<>\\":
        address = address.replace(ch, f"%{ord(ch):02X}")
    return f"[{_SPACE.sub(' ', text)}]({address})"


def _code_span(code: str) -> str:
    code = _SPACE.sub(" ", code).strip()
    if not code:
        return ""
    return f"`{code}`" if "`" not in code else f"`` {code} ``"


def _code_block(node: LexborNode) -> list[str]:
    code = node.text().strip("\n").rstrip()
    if not code:
        return []
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    inner = node.css_first("code")
    classes = f"{node.attributes.get('class') or ''} {inner.attributes.get('class') or '' if inner else ''}"
    language = re.search(r"\blang(?:uage)?-([\w+#.-]+)", classes)
    fence = "`" * (longest + 1)
    return [f"{fence}{language[1] if language else ''}\n{code}\n{fence}"]


def _list(node: LexborNode, depth: int) -> list[str]:
    items: list[str] = []
    number = _number(node.attributes.get("start"), 1)
    for child in node.iter():
        blocks = _block(child, depth + 1)
        if child.tag == "li":
            number = _number(child.attributes.get("value"), number)
            marker = f"{number}. " if node.tag == "ol" else "- "
            number += 1
        elif items:  # a list right inside a list belongs to the item above it
            items[-1] += "\n" + _indented("\n\n".join(blocks), "    ")
            continue
        else:
            marker = "- "
        if blocks:
            tight = all(_LIST_BLOCK.match(block) for block in blocks[1:])
            body = ("\n" if tight else "\n\n").join(blocks)
            items.append(marker + _indented(body, " " * len(marker)).lstrip())
    return ["\n".join(items)] if items else []


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text) else default


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + line if line else line for line in text.split("\n"))


def _table(node: LexborNode, depth: int) -> list[str]:
    rows = [row for row in _rows(node, depth) if any(row)]
    captions = [_one_line(child, depth) for child in node.iter() if child.tag == "caption"]
    blocks = [block for caption in captions for block in _paragraph(caption)]
    width = max(map(len, rows), default=0)
    if width < 2:  # one column is a layout, not a table
        return blocks + [block for row in rows for cell in row for block in _paragraph(cell)]
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join(["---"] * width) + " |")
    return [*blocks, "\n".join(lines)]


def _rows(table: LexborNode, depth: int) -> Iterator[list[str]]:
    """The cells' texts row by row: a cell over several rows is repeated in each, so that every row reads by itself."""
    hanging: dict[int, tuple[int, str]] = {}
    groups = [child for child in table.iter() if child.tag in ("thead", "tbody", "tfoot", "tr")]
    trs = [tr for group in groups for tr in ([group] if group.tag == "tr" else group.iter()) if tr.tag == "tr"]
    for tr in trs:
        row: list[str] = []
        cells = [cell for cell in tr.iter() if cell.tag in ("td", "th")]
        while cells or len(row) in hanging:
            column = len(row)
            if column in hanging:
                left, text = hanging.pop(column)
                if left > 1:
                    hanging[column] = (left - 1, text)
                row.append(text)
                continue
            cell = cells.pop(0)
            text = _one_line(cell, depth + 1).replace("|", "\\|")
            rows = min(_number(cell.attributes.get("rowspan"), 1), _MAX_SPAN)
            columns = min(max(_number(cell.attributes.get("colspan"), 1), 1), _MAX_SPAN)
            if rows > 1:
                hanging[column] = (rows - 1, text)
            row += [text] + [""] * (columns - 1)
        yield row

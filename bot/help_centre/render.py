"""An article's Markdown as HTML that is safe to show: sanitised, with ids on headings and the quoted words marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.answer import Span
from bot.help_centre.highlight import fits, highlight
from bot.links import article_address, quote_digest

RESERVED_IDS = frozenset({"article", "content", "q", "quote"})  # the page's own; an article must not take their place
_TAGS = nh3.ALLOWED_TAGS - {"area", "article", "aside", "footer", "header", "hgroup", "map", "mark", "nav"}
_HTML_TAGS = nh3.ALLOWED_TAGS | {  # what else is HTML, and dropped; any other <word> is a writer's placeholder
    *("audio", "body", "button", "canvas", "embed", "font", "form", "head", "html", "iframe", "input", "label", "link"),
    *("main", "math", "meta", "noscript", "object", "option", "picture", "script", "section", "select", "source"),
    *("style", "svg", "template", "textarea", "title", "video"),
}
_CELL = {"align", "colspan", "rowspan"}
_ATTRIBUTES = {
    "a": {"href", "title", "id"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": _CELL,
    "th": _CELL,
}
_HTML_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_IMAGE = re.compile(r'<img\b[^>"]*(?:"[^"]*"[^>"]*)*>')
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_ALERT = re.compile(r"(<blockquote>\s*<p>)\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*")  # GitHub's, widely used
_OWN_ID = re.compile(r"\s*\{#([\w-]+)\}\s*$")  # "## Limits {#limits}", as many help centres write anchors
_NEWLINE = re.compile(r"\r\n?|\n")

ArticleLink = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class RenderedArticle:
    """The HTML of an article's body; `quote_is_stale` when a quote was asked for that no longer fits the body."""

    html: str
    quote_is_stale: bool = False


def render(
    body: str, quote: Span | None = None, digest: str = "", *, link: ArticleLink = lambda _: None
) -> RenderedArticle:
    """The body as HTML; with `quote`, exactly `body[quote.start:quote.end]` stands in `<mark>` elements.

    With `digest` (of the quoted words, as links carry it) the quote is stale when other words stand there now.
    The first mark has the id 'quote'. A quote of something that shows no text of its own (half an address, a table's
    ruler) marks the whole blocks that it touches. `link` gives the address of an article by its id, or None if there
    is no such article: then `[text](article:ID)` is shown as text. Only http, https, mailto and relative links stay,
    and images only over https; others are replaced by their alternative text. Text without marks never depends on
    `quote`.
    """

    def to_html(markdown: str) -> str:
        return _to_html(markdown, link)

    if quote is None:
        return RenderedArticle(to_html(body))
    if not fits(quote, body) or digest not in ("", quote_digest(body[quote.start : quote.end])):
        return RenderedArticle(to_html(body), quote_is_stale=True)
    marked = highlight(body, quote, to_html) or highlight(body, _whole_blocks(body, quote), to_html)
    return RenderedArticle(marked or to_html(body))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


@cache
def _sanitiser() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        link_rel="noopener",
        url_schemes={"http", "https", "mailto"},
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src" and not value.lower().startswith("https://"):
        return None
    return None if name == "id" and value in RESERVED_IDS else value


def _to_html(markdown: str, link: ArticleLink) -> str:
    parser, env = _parser(), {}  # type: ignore[var-annotated]
    tokens = parser.parse(markdown, env)
    for token in tokens:
        _adapt(token)
        if token.children:
            token.children = list(_with_article_links(token.children, link))
    html = _sanitiser().clean(parser.renderer.render(tokens, parser.options, env))
    html = _IMAGE.sub(_image, html).replace("<pre>", '<pre tabindex="0">')
    html = _ALERT.sub(lambda alert: f"{alert[1]}<strong>{alert[2].capitalize()}:</strong> ", html)
    html = html.replace("<th></th>", "<td></td>")
    html = html.replace("<table>", '<div class="table" role="group" aria-label="Table" tabindex="0"><table>')
    return _with_outline(html.replace("</table>", "</table></div>"))


def _adapt(token: Token) -> None:
    """Says a cell's alignment without a style, and shows what only looks like HTML (`<port>`) as the text it is."""
    if style := token.attrs.pop("style", None):
        token.attrs["align"] = str(style).removeprefix("text-align:")
    if token.type == "html_inline" and not _is_html(token.content):
        token.type = "text"
    if token.type == "html_block" and not _is_html(token.content):
        token.content = f"<p>{escape(token.content.strip(), quote=False)}</p>\n"
    for child in token.children or ():
        _adapt(child)


def _is_html(content: str) -> bool:
    name = _HTML_TAG.match(content.strip())
    return name is None or name.group(1).lower() in _HTML_TAGS


def _with_article_links(tokens: list[Token], link: ArticleLink) -> Iterator[Token]:
    """The tokens with `article:ID` links led to the article's page, or unwrapped where there is no such article."""
    kept: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            target = str(token.attrs.get("href", ""))
            if target.startswith("article:"):
                target = article_address(target, link) or ""
            token.attrs["href"] = target
            kept.append(bool(target))
        if token.type in ("link_open", "link_close") and not kept[-1]:
            kept = kept[:-1] if token.type == "link_close" else kept
            continue
        if token.type == "link_close":
            kept.pop()
        yield token


def _image(match: re.Match[str]) -> str:
    tag = match.group()
    if ' src="' in tag:
        return tag.removesuffix(">") + ' loading="lazy">'
    alt = re.search(r' alt="([^"]*)"', tag)
    text = escape(unescape(alt.group(1)), quote=False).strip() if alt else ""
    return f'<span class="alt">{text}</span>' if text else ""


def _with_outline(html: str) -> str:
    """The HTML with headings that start below the page's title, skip no level and have ids of their own."""
    taken = set(RESERVED_IDS) | set(re.findall(r'<a[^>]* id="([^"]*)"', html))
    above: list[int] = []

    def heading(match: re.Match[str]) -> str:
        level = int(match.group(1))
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        name = f"h{min(len(above) + 1, 6)}"
        own_id = _OWN_ID.search(match.group(2))
        text = match.group(2)[: own_id.start()] if own_id else match.group(2)
        return f'<{name} id="{_free_id(own_id.group(1) if own_id else text, taken)}">{text}</{name}>'

    return _HEADING.sub(heading, html)


def _free_id(heading: str, taken: set[str]) -> str:
    text = unescape(re.sub(r"<[^>]*>", "", heading)).lower()
    slug = re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", text)).strip("-") or "section"
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free


def _whole_blocks(body: str, span: Span) -> Span:
    """The span, widened to whole lines of the blocks (paragraph, table row, code) that it touches."""
    starts = [0, *(newline.end() for newline in _NEWLINE.finditer(body))]
    edges = [*starts, len(body)]
    touched = [
        (edges[first], edges[min(last, len(starts))])
        for first, last in (token.map for token in _parser().parse(body) if token.map and not token.nesting)
        if edges[first] < span.end and span.start < edges[min(last, len(starts))]
    ]
    return Span(min([span.start, *(a for a, _ in touched)]), max([span.end, *(b for _, b in touched)]))

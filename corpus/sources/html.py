"""Articles as saved web pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.clean import plain_text
from corpus.convert import html_to_markdown
from corpus.sources.files import FileRecord, load_files, read_text
from corpus.sources.source import NO_DEFAULTS, Defaults, Progress, SourceBatch, no_progress
from corpus.sources.values import parse_date, parse_locale, parse_url

HTML_SUFFIXES = (".html", ".htm")
_OWN_META = "citedesk:"
_FURNITURE = "nav, header, footer, aside, script, style, form, dialog, [role=navigation], [role=search], [hidden]"


@dataclass(frozen=True, slots=True)
class HtmlSource:
    """One HTML page, or a folder of them and its subfolders."""

    root: Path
    defaults: Defaults = NO_DEFAULTS

    def load(self, progress: Progress = no_progress) -> SourceBatch:
        """Every page as an article and every problem, sorted by path."""
        return load_files(self.root, HTML_SUFFIXES, _read, self.defaults, progress)


def _read(path: Path) -> FileRecord:
    """The main text of a page and what its head says of it; `citedesk:` metas win over everything."""
    page = LexborHTMLParser(read_text(path))
    metas = _metas(page)
    main = page.css_first("article, [itemprop=articleBody]") or page.css_first("main, [role=main]") or page.body
    heading = main.css_first("h1") if main else None
    title = " ".join(heading.text().split()) if heading else ""
    fields: dict[str, Any] = {
        "title": title or _title_of_head(page, metas),
        "url": _canonical(page),
        "excerpt": metas.get("description"),
        "locale": _language(page),
        "published": metas.get("article:published_time") or _time(main, "datePublished"),
        "updated": metas.get("article:modified_time") or _time(main, "dateModified"),
    }
    if main:
        if heading and title:
            heading.decompose()
        for node in main.css(_FURNITURE):
            node.decompose()
        fields["body"] = html_to_markdown(main.html or "")
    own = {name.removeprefix(_OWN_META): value for name, value in metas.items() if name.startswith(_OWN_META)}
    questions = [node.attributes.get("content") or "" for node in page.css(f'meta[name="{_OWN_META}question"]')]
    return FileRecord({**fields, "questions": questions, **own})


def _metas(page: LexborHTMLParser) -> dict[str, str]:
    """The page's meta values by name or property, the first of each."""
    metas: dict[str, str] = {}
    for node in page.css("meta"):
        name = node.attributes.get("name") or node.attributes.get("property")
        content = (node.attributes.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _title_of_head(page: LexborHTMLParser, metas: dict[str, str]) -> str:
    """og:title or <title>, without the site's name at its end where the page tells it."""
    node = page.css_first("head title")
    title = metas.get("og:title") or (node.text() if node else "")
    if site := metas.get("og:site_name"):
        title = re.sub(rf"\s+[|–—·:-]\s+{re.escape(site)}\s*\Z", "", title)
    return plain_text(title)


def _language(page: LexborHTMLParser) -> str | None:
    """The page's language, None where what it says is none: templates have all sorts of things there."""
    said = (page.root.attributes.get("lang") or "").strip() if page.root else ""
    try:
        return parse_locale(said)
    except ValueError:
        return None


def _canonical(page: LexborHTMLParser) -> str | None:
    link = page.css_first("link[rel=canonical]")
    try:
        return parse_url((link.attributes.get("href") or "").strip()) if link else None
    except ValueError:
        # A relative address means nothing outside the site it was saved from.
        return None


def _time(main: LexborNode | None, itemprop: str) -> str | None:
    """The day of the <time> so marked; else of the first <time> at all for the day of publishing."""
    for node in main.css("time[datetime]") if main else ():
        said = node.attributes.get("itemprop")
        if said == itemprop or (said is None and itemprop == "datePublished"):
            try:
                return parse_date((node.attributes.get("datetime") or "").strip()).isoformat()
            except ValueError:
                # Times of day and durations are marked up with <time> too.
                continue
    return None

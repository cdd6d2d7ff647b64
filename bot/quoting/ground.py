"""Quoted units → an answer: Markdown, sentences and the citations they stand on, all verbatim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answer import Citation, Sentence, Span
from bot.links import article_url
from corpus.article import Article
from corpus.segment import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Grounded:
    """An answer made of quotes; the text of every sentence lies inside the quote of each of its citations."""

    answer: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]


def ground_all(quotes: Iterable[tuple[Article, Sequence[Unit]]]) -> Grounded:
    """The answer that quotes units of several articles, one article after the other; citations are numbered throughout.

    For the units of each see `ground`.
    """
    answers: list[str] = []
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for article, units in quotes:
        one = ground(article, units)
        before = len(citations)
        answers += [one.answer] if one.answer else []
        sentences += [replace(own, citations=tuple(n + before for n in own.citations)) for own in one.sentences]
        citations += [replace(own, n=own.n + before) for own in one.citations]
    return Grounded("\n\n".join(answers), tuple(sentences), tuple(citations))


def ground(article: Article, units: Sequence[Unit]) -> Grounded:
    """The answer that quotes these units of an article, in the article's order.

    Units with only white space between them share one citation. A table's rows come with its header.
    """
    parts = list(_parts(sorted(units, key=lambda unit: unit.start)))
    answer = ""
    citations: list[Citation] = []
    sentences: list[Sentence] = []
    run = Span(0, 0)
    for index, part in enumerate(parts):
        adjoins = index > 0 and not article.body[run.end : part.start].strip()
        run = Span(run.start if adjoins else part.start, part.end)
        if adjoins:
            citations.pop()
        citations.append(citation_of(article, len(citations) + 1, run))
        text = article.body[part.start : part.end]
        sentences.append(Sentence(text, (len(citations),)))
        if index:
            answer += _separator(article.body, parts[index - 1], part)
        answer += text
    return Grounded(answer, tuple(sentences), tuple(citations))


def _parts(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units, a table's header put before the first of its rows as a part of its own."""
    headers = set()
    for unit in units:
        if unit.header and unit.header not in headers:
            headers.add(unit.header)
            yield Unit(UnitKind.ROW, *unit.header, header=unit.header)
        yield unit


def _separator(body: str, before: Unit, after: Unit) -> str:
    between = body[before.end : after.start]
    if not between.strip():
        return between
    same_table = before.header is not None and before.header == after.header
    same_list = before.list_id is not None and before.list_id == after.list_id
    return "\n" if same_table or same_list else "\n\n"


def citation_of(article: Article, number: int, span: Span) -> Citation:
    """The citation of a part of an article, by its number in the answer."""
    return Citation(
        n=number,
        article_id=article.id,
        title=article.title,
        url=article_url(article, span),
        kind=article.kind,
        updated_at=article.changed_at,
        quote=article.body[span.start : span.end],
        start=span.start,
        end=span.end,
    )

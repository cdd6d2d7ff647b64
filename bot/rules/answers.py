"""The answer that a rule makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from bot.answer import Answer, Citation, Outcome, Reason, Sentence, Span
from bot.quoting.ground import citation_of
from bot.replies import reply
from bot.rules.rule import Rule, RuleKind
from corpus.article import Article
from corpus.sentences import sentences

# What stands before the words of a line of Markdown: quotes, list items, headings.
_MARKER = re.compile(r"\s*(?:(?:>|[-*+]|\d{1,9}[.)]|#{1,6})\s+)*")
# Less than this may stand in any article by chance.
_SHORTEST_QUOTE_CHARS = 12
_BRACKETS = str.maketrans({"\\": r"\\", "[": r"\[", "]": r"\]"})


def answer_by(
    rule: Rule,
    articles: Mapping[str, Article],
    release: str,
    locale: str | None = None,
    timings_ms: Mapping[str, float] | None = None,
) -> Answer:
    """The rule's answer: the team's own words, or the bot's for what is blocked or goes to people."""
    timings = timings_ms or {}
    if rule.draft.kind is RuleKind.PIN:
        return replace(_pinned(rule, articles, release), timings_ms=timings)
    if rule.draft.kind is RuleKind.BLOCK:
        outcome, reason = Outcome.ABSTAINED, Reason.POLICY_RESTRICTION
    else:
        outcome, reason = Outcome.HANDED_OFF, rule.draft.reason or Reason.UNSUPPORTED_REQUEST
    text = rule.draft.answer or reply(outcome, reason, locale=locale or rule.draft.locale)
    return Answer(outcome, reason, text, 0.0, release, rule=rule.number, timings_ms=timings)


def _pinned(rule: Rule, articles: Mapping[str, Article], release: str) -> Answer:
    """The team's answer; its sentences that stand word for word in its article are cited, the article is linked."""
    text, article = rule.draft.answer, articles.get(rule.draft.article_id or "")
    spoken, citations = _cited(text, article)
    if article is not None and not citations:
        text += f"\n\n[{article.title.translate(_BRACKETS)}](article:{quote(article.id, safe='')})"
    return Answer(
        outcome=Outcome.ANSWERED,
        reason=None,
        answer=text,
        confidence=1.0,
        release=release,
        sentences=spoken,
        citations=citations,
        top_article_id=article.id if article else None,
        rule=rule.number,
    )


def _cited(text: str, article: Article | None) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """The sentences of a text, and the citations of those that stand in the article; neighbours there share one."""
    spoken: list[Sentence] = []
    citations: list[Citation] = []
    # Whole sentences: "open the page" is no quote of "Never open the page".
    places = {article.body[one.start : one.end]: one for one in _sentences(article.body)} if article else {}
    for place in _sentences(text):
        sentence = text[place.start : place.end]
        found = places.get(sentence) if len(sentence) >= _SHORTEST_QUOTE_CHARS else None
        if article is None or found is None:
            spoken.append(Sentence(sentence, ()))
            continue
        last = citations[-1] if citations else None
        adjoins = last is not None and found.start >= last.end and not article.body[last.end : found.start].strip()
        if last is not None and adjoins:
            citations[-1] = citation_of(article, last.n, Span(last.start, found.end))
        else:
            citations.append(citation_of(article, len(citations) + 1, found))
        spoken.append(Sentence(sentence, (len(citations),)))
    return tuple(spoken), tuple(citations)


def _sentences(text: str) -> Iterator[Span]:
    """Where the sentences of a Markdown text stand, without what marks list items, headings and quotes."""
    start = 0
    for line in text.splitlines(keepends=True):
        begin = _MARKER.match(line)
        for first, end in sentences(line, begin.end() if begin else 0):
            yield Span(start + first, start + end)
        start += len(line)

"""The team's own answers to open questions, which come before what the articles say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answer import Answer
from bot.knowledge import ReleaseKnowledge
from bot.retrieval.retrieve import Query
from bot.rules.book import RuleBook
from bot.rules.matching import Question
from bot.rules.pinned import pinned_answer
from bot.suggest.options import Option, Options, Pin
from bot.suggest.replies_so_far import Said


def with_pins(
    knowledge: ReleaseKnowledge, rules: RuleBook, found: Sequence[Options], said: Said, locale: str | None = None
) -> list[Options]:
    """The options, before them the answer that the team has pinned to the question, unless it was given before.

    What was asked beside a question draws it towards that. So an answer goes to the questions that it is pinned to by
    themselves; to one that leans on what was said only if it is for no other.
    """
    pinned = [_pinned(knowledge, rules, _by_themselves(options), locale) for options in found]
    for place, options in enumerate(found):
        answer = pinned[place] or _pinned(knowledge, rules, _as_read(options), locale)
        is_for_another = answer and answer.rule in {other.rule for other in pinned if other}
        pinned[place] = pinned[place] if is_for_another else answer
    return [
        options if answer is None else _with(knowledge, options, answer, said)
        for options, answer in zip(found, pinned, strict=True)
    ]


def _with(knowledge: ReleaseKnowledge, options: Options, answer: Answer, said: Said) -> Options:
    if said.holds(answer.answer):
        return replace(options, is_exhausted=options.is_missing)
    pin = Pin(answer, knowledge.articles.get(answer.top_article_id or ""))
    own = Option((), answer.confidence, pin)
    return replace(options, found=(own, *options.found), short=None, is_doubtful=False, is_exhausted=False)


def _pinned(
    knowledge: ReleaseKnowledge, rules: RuleBook, asked: Iterator[tuple[str, Query]], locale: str | None
) -> Answer | None:
    answers = (pinned_answer(rules, knowledge, Question(text, query, locale=locale)) for text, query in asked)
    return next((answer for answer in answers if answer), None)


def _as_read(options: Options) -> Iterator[tuple[str, Query]]:
    """The question alone and with what was told beside it, each with its query; not with what was asked before."""
    ask = options.question.ask
    texts = [ask.text, f"{ask.story} {ask.text}"] if ask.story else [ask.text]
    return ((text, reading.query) for text, reading in zip(texts, options.readings, strict=False))


def _by_themselves(options: Options) -> Iterator[tuple[str, Query]]:
    """The same without what was said before, as far as it means something so."""
    for text, query in _as_read(options):
        if query.own is not None:
            yield text, Query(query.text, query.own)
        elif not query.context:
            yield text, query

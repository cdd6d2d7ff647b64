"""What an open question finds, read in several ways: by itself, with what was told beside it, with what came before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.answer import Hit
from bot.conversation import Message, Role
from bot.knowledge import ReleaseKnowledge
from bot.retrieval.confidence import Yardstick
from bot.retrieval.retrieve import Query
from bot.suggest.asks import Ask
from bot.suggest.courtesy import SAYS_NOTHING
from bot.suggest.ellipsis import topic_of
from bot.suggest.open_questions import OpenQuestion
from corpus.article import Article

RETRIEVED = 10
REMEMBERED_MESSAGES = 20
# How much of the confidence hangs on the question's own words being in the article: the more, the more of what was
# retrieved with comes from what was said before it, which may be all that the article is about.
OWN_WORDS = 0.5
OWN_WORDS_WITH_EARLIER = 1.0
# From which confidence on a question needs no further reading.
SURE = 0.5
# From which on it has an article of its own beside what was told.
LIKELY = 0.25
# Two questions are about different matters if neither's first article is among so many first hits of the other.
NEAR_HITS = 3
_AMOUNT = re.compile(r"\d[\d.,]*[a-z]?")
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a question: what it is retrieved with, what that finds, and its own words with their weight.

    `to_quote_for` is what a quote has to answer.
    """

    query: Query
    to_quote_for: str
    hits: Sequence[Hit]
    yardstick: Yardstick
    own_words: Mapping[str, float]
    hangs_on_them: float


def read(knowledge: ReleaseKnowledge, questions: Sequence[OpenQuestion]) -> list[list[Reading]]:
    """The readings of each question; one that stays unsure is read together with the question before it too.

    One that says little after another ("How do I stake ETH? What's the minimum?") is read as about the same.
    """
    found = _readings(knowledge, questions, [_texts(question) for question in questions])
    topics = [topic_of(question.ask) for question in questions]
    further = [
        _with_earlier(question) if topic or max(confidence(knowledge, one, one.hits) for one in own) < SURE else []
        for question, topic, own in zip(questions, topics, found, strict=True)
    ]
    read_further = _readings(knowledge, questions, further) if any(further) else [[] for _ in questions]
    about = [_first_article(knowledge, topic) if topic else None for topic in topics]
    return [
        _about(article, own, more) if article else own + more
        for article, own, more in zip(about, found, read_further, strict=True)
    ]


def _first_article(knowledge: ReleaseKnowledge, topic: str) -> str | None:
    hits = knowledge.retrieve_query(knowledge.query_for(topic), 1)
    return hits[0].article.id if hits else None


def _about(article: str, own: Sequence[Reading], with_topic: Sequence[Reading]) -> list[Reading]:
    """What is found about the topic's article: it comes first with the topic, and without it only by itself."""
    by_itself = [reading for reading in own if reading.hits and reading.hits[0].article.id == article]
    return by_itself + [
        replace(one, hits=sorted(one.hits, key=lambda hit: hit.article.id != article)) for one in with_topic
    ]


def with_problems(knowledge: ReleaseKnowledge, questions: Sequence[OpenQuestion]) -> list[OpenQuestion]:
    """The questions, and before each what was told beside it, where that is a matter of its own.

    It is if an article surely is about it that has nothing to do with the question, which has its own.
    """
    told = [
        OpenQuestion(Ask(one.ask.story, turn=one.ask.turn), one.before) if one.ask.story and _is_first(one) else None
        for one in questions
    ]
    if not any(told):
        return list(questions)
    found: list[OpenQuestion] = []
    for question, problem in zip(questions, told, strict=True):
        if problem and _are_apart(knowledge, problem, question):
            found.append(problem)
            question = replace(question, ask=replace(question.ask, story=""))
        found.append(question)
    return found


def split_where_apart(knowledge: ReleaseKnowledge, questions: Sequence[OpenQuestion]) -> list[OpenQuestion]:
    """The questions, and in place of one that tells of several matters each of those."""
    return [one for question in questions for one in _matters(knowledge, question)]


def _matters(knowledge: ReleaseKnowledge, question: OpenQuestion) -> list[OpenQuestion]:
    """The matters that a question tells of: a part is one if articles surely are about it, and not about the rest."""
    ask = question.ask
    if not ask.parts or not _is_first(question):
        return [question]
    alone = [OpenQuestion(Ask(part, turn=ask.turn), ()) for part in ask.parts]
    read_alone = [readings[0] for readings in _readings(knowledge, alone, [_texts(one) for one in alone])]
    groups: list[tuple[list[str], list[Reading]]] = []
    for part, reading in zip(ask.parts, read_alone, strict=True):
        is_sure = confidence(knowledge, reading, reading.hits) >= SURE
        if groups and not (is_sure and all(_find_other_articles(reading, other) for other in groups[-1][1])):
            groups[-1][0].append(part)
        else:
            groups.append(([part], []))
        groups[-1][1].extend([reading] * is_sure)
    if sum(bool(sure) for _, sure in groups) < 2:
        return [question]
    return [OpenQuestion(Ask(" ".join(parts), turn=ask.turn), question.before) for parts, _ in groups]


def _find_other_articles(one: Reading, other: Reading) -> bool:
    """Whether neither reading finds among its first articles the one that the other finds first."""
    near_one, near_other = ({hit.article.id for hit in reading.hits[:NEAR_HITS]} for reading in (one, other))
    return one.hits[0].article.id not in near_other and other.hits[0].article.id not in near_one


def _is_first(question: OpenQuestion) -> bool:
    """Whether it is asked for the first time: what is told later belongs to it."""
    return not question.ask.is_asked_again and not question.ask.is_told_more


def _are_apart(knowledge: ReleaseKnowledge, problem: OpenQuestion, question: OpenQuestion) -> bool:
    alone = OpenQuestion(Ask(question.ask.text), ())
    (told,), (asked,) = _readings(knowledge, [problem, alone], [_texts(problem), _texts(alone)])
    if confidence(knowledge, told, told.hits) < SURE or confidence(knowledge, asked, asked.hits) < LIKELY:
        return False
    return _find_other_articles(told, asked)


def confidence(knowledge: ReleaseKnowledge, reading: Reading, hits: Sequence[Hit]) -> float:
    """How likely it is that the first of these hits of the reading answers the question; 0 without hits."""
    if not hits:
        return 0.0
    held = _share_held(knowledge, hits[0].article, reading.own_words)
    return knowledge.confidence.probability(hits, reading.yardstick) * (1 - reading.hangs_on_them * (1 - held))


def _readings(
    knowledge: ReleaseKnowledge,
    questions: Sequence[OpenQuestion],
    texts: Sequence[Sequence[tuple[str, Sequence[Message], float]]],
) -> list[list[Reading]]:
    queries = iter(knowledge.queries_for([(text, history) for own in texts for text, history, _ in own]))
    found = []
    for question, own in zip(questions, texts, strict=True):
        words = _own_words(knowledge, question.ask.text)
        readings = []
        for (_, _, weight), query in zip(own, queries, strict=False):
            hits = knowledge.retrieve_query(query, RETRIEVED)
            leans = query.follows and question.ask.earlier
            hangs_on_them = max(weight, OWN_WORDS_WITH_EARLIER if leans else OWN_WORDS)
            to_quote_for = question.ask.text if topic_of(question.ask) else query.to_quote_for
            yardstick = knowledge.retriever.yardstick(query)
            readings.append(Reading(query, to_quote_for, hits, yardstick, words, hangs_on_them))
        found.append(readings)
    return found


def _texts(question: OpenQuestion) -> list[tuple[str, Sequence[Message], float]]:
    """What to retrieve a question with: by itself after what was told, and together with that as one message."""
    ask, before = question.ask, list(question.before[-REMEMBERED_MESSAGES:])
    earlier = [*before, *map(_spoken, ask.earlier)]
    if not ask.story:
        return [(ask.text, earlier, OWN_WORDS)]
    return [(ask.text, [*earlier, _spoken(ask.story)], OWN_WORDS), (f"{ask.story} {ask.text}", earlier, OWN_WORDS)]


def _with_earlier(question: OpenQuestion) -> list[tuple[str, Sequence[Message], float]]:
    ask = question.ask
    if topic := topic_of(ask):
        return [(f"{topic} {ask.text}", (), OWN_WORDS)]
    asked = [*(message.text for message in question.before if message.role is Role.USER), *ask.earlier]
    return [(f"{asked[-1]} {ask.text}", (), OWN_WORDS_WITH_EARLIER)] if asked else []


def _own_words(knowledge: ReleaseKnowledge, text: str) -> dict[str, float]:
    """The words that say what is asked about, with how much each tells; amounts tell nothing."""
    weights = knowledge.retriever.term_weights(text)
    return {
        term: weight for term, weight in weights.items() if term not in SAYS_NOTHING and not _AMOUNT.fullmatch(term)
    }


def _share_held(knowledge: ReleaseKnowledge, article: Article, words: Mapping[str, float]) -> float:
    """The share, by weight, of the words that the article holds; 1 where there are none."""
    whole = sum(words.values())
    if not whole:
        return 1.0
    quotable = knowledge.quotable(article)
    held = frozenset[str]().union(*quotable.questions, *(p.terms | p.above for g in quotable.groups for p in g.parts))
    return sum(weight for term, weight in words.items() if term in held) / whole


def _spoken(text: str) -> Message:
    return Message("", Role.USER, text, _UNDATED)

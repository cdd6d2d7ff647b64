from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from bot import follow_ups
from bot.answer import NO_FILTERS, Answer, Filters, Outcome
from bot.assistant import Assistant, answer_from
from bot.conversation import Message, Role
from bot.follow_ups import MOST_CHECKS, OFFERED, FollowUps
from bot.knowledge import LiveReleases, ReleaseKnowledge
from bot.retrieval.retrieve import Query
from corpus.article import Article, Kind
from embeddings.encoder import PassageEncoder
from embeddings.home import Home
from embeddings.model_files import ModelFiles
from tests.bot.articles import golden_questions
from tests.embeddings.builders import publisher

RESET = "How do I reset two-factor authentication (2FA)?"


@dataclass(frozen=True)
class Turn:
    question: str
    history: tuple[Message, ...]
    answer: Answer


def message(role: Role, text: str, answer: Answer | None = None) -> Message:
    return Message("m", role, text, datetime(2026, 11, 23, tzinfo=UTC), answer)


def after(turn: Turn) -> tuple[Message, ...]:
    """The conversation once the turn's reply has been sent."""
    reply = message(Role.BOT, turn.answer.answer, turn.answer)
    return (*turn.history, message(Role.USER, turn.question), reply)


@pytest.fixture(scope="module")
def turns(assistant: Assistant) -> list[Turn]:
    """Every question of the sample set with its conversation and the reply to it."""
    found = []
    for golden in golden_questions():
        said = [message(Role(turn["role"]), turn["text"]) for turn in golden.get("history", [])]
        answer = assistant.answer(golden["question"], said)
        found.append(Turn(golden["question"], tuple(said), answer))
    return found


def test_only_answers_from_articles_come_with_follow_ups(turns: list[Turn], assistant: Assistant) -> None:
    refusals = [turn.answer for turn in turns if turn.answer.outcome is not Outcome.ANSWERED]
    pleasantries = [assistant.answer(said) for said in ("hello", "thanks", "I want to talk to a human")]

    assert refusals
    assert not [answer for answer in refusals + pleasantries if answer.follow_ups]
    assert sum(bool(turn.answer.follow_ups) for turn in turns) >= 150


def test_every_follow_up_is_answered_by_its_article_alone_and_in_the_conversation(
    turns: list[Turn], assistant: Assistant
) -> None:
    asked = {title: () for turn in turns for title in turn.answer.follow_ups}
    in_conversation = [(title, after(turn)) for turn in turns[::5] for title in turn.answer.follow_ups]
    for title, history in [*asked.items(), *in_conversation]:
        answer = assistant.answer(title, history)
        assert (answer.outcome, answer.citations[0].title) == (Outcome.ANSWERED, title)


def test_follow_ups_repeat_neither_the_question_nor_the_answer_nor_each_other(turns: list[Turn]) -> None:
    for turn in turns:
        offered = turn.answer.follow_ups
        told = {citation.title for citation in turn.answer.citations}
        assert len(set(offered)) == len(offered) <= OFFERED
        assert not {turn.question, *told} & set(offered)


def test_follow_ups_never_lead_back_to_what_the_conversation_answered(assistant: Assistant) -> None:
    turn, told = Turn(RESET, (), assistant.answer(RESET)), {RESET}
    for _ in range(6):
        assert not told & set(turn.answer.follow_ups)
        if not turn.answer.follow_ups:
            break
        asked, history = turn.answer.follow_ups[0], after(turn)
        turn = Turn(asked, history, assistant.answer(asked, history))
        told.add(asked)
    assert len(told) > 3


def test_no_announcement_or_expired_article_is_offered(turns: list[Turn], knowledge: ReleaseKnowledge) -> None:
    of_title = {article.title: article for article in knowledge.articles.values()}
    offered = {of_title[title] for turn in turns for title in turn.answer.follow_ups}

    assert {article.kind for article in offered} == {Kind.FAQ, Kind.PRODUCT}
    assert all(article.is_quotable(knowledge.today()) for article in offered)


def test_filters_hold_for_what_is_offered(assistant: Assistant, knowledge: ReleaseKnowledge) -> None:
    kinds = {article.title: article.kind for article in knowledge.articles.values()}
    answer = assistant.answer("What is the spot grid bot and how do I start one?", filters=Filters(kind=Kind.PRODUCT))

    assert {kinds[title] for title in answer.follow_ups} == {Kind.PRODUCT}


def test_a_title_is_asked_once_and_never_more_of_them_than_allowed(knowledge: ReleaseKnowledge) -> None:
    asked: list[str] = []

    def ask(known: ReleaseKnowledge, query: Query, filters: Filters) -> Answer | None:
        asked.append(query.text)
        return answer_from(known, query, known.retrieve_query(query, 10, filters), filters)

    query = knowledge.query_for(RESET)
    hits = knowledge.retrieve_query(query, 10)
    answer, offers, counts = answer_from(knowledge, query, hits), FollowUps(ask), [0]
    for _ in range(6):
        offered = offers.offered(knowledge, query, hits, answer, (), NO_FILTERS)
        counts.append(len(asked))

    assert len(set(asked)) == len(asked) >= len(offered) > 0
    assert all(later - before <= MOST_CHECKS for before, later in pairwise(counts))
    assert counts[-1] == counts[-2]


def test_what_is_not_answered_or_not_in_time_is_left_out(
    knowledge: ReleaseKnowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = knowledge.query_for(RESET)
    hits = knowledge.retrieve_query(query, 10)
    answer = answer_from(knowledge, query, hits)

    assert not FollowUps(lambda *_: None).offered(knowledge, query, hits, answer, (), NO_FILTERS)
    unsure = FollowUps(lambda *_: replace(answer, confidence=knowledge.confidence.answer_at))
    assert not unsure.offered(knowledge, query, hits, answer, (), NO_FILTERS)
    monkeypatch.setattr(follow_ups, "CHECKING_SECONDS", -1.0)
    late = FollowUps(lambda *_: pytest.fail("asked although there was no time"))
    assert not late.offered(knowledge, query, hits, answer, (), NO_FILTERS)


def test_only_the_most_recent_checks_are_remembered(
    knowledge: ReleaseKnowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_ups, "REMEMBERED_CHECKS", 2)
    offers, query = FollowUps(lambda *_: None), knowledge.query_for(RESET)
    hits = knowledge.retrieve_query(query, 10)
    offers.offered(knowledge, query, hits, answer_from(knowledge, query, hits), (), NO_FILTERS)

    assert len(offers._known) == 2


def test_drafts_other_languages_and_copies_of_the_question_are_not_offered(
    empty_home: Path, model_files: ModelFiles, encoder: PassageEncoder
) -> None:
    body = "Open the security page, choose the passkey and confirm. A passkey replaces your password on this device."
    near = [
        Article("set", "How do I set up a passkey?", body),
        Article("remove", "How do I remove a passkey?", f"{body} Removing takes a minute."),
        Article("copy", "How do I set up a passkey", f"{body} It is quick."),
        Article("draft", "How do I rename a passkey?", f"{body} Renaming comes.", draft=True),
        Article("german", "How do I share a passkey?", f"{body} Teilen.", locale="de"),
        Article("old", "How do I export a passkey?", f"{body} Exporting.", expires_at=date(2020, 1, 1)),
    ]
    far = [
        Article(f"far{n}", f"What is the {word} fee?", f"The {word} fee is {n} % of the amount that is traded.")
        for n, word in enumerate(("trading", "withdrawal", "staking", "futures", "card"))
    ]
    publisher(empty_home, model_files, lambda: encoder).publish([*near, *far])
    answer = Assistant(LiveReleases(Home(empty_home), threshold=0.2)).answer("How do I set up a passkey?")

    assert answer.citations[0].article_id in {"set", "copy"}
    assert answer.follow_ups == ("How do I remove a passkey?",)

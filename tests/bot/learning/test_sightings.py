from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer import Answer, Outcome, Reason
from bot.conversation import Message, Role
from bot.learning.candidate import Evidence, Origin
from bot.learning.sightings import Asked, addresses_of, asked, is_question, linked
from tests.bot.learning.conftest import NOW, Say
from tests.fakes import ARTICLES, FakeKnowledge, abstained, answered

ADDRESSES = addresses_of({article.id: article for article in ARTICLES})
GREETED = Answer(Outcome.ANSWERED, Reason.GREETING, "Hello!", 1.0, "r")


def evidence(origin: Origin, *messages: Message, **fields: object) -> Evidence:
    return Evidence(origin, 1, 7, NOW, messages, **fields)  # type: ignore[arg-type]


def found(*given: object, **fields: object) -> Asked:
    one = asked(evidence(*given, **fields), ADDRESSES)  # type: ignore[arg-type]
    assert one is not None
    return one


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("See https://help.test/help/articles/reset-2fa.", ["reset-2fa"]),
        ("[This](/help/articles/guides%2Fdeposit%20suspended?quote=1-5-0a1b2c3d#quote)", ["guides/deposit suspended"]),
        ("https://shop.test/in/help/articles/reset-2fa/ or https://x.test/help/articles/reset-2fa", ["reset-2fa"]),
        ("http://EXAMPLE.com/fees?tier=1", ["fees"]),
        ("https://example.com/fees?tier=2", []),
        ("https://help.test/help/articles/unknown", []),
        ("no link, /help/articles/reset-2fa", []),
    ],
)  # fmt: skip
def test_links_are_resolved_to_articles(text: str, ids: list[str]) -> None:
    assert list(linked(text, ADDRESSES)) == ids


@pytest.mark.parametrize("text", ["hello", "thanks a lot!", "I want to talk to a person", "…", ""])
def test_what_asks_for_nothing_is_no_question(text: str) -> None:
    assert not is_question(text)


def test_refused_question_comes_with_what_was_said_before(say: Say) -> None:
    before = (say(Role.USER, "Fees?"), say(Role.BOT, "0.1 %."))
    question, reply = say(Role.USER, "And taxes?"), say(Role.BOT, "Sorry.", abstained())
    one = found(Origin.REFUSED, *before, question, reply, question=question.id)

    assert (one.message, one.history, one.article_ids) == (question, before, ())


def test_greeting_that_was_refused_is_nothing_to_learn_from(say: Say) -> None:
    question = say(Role.USER, "hola!")
    assert asked(evidence(Origin.REFUSED, question, say(Role.BOT, "?"), question=question.id), ADDRESSES) is None
    gone = evidence(Origin.REFUSED, question, question="not among the last messages")
    assert asked(gone, ADDRESSES) is None


def test_disliked_answer_proposes_what_it_cited(say: Say) -> None:
    question = say(Role.USER, "2FA?")
    reply = say(Role.BOT, "…", answered(FakeKnowledge().retrieve("2FA", 1)[0]))

    assert found(Origin.THUMBS_DOWN, question, reply, question=question.id).article_ids == ("reset-2fa",)


def test_link_of_an_agent_belongs_to_the_question_the_bot_could_not_answer(say: Say) -> None:
    first = (
        say(Role.USER, "What are fees?"),
        say(Role.BOT, "0.1 %.", answered(FakeKnowledge().retrieve("fees", 1)[0])),
    )
    second = (say(Role.USER, "I lost my phone"), say(Role.BOT, "Sorry.", abstained()))
    person = (
        say(Role.USER, "talk to a person"),
        say(Role.BOT, "Wait.", replace(GREETED, reason=Reason.CUSTOMER_REQUEST)),
    )
    rest = (say(Role.USER, "are you there still, it is the second time"), say(Role.AGENT, "Yes."))
    link = "https://help.test/help/articles/reset-2fa"
    one = found(Origin.LINKED, *first, *second, *person, *rest, reply=link)

    assert (one.message, one.history, one.article_ids) == (second[0], first, ("reset-2fa",))


def test_link_elsewhere_or_to_nobody_tells_of_no_question(say: Say) -> None:
    question = say(Role.USER, "2FA?")
    for messages, reply in (((question,), "https://x.test/"), ((say(Role.USER, "hi"),), "/help/articles/fees")):
        assert asked(evidence(Origin.LINKED, *messages, reply=reply), ADDRESSES) is None


def test_same_words_have_the_same_key_however_they_are_typed(say: Say) -> None:
    keys = {
        found(Origin.REFUSED, message, question=message.id).key
        for message in (say(Role.USER, text) for text in ("Where is it?", "Hi, where IS it", "where is it!!"))
    }
    assert len(keys) == 1


def test_question_that_leans_on_the_one_before_is_another_after_another_one(say: Say) -> None:
    follow_up = say(Role.USER, "and how long does it take?")
    before = ((), (say(Role.USER, "How do deposits by card work?"),), (say(Role.USER, "How do I close my account?"),))
    keys = {found(Origin.REFUSED, *said, follow_up, question=follow_up.id).key for said in before}
    assert len(keys) == 3

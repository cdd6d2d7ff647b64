from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from bot.answer import Outcome
from bot.api.outgoing import as_sent
from bot.settings import Settings
from corpus.article import Article
from tests.bot.api.conftest import World
from tests.bot.api.test_stream import stream
from tests.fakes import ARTICLES, FakeKnowledge, abstained, answered

SITE = "https://help.test"
KEYS = "Please [create a key](article:reset-2fa#steps), [or not](article:gone) <img src=x onerror=alert(1)>."


def sent(body: str, others: Sequence[Article] = ARTICLES) -> str:
    """What is sent of an article's first sentence."""
    knowledge = FakeKnowledge([Article("keys", "Keys", body), *others])
    hit = knowledge.retrieve(body, 1)[0]
    return as_sent(answered(hit), knowledge.articles, "", SITE).answer


def test_links_between_articles_lead_to_those_that_are_published() -> None:
    assert sent("See [the reset](article:reset-2fa).") == "See [the reset](https://help.test/help/articles/reset-2fa)."
    assert sent("See [the fees](article:fees).") == f"See [the fees]({ARTICLES[2].url})."
    assert sent("See [the fees](article:fees).", []) == "See the fees."


def test_relative_links_start_from_the_article_they_stand_in() -> None:
    assert sent("See [it](#limits).") == "See [it](https://help.test/help/articles/keys#limits)."
    assert sent("See [it](../c).") == "See [it](https://help.test/help/c)."
    assert sent("See [it](//[[::1]#).") == "See it."


def test_sentences_and_quotes_stay_word_for_word_while_the_answer_changes(world: World, client: TestClient) -> None:
    world.live.knowledge = FakeKnowledge([Article("keys", "Keys", KEYS), *ARTICLES])
    answer = client.post("/v1/chat", json={"message": "create key please"}).json()

    link = "[create a key](http://help.test/help/articles/reset-2fa#steps)"
    assert answer["answer"] == f"Please {link}, or not \\<img src=x onerror=alert(1)>."
    assert answer["sentences"][0]["text"] == answer["citations"][0]["quote"] == KEYS


def test_stream_and_conversation_carry_the_answer_as_sent(world: World, server: str, client: TestClient) -> None:
    world.live.knowledge = FakeKnowledge([Article("keys", "Keys", KEYS), *ARTICLES])
    _response, parts = stream(server, {"message": "create key please"})
    answer = parts[-2]["data"]
    kept = client.get(f"/v1/conversations/{answer['conversation_id']}/messages").json()["messages"][1]

    assert "article:" not in answer["answer"]
    assert "".join(part["delta"] for part in parts if part["type"] == "text-delta") == answer["answer"]
    assert kept["text"] == kept["answer"]["answer"] == answer["answer"]


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("/help/articles/contact-support", "https://help.test/help/articles/contact-support"),
        ("mailto:help@orrery.example", "mailto:help@orrery.example"),
        ("https://orrery.example/chat?from=bot", "https://orrery.example/chat?from=bot"),
    ],
)
def test_abstention_offers_a_person_where_one_can_be_reached(world: World, contact: str, link: str) -> None:
    world.settings = Settings(contact_url=contact, public_url=SITE)
    answer = world.client().post("/v1/chat", json={"message": "xyzzy"}).json()

    assert answer["answer"].endswith(f" You can also [talk to a person]({link}).")


def test_without_a_contact_nobody_is_promised_and_an_answer_needs_none() -> None:
    assert as_sent(abstained(), {}, "", SITE).answer == abstained().answer
    found = replace(abstained(), outcome=Outcome.ANSWERED)
    assert as_sent(found, {}, "/contact", SITE).answer == found.answer


@pytest.mark.parametrize(
    "contact", ["javascript:alert(1)", "//evil.example", "help", "https://a b", "/x)", "/" + "x" * 500]
)
def test_contact_must_be_an_address_that_a_link_can_lead_to(contact: str) -> None:
    with pytest.raises(ValidationError):
        Settings(contact_url=contact)

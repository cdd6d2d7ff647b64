"""What every implementation of Deliveries must do: subclass the suite and say how one is made."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.answer import Reason
from bot.conversation import Conversations, Customer, Feedback, Rating, Status
from bot.outbox import Deliveries, Delivery
from bot.ports import HelpdeskConversations
from tests.fakes import abstained

LEASE = 60.0


@dataclass
class Kept:
    """Conversations, their deliveries to a webhook and to a helpdesk called 'chatwoot', and the time."""

    conversations: Conversations
    deliveries: Deliveries
    helpdesks: HelpdeskConversations
    now: datetime = datetime(2026, 11, 24, 9, tzinfo=UTC)

    def drain(self, target: str = "webhook") -> list[Delivery]:
        """Every delivery that is due, delivered one after the other."""
        drained = []
        while delivery := self.deliveries.claim(target, LEASE):
            drained.append(delivery)
            self.deliveries.finish(delivery)
        return drained

    def events(self) -> list[tuple[str, Any]]:
        """What the webhook is told: type and data."""
        bodies = [json.loads(delivery.body) for delivery in self.drain()]
        return [(body["type"], body["data"]) for body in bodies]


class DeliveriesContract:
    """The suite; a subclass overrides the fixture `kept`, which masks with contracts.conversations.mask."""

    @pytest.fixture
    def kept(self) -> Kept:
        raise NotImplementedError("override this fixture with the implementation under test")

    def test_every_step_of_a_conversation_is_told_in_its_order(self, kept: Kept) -> None:
        received = kept.conversations.receive(None, "my secret", customer=Customer("ana", "Ana"))
        of = received.conversation.id
        kept.conversations.set_status(of, Status.WAITING, Reason.CUSTOMER_REQUEST)
        reply = kept.conversations.reply(of, received.message.id, abstained())
        kept.now += timedelta(seconds=90)
        kept.conversations.say(of, "Kim", "Hello Ana.")
        kept.conversations.set_status(of, Status.CLOSED, agent="Lou")
        kept.conversations.rate(reply.id, Feedback(Rating.DOWN, "wrong", "my secret again"))

        events = kept.events()
        assert [event for event, _ in events] == [
            *("message.created", "handoff.requested", "message.created", "handoff.taken"),
            *("message.created", "conversation.closed", "feedback.given"),
        ]
        assert {data["conversation"]["number"] for _, data in events} == {received.conversation.number}
        asked, taken, rated = events[0][1], events[3][1], events[6][1]
        assert (asked["message"]["role"], asked["message"]["text"]) == ("user", "my ***")
        assert asked["conversation"]["customer"] == {"id": "ana", "name": "Ana", "email": None}
        assert events[2][1]["message"]["answer"]["outcome"] == "abstained"
        assert (taken["handoff"]["agent"], taken["handoff"]["waited_seconds"]) == ("Kim", 90.0)
        assert events[5][1]["agent"] == "Lou"
        assert (rated["feedback"]["rating"], rated["feedback"]["comment"]) == ("down", "my *** again")
        assert of not in json.dumps(events)

    def test_a_message_that_is_sent_twice_is_told_of_once(self, kept: Kept) -> None:
        for _ in range(2):
            kept.conversations.receive(None, "hello", key="a-key-of-22-characters")

        assert len(kept.events()) == 1

    def test_only_the_first_of_a_conversation_is_due(self, kept: Kept) -> None:
        first, second = (kept.conversations.start() for _ in range(2))
        for conversation, text in ((first, "a"), (first, "b"), (second, "c")):
            kept.conversations.receive(conversation.id, text)
        claimed = [kept.deliveries.claim("webhook", LEASE) for _ in range(3)]

        texts = [json.loads(delivery.body)["data"]["message"]["text"] for delivery in claimed if delivery]
        assert texts == ["a", "c"]
        assert claimed[0] is not None
        kept.deliveries.finish(claimed[0])
        assert [data["message"]["text"] for _, data in kept.events()] == ["b"]

    def test_what_was_postponed_comes_again_with_the_same_id_and_holds_up_its_conversation(self, kept: Kept) -> None:
        of = kept.conversations.receive(None, "a").conversation.id
        kept.conversations.receive(of, "b")
        first = kept.deliveries.claim("webhook", LEASE)
        assert first is not None
        kept.deliveries.postpone(first, 30, "It answered 500")

        kept.now += timedelta(seconds=29)
        assert kept.deliveries.claim("webhook", LEASE) is None
        kept.now += timedelta(seconds=1)
        again = kept.deliveries.claim("webhook", LEASE)
        assert again is not None
        assert (again.id, again.body, again.attempts) == (first.id, first.body, 2)

    def test_an_attempt_that_was_lost_is_made_again(self, kept: Kept) -> None:
        kept.conversations.receive(None, "a")
        lost = kept.deliveries.claim("webhook", LEASE)
        assert kept.deliveries.claim("webhook", LEASE) is None

        kept.now += timedelta(seconds=LEASE)
        again = kept.deliveries.claim("webhook", LEASE)
        assert lost is not None
        assert again is not None
        assert again.id == lost.id

    def test_many_that_claim_at_once_get_different_deliveries(self, kept: Kept) -> None:
        for _ in range(8):
            kept.conversations.receive(None, "hello")
        with ThreadPoolExecutor(8) as pool:
            claimed = list(pool.map(lambda _: kept.deliveries.claim("webhook", LEASE), range(8)))

        rest = kept.drain()  # who finds another one's row locked goes away empty-handed, and comes back
        ids = [delivery.id for delivery in [*claimed, *rest] if delivery]
        assert len(ids) == len(set(ids)) == 8

    def test_what_is_given_up_lets_the_next_pass_and_is_told_to_operators(self, kept: Kept) -> None:
        of = kept.conversations.receive(None, "a").conversation.id
        kept.conversations.receive(of, "b")
        refused = kept.deliveries.claim("webhook", LEASE)
        assert refused is not None
        kept.deliveries.give_up(refused, "It answered 422")
        kept.now += timedelta(minutes=11)

        late, given_up = sorted(kept.deliveries.backlogs(timedelta(minutes=10)), key=lambda b: b.is_given_up)
        assert (late.target, late.count, late.error) == ("webhook", 1, "")
        assert (given_up.count, given_up.error, given_up.is_given_up) == (1, "It answered 422", True)
        assert len(kept.events()) == 1

    def test_forgotten_conversation_takes_along_what_was_to_be_told(self, kept: Kept) -> None:
        conversation = kept.helpdesks.open("chatwoot", "1/2")
        kept.conversations.receive(conversation.id, "a")
        under_way = kept.deliveries.claim("webhook", LEASE)
        kept.conversations.delete(conversation.id)
        assert under_way is not None
        kept.deliveries.postpone(under_way, 0, "It answered 500")

        assert kept.drain() == []
        assert kept.helpdesks.find("chatwoot", "1/2") is None

    def test_wait_that_nobody_ends_is_told_of_once(self, kept: Kept) -> None:
        after = timedelta(minutes=10)
        of = kept.conversations.start().id
        kept.conversations.set_status(of, Status.WAITING, Reason.MISSING_KNOWLEDGE)
        kept.now += after
        assert kept.deliveries.report_unattended(after) == 0
        kept.now += timedelta(seconds=1)
        assert [kept.deliveries.report_unattended(after) for _ in range(2)] == [1, 0]

        kept.conversations.say(of, "Kim", "Hello.")
        kept.conversations.pass_on(of)
        kept.now += after + timedelta(seconds=1)
        assert [kept.deliveries.report_unattended(after) for _ in range(2)] == [1, 0]
        told = [data for event, data in kept.events() if event == "handoff.unattended"]
        assert [data["handoff"]["waited_seconds"] for data in told] == [601.0, 601.0]
        assert told[0]["handoff"]["reason"] == "missing_knowledge"

    def test_agents_words_go_to_the_helpdesk_that_the_customer_writes_from(self, kept: Kept) -> None:
        conversation = kept.helpdesks.open("chatwoot", "1/2")
        kept.conversations.receive(conversation.id, "hello")
        kept.conversations.say(conversation.id, "Kim", "Hello.")
        kept.conversations.say(kept.conversations.start().id, "Kim", "Elsewhere.")

        (delivery,) = kept.drain("chatwoot")
        assert json.loads(delivery.body) == {"external": "1/2", "text": "Hello."}
        named = {json.dumps(data["conversation"]["external"]) for _, data in kept.events()}
        assert named == {'{"helpdesk": "chatwoot", "id": "1/2"}', "null"}

    def test_what_is_added_twice_is_there_once(self, kept: Kept) -> None:
        number = kept.conversations.start().number
        for body in ("first", "second"):
            kept.deliveries.add("chatwoot", "message", body, number, "reply-1")

        assert [delivery.body for delivery in kept.drain("chatwoot")] == ["first"]

    def test_nothing_is_added_for_a_conversation_that_was_deleted_meanwhile(self, kept: Kept) -> None:
        of = kept.conversations.start()
        kept.conversations.delete(of.id)
        kept.deliveries.add("chatwoot", "message", "its words", of.number, "reply-1")

        assert kept.drain("chatwoot") == []

    def test_old_deliveries_are_forgotten(self, kept: Kept) -> None:
        kept.conversations.receive(None, "a")
        kept.drain()
        kept.now += timedelta(days=1)
        assert kept.deliveries.forget_old(timedelta(days=1), timedelta(days=30)) == 0

        kept.now += timedelta(seconds=1)
        assert kept.deliveries.forget_old(timedelta(days=1), timedelta(days=30)) == 1

    def test_one_conversation_elsewhere_is_one_of_ours_however_many_begin_it(self, kept: Kept) -> None:
        def number(_: int) -> int:
            return kept.helpdesks.open("generic", "T-1").number

        with ThreadPoolExecutor(6) as pool:
            assert len(set(pool.map(number, range(6)))) == 1
        assert kept.helpdesks.open("chatwoot", "T-1").number != number(0)

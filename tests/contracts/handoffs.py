"""What every place that keeps conversations has to do when a person takes over; run on each by a subclass."""

from __future__ import annotations

import pytest

from bot.answer import Reason
from bot.conversation import Conversations, Status


class HandoffsContract:
    """The suite; a subclass overrides the fixture `conversations`."""

    @pytest.fixture
    def conversations(self) -> Conversations:
        raise NotImplementedError("override this fixture with the implementation under test")

    def test_request_for_a_person_keeps_its_first_time_and_reason(self, conversations: Conversations) -> None:
        of = conversations.start().id
        waiting = conversations.set_status(of, Status.WAITING, Reason.CUSTOMER_REQUEST)
        again = conversations.set_status(of, Status.WAITING, Reason.MISSING_KNOWLEDGE)

        assert (waiting.status, waiting.reason) == (Status.WAITING, Reason.CUSTOMER_REQUEST)
        assert waiting.requested_at is not None
        assert again == waiting == conversations.find(of)
        conversations.set_status(of, Status.BOT)
        renewed = conversations.set_status(of, Status.WAITING, Reason.MISSING_KNOWLEDGE)
        assert renewed.reason is Reason.MISSING_KNOWLEDGE
        assert renewed.requested_at is not None
        assert renewed.requested_at > waiting.requested_at

    def test_agent_who_writes_takes_the_conversation(self, conversations: Conversations) -> None:
        of = conversations.start().id
        conversations.set_status(of, Status.WAITING, Reason.CUSTOMER_REQUEST)
        conversations.say(of, "Kim", "Hello!")
        taken = conversations.find(of)

        assert (taken.status, taken.agent, taken.reason) == (Status.AGENT, "Kim", Reason.CUSTOMER_REQUEST)
        assert conversations.set_status(of, Status.WAITING, Reason.CUSTOMER_REQUEST) == taken
        assert conversations.set_status(of, Status.AGENT, agent="Lou").agent == "Lou"
        assert conversations.set_status(of, Status.BOT).agent is None

    def test_agent_may_leave_a_conversation_to_another_one(self, conversations: Conversations) -> None:
        of = conversations.start().id
        asked = conversations.set_status(of, Status.WAITING, Reason.MISSING_KNOWLEDGE)
        assert conversations.pass_on(of) == asked
        conversations.say(of, "Kim", "Lou knows more.")
        passed = conversations.pass_on(of)

        assert (passed.status, passed.agent, passed.reason) == (Status.WAITING, None, Reason.MISSING_KNOWLEDGE)
        assert asked.requested_at is not None
        assert passed.requested_at is not None
        assert passed.requested_at > asked.requested_at
        assert passed == conversations.find(of) == conversations.pass_on(of)
        conversations.set_status(of, Status.BOT)
        assert conversations.pass_on(of).status is Status.WAITING

    def test_every_change_of_status_counts_the_version_up_and_no_other(self, conversations: Conversations) -> None:
        of = conversations.start().id
        versions = [
            conversations.set_status(of, status, agent=agent).version
            for status, agent in [
                (Status.BOT, None),
                (Status.WAITING, None),
                (Status.WAITING, None),
                (Status.AGENT, "Kim"),
                (Status.AGENT, "Kim"),
                (Status.CLOSED, "Kim"),
                (Status.CLOSED, None),
            ]
        ]
        assert [v - versions[0] for v in versions] == [0, 1, 1, 2, 2, 3, 3]

    def test_customer_who_writes_after_the_end_is_the_bots_again(self, conversations: Conversations) -> None:
        of = conversations.start().id
        conversations.say(of, "Kim", "Bye!")
        closed = conversations.set_status(of, Status.CLOSED)

        assert (closed.status, closed.agent) == (Status.CLOSED, "Kim")
        assert conversations.receive(of, "one more thing").conversation.status is Status.BOT

"""What every implementation of Conversations must do: subclass the suite and say how one is made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation import Conversations, Role
from corpus.errors import NotFoundError
from tests.fakes import abstained


class ConversationsContract:
    """The suite; a subclass overrides the fixture `conversations`."""

    @pytest.fixture
    def conversations(self) -> Conversations:
        raise NotImplementedError("override this fixture with the implementation under test")

    def test_new_conversation_is_empty(self, conversations: Conversations) -> None:
        assert list(conversations.messages(conversations.start())) == []

    def test_ids_are_long_url_safe_and_never_repeated(self, conversations: Conversations) -> None:
        ids = {conversations.start() for _ in range(50)}

        assert len(ids) == 50
        assert all(len(i) >= 32 and i.isascii() and i.replace("-", "").replace("_", "").isalnum() for i in ids)

    def test_messages_come_back_in_order_with_everything_they_held(self, conversations: Conversations) -> None:
        conversation_id, answer = conversations.start(), abstained()
        first = conversations.append(conversation_id, Role.USER, "Where is my “money”? 💸\n")
        second = conversations.append(conversation_id, Role.BOT, answer.answer, answer)

        assert list(conversations.messages(conversation_id)) == [first, second]
        assert (first.role, first.text, first.answer) == (Role.USER, "Where is my “money”? 💸\n", None)
        assert (second.role, second.answer) == (Role.BOT, answer)
        assert first.id != second.id

    def test_messages_are_stamped_with_the_time_in_utc(self, conversations: Conversations) -> None:
        message = conversations.append(conversations.start(), Role.USER, "hello")

        assert message.created_at.utcoffset() == timedelta(0)
        assert abs(datetime.now(UTC) - message.created_at) < timedelta(minutes=1)

    def test_conversations_do_not_mix(self, conversations: Conversations) -> None:
        one, other = conversations.start(), conversations.start()
        conversations.append(one, Role.USER, "mine")

        assert list(conversations.messages(other)) == []

    def test_a_list_that_was_read_does_not_grow(self, conversations: Conversations) -> None:
        conversation_id = conversations.start()
        before = conversations.messages(conversation_id)
        conversations.append(conversation_id, Role.USER, "later")

        assert list(before) == []

    def test_deleted_conversation_is_forgotten(self, conversations: Conversations) -> None:
        conversation_id = conversations.start()
        conversations.append(conversation_id, Role.USER, "forget me")
        conversations.delete(conversation_id)

        with pytest.raises(NotFoundError):
            conversations.messages(conversation_id)

    def test_unknown_id_is_an_error_everywhere(self, conversations: Conversations) -> None:
        for unknown in ("", "nobody", "é\ufffd", "x" * 500):
            with pytest.raises(NotFoundError):
                conversations.messages(unknown)
            with pytest.raises(NotFoundError):
                conversations.append(unknown, Role.USER, "hello")
            with pytest.raises(NotFoundError):
                conversations.delete(unknown)

    def test_messages_written_at_the_same_time_are_all_kept(self, conversations: Conversations) -> None:
        conversation_id = conversations.start()
        texts = [f"message {n}" for n in range(40)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda text: conversations.append(conversation_id, Role.USER, text), texts))

        assert sorted(m.text for m in conversations.messages(conversation_id)) == sorted(texts)

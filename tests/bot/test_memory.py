from __future__ import annotations

import pytest

from bot.conversation import Conversations, Role
from bot.memory import MemoryConversations
from corpus.errors import NotFoundError
from tests.contracts.conversations import ConversationsContract


class TestMemoryConversations(ConversationsContract):
    @pytest.fixture
    def conversations(self) -> Conversations:
        return MemoryConversations()


def test_the_conversation_unused_for_longest_makes_room() -> None:
    conversations = MemoryConversations(max_conversations=2)
    stale, used = conversations.start(), conversations.start()
    conversations.messages(stale)
    fresh = conversations.start()

    assert conversations.messages(stale) == conversations.messages(fresh) == ()
    with pytest.raises(NotFoundError):
        conversations.messages(used)


def test_only_the_last_messages_are_kept() -> None:
    conversations = MemoryConversations(max_messages=3)
    conversation_id = conversations.start()
    for n in range(5):
        conversations.append(conversation_id, Role.USER, str(n))

    assert [m.text for m in conversations.messages(conversation_id)] == ["2", "3", "4"]


def test_no_id_stands_in_the_error() -> None:
    with pytest.raises(NotFoundError) as error:
        MemoryConversations().messages("secret-id")

    assert "secret-id" not in str(error.value)


@pytest.mark.parametrize("bounds", [(0, 1), (1, 0)])
def test_a_memory_that_keeps_nothing_is_refused(bounds: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="nothing could be kept"):
        MemoryConversations(*bounds)

"""What every implementation of Conversations must do: subclass the suite and say how one is made."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from bot.answer import Outcome, Reason
from bot.conversation import Conversation, Conversations, Customer, Feedback, Message, Rating, Role, Status
from corpus.errors import ConflictError, NotFoundError
from tests.fakes import FakeKnowledge, abstained, answered

ANA = Customer("ana", "Ana", "ana@site.example")
UNKNOWN = ("", "nobody", "é\ufffd", "a\x00b", "\ud800", "x" * 500, "x" * 32)
KEY = "a-key-of-22-characters"


def mask(text: str) -> str:
    """What the suite's implementation has to mask customers' words with."""
    return text.replace("secret", "***")


class ConversationsContract:
    """The suite; a subclass overrides the fixture `conversations`, which masks with `mask`."""

    @pytest.fixture
    def conversations(self) -> Conversations:
        raise NotImplementedError("override this fixture with the implementation under test")

    def test_new_conversation_is_empty_and_the_bots(self, conversations: Conversations) -> None:
        started = conversations.start(ANA, "de")

        assert list(conversations.messages(started.id)) == []
        assert (started.status, started.customer, started.locale) == (Status.BOT, ANA, "de")
        assert conversations.find(started.id) == conversations.numbered(started.number) == started
        assert conversations.start().customer is None

    def test_ids_are_long_url_safe_and_never_repeated(self, conversations: Conversations) -> None:
        ids = {conversations.start().id for _ in range(50)}

        assert len(ids) == 50
        assert all(len(i) >= 32 and i.isascii() and i.replace("-", "").replace("_", "").isalnum() for i in ids)

    def test_messages_come_back_in_order_with_everything_they_held(self, conversations: Conversations) -> None:
        answer = answered(FakeKnowledge().retrieve("reset 2FA", 1)[0])
        received = conversations.receive(None, "Where is my “money”? 💸\n")
        first, of = received.message, received.conversation.id
        second = conversations.reply(of, first.id, answer)
        third = conversations.say(of, "Kim", "Let me look.")

        assert list(conversations.messages(of)) == [first, second, third]
        assert (first.role, first.text, first.answer) == (Role.USER, "Where is my “money”? 💸\n", None)
        assert (second.role, second.text, second.answer) == (Role.BOT, answer.answer, answer)
        assert (third.role, third.text, third.author) == (Role.AGENT, "Let me look.", "Kim")
        assert 0 < first.seq < second.seq < third.seq == conversations.find(of).version

    def test_only_what_came_after_is_read_again(self, conversations: Conversations) -> None:
        of, seqs = conversations.start().id, []
        for text in "abc":
            seqs.append(conversations.receive(of, text).message.seq)

        assert [m.text for m in conversations.messages(of, after=seqs[0])] == ["b", "c"]
        assert list(conversations.messages(of, after=seqs[2])) == []

    def test_messages_are_stamped_with_the_time_in_utc(self, conversations: Conversations) -> None:
        received = conversations.receive(None, "hello")

        assert received.message.created_at.utcoffset() == timedelta(0)
        assert abs(datetime.now(UTC) - received.message.created_at) < timedelta(minutes=1)
        assert received.conversation.active_at == received.message.created_at

    def test_message_comes_with_what_was_said_before_it(self, conversations: Conversations) -> None:
        first = conversations.receive(None, "hello")
        of = first.conversation.id
        reply = conversations.reply(of, first.message.id, abstained())
        second = conversations.receive(of, "and now?")

        assert list(first.history) == []
        assert list(second.history) == [first.message, reply]

    def test_no_more_than_the_last_fifty_come_with_a_message(self, conversations: Conversations) -> None:
        of = conversations.start().id
        for n in range(52):
            conversations.receive(of, str(n))

        assert [m.text for m in conversations.receive(of, "last").history] == [str(n) for n in range(2, 52)]

    def test_conversations_do_not_mix(self, conversations: Conversations) -> None:
        one, other = conversations.start(), conversations.start()
        mine = conversations.receive(one.id, "mine").message

        assert list(conversations.messages(other.id)) == []
        with pytest.raises(NotFoundError):
            conversations.reply(other.id, mine.id, abstained())

    def test_customers_words_are_masked_and_those_of_others_are_not(self, conversations: Conversations) -> None:
        received = conversations.receive(None, "my secret")
        of = received.conversation.id
        said = conversations.say(of, "Kim", "no secret")
        conversations.rate(said.id, Feedback(Rating.DOWN, "other", "a secret!"))

        assert [m.text for m in conversations.messages(of)] == ["my ***", "no secret"]
        assert received.message.text == "my ***"
        assert conversations.messages(of)[1].feedback == Feedback(Rating.DOWN, "other", "a ***!")

    def test_text_that_no_database_can_hold_is_mended(self, conversations: Conversations) -> None:
        received = conversations.receive(None, "a\x00b\ud800c", locale="de\x00")

        assert received.message.text == "a\ufffdb\ufffdc"
        assert conversations.messages(received.conversation.id)[0].text == "a\ufffdb\ufffdc"

    def test_same_key_stores_one_message(self, conversations: Conversations) -> None:
        first = conversations.receive(None, "secret?", KEY)
        of = first.conversation.id
        again = [conversations.receive(named, "secret?", KEY) for named in (None, of)]

        assert all((a.message, a.conversation, a.reply) == (first.message, first.conversation, None) for a in again)
        reply = conversations.reply(of, first.message.id, abstained())
        assert conversations.receive(of, "secret?", KEY).reply == reply
        assert len(conversations.messages(of)) == 2

    def test_key_of_another_message_is_refused(self, conversations: Conversations) -> None:
        first = conversations.receive(None, "one", KEY)
        other = conversations.start().id

        with pytest.raises(ConflictError) as error:
            conversations.receive(None, "two", KEY)
        with pytest.raises(ConflictError):
            conversations.receive(other, "one", KEY)
        assert KEY not in str(error.value)
        assert len(conversations.messages(first.conversation.id)) == 1

    def test_messages_that_masking_makes_alike_are_told_apart_by_their_key(self, conversations: Conversations) -> None:
        of = conversations.receive(None, "it is secret", KEY).conversation.id

        with pytest.raises(ConflictError):
            conversations.receive(of, "it is ***", KEY)
        assert conversations.receive(of, "it is secret", KEY).message.text == "it is ***"

    def test_key_of_a_deleted_conversation_is_free_again(self, conversations: Conversations) -> None:
        gone = conversations.receive(None, "hello", KEY).conversation.id
        conversations.delete(gone)

        with pytest.raises(NotFoundError):
            conversations.receive(gone, "hello", KEY)
        assert conversations.receive(None, "hello", KEY).conversation.id != gone

    def test_repeated_message_is_given_back_though_a_deleted_conversation_is_named(
        self, conversations: Conversations
    ) -> None:
        gone = conversations.start().id
        conversations.delete(gone)
        moved = conversations.receive(None, "hello", KEY)

        assert conversations.receive(gone, "hello", KEY).message == moved.message

    def test_same_key_at_the_same_time_stores_one_message(self, conversations: Conversations) -> None:
        for n in range(5):
            key = f"{KEY}-{n}"
            with ThreadPoolExecutor(8) as pool:
                received = list(pool.map(lambda _, key=key: conversations.receive(None, "hello", key), range(8)))

            assert len({r.message.id for r in received}) == len({r.conversation.id for r in received}) == 1
            assert len(conversations.messages(received[0].conversation.id)) == 1
        assert len(conversations.inbox()) == 5

    def test_message_has_one_reply(self, conversations: Conversations) -> None:
        received = conversations.receive(None, "hello")
        of, asked = received.conversation.id, received.message.id
        with ThreadPoolExecutor(4) as pool:
            replies = list(pool.map(lambda _: conversations.reply(of, asked, abstained()), range(4)))

        assert {r.id for r in replies} == {replies[0].id}
        assert list(conversations.messages(of)) == [received.message, replies[0]]
        assert conversations.find(of).version == replies[0].seq

    def test_bot_may_speak_of_its_own_accord(self, conversations: Conversations) -> None:
        of = conversations.start().id
        said = [conversations.reply(of, None, abstained()) for _ in range(2)]

        assert list(conversations.messages(of)) == said
        assert said[0].id != said[1].id

    def test_customer_is_named_by_a_message_or_by_itself(self, conversations: Conversations) -> None:
        of = conversations.receive(None, "hello").conversation.id
        named = conversations.receive(of, "it's me", customer=ANA).conversation

        assert named.customer == conversations.find(of).customer == ANA
        assert conversations.receive(of, "still me").conversation.customer == ANA
        other = conversations.start().id
        assert conversations.identify(other, ANA).customer == conversations.find(other).customer == ANA

    def test_customer_named_again_keeps_what_was_known_and_may_change_it(self, conversations: Conversations) -> None:
        of = conversations.start(ANA).id
        version = conversations.find(of).version

        assert conversations.identify(of, Customer("ana")).version == version
        assert conversations.receive(of, "hello", customer=Customer("ana")).conversation.customer == ANA
        assert conversations.identify(of, Customer("ana", "Ana B.")).customer == Customer("ana", "Ana B.", ANA.email)

    def test_conversation_of_one_customer_never_becomes_anothers(self, conversations: Conversations) -> None:
        of = conversations.start(ANA).id
        with pytest.raises(ConflictError, match="start a new one"):
            conversations.identify(of, Customer("bo", "Bo"))
        with pytest.raises(ConflictError):
            conversations.receive(of, "it's Bo", customer=Customer("bo", "Bo"))

        assert conversations.find(of).customer == ANA
        assert list(conversations.messages(of)) == []

    def test_later_feedback_replaces_the_earlier(self, conversations: Conversations) -> None:
        received = conversations.receive(None, "hello")
        of = received.conversation.id
        reply = conversations.reply(of, received.message.id, abstained())
        conversations.rate(reply.id, Feedback(Rating.DOWN, "outdated", "old"))
        conversations.rate(reply.id, Feedback(Rating.UP))

        assert [m.feedback for m in conversations.messages(of)] == [None, Feedback(Rating.UP)]
        with pytest.raises(NotFoundError):
            conversations.rate(received.message.id, Feedback(Rating.UP))

    def test_deleted_conversation_is_forgotten(self, conversations: Conversations) -> None:
        kept, of = conversations.receive(None, "keep me"), _full(conversations)
        reply = conversations.messages(of.id)[1]
        conversations.delete(of.id)

        for use in _uses(of.id):
            with pytest.raises(NotFoundError):
                use(conversations)
        with pytest.raises(NotFoundError):
            conversations.rate(reply.id, Feedback(Rating.UP))
        with pytest.raises(NotFoundError):
            conversations.numbered(of.number)
        assert [c.id for c in conversations.inbox()] == [kept.conversation.id]
        assert conversations.start().number > of.number

    def test_unknown_id_is_an_error_everywhere_and_not_named(self, conversations: Conversations) -> None:
        for unknown in UNKNOWN:
            for use in _uses(unknown):
                with pytest.raises(NotFoundError) as error:
                    use(conversations)
                assert not unknown or unknown not in str(error.value)
        with pytest.raises(NotFoundError):
            conversations.numbered(4711)

    def test_only_conversations_without_a_recent_word_are_inactive(self, conversations: Conversations) -> None:
        silent = [_full(conversations).id for _ in range(120)]
        talking = conversations.start().id
        moment = conversations.receive(talking, "still here").message.created_at
        conversations.set_status(silent[0], Status.BOT)

        assert conversations.count_inactive(moment) == (120, 121)
        assert conversations.delete_inactive(moment) == 120
        assert [c.id for c in conversations.inbox()] == [talking]
        assert conversations.delete_inactive(moment) == 0

    def test_versions_of_those_that_exist(self, conversations: Conversations) -> None:
        one, other = _full(conversations), conversations.start()

        assert conversations.versions([]) == {}
        assert dict(conversations.versions([one.id, other.id, *UNKNOWN])) == {
            one.id: conversations.find(one.id).version,
            other.id: other.version,
        }
        assert dict(conversations.versions([other.id, *(f"{n:032}" for n in range(1200))])) == {other.id: other.version}

    def test_inbox_has_the_newest_first_and_pages(self, conversations: Conversations) -> None:
        started = [conversations.start() for _ in range(5)]

        assert [c.id for c in conversations.inbox(limit=2)] == [started[4].id, started[3].id]
        assert [c.id for c in conversations.inbox(limit=9, before=started[3].number)] == [
            c.id for c in reversed(started[:3])
        ]

    def test_inbox_of_a_status_has_the_longest_wait_first(self, conversations: Conversations) -> None:
        started = [conversations.start().id for _ in range(4)]
        waiting = [started[2], started[0], started[3]]
        for each in waiting:
            conversations.set_status(each, Status.WAITING, Reason.CUSTOMER_REQUEST)

        assert [c.id for c in conversations.inbox(Status.WAITING)] == waiting
        longest = conversations.find(waiting[0]).number
        assert [c.id for c in conversations.inbox(Status.WAITING, before=longest)] == waiting[1:]
        assert [c.id for c in conversations.inbox(Status.BOT)] == [started[1]]
        assert list(conversations.inbox(Status.CLOSED)) == []

    def test_messages_written_at_the_same_time_are_all_kept_in_one_order(self, conversations: Conversations) -> None:
        of = conversations.start().id
        texts = [f"message {n}" for n in range(60)]
        with ThreadPoolExecutor(8) as pool:
            stored = list(pool.map(lambda text: conversations.receive(of, text).message, texts))

        assert sorted(m.text for m in conversations.messages(of)) == sorted(texts)
        assert list(conversations.messages(of)) == sorted(stored, key=lambda m: m.seq)
        assert len({m.seq for m in stored}) == 60

    def test_reader_who_asks_for_more_never_misses_a_message(self, conversations: Conversations) -> None:
        of = conversations.start().id
        read: list[Message] = []
        with ThreadPoolExecutor(4) as pool:
            writing = [pool.submit(conversations.receive, of, str(n)) for n in range(60)]
            while not all(each.done() for each in writing) or not read or read[-1].seq < conversations.find(of).version:
                read.extend(conversations.messages(of, after=read[-1].seq if read else 0))

        assert [m.id for m in read] == [m.id for m in conversations.messages(of)]


def _full(conversations: Conversations) -> Conversation:
    """A conversation that has one of everything."""
    received = conversations.receive(None, "hello", customer=ANA)
    of = received.conversation.id
    reply = conversations.reply(of, received.message.id, answered(FakeKnowledge().retrieve("reset 2FA", 1)[0]))
    assert reply.answer
    assert reply.answer.outcome is Outcome.ANSWERED
    conversations.rate(reply.id, Feedback(Rating.DOWN, "other", "no"))
    conversations.set_status(of, Status.WAITING, Reason.CUSTOMER_REQUEST)
    return conversations.find(of)


def _uses(of: str) -> list[Callable[[Conversations], object]]:
    """Everything that can be done with a conversation that is named."""
    return [
        lambda c: c.find(of),
        lambda c: c.messages(of),
        lambda c: c.receive(of, "hello"),
        lambda c: c.receive(of, "hello", KEY),
        lambda c: c.reply(of, "x" * 22, abstained()),
        lambda c: c.reply(of, None, abstained()),
        lambda c: c.say(of, "Kim", "hello"),
        lambda c: c.set_status(of, Status.BOT),
        lambda c: c.identify(of, ANA),
        lambda c: c.rate(of, Feedback(Rating.UP)),
        lambda c: c.delete(of),
    ]

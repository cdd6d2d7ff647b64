"""What every place that keeps what agents work with has to do; run on each by a subclass."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.accounts.team import Agent, AgentRole, Team
from bot.answer import Outcome, Reason
from bot.conversation import Conversation, Conversations, Customer, Feedback, Rating, Role, Status
from bot.desk import NOBODY, CannedReply, Counts, Desk, Step, Wanted
from bot.desk.words import searched
from corpus.errors import ConflictError, NotFoundError
from tests.fakes import FakeKnowledge, abstained, answered

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Clock:
    """A clock that tests put on, and that is never the same twice."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class DeskContract:
    """The suite; a subclass overrides the fixtures `conversations`, `team`, `desk` and `clock`."""

    @pytest.fixture
    def clock(self) -> Clock:
        return Clock()

    @pytest.fixture
    def conversations(self) -> Conversations:
        raise NotImplementedError("override this fixture with the implementation under test")

    @pytest.fixture
    def team(self) -> Team:
        raise NotImplementedError("override this fixture with the implementation under test")

    @pytest.fixture
    def desk(self) -> Desk:
        raise NotImplementedError("override this fixture with the implementation under test")

    @pytest.fixture
    def lena(self, team: Team) -> Agent:
        return team.add("lena@shop.example", "Lena", AgentRole.ADMIN, "$hash")

    @pytest.fixture
    def kim(self, team: Team) -> Agent:
        return team.add("kim@shop.example", "Kim", AgentRole.AGENT, "$hash")


def numbers(desk: Desk, **wanted: object) -> list[int]:
    """The numbers of the page."""
    return [one.conversation.number for one in desk.inbox.page(Wanted(**wanted))]  # type: ignore[arg-type]


def found(desk: Desk, query: str) -> list[int]:
    """The numbers of the conversations that a search finds."""
    return numbers(desk, words=searched(query))


class InboxContract(DeskContract):
    def test_every_filter_lets_pass_what_it_names(self, conversations: Conversations, desk: Desk, lena: Agent) -> None:
        first = conversations.receive(None, "2FA?", locale="de-AT")
        rated = conversations.reply(
            first.conversation.id, first.message.id, answered(FakeKnowledge().retrieve("reset 2FA", 1)[0])
        )
        conversations.rate(rated.id, Feedback(Rating.UP))
        second = conversations.receive(None, "Refund?", locale="en")
        conversations.reply(second.conversation.id, second.message.id, abstained())
        conversations.set_status(second.conversation.id, Status.WAITING, Reason.MISSING_KNOWLEDGE)
        conversations.assign(second.conversation.id, lena.number)
        one, two = first.conversation.number, second.conversation.number

        assert numbers(desk) == [two, one]
        assert numbers(desk, limit=1) == [two]
        assert numbers(desk, before=two) == [one]
        assert numbers(desk, status=Status.WAITING) == numbers(desk, assigned=lena.number) == [two]
        assert numbers(desk, status=Status.BOT) == numbers(desk, assigned=NOBODY) == [one]
        assert numbers(desk, reason=Reason.MISSING_KNOWLEDGE) == numbers(desk, outcome=Outcome.ABSTAINED) == [two]
        assert numbers(desk, outcome=Outcome.ANSWERED) == numbers(desk, rating=Rating.UP) == [one]
        assert numbers(desk, locale="de") == numbers(desk, locale="de-AT") == [one]
        assert numbers(desk, rating=Rating.DOWN) == numbers(desk, locale="d") == []
        begun = second.conversation.created_at
        assert (numbers(desk, since=begun), numbers(desk, until=begun)) == ([two], [one])

    def test_one_bad_answer_makes_a_conversation_a_bad_one(self, conversations: Conversations, desk: Desk) -> None:
        of = conversations.start()
        bad = conversations.say(of.id, "Kim", "No.")
        good = conversations.say(of.id, "Kim", "Yes.")
        conversations.rate(bad.id, Feedback(Rating.DOWN))
        conversations.rate(good.id, Feedback(Rating.UP))
        assert numbers(desk, rating=Rating.DOWN) == [of.number]
        conversations.rate(bad.id, Feedback(Rating.UP))
        assert (numbers(desk, rating=Rating.DOWN), numbers(desk, rating=Rating.UP)) == ([], [of.number])

    def test_conversation_of_more_words_than_are_indexed_goes_on(
        self, conversations: Conversations, desk: Desk, lena: Agent
    ) -> None:
        # Some 560 kB each, of which PostgreSQL takes no two for one conversation.
        letters = "бвгджзклмн"
        alike = ["".join(letters[int(digit)] for digit in f"{n:05}") for n in range(14_000)]
        long = [word + "шупочка" * 5 for word in alike]
        of = conversations.receive(None, " ".join(long[:7000])).conversation
        conversations.receive(of.id, " ".join(long[7000:]))
        conversations.say(of.id, "Lena", "aardvark")
        note = desk.notes.add(of.number, lena, "A note.")
        desk.notes.remove(of.number, note.number, None)

        assert found(desk, long[0]) == found(desk, long[7000]) == found(desk, f"#{of.number}") == [of.number]
        assert found(desk, long[13_999]) == []

    def test_listed_conversation_shows_what_the_customer_said_rather_than_the_bots_reply(
        self, conversations: Conversations, desk: Desk
    ) -> None:
        asked = conversations.receive(None, "Where is my order?")
        conversations.reply(asked.conversation.id, asked.message.id, abstained())
        greeted = conversations.start()
        conversations.reply(greeted.id, None, abstained())
        of_bot, of_customer = (one.preview for one in desk.inbox.page(Wanted()))
        assert of_customer is not None
        assert (of_customer.role, of_customer.text) == (Role.USER, "Where is my order?")
        assert of_bot is not None
        assert of_bot.role is Role.BOT

    @pytest.mark.parametrize("call", ["give me a human", "Hello?", "I want to talk to a person, please!", "Hola"])
    def test_listed_conversation_shows_what_a_customer_wants_rather_than_that_they_want_a_person(
        self, conversations: Conversations, desk: Desk, call: str
    ) -> None:
        only = conversations.receive(None, call)
        of = conversations.receive(None, "Hi").conversation
        for text in ("My card was declined", call, "anybody there?"):
            conversations.receive(of.id, text)

        shown = {one.conversation.number: one.preview and one.preview.text for one in desk.inbox.page(Wanted())}
        assert shown == {of.number: "My card was declined", only.conversation.number: call}
        conversations.say(of.id, "Kim", "Which card?")
        conversations.receive(of.id, call)
        assert desk.inbox.page(Wanted(limit=1))[0].preview.text == call  # type: ignore[union-attr]

    def test_listed_conversation_shows_its_last_words_and_its_agent(
        self, conversations: Conversations, desk: Desk, lena: Agent
    ) -> None:
        of = conversations.receive(None, "Where is my order?").conversation
        conversations.say(of.id, lena.name, "It is\n\non its **way**. " * 20, account=lena.number)
        (listed,) = desk.inbox.page(Wanted())

        assert listed.preview is not None
        assert listed.preview.text.startswith("It is on its **way**. It is")
        assert (len(listed.preview.text) <= 160, listed.preview.role) == (True, "agent")
        assert (listed.assignee, listed.conversation.assignee, listed.snippet) == ("Lena", lena.number, None)
        assert tuple(desk.inbox.listed([of.number, of.number + 1])) == (listed,)

    def test_counts_are_of_all_and_of_ones_own(
        self, conversations: Conversations, desk: Desk, lena: Agent, kim: Agent
    ) -> None:
        mine, waiting, _, closed = (conversations.start() for _ in range(4))
        conversations.say(mine.id, lena.name, "Hello", account=lena.number)
        conversations.set_status(waiting.id, Status.WAITING)
        conversations.say(closed.id, lena.name, "Bye", account=lena.number)
        conversations.set_status(closed.id, Status.CLOSED)

        assert desk.inbox.counts([lena.number, kim.number]) == {
            lena.number: Counts(waiting=1, mine=1, agent=1, bot=1, closed=1),
            kim.number: Counts(waiting=1, mine=0, agent=1, bot=1, closed=1),
        }

    def test_search_finds_words_of_all_messages_folded_with_the_last_as_a_beginning(
        self, conversations: Conversations, desk: Desk
    ) -> None:
        of = conversations.receive(None, "Wo bleibt die RÜCKERSTATTUNG?").conversation
        conversations.say(of.id, "Kim", "Sie kam gestern, résumé folgt.")
        other = conversations.receive(None, "Rückerstattet wurde nichts.").conversation

        assert found(desk, "ruckerstatt") == [other.number, of.number]
        assert found(desk, "rückerstattung gest") == found(desk, "resume") == [of.number]
        assert found(desk, "gest ruckerstattung") == found(desk, "erstattung") == found(desk, "sie wurde") == []

    def test_search_finds_customers_numbers_and_scripts_without_blanks(
        self, conversations: Conversations, desk: Desk
    ) -> None:
        named = conversations.start(Customer("7", "Zoë Müller", "zoe@site.example"))
        later = conversations.receive(None, "東京都で注文しました").conversation
        conversations.identify(later.id, Customer("8", "Tarō"))

        assert found(desk, "zoe mull") == found(desk, "ZOE@site.exam") == [named.number]
        assert found(desk, "taro") == found(desk, "東京") == found(desk, "注文") == [later.number]
        assert found(desk, "京東") == []
        assert found(desk, f"#{later.number}") == [later.number]
        assert later.number in found(desk, str(later.number))

    def test_search_goes_with_filters_and_pages_and_shows_where_it_found(
        self, conversations: Conversations, desk: Desk
    ) -> None:
        all_of = [conversations.receive(None, f"my refund number {n}").conversation for n in range(3)]
        conversations.set_status(all_of[1].id, Status.CLOSED)

        assert numbers(desk, words=searched("refund"), status=Status.CLOSED) == [all_of[1].number]
        assert numbers(desk, words=searched("refund"), before=all_of[2].number, limit=1) == [all_of[1].number]
        (listed,) = desk.inbox.page(Wanted(words=searched("refu"), limit=1))
        assert listed.snippet == "my \u0002refund\u0003 number 2"

    def test_search_finds_notes_beside_messages_until_they_are_removed(
        self, conversations: Conversations, desk: Desk, lena: Agent
    ) -> None:
        of = conversations.receive(None, "Where is my refund?").conversation
        note = desk.notes.add(of.number, lena, "Escalated to treasury, refund on Monday.")
        desk.notes.add(of.number, lena, "A VIP.")

        (listed,) = desk.inbox.page(Wanted(words=searched("refund treas")))
        assert (listed.snippet, listed.is_noted) == ("Where is my \u0002refund\u0003?", False)
        (listed,) = desk.inbox.page(Wanted(words=searched("escalated")))
        assert (listed.snippet, listed.is_noted) == ("\u0002Escalated\u0003 to treasury, refund on Monday.", True)
        desk.notes.remove(of.number, note.number, None)
        assert found(desk, "escalated") == found(desk, "monday") == []
        assert found(desk, "refund") == found(desk, "vip") == found(desk, f"#{of.number}") == [of.number]

    @pytest.mark.parametrize("query", ['"', "' OR 1", "a:*", "NEAR(a b)", "* -x", "№1", "\\", "x\x00y", "a" * 5000])
    def test_search_takes_no_sign_for_an_order(self, conversations: Conversations, desk: Desk, query: str) -> None:
        conversations.receive(None, "nothing of that")
        words = searched(query)
        if words is not None:
            assert numbers(desk, words=words) == []

    def test_deleted_conversation_is_found_no_more(self, conversations: Conversations, desk: Desk) -> None:
        gone = conversations.receive(None, "a secret matter").conversation
        kept = conversations.receive(None, "another matter").conversation
        before = gone.created_at
        conversations.delete(gone.id)

        assert (found(desk, "secret"), found(desk, "matter")) == ([], [kept.number])
        assert list(desk.inbox.gone_since(before)) == [gone.number]

    def test_what_is_deleted_for_its_age_is_gone_to_those_who_watch(
        self, conversations: Conversations, desk: Desk
    ) -> None:
        old = {conversations.start().number for _ in range(30)}
        kept = conversations.receive(None, "still here").conversation
        conversations.delete_inactive(kept.active_at)

        assert set(desk.inbox.gone_since(START)) == old

    def test_every_change_is_seen_once_it_is_made(self, conversations: Conversations, desk: Desk, lena: Agent) -> None:
        of = conversations.receive(None, "2FA?").conversation
        said = conversations.reply(of.id, None, abstained())

        def changed() -> datetime:
            (one,) = desk.inbox.changed_since(START)
            assert one.number == of.number
            return one.at

        seen = [changed()]
        conversations.rate(said.id, Feedback(Rating.DOWN))
        seen.append(changed())
        note = desk.notes.add(of.number, lena, "A VIP.")
        seen.append(changed())
        desk.notes.remove(of.number, note.number, lena.number)
        seen.append(changed())
        conversations.assign(of.id, lena.number)
        seen.append(changed())
        assert seen == sorted(set(seen))
        assert desk.inbox.changed_since(seen[-1]) == ()

    def test_those_who_wait_for_long_are_told(self, conversations: Conversations, desk: Desk, clock: Clock) -> None:
        of = conversations.start()
        conversations.set_status(of.id, Status.WAITING)
        clock.wait(60)

        assert desk.inbox.waiting_since(clock.now - timedelta(seconds=30)) == (of.number,)
        assert desk.inbox.waiting_since(clock.now - timedelta(seconds=90)) == ()


class AwarenessContract(DeskContract):
    def answered_by(self, conversations: Conversations, agent: Agent) -> Conversation:
        of = conversations.receive(None, "Hello?").conversation
        conversations.say(of.id, agent.name, "Hello!", account=agent.number)
        return conversations.find(of.id)

    def test_agent_who_has_not_read_another_ones_answer_is_refused(
        self, conversations: Conversations, lena: Agent, kim: Agent
    ) -> None:
        of = self.answered_by(conversations, lena)
        with pytest.raises(ConflictError, match="Lena has answered meanwhile"):
            conversations.say(of.id, kim.name, "Hi!", account=kim.number, after=1, take_over=True)
        conversations.say(of.id, lena.name, "More.", account=lena.number, after=1)
        last = conversations.messages(of.id)[-1].seq
        conversations.say(of.id, kim.name, "Hi!", account=kim.number, after=last, take_over=True)

        assert [m.author for m in conversations.messages(of.id)] == [None, "Lena", "Lena", "Kim"]

    def test_what_another_agent_answers_is_taken_over_on_purpose_only(
        self, conversations: Conversations, lena: Agent, kim: Agent
    ) -> None:
        of = self.answered_by(conversations, lena)
        with pytest.raises(ConflictError, match="Lena answers this conversation"):
            conversations.say(of.id, kim.name, "Hi!", account=kim.number)
        with pytest.raises(ConflictError, match="Lena answers this conversation"):
            conversations.set_status(of.id, Status.AGENT, agent=kim.name, account=kim.number, take_over=False)
        assert conversations.find(of.id) == of
        conversations.say(of.id, kim.name, "Hi!", account=kim.number, take_over=True)

        taken = conversations.find(of.id)
        assert (taken.agent, taken.assignee) == ("Kim", kim.number)

    @pytest.mark.parametrize("status", [Status.AGENT, Status.WAITING, Status.BOT, Status.CLOSED])
    def test_what_another_agent_has_taken_meanwhile_stays_theirs(
        self, conversations: Conversations, lena: Agent, kim: Agent, status: Status
    ) -> None:
        of = conversations.receive(None, "Hello?").conversation
        conversations.set_status(of.id, Status.WAITING)
        conversations.assign(of.id, kim.number)  # that it is meant for another is seen, not done meanwhile
        theirs = conversations.set_status(of.id, Status.AGENT, agent="Lena", account=lena.number, take_over=False)
        assert theirs.agent == "Lena"

        def change(*, take_over: bool) -> Conversation:
            if status is Status.WAITING:
                return conversations.pass_on(of.id, "Kim", account=kim.number, take_over=take_over)
            return conversations.set_status(of.id, status, agent="Kim", account=kim.number, take_over=take_over)

        with pytest.raises(ConflictError, match="Lena answers"):
            change(take_over=False)
        assert conversations.find(of.id) == theirs
        assert change(take_over=True).status is status

    @pytest.mark.parametrize("status", [Status.BOT, Status.CLOSED])
    def test_what_the_customer_wrote_meanwhile_is_not_passed_over(
        self, conversations: Conversations, lena: Agent, status: Status
    ) -> None:
        of = self.answered_by(conversations, lena)
        read = conversations.receive(of.id, "Thanks!").message.seq
        conversations.say(of.id, lena.name, "Welcome!", account=lena.number)
        unread = conversations.receive(of.id, "One more thing").message.seq
        with pytest.raises(ConflictError, match="The customer has written meanwhile"):
            conversations.set_status(of.id, status, agent="Lena", account=lena.number, after=read)
        assert conversations.find(of.id).status is Status.AGENT
        conversations.set_status(of.id, Status.AGENT, agent="Lena", account=lena.number, after=read)
        conversations.set_status(of.id, status, agent="Lena", account=lena.number, after=unread)

        assert conversations.set_status(of.id, status, after=0).status is status

    def test_who_closes_a_conversation_has_not_answered_it(
        self, conversations: Conversations, lena: Agent, kim: Agent
    ) -> None:
        of = self.answered_by(conversations, lena)
        closed = conversations.set_status(of.id, Status.CLOSED, agent="Kim", account=kim.number)

        assert (closed.agent, closed.assignee) == ("Lena", lena.number)

    def test_two_of_one_name_are_two(self, conversations: Conversations, team: Team, lena: Agent) -> None:
        of = self.answered_by(conversations, lena)
        other = team.add("lena2@shop.example", "Lena", AgentRole.AGENT, "$hash")
        with pytest.raises(ConflictError):
            conversations.say(of.id, other.name, "Hi!", account=other.number, after=1, take_over=True)
        with pytest.raises(ConflictError):
            conversations.say(of.id, other.name, "Hi!", account=other.number)

    def test_conversation_that_a_program_answers_is_not_taken_unaware(
        self, conversations: Conversations, lena: Agent
    ) -> None:
        of = conversations.start()
        conversations.say(of.id, "Ada", "Hello!")
        with pytest.raises(ConflictError, match="Ada answers"):
            conversations.say(of.id, lena.name, "Hi!", account=lena.number)

    def test_assignment_changes_who_answers_but_not_whether(
        self, conversations: Conversations, lena: Agent, kim: Agent
    ) -> None:
        of = conversations.start()
        conversations.set_status(of.id, Status.WAITING)
        waiting = conversations.assign(of.id, lena.number)
        assert (waiting.status, waiting.agent, waiting.assignee) == (Status.WAITING, None, lena.number)
        with pytest.raises(ConflictError, match="Lena answers"):
            conversations.say(of.id, kim.name, "Hi!", account=kim.number)
        conversations.say(of.id, lena.name, "Hi!", account=lena.number)
        passed = conversations.assign(of.id, kim.number)
        assert (passed.status, passed.agent, passed.assignee) == (Status.AGENT, "Kim", kim.number)
        with pytest.raises(NotFoundError):
            conversations.assign(of.id, 4711)

    def test_conversation_that_is_taken_from_who_answers_it_waits_for_another(
        self, conversations: Conversations, desk: Desk, lena: Agent, kim: Agent
    ) -> None:
        of = self.answered_by(conversations, lena)
        freed = conversations.assign(of.id, None)

        assert (freed.status, freed.agent, freed.assignee) == (Status.WAITING, None, None)
        assert (freed.version, freed.requested_at is None) == (of.version + 1, False)
        assert [move.what for move in desk.notes.moves(of.number)] == [Step.TAKEN, Step.PASSED_ON, Step.REQUESTED]
        assert conversations.assign(of.id, kim.number).status is Status.WAITING
        assert conversations.assign(of.id, None).requested_at == freed.requested_at

    def test_bot_and_waiting_are_nobodys(self, conversations: Conversations, lena: Agent) -> None:
        of = self.answered_by(conversations, lena)
        assert conversations.pass_on(of.id).assignee is None
        conversations.say(of.id, lena.name, "Me again.", account=lena.number)
        assert conversations.set_status(of.id, Status.CLOSED).assignee == lena.number
        assert conversations.receive(of.id, "And?").conversation.assignee is None
        conversations.say(of.id, lena.name, "Yes?", account=lena.number)
        assert conversations.set_status(of.id, Status.BOT).assignee is None

    def test_removed_account_leaves_its_conversations_to_others(
        self, conversations: Conversations, team: Team, desk: Desk, lena: Agent, kim: Agent
    ) -> None:
        of, closed, waiting = (self.answered_by(conversations, kim) for _ in range(3))
        conversations.set_status(closed.id, Status.CLOSED)
        conversations.pass_on(waiting.id)
        waited = conversations.assign(waiting.id, kim.number)
        before = desk.inbox.changed_since(START)[-1]
        team.remove(kim.number)

        left = conversations.find(of.id)
        assert (left.status, left.agent, left.version) == (Status.WAITING, None, of.version + 1)
        assert left.requested_at is not None
        assert [move.what for move in desk.notes.moves(of.number)] == [Step.TAKEN, Step.PASSED_ON, Step.REQUESTED]
        assert conversations.find(closed.id).status is Status.CLOSED
        assert conversations.find(waiting.id).requested_at == waited.requested_at
        those = [waiting.number, closed.number, of.number]
        assert sorted(one.number for one in desk.inbox.changed_since(before.at)) == sorted(those)
        assert numbers(desk, assigned=NOBODY) == those
        assert conversations.messages(of.id)[-1].author == "Kim"
        conversations.say(of.id, lena.name, "Hi!", account=lena.number)


class NotesContract(DeskContract):
    def test_notes_are_kept_in_order_and_removed_by_their_authors(
        self, conversations: Conversations, desk: Desk, lena: Agent, kim: Agent
    ) -> None:
        of = conversations.start()
        first, second = desk.notes.add(of.number, lena, "A VIP."), desk.notes.add(of.number, kim, "Seen \x00.")
        assert desk.notes.of(of.number) == (first, second)
        assert (second.text, second.author, second.account) == ("Seen \ufffd.", "Kim", kim.number)
        with pytest.raises(NotFoundError):
            desk.notes.remove(of.number, first.number, kim.number)
        with pytest.raises(NotFoundError):
            desk.notes.remove(of.number + 1, first.number, None)
        desk.notes.remove(of.number, first.number, None)
        desk.notes.remove(of.number, second.number, kim.number)
        assert desk.notes.of(of.number) == ()
        with pytest.raises(NotFoundError):
            desk.notes.add(of.number + 1, lena, "Nowhere.")

    def test_note_is_no_message_and_goes_with_its_conversation(
        self, conversations: Conversations, desk: Desk, lena: Agent
    ) -> None:
        of = conversations.start()
        desk.notes.add(of.number, lena, "A secret matter.")
        assert conversations.messages(of.id) == ()
        assert conversations.find(of.id) == of
        conversations.delete(of.id)
        assert desk.notes.of(of.number) == ()

    def test_moves_tell_how_a_conversation_went(self, conversations: Conversations, desk: Desk, lena: Agent) -> None:
        of = conversations.start()
        conversations.set_status(of.id, Status.WAITING, Reason.CUSTOMER_REQUEST)
        conversations.say(of.id, lena.name, "Hello!", account=lena.number)
        conversations.pass_on(of.id, "Lena", account=lena.number)
        conversations.set_status(of.id, Status.BOT)

        assert [(move.what, move.agent, move.reason) for move in desk.notes.moves(of.number)] == [
            ("requested", None, Reason.CUSTOMER_REQUEST),
            ("taken", "Lena", Reason.CUSTOMER_REQUEST),
            ("passed_on", "Lena", Reason.CUSTOMER_REQUEST),
            ("requested", None, Reason.CUSTOMER_REQUEST),
            ("returned", None, Reason.CUSTOMER_REQUEST),
        ]

    def test_moves_name_who_took_over_and_who_ended_it_rather_than_who_answered(
        self, conversations: Conversations, team: Team, desk: Desk, lena: Agent, kim: Agent
    ) -> None:
        of = conversations.start()
        conversations.say(of.id, "Lena", "Hello!", account=lena.number)
        conversations.say(of.id, "Kim", "I know more.", account=kim.number, take_over=True)
        renamed = team.change(kim.number, name="Kimmy")
        conversations.say(of.id, renamed.name, "Me, under another name.", account=kim.number)
        conversations.assign(of.id, lena.number)
        conversations.set_status(of.id, Status.CLOSED, agent="Zoe")
        conversations.say(of.id, "Lena", "P.S.", account=lena.number)
        conversations.assign(of.id, None, "Kimmy")
        conversations.set_status(of.id, Status.CLOSED)

        moves = desk.notes.moves(of.number)
        assert [(move.what, move.agent) for move in moves] == [
            *(("taken", "Lena"), ("taken", "Kim"), ("taken", "Lena"), ("closed", "Zoe")),
            *(("taken", "Lena"), ("passed_on", "Kimmy"), ("requested", None), ("closed", None)),
        ]
        assert [move.at for move in moves] == sorted(move.at for move in moves)
        conversations.delete(of.id)
        assert desk.notes.moves(of.number) == ()

    def test_replies_are_kept_ready_by_title_and_shortcut(self, desk: Desk) -> None:
        thanks = desk.replies.save(CannedReply(0, "Thanks", "ty", "Thank you!"))
        bye = desk.replies.save(CannedReply(0, "bye", None, "Goodbye."))
        desk.replies.save(CannedReply(0, "Bye too", None, "Bye."))
        assert [reply.title for reply in desk.replies.all()] == ["bye", "Bye too", "Thanks"]
        with pytest.raises(ConflictError, match="'ty'"):
            desk.replies.save(CannedReply(bye.number, "bye", "ty", "Goodbye."))
        changed = desk.replies.save(CannedReply(bye.number, "Bye", "by", "Goodbye!"))
        assert changed in desk.replies.all()
        desk.replies.remove(thanks.number)
        assert len(desk.replies.all()) == 2
        for missing in (
            lambda: desk.replies.remove(4711),
            lambda: desk.replies.save(CannedReply(4711, "x", None, "x")),
        ):
            with pytest.raises(NotFoundError):
                missing()

"""What every implementation of InsightFacts must do: subclass the suite and say how its world is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.answer import Answer, Citation, Outcome, Reason, Retrieved
from bot.conversation import Conversations, Customer, Feedback, Rating, Status
from bot.insights.facts import ArticleUse, Complaint, InsightFacts, Outcomes, Rated, Reasoned
from bot.suggest.suggestion import SuggestionLog, SuggestionOutcome
from tests.contracts.suggestions import suggested

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
START, END = NOON - DAY, NOON + DAY
ANA, BEN = Customer("ana"), Customer("ben")


@dataclass
class InsightWorld:
    """Conversations and drafts for them whose clock the test sets, and the facts about them."""

    conversations: Conversations
    drafts: SuggestionLog
    facts: InsightFacts
    clock: Clock

    def ask(
        self,
        given: Answer,
        at: datetime = NOON,
        customer: Customer | None = None,
        to: str | None = None,
        text: str = "?",
    ) -> tuple[str, str]:
        """The ids of the conversation and of the answer, both at that moment."""
        self.clock.now = at
        received = self.conversations.receive(to, text, customer=customer)
        reply = self.conversations.reply(received.conversation.id, received.message.id, given)
        return received.conversation.id, reply.id

    def rate(self, message: str, rating: Rating, reason: str | None = None) -> None:
        self.conversations.rate(message, Feedback(rating, reason))


@dataclass
class Clock:
    """Tells the moment that the test has set."""

    now: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.now


def answer(
    outcome: Outcome = Outcome.ANSWERED,
    reason: Reason | None = None,
    confidence: float = 0.8,
    articles: tuple[str, ...] = ("fees",),
    total_ms: float = 20,
) -> Answer:
    """An answer that retrieved the articles, and where it answers cites the first."""
    cited = articles[:1] if outcome is Outcome.ANSWERED and reason is None else ()
    return Answer(
        outcome,
        reason,
        "Text.",
        confidence,
        "r1",
        citations=tuple(Citation(1, one, one, f"/help/articles/{one}", None, None, "Text.", 0, 5) for one in cited),
        top_article_id=articles[0] if articles else None,
        retrieved=tuple(Retrieved(rank, one, f"{one}#0", 0.5) for rank, one in enumerate(articles, 1)),
        timings_ms={"total": total_ms},
    )


GAP = answer(Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE, 0.1)
HELLO = answer(Outcome.ANSWERED, Reason.GREETING, 0.0, ())


class InsightFactsContract:
    """The suite; a subclass overrides the fixture `world`."""

    @pytest.fixture
    def world(self) -> InsightWorld:
        raise NotImplementedError("override this fixture with the implementation under test")

    def test_empty_store_has_no_facts(self, world: InsightWorld) -> None:
        facts = world.facts
        conversed = facts.conversed(START, END)

        assert facts.began() is None
        assert (conversed.conversations, conversed.customers, conversed.asked, conversed.resolved) == (0, 0, 0, 0)
        assert list(facts.outcomes((START, NOON, END))) == [Outcomes(), Outcomes()]
        assert not facts.article_use(START, END)
        assert not facts.open_questions(START, END, 10)
        assert not len(facts.timings(START, END, 10).at)
        assert facts.drafts(START, END).shown == 0
        assert set(facts.never_retrieved(["fees", "limits"], START, END)) == {"fees", "limits"}

    def test_period_includes_its_first_moment_and_not_its_end(self, world: InsightWorld) -> None:
        for at in (START - timedelta(microseconds=1), START, END - timedelta(microseconds=1), END):
            world.ask(answer(), at)

        assert world.facts.conversed(START, END).conversations == 2
        assert world.facts.outcomes((START, END))[0].answered == 2
        assert world.facts.article_use(START, END) == {"fees": ArticleUse(2)}
        assert not world.facts.article_use(END + DAY, END + 2 * DAY)
        assert world.facts.began() == START - timedelta(microseconds=1)

    def test_outcomes_fall_into_their_parts_and_small_talk_is_apart(self, world: InsightWorld) -> None:
        one, _ = world.ask(HELLO, NOON - MINUTE)
        world.ask(answer(), NOON - MINUTE, to=one)
        world.ask(GAP, NOON, to=one)
        world.ask(answer(Outcome.CLARIFY, Reason.AMBIGUOUS), NOON)
        world.ask(answer(Outcome.HANDED_OFF, Reason.CUSTOMER_REQUEST), NOON)

        first, second = world.facts.outcomes((START, NOON, END))
        assert first == Outcomes(answered=1, small_talk=1)
        assert second == Outcomes(clarify=1, abstained=1, handed_off=1)
        assert first.questions + second.questions == 4

    def test_solved_conversations_are_those_that_nothing_speaks_against(self, world: InsightWorld) -> None:
        world.ask(answer(), customer=ANA)
        liked, up = world.ask(answer(), customer=ANA)
        world.rate(up, Rating.UP)
        _, down = world.ask(answer(), customer=BEN)
        world.rate(down, Rating.DOWN)
        world.ask(GAP)
        called, _ = world.ask(answer())
        world.conversations.set_status(called, Status.WAITING, Reason.CUSTOMER_REQUEST)
        world.ask(HELLO)
        conversed = world.facts.conversed(START, END)

        assert (conversed.conversations, conversed.customers) == (6, 2)
        assert (conversed.asked, conversed.resolved) == (5, 2)
        assert liked

    def test_reasons_are_counted_by_outcome(self, world: InsightWorld) -> None:
        for given in (GAP, GAP, answer(Outcome.CLARIFY, Reason.AMBIGUOUS), answer()):
            world.ask(given)

        assert list(world.facts.reasons(START, END)) == [
            Reasoned(Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE, 2),
            Reasoned(Outcome.CLARIFY, Reason.AMBIGUOUS, 1),
        ]
        assert not world.facts.reasons(END, END + DAY)

    def test_waits_tell_who_came_when(self, world: InsightWorld) -> None:
        taken, _ = world.ask(GAP)
        world.conversations.set_status(taken, Status.WAITING, Reason.MISSING_KNOWLEDGE)
        world.clock.now = NOON + 5 * MINUTE
        world.conversations.say(taken, "Lena", "Hello")
        missed, _ = world.ask(GAP, NOON + 6 * MINUTE)
        world.conversations.set_status(missed, Status.WAITING)
        world.clock.now = NOON + 9 * MINUTE
        world.conversations.set_status(missed, Status.CLOSED)
        waits_still, _ = world.ask(GAP, NOON + 10 * MINUTE)
        world.conversations.set_status(waits_still, Status.WAITING, Reason.MISSING_KNOWLEDGE)
        waits = world.facts.waits(START, END)

        assert waits.reasons == {Reason.MISSING_KNOWLEDGE: 2, None: 1}
        assert (waits.asked, list(waits.seconds), waits.open) == (3, [300], 1)

    def test_ratings_come_with_outcome_and_confidence(self, world: InsightWorld) -> None:
        for rating in (Rating.UP, Rating.UP, Rating.DOWN):
            world.rate(world.ask(answer(confidence=0.814))[1], rating, "wrong" if rating is Rating.DOWN else None)
        world.rate(world.ask(GAP)[1], Rating.DOWN)
        world.rate(world.ask(HELLO)[1], Rating.UP)

        assert sorted(world.facts.ratings(START, END), key=str) == [
            Rated(Outcome.ABSTAINED, 10, Rating.DOWN, 1),
            Rated(Outcome.ANSWERED, 81, Rating.DOWN, 1),
            Rated(Outcome.ANSWERED, 81, Rating.UP, 2),
        ]
        assert set(world.facts.complaints(START, END)) == {Complaint("wrong", 1), Complaint(None, 1)}

    def test_article_use_counts_what_is_cited_and_how_it_was_rated(self, world: InsightWorld) -> None:
        _, up = world.ask(answer(articles=("fees", "limits")))
        _, down = world.ask(answer(articles=("fees",)))
        world.ask(GAP)
        world.rate(up, Rating.UP)
        world.rate(down, Rating.DOWN)

        assert world.facts.article_use(START, END) == {"fees": ArticleUse(grounded=2, up=1, down=1)}
        assert set(world.facts.never_retrieved(["fees", "limits", "taxes"], START, END)) == {"taxes"}

    def test_never_retrieved_looks_at_any_number_of_articles(self, world: InsightWorld) -> None:
        world.ask(answer(articles=("article-700",)))
        left = world.facts.never_retrieved([f"article-{n}" for n in range(1203)], START, END)

        assert len(left) == 1202
        assert "article-700" not in left

    def test_timings_leave_out_what_was_not_retrieved_for(self, world: InsightWorld) -> None:
        world.ask(HELLO)
        world.ask(answer(total_ms=31.5, confidence=0.75))
        timings = world.facts.timings(START, END, 10)

        assert timings.every == 1
        assert (list(timings.at), list(timings.total_ms)) == ([NOON.timestamp()], [31.5])
        assert list(timings.confidence) == [0.75]

    def test_timings_of_very_many_answers_are_of_some_of_them(self, world: InsightWorld) -> None:
        to, _ = world.ask(answer())
        for _ in range(29):
            world.ask(answer(), to=to)
        timings = world.facts.timings(START, END, 10)

        assert timings.every == 3
        assert 8 <= len(timings.at) <= 12

    def test_open_questions_are_newest_first_and_know_who_asked(self, world: InsightWorld) -> None:
        world.ask(GAP, NOON, ANA, text="Do you take Apple Pay?")
        unknown, _ = world.ask(GAP, NOON + MINUTE, text="Apple Pay?")
        world.ask(answer(), NOON, text="Fees?")
        world.ask(answer(Outcome.HANDED_OFF, Reason.CUSTOMER_REQUEST), text="A person!")
        world.ask(answer(Outcome.HANDED_OFF, Reason.MISSING_KNOWLEDGE), NOON - MINUTE, text="And Google Pay?")
        newest, named, oldest = world.facts.open_questions(START, END, 10)

        assert (newest.text, newest.asker) == ("Apple Pay?", f"#{world.conversations.find(unknown).number}")
        assert (named.text, named.asker, named.at) == ("Do you take Apple Pay?", "ana", NOON)
        assert oldest.text == "And Google Pay?"
        assert list(world.facts.open_questions(START, END, 1)) == [newest]

    def test_drafts_of_one_set_count_once_though_one_was_sent_in_a_conversation(self, world: InsightWorld) -> None:
        number = world.conversations.find(world.ask(GAP)[0]).number
        for seconds, (first, second) in enumerate(((0, 1), (1, 0))):
            world.clock.now = NOON + timedelta(seconds=seconds)
            ids = world.drafts.record(suggested("One.", "Two."))
            world.drafts.decide(ids[first], SuggestionOutcome.REJECTED)
            world.drafts.sent(ids[second], "Two.", "Kim", number)
        found = world.facts.drafts(START, END)

        assert (found.shown, found.accepted, found.edited, found.rejected, found.undecided) == (2, 1, 1, 0, 0)

    def test_rest_of_a_set_of_drafts_counts_once_its_first_is_deleted(self, world: InsightWorld) -> None:
        conversation, _ = world.ask(GAP)
        first, second = world.drafts.record(suggested("One.", "Two."))
        world.drafts.sent(first, "One.", "Kim", world.conversations.find(conversation).number)
        world.drafts.decide(second, SuggestionOutcome.REJECTED)
        world.conversations.delete(conversation)
        found = world.facts.drafts(START, END)

        assert (found.shown, found.accepted, found.rejected, found.undecided) == (1, 0, 1, 0)

    def test_drafts_made_for_several_conversations_at_one_moment_count_apart(self, world: InsightWorld) -> None:
        for outcome in (SuggestionOutcome.ACCEPTED, SuggestionOutcome.REJECTED, None):
            number = world.conversations.find(world.ask(GAP)[0]).number
            first, _ = world.drafts.record(suggested("One.", "Two."), number)
            if outcome:
                world.drafts.decide(first, outcome)
        found = world.facts.drafts(START, END)

        assert (found.shown, found.accepted, found.rejected, found.undecided) == (3, 1, 1, 1)

    def test_deleted_conversation_counts_nowhere(self, world: InsightWorld) -> None:
        gone, message = world.ask(GAP, customer=ANA)
        number = world.conversations.find(gone).number
        world.rate(message, Rating.DOWN, "wrong")
        world.conversations.set_status(gone, Status.WAITING)
        world.conversations.delete(gone)
        facts = world.facts

        assert facts.conversed(START, END).conversations == 0
        assert list(facts.outcomes((START, END))) == [Outcomes()]
        assert not facts.waits(START, END).asked
        assert not facts.reasons(START, END)
        assert not facts.article_use(START, END)
        assert not facts.ratings(START, END)
        assert not facts.complaints(START, END)
        assert not facts.open_questions(START, END, 10)
        assert set(facts.existing([number])) == set()

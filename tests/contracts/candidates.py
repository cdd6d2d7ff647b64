"""What every place that keeps candidates for golden questions has to do; run on each by a subclass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pytest

from bot.answer import Answer, Outcome, Reason
from bot.conversation import Conversations, Feedback, Message, Rating
from bot.learning.candidate import Candidate, Candidates, Decision, Evidence, Origin, Sighting, State
from bot.suggest.suggestion import Suggested, Suggestion, SuggestionLog, SuggestionOutcome
from corpus.errors import ConflictError, NotFoundError
from embeddings.encoder import Vectors
from tests.fakes import FakeKnowledge, abstained, answered

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ACCEPTED = Decision(State.ACCEPTED, "Lena", NOW, "How?", ("fees",), True, "So.", True)
DROPPED = Decision(State.DROPPED, "Lena", NOW)


def vector(*values: float) -> Vectors:
    """A vector of three dimensions and length 1."""
    raw = np.array(values, dtype=np.float32)
    unit: Vectors = raw / np.linalg.norm(raw)
    return unit


@dataclass(frozen=True)
class Kept:
    """The stores that candidates are gathered from, and theirs."""

    candidates: Candidates
    conversations: Conversations
    suggestions: SuggestionLog

    def ask(self, text: str, answer: Answer | None = None, of: str | None = None) -> tuple[str, Message, Message]:
        """The conversation's id, the question and the bot's reply to it."""
        received = self.conversations.receive(of, text)
        reply = self.conversations.reply(received.conversation.id, received.message.id, answer or abstained())
        return received.conversation.id, received.message, reply

    def evidence(self, origin: Origin) -> tuple[Evidence, ...]:
        return self.candidates.evidence(origin, self.candidates.read_to(origin), 100).pieces

    def see(self, question: Message, of: str, origin: Origin = Origin.REFUSED, **fields: object) -> int:
        """Adds the question as one sighting; 1 where it is a new candidate."""
        number = self.conversations.find(of).number
        values = {"key": question.text, "vector": vector(1, 0, 0), "encoder": "e", "at": question.created_at, **fields}
        sighting = Sighting(origin, question.id, number, **values)  # type: ignore[arg-type]
        return self.candidates.add([sighting], origin, 0)

    def seen(self, text: str, **fields: object) -> Candidate:
        """The candidate that the question became when it was asked and refused."""
        of, question, _ = self.ask(text)
        self.see(question, of, **fields)  # type: ignore[arg-type]
        return next(one for one in self.candidates.listed(State.OPEN) if text in (one.question, *one.also))


def keep(_: Candidate) -> None:
    """Keeps nothing."""


class CandidatesContract:
    """The suite; a subclass overrides the fixture `kept`, whose stores share a database."""

    @pytest.fixture
    def kept(self) -> Kept:
        raise NotImplementedError("override this fixture with the implementation under test")

    def test_refusals_are_evidence_with_what_was_said_before(self, kept: Kept) -> None:
        of, first, answer = kept.ask("Fees?", answered(FakeKnowledge().retrieve("fees", 1)[0]))
        _, second, refusal = kept.ask("And taxes?", of=of)
        kept.ask("hello", Answer(Outcome.ABSTAINED, Reason.POLICY_RESTRICTION, "", 0.0, "r"))
        (found,) = kept.evidence(Origin.REFUSED)

        assert (found.question, found.messages) == (second.id, (first, answer, second, refusal))
        assert found.conversation == kept.conversations.find(of).number

    def test_thumb_down_is_evidence_until_the_customer_takes_it_back(self, kept: Kept) -> None:
        of, question, reply = kept.ask("Fees?")
        kept.conversations.rate(reply.id, Feedback(Rating.UP))
        assert kept.evidence(Origin.THUMBS_DOWN) == ()
        kept.conversations.rate(reply.id, Feedback(Rating.DOWN))
        assert [one.question for one in kept.evidence(Origin.THUMBS_DOWN)] == [question.id]

        kept.see(question, of, Origin.THUMBS_DOWN)
        kept.candidates.withdraw()
        assert kept.candidates.counts().states[State.OPEN] == 1
        kept.conversations.rate(reply.id, Feedback(Rating.UP))
        kept.candidates.withdraw()
        assert kept.candidates.counts().states[State.OPEN] == 0

    def test_agents_messages_that_may_link_are_evidence(self, kept: Kept) -> None:
        of, question, refusal = kept.ask("Fees?")
        kept.conversations.say(of, "Kim", "Let me see.")
        kept.conversations.say(of, "Kim", "See https://help.test/help/articles/fees")
        (found,) = kept.evidence(Origin.LINKED)

        assert (found.question, found.reply) == (None, "See https://help.test/help/articles/fees")
        assert found.messages[:2] == (question, refusal)

    def test_edited_and_rejected_drafts_are_evidence_with_what_was_sent(self, kept: Kept) -> None:
        of, question, refusal = kept.ask("Fees?")
        citation = answered(FakeKnowledge().retrieve("2FA", 1)[0]).citations[0]
        draft = Suggestion("You pay 0.1 %.", 0.5, (), (citation,), (), ())
        number = kept.conversations.find(of).number
        names = kept.suggestions.record(Suggested((draft,) * 4, ("Fees?",), (), "r"), number)
        kept.suggestions.decide(names[0], SuggestionOutcome.EDITED, "Makers pay 0.1 %, takers pay 0.2 %.")
        kept.suggestions.decide(names[1], SuggestionOutcome.REJECTED)
        kept.suggestions.decide(names[2], SuggestionOutcome.EDITED, "You pay 0.1 %!")
        kept.suggestions.decide(names[3], SuggestionOutcome.ACCEPTED)
        kept.conversations.say(of, "Kim", "It is free.")

        (edited,), (rejected,) = kept.evidence(Origin.EDITED), kept.evidence(Origin.REJECTED)
        assert (edited.messages, edited.article_ids) == ((question, refusal), ("reset-2fa",))
        assert edited.reply == "Makers pay 0.1 %, takers pay 0.2 %."
        assert (rejected.messages, rejected.article_ids, rejected.reply) == ((question, refusal), (), "It is free.")

    @pytest.mark.parametrize("origin", Origin)
    def test_without_evidence_nothing_is_read(self, kept: Kept, origin: Origin) -> None:
        page = kept.candidates.evidence(origin, 0, 10)

        assert (page.pieces, page.read_to, kept.candidates.read_to(origin)) == ((), 0, 0)

    def test_evidence_comes_in_pages(self, kept: Kept) -> None:
        for text in "abc":
            kept.ask(text)
        first = kept.candidates.evidence(Origin.REFUSED, 0, 2)
        second = kept.candidates.evidence(Origin.REFUSED, first.read_to, 2)

        assert [one.messages[0].text for one in (*first.pieces, *second.pieces)] == ["a", "b", "c"]
        assert second.read_to >= second.pieces[0].position

    def test_what_was_read_is_read_again_only_for_what_came_late(self, kept: Kept) -> None:
        kept.candidates.add([], Origin.REFUSED, 1000)
        kept.candidates.add([], Origin.REFUSED, 5000)

        assert 4000 < kept.candidates.read_to(Origin.REFUSED) < 5000
        assert kept.candidates.read_to(Origin.LINKED) == 0

    def test_sighting_becomes_a_candidate_with_its_words_once(self, kept: Kept) -> None:
        of, before, _ = kept.ask("Hello, fees?")
        _, question, reply = kept.ask("And taxes?", of=of)
        assert [kept.see(question, of, article_ids=("fees",), reply="None.") for _ in range(2)] == [1, 0]
        (found,) = kept.candidates.listed(State.OPEN)

        assert (found.question, found.said, found.history[0]) == ("And taxes?", reply, before)
        assert (found.count, found.origins, found.state) == (1, (Origin.REFUSED,), State.OPEN)
        assert (found.article_ids, found.reference_answer) == (("fees",), "None.")
        assert (found.first_at, found.conversation) == (question.created_at, kept.conversations.find(of).number)
        assert kept.candidates.find(found.number) == found

    def test_what_was_added_for_a_reason_is_known(self, kept: Kept) -> None:
        of, question, _ = kept.ask("Fees?")
        kept.see(question, of)

        assert kept.candidates.seen(Origin.REFUSED, [question.id, "unknown"]) == {question.id}
        assert kept.candidates.seen(Origin.LINKED, [question.id]) == frozenset()

    def test_same_question_is_one_candidate_with_a_count_and_all_its_origins(self, kept: Kept) -> None:
        kept.seen("fees?", key="fees")
        of, question, _ = kept.ask("Fees!")
        kept.see(question, of, Origin.LINKED, key="fees", article_ids=("fees",), vector=vector(0, 1, 0))
        kept.see(question, of, Origin.THUMBS_DOWN, key="fees", article_ids=("reset-2fa",))
        (found,) = kept.candidates.listed(State.OPEN)

        assert (found.count, found.question, found.also) == (2, "Fees!", ())
        assert found.origins == (Origin.LINKED, Origin.THUMBS_DOWN, Origin.REFUSED)
        assert found.article_ids == ("fees", "reset-2fa")

    def test_question_in_other_words_is_the_same_candidate_if_the_encoder_says_so(self, kept: Kept) -> None:
        kept.seen("what are the fees", vector=vector(1, 0.1, 0))
        kept.seen("what do fees amount to", vector=vector(1, 0, 0.1))
        kept.seen("what are the taxes", vector=vector(0, 1, 0))
        kept.seen("by another encoder", encoder="other")
        found = kept.candidates.listed(State.OPEN)

        assert (found[0].question, found[0].count) == ("what do fees amount to", 2)
        assert found[0].also == ("what are the fees",)
        assert {one.question for one in found[1:]} == {"what are the taxes", "by another encoder"}

    def test_candidates_of_another_encoder_can_be_encoded_again_while_their_words_are_known(self, kept: Kept) -> None:
        fees, gone = kept.seen("fees"), kept.seen("gone", key="k", vector=vector(0, 1, 0))
        kept.candidates.decide(gone.number, DROPPED, keep)
        deleted = kept.conversations.numbered(gone.conversation or 0)
        kept.conversations.delete(deleted.id)
        assert [one.number for one in kept.candidates.outdated("new", 9)] == [fees.number]
        kept.candidates.encode_again("new", {fees.number: vector(0, 0, 1)})

        assert (kept.candidates.outdated("new", 9), kept.candidates.outdated("e", 0)) == ((), ())
        again = kept.seen("charges", encoder="new", vector=vector(0, 0.1, 1))
        assert (again.number, again.count) == (fees.number, 2)

    def test_open_candidates_are_counted_and_listed_by_origin(self, kept: Kept) -> None:
        for n, text in enumerate("abc"):
            kept.seen(text, vector=vector(*np.eye(3)[n]))
        of, question, _ = kept.ask("b!")
        kept.see(question, of, Origin.THUMBS_DOWN, key="b", vector=vector(0, 1, 0))
        counts = kept.candidates.counts()

        assert counts.states == {State.OPEN: 3, State.ACCEPTED: 0, State.DROPPED: 0}
        assert (counts.origins[Origin.REFUSED], counts.origins[Origin.THUMBS_DOWN]) == (3, 1)
        assert counts.origins[Origin.EDITED] == 0
        assert [one.key for one in kept.candidates.listed(State.OPEN)] == ["b", "c", "a"]
        assert [one.key for one in kept.candidates.listed(State.OPEN, limit=1, skip=1)] == ["c"]
        assert [one.key for one in kept.candidates.listed(State.OPEN, Origin.THUMBS_DOWN)] == ["b"]

    def test_decision_is_kept_once_and_by_one_person(self, kept: Kept) -> None:
        number = kept.seen("Fees?").number
        decided = kept.candidates.decide(number, ACCEPTED, keep)

        assert (decided.state, decided.decision) == (State.ACCEPTED, ACCEPTED)
        assert kept.candidates.listed(State.OPEN) == ()
        assert kept.candidates.listed(State.ACCEPTED) == (decided,)
        with pytest.raises(ConflictError, match="accepted by Lena at 09:00 UTC"):
            kept.candidates.decide(number, DROPPED, keep)
        with pytest.raises(NotFoundError):
            kept.candidates.decide(99, DROPPED, keep)

    def test_candidate_stays_open_when_it_could_not_be_kept(self, kept: Kept) -> None:
        number = kept.seen("Fees?").number

        def fail(_: Candidate) -> None:
            raise OSError("disk full")

        with pytest.raises(Exception, match="disk full"):
            kept.candidates.decide(number, ACCEPTED, fail)
        assert kept.candidates.find(number).state is State.OPEN

    def test_decision_can_be_undone(self, kept: Kept) -> None:
        number, taken = kept.seen("Fees?").number, []
        kept.candidates.decide(number, ACCEPTED, keep)
        again = kept.candidates.reopen(number, taken.append)

        assert (again.state, again.decision, again.question) == (State.OPEN, None, "Fees?")
        assert [one.decision for one in taken] == [ACCEPTED]
        with pytest.raises(ConflictError, match="no decision to undo"):
            kept.candidates.reopen(number, keep)

    def test_question_that_was_decided_does_not_come_back(self, kept: Kept) -> None:
        number = kept.seen("Fees?", key="fees").number
        kept.candidates.decide(number, DROPPED, keep)
        of, question, _ = kept.ask("fees")

        assert kept.see(question, of, key="fees") == 0
        assert (kept.candidates.listed(State.OPEN), kept.candidates.find(number).count) == ((), 2)

    def test_deleted_conversation_takes_its_undecided_candidates_along(self, kept: Kept) -> None:
        of, question, _ = kept.ask("Fees?")
        kept.see(question, of, key="fees", reply="words of Ana")
        other, again, _ = kept.ask("fees")
        kept.see(again, other, key="fees")
        kept.conversations.delete(of)

        (left,) = kept.candidates.listed(State.OPEN)
        assert (left.question, left.count, left.also, left.reference_answer) == ("fees", 1, (), None)
        kept.conversations.delete(other)
        assert kept.candidates.counts().states[State.OPEN] == 0

    def test_dropped_candidate_goes_with_its_conversation_and_an_accepted_one_keeps_what_a_person_checked(
        self, kept: Kept
    ) -> None:
        accepted, dropped = kept.seen("Fees?"), kept.seen("Taxes?", vector=vector(0, 1, 0))
        kept.candidates.decide(accepted.number, ACCEPTED, keep)
        kept.candidates.decide(dropped.number, DROPPED, keep)
        for one in (accepted, dropped):
            kept.conversations.delete(kept.conversations.numbered(one.conversation or 0).id)

        (left,) = kept.candidates.listed(State.ACCEPTED)
        assert (left.question, left.count, left.history, left.decision) == ("How?", 0, (), ACCEPTED)
        with pytest.raises(NotFoundError):
            kept.candidates.find(dropped.number)
        kept.candidates.reopen(left.number, keep)
        assert set(kept.candidates.counts().states.values()) == {0}

    def test_sighting_of_a_conversation_deleted_meanwhile_is_passed_over(self, kept: Kept) -> None:
        of, question, _ = kept.ask("Fees?")
        number = kept.conversations.find(of).number
        kept.conversations.delete(of)
        late = Sighting(Origin.REFUSED, question.id, number, NOW, "fees", vector(1, 0, 0), "e")

        assert kept.candidates.add([late], Origin.REFUSED, 0) == 0

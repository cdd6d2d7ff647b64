"""What every implementation of SuggestionLog must do: subclass the suite and say how one is made."""

from __future__ import annotations

import pytest

from bot.answer import Citation
from bot.suggest.suggestion import Link, PartAnswer, Suggested, Suggestion, SuggestionLog, SuggestionOutcome
from corpus.article import Kind
from corpus.errors import NotFoundError
from tests.fakes import RELEASE

QUESTION = "Where is my secret?"
DRAFT = "Open the security page."


def mask(text: str) -> str:
    """What the suite's implementation has to mask texts with."""
    return text.replace("secret", "***")


def suggested(*texts: str, question: str = QUESTION) -> Suggested:
    """Drafts of these texts, each from two articles."""
    cited = tuple(
        Citation(n, one, one.upper(), f"/{one}", Kind.FAQ, None, DRAFT, 0, len(DRAFT))
        for n, one in enumerate(("b", "a", "b"), 1)
    )
    links = (Link("b", "B", "/b", "[B](/b)"),)
    drafts = tuple(
        Suggestion(text, 0.7, (PartAnswer(question, text, 0.7, (1, 2)),), cited, links, ("the secret part",))
        for text in texts
    )
    return Suggested(drafts, (question,), ("the secret part",), RELEASE)


class SuggestionLogContract:
    """The suite; a subclass overrides `log`, which masks with `mask`, and `conversation`, the number of one."""

    @pytest.fixture
    def log(self) -> SuggestionLog:
        raise NotImplementedError("override this fixture with the implementation under test")

    @pytest.fixture
    def conversation(self) -> int:
        raise NotImplementedError("override this fixture with the number of a conversation")

    def test_drafts_are_kept_with_all_that_is_counted_of_them(self, log: SuggestionLog, conversation: int) -> None:
        first, second = log.record(suggested(DRAFT, "Shorter."), conversation, "Kim")
        kept = log.of_conversation(conversation)

        assert [one.id for one in kept] == [first, second]
        assert [one.rank for one in kept] == [1, 2]
        assert kept[0] == log.find(first)
        assert (kept[0].text, kept[0].confidence, kept[0].release) == (DRAFT, 0.7, RELEASE)
        assert kept[0].article_ids == ("b", "a")
        assert (kept[0].agent, kept[0].conversation, kept[0].outcome) == ("Kim", conversation, None)
        assert kept[0].created_at == kept[1].created_at

    def test_every_text_is_masked(self, log: SuggestionLog, conversation: int) -> None:
        (one,) = log.record(suggested("The secret is safe."), conversation)
        log.decide(one, SuggestionOutcome.EDITED, "Your secret is safe.")
        kept = log.find(one)

        assert (kept.text, kept.sent) == ("The *** is safe.", "Your *** is safe.")
        assert (kept.questions, kept.missing) == (("Where is my ***?",), ("the *** part",))

    def test_questions_of_a_conversation_from_elsewhere_are_not_kept(self, log: SuggestionLog) -> None:
        (one,) = log.record(suggested(DRAFT))
        kept = log.find(one)
        assert (kept.questions, kept.missing, kept.conversation) == ((), (), None)

    def test_draft_from_elsewhere_belongs_to_the_conversation_it_was_sent_in(
        self, log: SuggestionLog, conversation: int
    ) -> None:
        (one,) = log.record(suggested(DRAFT))
        assert log.sent(one, "Other words.", "Kim", conversation) is SuggestionOutcome.EDITED
        assert [kept.id for kept in log.of_conversation(conversation)] == [one]

    def test_draft_of_one_conversation_keeps_no_words_of_another(self, log: SuggestionLog, conversation: int) -> None:
        (one,) = log.record(suggested(DRAFT), conversation)
        assert log.sent(one, "Other words.", "Kim", conversation + 1) is None
        assert log.find(one).sent is None

    def test_what_was_sent_word_for_word_is_accepted(self, log: SuggestionLog) -> None:
        (one,) = log.record(suggested(f"{DRAFT}\n\nThe secret."))
        assert log.sent(one, f" {DRAFT} The secret.\n", "Lou") is SuggestionOutcome.ACCEPTED
        kept = log.find(one)
        assert (kept.outcome, kept.distance, kept.agent) == (SuggestionOutcome.ACCEPTED, 0.0, "Lou")
        assert kept.decided_at is not None

    def test_what_was_sent_with_changes_is_edited_by_as_much(self, log: SuggestionLog) -> None:
        (one,) = log.record(suggested("abcdefghij"))
        assert log.sent(one, "abcdefghXY") is SuggestionOutcome.EDITED
        assert log.find(one).distance == pytest.approx(0.2)

    @pytest.mark.parametrize("said", [SuggestionOutcome.ACCEPTED, SuggestionOutcome.EDITED])
    def test_what_was_sent_decides_whatever_is_said_of_it(self, log: SuggestionLog, said: SuggestionOutcome) -> None:
        same, other = log.record(suggested("See **this**: [the fee](https://h.test/fee).", "Quite another draft."))
        log.decide(same, said, "See this: the fee (https://h.test/fee).")
        log.decide(other, said, "Nothing of that, sorry!")

        assert (log.find(same).outcome, log.find(same).distance) == (SuggestionOutcome.ACCEPTED, 0.0)
        assert log.find(other).outcome is SuggestionOutcome.EDITED
        assert (log.find(other).distance or 0) > 0.5

    def test_first_outcome_stays(self, log: SuggestionLog) -> None:
        (one,) = log.record(suggested(DRAFT))
        log.decide(one, SuggestionOutcome.REJECTED)
        log.decide(one, SuggestionOutcome.ACCEPTED, DRAFT)

        assert log.sent(one, DRAFT, "Kim") is SuggestionOutcome.REJECTED
        kept = log.find(one)
        assert (kept.outcome, kept.sent, kept.distance) == (SuggestionOutcome.REJECTED, None, None)

    @pytest.mark.parametrize("unknown", ["", "nobody", "é", "x" * 500, "x" * 32])
    def test_unknown_id_is_told_and_stops_no_message(self, log: SuggestionLog, unknown: str) -> None:
        with pytest.raises(NotFoundError):
            log.decide(unknown, SuggestionOutcome.ACCEPTED)
        with pytest.raises(NotFoundError):
            log.find(unknown)
        assert log.sent(unknown, DRAFT) is None

    def test_ids_are_unguessable_and_no_drafts_give_none(self, log: SuggestionLog) -> None:
        ids = {one for _ in range(20) for one in log.record(suggested(DRAFT, "B"))}
        assert len(ids) == 40
        assert all(len(one) >= 32 for one in ids)
        assert log.record(suggested()) == ()

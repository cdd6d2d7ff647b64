"""What every implementation of Rules must do: subclass the suite and say how one is made."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.answer import Answer, Outcome, Reason
from bot.conversation import Conversations
from bot.rules.rule import Draft, KeptRules, RuleKind, Rules, Strictness
from corpus.article import Kind
from corpus.errors import ConflictError, NotFoundError
from tests.fakes import RELEASE, abstained

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PIN = Draft(
    RuleKind.PIN,
    "Opening hours “Xmas” 🎄",
    examples=("When are you open?", "Wann haben Sie geöffnet?"),
    words=("open|geöffnet", "几点"),
    strictness=Strictness.HIGH,
    locale="de-AT",
    article_kind=Kind.FAQ,
    answer="**Every** day.\n\n[More](https://x.example/a?b=1)",
    article_id="guides/opening hours",
    last_day=date(2026, 12, 31),
)
ROUTE = Draft(
    RuleKind.ROUTE, "Legal", words=("lawyer",), reason=Reason.POLICY_RESTRICTION, note="Legal answers", enabled=False
)


def made_by(rule: int | None) -> Answer:
    """A refusal that a rule made."""
    return Answer(Outcome.ABSTAINED, Reason.POLICY_RESTRICTION, "No.", 0.0, RELEASE, rule=rule)


class RulesContract:
    """The suite; a subclass overrides the fixtures, which share one database."""

    @pytest.fixture
    def rules(self) -> Rules:
        raise NotImplementedError("override this fixture with the implementation under test")

    @pytest.fixture
    def conversations(self) -> Conversations:
        raise NotImplementedError("override this fixture with what keeps conversations beside the rules")

    def test_nothing_is_kept_at_first(self, rules: Rules) -> None:
        assert rules.all() == KeptRules(rules.revision())
        assert not rules.hits(LONG_AGO)
        assert rules.questions(LONG_AGO, 10) == ((), 0)

    def test_rule_comes_back_with_everything_it_held(self, rules: Rules) -> None:
        first, second = rules.add(PIN, "Lena"), rules.add(ROUTE, "Kim")

        assert rules.all().rules == (first, second)
        assert (first.draft, second.draft) == (PIN, ROUTE)
        assert (first.version, first.created_by, first.changed_by) == (1, "Lena", "Lena")
        assert abs(datetime.now(UTC) - first.created_at) < timedelta(minutes=1)
        assert first.created_at.utcoffset() == timedelta(0)

    def test_change_says_who_and_when_and_keeps_the_beginning(self, rules: Rules) -> None:
        made = rules.add(PIN, "Lena")
        changed = rules.change(made.number, replace(PIN, enabled=False, examples=()), made.version, "Kim")

        assert rules.all().rules == (changed,)
        assert (changed.number, changed.version) == (made.number, made.version + 1)
        assert (changed.created_by, changed.created_at) == ("Lena", made.created_at)
        assert (changed.changed_by, changed.draft.enabled, changed.draft.examples) == ("Kim", False, ())
        assert changed.changed_at >= made.changed_at

    def test_change_of_what_another_has_changed_meanwhile_is_refused(self, rules: Rules) -> None:
        made = rules.add(PIN, "Lena")
        changed = rules.change(made.number, ROUTE, made.version, "Kim")
        revision = rules.revision()

        with pytest.raises(ConflictError, match="Kim"):
            rules.change(made.number, PIN, made.version, "Lena")
        assert rules.all() == KeptRules(revision, (changed,))

    def test_only_one_of_many_who_change_a_version_succeeds(self, rules: Rules) -> None:
        made = rules.add(PIN, "Lena")

        def change(name: str) -> str:
            try:
                return rules.change(made.number, replace(PIN, name=name), made.version, name).draft.name
            except ConflictError:
                return ""

        with ThreadPoolExecutor(8) as pool:
            names = [name for name in pool.map(change, "abcdefgh") if name]
        assert names == [rules.all().rules[0].draft.name]

    def test_every_change_raises_the_revision(self, rules: Rules) -> None:
        seen = [rules.revision()]

        def look() -> None:
            seen.append(rules.revision())
            assert rules.all().revision == seen[-1]

        made = rules.add(PIN, "Lena")
        look()
        rules.change(made.number, ROUTE, made.version, "Lena")
        look()
        rules.delete(made.number)
        look()
        assert seen == sorted(set(seen))

    def test_number_of_a_deleted_rule_is_never_given_again(self, rules: Rules) -> None:
        gone = rules.add(PIN, "Lena").number
        rules.delete(gone)

        assert rules.add(ROUTE, "Lena").number > gone
        for fails in (lambda: rules.delete(gone), lambda: rules.change(gone, PIN, 1, "Lena")):
            with pytest.raises(NotFoundError, match=str(gone)):
                fails()

    def test_answers_are_counted_for_the_rule_that_made_them(self, rules: Rules, ask: Ask) -> None:
        number = rules.add(PIN, "Lena").number
        before = datetime.now(UTC)
        for rule in (number, number, None, number + 7):
            ask("Open?", made_by(rule))

        assert rules.hits(before - timedelta(seconds=1)) == {number: 2, number + 7: 1}
        assert not rules.hits(datetime.now(UTC) + timedelta(minutes=1))
        rules.delete(number)
        assert rules.hits(LONG_AGO)[number] == 2

    @pytest.fixture
    def ask(self, conversations: Conversations) -> Ask:
        """Puts a question that gets the answer, None where the bot was silent; gives the conversation's id."""

        def put(text: str, answer: Answer | None, conversation_id: str | None = None) -> str:
            received = conversations.receive(conversation_id, text, locale="de")
            if answer:
                conversations.reply(received.conversation.id, received.message.id, answer)
            return received.conversation.id

        return put

    def test_past_questions_come_newest_first_with_reply_and_what_was_said_before(
        self, rules: Rules, conversations: Conversations, ask: Ask
    ) -> None:
        of = ask("first", abstained())
        ask("silence", None)
        ask("and then?", made_by(3), of)
        ask("other", made_by(None))
        conversations.reply(of, None, abstained())  # as when a person is asked for by the button
        (other, follow_up), count = rules.questions(LONG_AGO, 2)

        assert (other.message.text, follow_up.message.text, count) == ("other", "and then?", 3)
        assert (other.history, other.locale) == ((), "de")
        assert [message.text for message in follow_up.history] == ["first", abstained().answer]
        assert follow_up.reply.answer == made_by(3)
        assert [one.message.text for one in rules.questions(LONG_AGO, 10)[0]] == ["other", "and then?", "first"]
        assert rules.questions(datetime.now(UTC) + timedelta(minutes=1), 10) == ((), 0)


Ask = Callable[..., str]

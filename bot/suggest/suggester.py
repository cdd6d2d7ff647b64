"""The one entry point for drafts: a conversation in, up to three drafts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from bot.conversation import Message
from bot.knowledge import LiveReleases, ReleaseKnowledge
from bot.rules.book import RuleBook
from bot.suggest.asks import Ask
from bot.suggest.drafts import drafts
from bot.suggest.lengths import MOST_CHARS_OF_A_MESSAGE, without_middle
from bot.suggest.open_questions import OpenQuestion, open_questions
from bot.suggest.options import options_for
from bot.suggest.pins import with_pins
from bot.suggest.replies_so_far import Said
from bot.suggest.suggestion import MOST_DRAFTS, Suggested

# Who asks more at once is answered to as many; the others come with the next message.
MOST_QUESTIONS = 12


@dataclass(frozen=True, slots=True)
class Suggester:
    """Drafts replies from the live release; nothing of the conversation is kept.

    The first draft gives the answers that the team has pinned. What is blocked for the bot, or goes to people, is
    drafted for: people answer it.
    """

    live: LiveReleases
    rules: RuleBook = field(default_factory=RuleBook)

    def suggest(
        self, messages: Sequence[Message], k: int = MOST_DRAFTS, locale: str | None = None, asked: str | None = None
    ) -> Suggested:
        """Up to k drafts for the questions that are open after the messages, oldest first; none where none is.

        `asked` is answered in their place: what an agent wants to know. The agent's words are in the locale's language,
        else in that of the articles. Raises NoReleaseError, ReleaseError.
        """
        return suggest_from(self.live.current(), messages, k, locale, asked, self.rules)


def suggest_from(
    knowledge: ReleaseKnowledge,
    messages: Sequence[Message],
    k: int = MOST_DRAFTS,
    locale: str | None = None,
    asked: str | None = None,
    rules: RuleBook | None = None,
) -> Suggested:
    """As `Suggester.suggest`, from one release; without rules nothing is pinned."""
    started = perf_counter()
    messages = [replace(one, text=without_middle(one.text, MOST_CHARS_OF_A_MESSAGE)) for one in messages]
    if asked is not None and asked.strip():
        questions = [OpenQuestion(Ask(" ".join(asked.split())), messages)]
    else:
        questions = open_questions(messages, knowledge.encoder.encode_queries)[-MOST_QUESTIONS:]
    understood = perf_counter()
    said = Said(messages)
    found = options_for(knowledge, questions, said) if questions else []
    if rules is not None:
        found = with_pins(knowledge, rules, found, said, locale)
    retrieved = perf_counter()
    made = drafts(found, k, locale)
    names = [options.question.ask.name for options in found]
    return Suggested(
        suggestions=tuple(made),
        questions=tuple(names),
        missing=tuple(name for name, options in zip(names, found, strict=True) if options.is_missing),
        release=knowledge.release,
        timings_ms={
            "understand": _ms(started, understood),
            "retrieve": _ms(understood, retrieved),
            "draft": _ms(retrieved, perf_counter()),
            "total": _ms(started, perf_counter()),
        },
    )


def _ms(start: float, end: float) -> float:
    return round((end - start) * 1000, 3)

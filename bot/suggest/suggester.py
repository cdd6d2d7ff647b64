"""The one entry point for drafts: a conversation in, up to three drafts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from bot.conversation import Message
from bot.knowledge import LiveReleases, ReleaseKnowledge
from bot.suggest.asks import Ask
from bot.suggest.drafts import drafts
from bot.suggest.open_questions import OpenQuestion, open_questions
from bot.suggest.options import options_for
from bot.suggest.replies_so_far import Said
from bot.suggest.suggestion import MOST_DRAFTS, Suggested

# Who asks more at once is answered to as many; the others come with the next message.
MOST_QUESTIONS = 6


@dataclass(frozen=True, slots=True)
class Suggester:
    """Drafts replies from the live release; nothing of the conversation is kept."""

    live: LiveReleases

    def suggest(
        self, messages: Sequence[Message], k: int = MOST_DRAFTS, locale: str | None = None, asked: str | None = None
    ) -> Suggested:
        """Up to k drafts for the questions that are open after the messages, oldest first; none where none is.

        `asked` is answered in their place: what an agent wants to know. The agent's words are in the locale's language,
        else in that of the articles. Raises NoReleaseError, ReleaseError.
        """
        return suggest_from(self.live.current(), messages, k, locale, asked)


def suggest_from(
    knowledge: ReleaseKnowledge,
    messages: Sequence[Message],
    k: int = MOST_DRAFTS,
    locale: str | None = None,
    asked: str | None = None,
) -> Suggested:
    """As `Suggester.suggest`, from one release."""
    started = perf_counter()
    if asked is not None and asked.strip():
        questions = [OpenQuestion(Ask(" ".join(asked.split())), messages)]
    else:
        questions = open_questions(messages, knowledge.encoder.encode_queries)[-MOST_QUESTIONS:]
    understood = perf_counter()
    found = options_for(knowledge, questions, Said(messages)) if questions else []
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

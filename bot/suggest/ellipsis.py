"""Questions that say what is asked and leave to the one before of what it is asked: "What does it cost?"."""

from __future__ import annotations

from bot.suggest.asks import Ask
from bot.suggest.courtesy import matter_of
from embeddings.analysis import terms

# What is asked of nearly anything (stemmed): amounts, times, conditions, and how it goes on.
_OF_ANYTHING = frozenset(
    terms(
        "much many long often soon fast quick late cost costs costing pay price fee fees charge charges free"
        " minimum maximum min max limit limits amount number least most take takes taking last lasts work works"
        " start stop end expire"
        " expires possible available required need needed allowed several more than once again later time times day"
        " days hour hours week weeks year years old valid safe use used using do does one ones them they both other"
        " others same different first everywhere anywhere document documents requirement requirements"
    )
)


def topic_of(ask: Ask) -> str | None:
    """The question before it in the turn that such a question is about; None for one that has a matter of its own."""
    if ask.story or matter_of(ask.text) - _OF_ANYTHING:
        return None
    return next((text for text in reversed(ask.earlier) if matter_of(text) - _OF_ANYTHING), None)

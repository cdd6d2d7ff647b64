"""Suggested replies: which questions of a conversation are open, and drafts that answer all of them."""

from bot.suggest.suggester import Suggester
from bot.suggest.suggestion import (
    MOST_DRAFTS,
    Link,
    PartAnswer,
    RecordedSuggestion,
    Suggested,
    Suggestion,
    SuggestionLog,
    SuggestionOutcome,
    Suggests,
)

__all__ = [
    "MOST_DRAFTS",
    "Link",
    "PartAnswer",
    "RecordedSuggestion",
    "Suggested",
    "Suggester",
    "Suggestion",
    "SuggestionLog",
    "SuggestionOutcome",
    "Suggests",
]

"""What the API stands on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation import Conversations
from bot.ports import Answers, ArticleViews, Identities, Limits, LiveKnowledge
from bot.sessions import Sessions
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of the bot that the routes call; the composition root puts them together.

    Without `identities` nobody can say who they are.
    """

    settings: Settings
    live: LiveKnowledge
    answers: Answers
    conversations: Conversations
    views: ArticleViews
    limits: Limits
    sessions: Sessions
    identities: Identities | None = None

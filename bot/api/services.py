"""What the API stands on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts.sessions import Sessions
from bot.conversation import Conversations
from bot.desk import Desk
from bot.helpdesks.desks import Helpdesks
from bot.insights.team_insights import TeamInsights
from bot.learning.learning import Learning
from bot.ports import Answers, ArticleViews, Identities, Limits, LiveKnowledge
from bot.rules.desk import RuleDesk
from bot.settings import Settings
from bot.suggest import SuggestionLog, Suggests


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of the bot that the routes call; the composition root puts them together.

    Without `identities` nobody can say who they are, without `rules` there are none, without `helpdesks` no other
    helpdesk can hand in messages.
    """

    settings: Settings
    live: LiveKnowledge
    answers: Answers
    conversations: Conversations
    views: ArticleViews
    limits: Limits
    sessions: Sessions
    desk: Desk
    identities: Identities | None = None
    rules: RuleDesk | None = None
    suggester: Suggests | None = None
    suggestions: SuggestionLog | None = None
    helpdesks: Helpdesks | None = None
    insights: TeamInsights | None = None
    learning: Learning | None = None

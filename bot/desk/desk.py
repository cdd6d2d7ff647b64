"""All of the desk in one place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.canned_replies import CannedReplies
from bot.desk.inbox import Inbox
from bot.desk.notes import Notes
from bot.desk.presence import Presences


@dataclass(frozen=True, slots=True)
class Desk:
    """All that agents work with beside the conversations themselves."""

    inbox: Inbox
    notes: Notes
    replies: CannedReplies
    presences: Presences

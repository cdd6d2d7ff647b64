"""What agents work with: the inbox, notes to one another, replies kept ready, and who has a conversation open."""

from __future__ import annotations

from bot.desk.canned_replies import CannedReplies, CannedReply
from bot.desk.desk import Desk
from bot.desk.inbox import NOBODY, Changed, Counts, Inbox, Listed, Preview, Wanted
from bot.desk.notes import Move, Note, Notes, Step
from bot.desk.presence import Presence, Presences, PresentAgent

__all__ = [
    "NOBODY",
    "CannedReplies",
    "CannedReply",
    "Changed",
    "Counts",
    "Desk",
    "Inbox",
    "Listed",
    "Move",
    "Note",
    "Notes",
    "Presence",
    "Presences",
    "PresentAgent",
    "Preview",
    "Step",
    "Wanted",
]

"""Whether, where and when a customer reaches a person."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.accounts.team import Team
from bot.answer import Answer, Outcome, Reason
from bot.api.schemas.conversations import Handoff, PeopleKind
from bot.api.urls import absolute_url
from bot.clock import now_utc
from bot.conversation import Conversation, Status
from bot.desk import Presences
from bot.replies import handoff_replies, wording
from bot.settings import Settings
from bot.support_hours import SupportHours
from corpus.errors import StoreError

WITH_PEOPLE = frozenset({Status.WAITING, Status.AGENT})
STAFF_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Staff:
    """Whether anybody has an account, asked of the database every few seconds at most.

    While the database is away it is as it was: whoever wants to know must not fail for it.
    """

    def __init__(self, team: Team, clock: Callable[[], float] = time.monotonic) -> None:
        self._team, self._clock = team, clock
        self._asked_at, self._is_there = -math.inf, False

    @property
    def is_there(self) -> bool:
        """Whether there is an account, or was a moment ago."""
        if self.is_due:
            self.ask()
        return self._is_there

    @property
    def is_due(self) -> bool:
        """Whether `is_there` would ask the database, which nobody may wait for on the event loop."""
        return self._clock() - self._asked_at >= STAFF_SECONDS

    def ask(self) -> None:
        """Asks the database now."""
        self._asked_at = self._clock()
        try:
            self._is_there = not self._team.is_empty()
        except StoreError as error:
            _log.warning("Whether agents can sign in is not known for the moment: %s", error)


@dataclass(frozen=True, slots=True)
class People:
    """The people behind the bot, as the settings and the accounts tell of them."""

    settings: Settings
    hours: SupportHours
    staff: Staff
    presences: Presences
    now: Callable[[], datetime] = now_utc

    @property
    def kind(self) -> PeopleKind:
        """How a customer reaches a person."""
        if self.settings.agent_key.get_secret_value() or self.staff.is_there:
            return PeopleKind.CHAT
        return PeopleKind.LINK if self.settings.contact_url else PeopleKind.NONE

    def opening(self) -> tuple[bool, datetime | None]:
        """Whether people are there now, and when they are back if not; only those in the chat have hours."""
        now = self.now()
        if self.kind is not PeopleKind.CHAT or self.hours.is_open(now):
            return True, None
        return False, self.hours.next_opening(now)

    def is_unattended(self, conversation: Conversation) -> bool:
        """Whether nobody has come to the waiting customer for too long."""
        asked = conversation.requested_at
        if conversation.status is not Status.WAITING or asked is None:
            return False
        return self.now() - asked > timedelta(minutes=self.settings.handoff_minutes)

    def handoff(self, conversation: Conversation, site: str, is_online: bool | None = None) -> Handoff:
        """Who answers the conversation now, and whether and when a person does.

        Where it is not said whether the person who answers is online, the database is asked.
        """
        if is_online is None:
            is_online = self._is_answering(conversation)
        is_open, opens_at = self.opening()
        return Handoff(
            status=conversation.status,
            agent=conversation.agent,
            requested_at=conversation.requested_at,
            online=is_online,
            unattended=self.is_unattended(conversation),
            people=self.kind,
            contact_url=absolute_url(self.settings.contact_url, site),
            open=is_open,
            opens_at=opens_at,
        )

    def _is_answering(self, conversation: Conversation) -> bool:
        if conversation.status is not Status.AGENT:
            return False
        present = self.presences.among([conversation.id]).get(conversation.id)
        return present is not None and present.answering(conversation)

    def told(self, locale: str | None, site: str) -> str:
        """What the bot says to a customer who asks for a person, as Markdown."""
        replies = handoff_replies(locale)
        link = absolute_url(self.settings.contact_url, site)
        if self.kind is PeopleKind.NONE:
            return replies.nobody
        if self.kind is PeopleKind.LINK:
            return replies.link.format(url=link)
        _, opens_at = self.opening()
        if opens_at is None:
            return replies.asked
        away, words = replies.away.format(when=replies.moment(opens_at)), wording(locale)
        return f"{away}{words.between}{words.contact.format(url=link)}" if link else away

    def telling(self, answer: Answer, locale: str | None, site: str) -> Answer:
        """The answer of a bot that hands over, with what happens next, after a rule's words or in place of its own."""
        told = self.told(locale, site)
        words = told if answer.rule is None else f"{answer.answer}\n\n{told}"
        return replace(answer, outcome=Outcome.HANDED_OFF, answer=words)


def nothing_said(release: str, reason: Reason | None, text: str = "") -> Answer:
    """The answer of a bot that leaves it to people."""
    return Answer(Outcome.HANDED_OFF, reason, text, 0.0, release)

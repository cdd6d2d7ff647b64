"""One turn with a customer who writes from Chatwoot."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from bot.answer import Answer, Outcome, Reason, Related
from bot.api.outgoing import as_sent
from bot.api.outgoing_drafts import drafts_as_sent
from bot.api.people import WITH_PEOPLE, nothing_said
from bot.api.services import Services
from bot.api.updates import Updates
from bot.api.urls import absolute_url
from bot.conversation import Message, Received, Role
from bot.helpdesks.chatwoot_events import Incoming
from bot.helpdesks.desks import Helpdesks
from bot.helpdesks.wording import note, with_sources
from bot.links import article_url
from bot.outbox import CHATWOOT
from bot.person import language_of_request
from bot.replies import handoff_replies

NEAREST = 3
_NO_TEXT = "(something without text, such as a file)"


@dataclass(frozen=True, slots=True)
class ChatwootTurn:
    """A customer's message in a conversation that is the bot's, and its answer.

    Who answers is Chatwoot's to say: a conversation that is handed over becomes open there, and ours stays the bot's.
    What is to be sent is kept before the webhook is answered, and sent by the outbox.
    """

    services: Services
    desks: Helpdesks
    updates: Updates
    incoming: Incoming
    site: str

    def answer(self) -> bool:
        """Whether the bot answers; it is silent where an agent answers from here. Raises UsageLimitError."""
        services, incoming = self.services, self.incoming
        services.live.current()
        text = incoming.text[: services.settings.max_message_chars] or _NO_TEXT
        of = self.desks.conversations.open(CHATWOOT, incoming.external, locale=incoming.locale)
        services.limits.message("", of.id)
        received = services.conversations.receive(of.id, text, incoming.key, locale=incoming.locale)
        self.updates.changed(of.id)
        if received.conversation.status in WITH_PEOPLE:
            return False
        reply = received.reply or self._reply(received)
        self.updates.changed(of.id)
        if reply.answer is not None:
            self._send(received, reply.answer)
        return True

    def _reply(self, received: Received) -> Message:
        services, locale = self.services, self.incoming.locale
        language = locale or language_of_request(self.incoming.text)
        if not self.incoming.text:
            release = services.live.current().release
            answer = nothing_said(release, Reason.UNSUPPORTED_REQUEST, handoff_replies(language).asked)
        else:
            answer = services.answers.answer(self.incoming.text, received.history, locale=locale)
            answer = _left_to_people(answer, received, handoff_replies(language).asked)
        # Chatwoot's own people are the way to a person, so no contact address is added.
        answer = as_sent(answer, services.live.current().articles, "", self.site, locale)
        return services.conversations.reply(received.conversation.id, received.message.id, answer)

    def _send(self, received: Received, answer: Answer) -> None:
        """Keeps what is to be sent, in its order; what a webhook that came before has kept stays as it is."""
        shown = _absolute(answer, self.site)
        options = [related.title for related in shown.did_you_mean] if self.incoming.takes_options else []
        if options:
            said: dict[str, Any] = {"text": shown.answer, "options": options}
        else:
            said = {"text": with_sources(shown, self.incoming.locale)}
        steps = [("answer", said)]
        if answer.outcome is Outcome.HANDED_OFF:
            told = note(shown, self._nearest(answer), self._draft(received))
            steps += [("note", {"note": told}), ("hand-off", {"status": "open"})]
        number = received.conversation.number
        for kind, values in steps:
            body = json.dumps({"external": self.incoming.external, **values}, ensure_ascii=False)
            self.desks.deliveries.add(CHATWOOT, f"{CHATWOOT} {kind}", body, number, f"{self.incoming.key}-{kind}")
        self.desks.wake()

    def _draft(self, received: Received) -> str:
        """What an agent could reply to the questions that are open, as Markdown; empty where nothing answers any."""
        if self.services.suggester is None:
            return ""
        messages = [*received.history, received.message]
        drafted = self.services.suggester.suggest(messages, 1, self.incoming.locale)
        sent = drafts_as_sent(drafted, self.services.live.current().articles, self.site)
        return next((draft.text for draft in sent.suggestions if draft.answers), "")

    def _nearest(self, answer: Answer) -> list[Related]:
        articles = self.services.live.current().articles
        found = [articles[one.article_id] for one in answer.retrieved[:NEAREST] if one.article_id in articles]
        return [Related(one.id, one.title, absolute_url(article_url(one), self.site)) for one in found]


def _left_to_people(answer: Answer, received: Received, asked: str) -> Answer:
    """The answer; in place of one that does not help, word that a person comes.

    Whoever is offered articles has another try; a second miss goes to people.
    """
    if answer.outcome is Outcome.HANDED_OFF:
        return answer if answer.rule is not None else replace(answer, answer=asked)
    if answer.outcome is not Outcome.ABSTAINED or answer.reason is Reason.POLICY_RESTRICTION:
        return answer
    said = [message.answer for message in received.history if message.role is Role.BOT and message.answer]
    has_missed = bool(said) and said[-1].outcome is Outcome.ABSTAINED
    if answer.did_you_mean and not has_missed:
        return answer
    return replace(answer, outcome=Outcome.HANDED_OFF, answer=asked, did_you_mean=())


def _absolute(answer: Answer, site: str) -> Answer:
    """The answer with addresses that can be opened from anywhere."""
    return replace(
        answer,
        citations=tuple(replace(one, url=absolute_url(one.url, site)) for one in answer.citations),
        did_you_mean=tuple(replace(one, url=absolute_url(one.url, site)) for one in answer.did_you_mean),
    )

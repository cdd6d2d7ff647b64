"""The assistant's own words, for all that is not quoted from an article."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from bot.answer import Answer, Outcome, Reason

GREETING = "Hello! What can I help you with?"
THANKS = "You're welcome. Is there anything else I can help you with?"
CLARIFY = "I found more than one article this could be about. Which one do you mean?"
ABSTAINED = (
    "I couldn't find an article that answers this, so I'd rather not guess. You can put the question in other words."
)
ABSTAINED_WITH_RELATED = (
    "I couldn't find an article that answers this, so I'd rather not guess. "
    "These articles may be related, or you can put the question in other words."
)

STEPS_LEFT_OUT = "Steps {first} to {last} are in [the article](article:{article_id})."
STEP_LEFT_OUT = "Step {first} is in [the article](article:{article_id})."
CONTACT = "You can also [talk to a person]({url})."


def reply(outcome: Outcome, reason: Reason | None, has_related: bool = False) -> str:
    """The Markdown of a reply that quotes nothing."""
    if reason is Reason.GREETING:
        return GREETING
    if reason is Reason.THANKS:
        return THANKS
    if outcome is Outcome.CLARIFY:
        return CLARIFY
    return ABSTAINED_WITH_RELATED if has_related else ABSTAINED


def steps_left_out(omitted: range, article_id: str) -> str:
    """What follows quoted steps that were not the whole list: which ones are left out, and where they stand."""
    if not omitted:
        return ""
    text = STEP_LEFT_OUT if len(omitted) == 1 else STEPS_LEFT_OUT
    return "\n\n" + text.format(first=omitted[0], last=omitted[-1], article_id=quote(article_id, safe=""))


def with_contact(answer: Answer, contact_url: str) -> Answer:
    """The answer, with the way to a person said at the end of an abstention where there is one."""
    if answer.outcome is not Outcome.ABSTAINED or not contact_url:
        return answer
    return replace(answer, answer=f"{answer.answer} {CONTACT.format(url=contact_url)}")

"""The assistant's own words, for all that is not quoted from an article, in the customer's language."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from bot.answer import Answer, Outcome, Reason
from bot.replies.handoff import HANDOFF_REPLIES, HandoffReplies
from bot.replies.wording import WORDINGS, Wording

DEFAULT_LANGUAGE = "en"
# The customer did not ask for a person: the team wants one to answer.
_BY_RULE = frozenset({Reason.UNSUPPORTED_REQUEST, Reason.POLICY_RESTRICTION})


def wording(locale: str | None) -> Wording:
    """The replies in the locale's language ('de-AT' is German); in English for none and for an unknown one."""
    return WORDINGS.get(_language(locale)) or WORDINGS[DEFAULT_LANGUAGE]


def handoff_replies(locale: str | None) -> HandoffReplies:
    """What is said when a person is asked for, in the locale's language; in English for none and for an unknown one."""
    return HANDOFF_REPLIES.get(_language(locale)) or HANDOFF_REPLIES[DEFAULT_LANGUAGE]


def reply(outcome: Outcome, reason: Reason | None, has_related: bool = False, locale: str | None = None) -> str:
    """The Markdown of a reply that quotes nothing."""
    words = wording(locale)
    if reason is Reason.GREETING:
        return words.greeting
    if reason is Reason.THANKS:
        return words.thanks
    if outcome is Outcome.HANDED_OFF:
        return words.routed if reason in _BY_RULE else words.handed_off
    if reason is Reason.POLICY_RESTRICTION:
        return words.blocked
    if outcome is Outcome.CLARIFY:
        return words.clarify
    return words.abstained_with_related if has_related else words.abstained


def steps_left_out(omitted: range, article_id: str, locale: str | None = None) -> str:
    """What follows quoted steps that were not the whole list: which ones are left out, and where they stand."""
    if not omitted:
        return ""
    words = wording(locale)
    text = words.step_left_out if len(omitted) == 1 else words.steps_left_out
    return "\n\n" + text.format(first=omitted[0], last=omitted[-1], article_id=quote(article_id, safe=""))


def with_contact(answer: Answer, contact_url: str, locale: str | None = None) -> Answer:
    """The answer, with the way to a person said at the end of an abstention where there is one."""
    if answer.outcome is not Outcome.ABSTAINED or not contact_url:
        return answer
    words = wording(locale)
    return replace(answer, answer=f"{answer.answer}{words.between}{words.contact.format(url=contact_url)}")


def _language(locale: str | None) -> str:
    return (locale or DEFAULT_LANGUAGE).replace("_", "-").partition("-")[0].casefold()

"""What comes from Chatwoot: that it is Chatwoot's, and what of it is a customer's message for the bot to answer."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import now_utc
from corpus.errors import NotAllowedError

MAX_AGE_SECONDS = 300
SIGNATURE, TIMESTAMP = "x-chatwoot-signature", "x-chatwoot-timestamp"

# Where the customer can choose from options, as Chatwoot's list of interactive messages has it.
_TAKING_OPTIONS = frozenset({"Channel::WebWidget", "Channel::Api", "Channel::Telegram", "Channel::Whatsapp"})
_INCOMING = ("incoming", 0)
_LOCALE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A customer's message; `key` is the same however often it is sent. Without `text` it is a file or the like."""

    external: str
    key: str
    text: str
    locale: str | None
    takes_options: bool


def check_origin(
    secret: str,
    body: bytes,
    headers: Mapping[str, str],
    in_address: str | None,
    clock: Callable[[], datetime] = now_utc,
) -> None:
    """Makes sure that the request is Chatwoot's. Raises NotAllowedError.

    Chatwoot signs an agent bot's webhooks since 4.13, with the time they are sent; to the address of an older one the
    secret has to be added.
    """
    signature = headers.get(SIGNATURE, "")
    if not signature and in_address is not None:
        if hmac.compare_digest(in_address.encode(), secret.encode()):
            return
        raise NotAllowedError("The 'secret' in the webhook's address is not that of CITEDESK_CHATWOOT_SECRET.")
    sent = headers.get(TIMESTAMP, "")
    signed = hmac.new(secret.encode(), f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"sha256={signed}".encode(), signature.encode("utf-8", "replace")):
        raise NotAllowedError(
            "The webhook's signature is not right. Set CITEDESK_CHATWOOT_SECRET to the secret that Chatwoot shows for "
            "the agent bot; where it shows none (before 4.13), add ?secret=<that setting> to the webhook's address."
        )
    # It is signed, so it is a number of Chatwoot's.
    if not sent.isdecimal() or abs(clock().timestamp() - int(sent)) > MAX_AGE_SECONDS:
        raise NotAllowedError("The webhook is older than five minutes, or one of the two clocks is wrong.")


def read(event: Mapping[str, Any]) -> Incoming | str:
    """The message, or why there is nothing to answer. What the bot itself has said is never read as a customer's."""
    conversation, account = event.get("conversation"), event.get("account")
    if event["event"] not in ("message_created", "message_updated"):
        return f"nothing is answered to '{event['event']}'"
    if not conversation or not account or not event.get("id"):
        return "it names no account, conversation and message"
    if conversation["status"] != "pending":
        return f"the conversation is {conversation['status'] or 'without a status'}, not pending: people answer it"
    if event["event"] == "message_updated":
        text = _chosen(event)
        if text is None:
            return "nothing was chosen"
    elif why := _why_not(event):
        return why
    else:
        text = (event.get("content") or "").strip()
    kind = event["event"].removeprefix("message_")
    return Incoming(
        external=f"{account['id']}/{conversation['id']}",
        key=f"chatwoot:{account['id']}-{kind}-{event['id']}",
        text=text,
        locale=_locale(conversation),
        takes_options=conversation.get("channel") in _TAKING_OPTIONS,
    )


def _why_not(event: Mapping[str, Any]) -> str | None:
    """Why a new message is not a customer's; None if it is one."""
    if event.get("message_type") not in _INCOMING:
        return "it is no message of a customer"
    if event.get("private"):
        return "it is a private note"
    if (event.get("sender") or {}).get("type") in ("user", "agent_bot", "captain_assistant"):
        return "an agent or a bot wrote it"
    mail = (event.get("content_attributes") or {}).get("email")
    if isinstance(mail, dict) and mail.get("auto_reply"):
        return "a program wrote it by itself"
    return None


def _chosen(event: Mapping[str, Any]) -> str | None:
    """What the customer has chosen of the options of a message, which Chatwoot then calls updated."""
    values = (event.get("content_attributes") or {}).get("submitted_values")
    if event.get("content_type") != "input_select" or not isinstance(values, list) or not values:
        return None
    chosen = values[0].get("value") or values[0].get("title") if isinstance(values[0], dict) else None
    return chosen.strip() or None if isinstance(chosen, str) else None


def _locale(conversation: Mapping[str, Any]) -> str | None:
    browser = (conversation.get("additional_attributes") or {}).get("browser")
    language = browser.get("browser_language") if isinstance(browser, dict) else None
    found = str(language or "").replace("_", "-")
    return found if len(found) <= 35 and _LOCALE.fullmatch(found) else None

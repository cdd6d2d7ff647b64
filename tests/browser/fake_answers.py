"""The replies of the fake server: every kind of answer that the widget has to show."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

HELP = "/help/articles/"
EMAIL = re.compile(r"\S+@\S+")
RESET = "How do I reset two-factor authentication (2FA)?"
STEPS = [
    "1. Enter your e-mail address and password on the **log-in screen**.",
    '2. Select "Method not available?" and then "Reset 2FA".',
    "3. Enter the six-digit code sent to your e-mail address. The code is valid for 10 minutes.",
    "4. Take the selfie check in good light, without a hat or glasses.",
]
PROSE = [
    "A deposit is credited after the network has confirmed it.",
    "If a network is under maintenance, deposits on it are **suspended** until it is stable again.",
]
TABLE_HEAD = "| Coin | Network | To be credited and traded | To be withdrawn |\n|---|---|---:|---:|"
ROWS = ["| BTC | Bitcoin | 1 | 2 |", "| ETH | Ethereum (ERC20 and everything else) | 12 | 64 |"]
EVIL_TITLE = "<img src=x onerror=window.pwned=1>\u202etxt.exe <script>window.pwned=2</script>"
EVIL = [
    "<script>window.pwned=3</script><img src=x onerror=window.pwned=4> stays text.",
    "[click](javascript:window.pwned=5) and [https://orrery.example](https://evil.example/login) and [ok](https://ok.example).",
    "![pixel](https://evil.example/p.gif) \u202ereversed\u202c \ue0001\ue001 [x](data:text/html,hi)",
]


def days_ago(days: int) -> str:
    """The date that many days before today."""
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


def citation(n: int, article: str, title: str, quote: str, kind: str | None = "faq", days: int = 220) -> dict[str, Any]:
    """A citation that opens the article at the quote."""
    url = f"{HELP}{article}?quote=10-{10 + len(quote)}#quote"
    found = {"n": n, "article_id": article, "title": title, "url": url, "kind": kind, "updated_at": days_ago(days)}
    return {**found, "quote": quote, "start": 10, "end": 10 + len(quote)}


def reply(text: str, outcome: str = "answered", **fields: Any) -> dict[str, Any]:
    """An answer with every field of the contract."""
    empty: dict[str, Any] = {"reason": None, "sentences": [], "citations": [], "did_you_mean": [], "follow_ups": []}
    made = {"conversation_id": "c1", "message_id": "m1", "outcome": outcome, "answer": text, "confidence": 0.9}
    return {**made, **empty, "release": "r1", "timings_ms": {"retrieve": 3.0}, **fields}


def sentences(texts: list[str], numbers: list[int]) -> list[dict[str, Any]]:
    """Sentences, each standing on one citation."""
    return [{"text": text, "citations": [n]} for text, n in zip(texts, numbers, strict=True)]


def steps() -> dict[str, Any]:
    """Steps from one article, all in one quote, and two questions to ask next."""
    cited = citation(1, "reset-2fa", RESET, "\n".join(STEPS))
    follow_ups = ["How long does a 2FA reset take?", "Can I withdraw after a reset?"]
    return reply("\n".join(STEPS), sentences=sentences(STEPS, [1] * 4), citations=[cited], follow_ups=follow_ups)


def prose() -> dict[str, Any]:
    """Two paragraphs from two articles."""
    first = citation(1, "confirmations", "How many confirmations does my deposit need?", PROSE[0], days=0)
    second = citation(2, "suspended", "Why is my deposit suspended?", PROSE[1], kind="announcement", days=800)
    return reply("\n\n".join(PROSE), sentences=sentences(PROSE, [1, 2]), citations=[first, second])


def table() -> dict[str, Any]:
    """A table, its head as a sentence of its own."""
    texts = [TABLE_HEAD, *ROWS]
    cited = citation(
        1, "confirmations", "How many confirmations does my deposit need?", "\n".join(texts), "product", 40
    )
    return reply("\n".join(texts), sentences=sentences(texts, [1] * 3), citations=[cited])


def clarify() -> dict[str, Any]:
    """Three articles to choose from."""
    titles = ["How do I withdraw crypto?", "How do I withdraw euros by SEPA?", "How do I cancel a withdrawal?"]
    return reply("Which of these do you mean?", "clarify", reason="ambiguous", did_you_mean=related(*titles))


def abstain() -> dict[str, Any]:
    """No answer, and two articles near the question."""
    text = "I couldn't find an article that answers this. A colleague can help you."
    near = related("Which countries are supported?", "How do I contact support?")
    return reply(text, "abstained", reason="missing_knowledge", did_you_mean=near)


def contact() -> dict[str, Any]:
    """No answer, but a person."""
    text = "I couldn't find an article that answers this. You can also [talk to a person](mailto:help@orrery.example)."
    return reply(text, "abstained", reason="missing_knowledge")


def keys() -> dict[str, Any]:
    """Sentences as the article has them, in an answer whose links are mended and whose tags are escaped."""
    said = ["Please [create a key](article:keys).", "Press <kbd>F5</kbd>, then [confirm](article:gone)", "That is all."]
    text = "Please [create a key](https://a.example/k.html). Press \\<kbd>F5\\</kbd>, then confirm That is all."
    return reply(text, sentences=sentences(said, [1, 1, 1]), citations=[citation(1, "v1", "Keys", " ".join(said))])


def evil() -> dict[str, Any]:
    """An answer, a title, a quote and a link that all try to break out."""
    cited = {**citation(1, "evil", EVIL_TITLE, EVIL[0]), "url": "javascript:window.pwned=6"}
    text = "\n\n".join(EVIL)
    return reply(text, sentences=sentences(EVIL, [1] * 3), citations=[cited], follow_ups=[EVIL_TITLE])


def rich() -> dict[str, Any]:
    """Every piece of Markdown."""
    text = (
        "# Heading\n\nSome **bold**, *italic*, `a < b`, ~~gone~~ and \\*literal\\*.\nSame paragraph,  \nnext line.\n\n"
        "- one\n  - inner\n- two\n\n3. three\n4. four\n\n> quoted\n\n```js\nlet a = '<b>';\n```\n\n---\n\n"
        "See https://example.com/a?b=1. AT&amp;T"
    )
    return reply(text)


def related(*titles: str) -> list[dict[str, Any]]:
    """Articles that are offered, not quoted."""
    return [{"article_id": str(n), "title": title, "url": f"{HELP}{n}"} for n, title in enumerate(titles)]


ANSWERS: dict[str, Callable[[], dict[str, Any]]] = {
    "deposit": prose,
    "confirmations": table,
    "withdraw?": clarify,
    "moon": abstain,
    "evil": evil,
    "human": lambda: reply("I have asked a colleague to join.", "handed_off", reason="customer_request"),
    "person": contact,
    "keys": keys,
    "rich": rich,
    "hello": lambda: reply("Hello! What can I help you with?", reason="greeting"),
}

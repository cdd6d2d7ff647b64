"""A server with the real contract and canned answers, so that the widget meets every kind of reply at will.

What the question contains decides the answer. The host page that embeds the widget is as strict and as hostile as a
real one may be: a content policy without inline styles, and CSS that would ruin a widget that inherits it.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

WEB = Path(__file__).parents[2] / "bot" / "web"
HELP = "/help/articles/"
DEMO_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
HOSTILE_CSS = """
* { font: italic 40px serif !important; color: red !important; letter-spacing: 8px; text-transform: uppercase; }
button, textarea, dialog, p { display: none !important; background: lime !important; }
body { direction: ltr; transform: none; visibility: visible; }
"""

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
STARTERS = ["Why is my withdrawal pending?", "How do I verify my identity?", "What are the trading fees?"]


@dataclass
class FakeBot:
    """The server's memory: what it was asked, and how often it has to fail before it answers."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    failures: int = 0
    has_starters: bool = True
    forgotten: set[str] = field(default_factory=set)
    said: list[dict[str, Any]] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.AbstractEventLoop | None = None
    held: threading.Event = field(default_factory=threading.Event)
    left: list[str] = field(default_factory=list)

    def reset(self) -> None:
        """Forgets everything, as at the start of a test."""
        self.__init__()  # type: ignore[misc]

    def app(self) -> Starlette:
        """The ASGI application; `http://localhost` may use it from another origin than `http://127.0.0.1`."""
        cors = Middleware(
            CORSMiddleware,
            allow_origin_regex=r"http://localhost:\d+",
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type"],
            expose_headers=["Retry-After"],
        )
        routes = [
            Route("/", self.demo),
            Route("/host", self.host),
            Route("/widget.js", lambda _request: FileResponse(WEB / "widget" / "citedesk.js")),
            Route("/hostile.css", lambda _request: Response(HOSTILE_CSS, media_type="text/css")),
            Route("/v1/chat", self.chat, methods=["POST"]),
            Route("/v1/articles", self.articles),
            Route("/v1/conversations/{id}/messages", self.conversation),
            Mount("/widget", StaticFiles(directory=WEB / "widget")),
            Mount("/demo", StaticFiles(directory=WEB / "demo")),
            Route("/help{rest:path}", lambda request: HTMLResponse(f"<title>Help {request.url.path}</title>")),
        ]
        return Starlette(routes=routes, middleware=[cors])

    async def demo(self, _request: Request) -> Response:
        """The demo page with the policy that the real server gives it."""
        return FileResponse(WEB / "demo" / "index.html", headers={"Content-Security-Policy": DEMO_POLICY})

    async def host(self, request: Request) -> Response:
        """A foreign page: the widget comes from `bot`, attributes of the script from the query."""
        bot = request.query_params.get("bot", str(request.base_url).rstrip("/"))
        data = "".join(f' {k}="{v}"' for k, v in request.query_params.items() if k.startswith("data-"))
        hostile = '<link rel="stylesheet" href="/hostile.css">' if "hostile" in request.query_params else ""
        direction = request.query_params.get("dir", "ltr")
        policy = (
            f"default-src 'none'; script-src 'nonce-abc' {bot}; style-src 'self' 'nonce-abc'; connect-src {bot}; "
            "require-trusted-types-for 'script'"
        )
        page = (
            f'<!doctype html><html lang="en" dir="{direction}"><head><title>Host</title>{hostile}'
            '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
            f'<body><main><h1>A page</h1><p id="words">Words</p><a href="#words">A link</a></main>'
            f'<script nonce="abc" async src="{bot}/widget.js" data-citedesk{data}></script></body></html>'
        )
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    async def articles(self, request: Request) -> Response:
        """The most read FAQ articles."""
        if not self.has_starters:
            return envelope(503, "not_ready", "No index yet.")
        assert dict(request.query_params) == {"kind": "faq", "sort": "views", "per_page": "3"}
        items = [{"id": str(n), "title": title, "url": f"{HELP}{n}", "kind": "faq"} for n, title in enumerate(STARTERS)]
        return JSONResponse({"items": items, "total": 9, "page": 1, "per_page": 3})

    async def conversation(self, request: Request) -> Response:
        """What was said in the one conversation there is."""
        if request.path_params["id"] in self.forgotten or not self.said:
            return envelope(404, "not_found", "There is no such conversation.")
        return JSONResponse({"conversation_id": "c1", "messages": self.said})

    async def chat(self, request: Request) -> Response:
        """One turn, as the question wants it."""
        body = await request.json()
        assert set(body) <= {"message", "conversation_id", "stream"}
        self.requests.append(body)
        if body.get("conversation_id") in self.forgotten:
            return envelope(404, "not_found", "There is no such conversation.")
        question = body["message"].lower()
        if self.failures:
            self.failures -= 1
            status = next((code for code in (429, 503, 500, 422) if str(code) in question), None)
            if status:
                return envelope(
                    status, "failed", "The server says why.", {"Retry-After": "1"} if status in (429, 503) else {}
                )
        stream = self.stream(question)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    async def stream(self, question: str) -> AsyncIterator[str]:
        """The parts of the answer; a pause where the question asks for one."""
        answer = next((make for word, make in ANSWERS.items() if word in question), steps)()
        self.said.append({"id": "m0", "role": "user", "text": question, "created_at": days_ago(0), "answer": None})
        self.said.append({**self.said[-1], "id": "m1", "role": "bot", "text": answer["answer"], "answer": answer})
        yield ": ping\r\n\r\n" + event(type="start", messageId="m1")
        for citation in answer["citations"]:
            yield event(type="source-url", sourceId=str(citation["n"]), url=citation["url"], title=citation["title"])
        if "wait" in question:
            await self.wait(question)
        yield event(type="text-start", id="t")
        words = answer["answer"].split(" ")
        for count, word in enumerate(words):
            if count == len(words) // 2:
                if "slow" in question:
                    await self.wait(question)
                if "break" in question and not self.was_asked_before(question):
                    yield event(type="error", errorText="Out of memory at 0x1f")
                    return
                if "cut" in question and not self.was_asked_before(question):
                    return
            yield event(type="text-delta", id="t", delta=word + (" " if count < len(words) - 1 else ""))
            await asyncio.sleep(0)
        yield event(type="text-end", id="t") + event(type="data-answer", data=answer)
        yield event(type="finish") + "data: [DONE]\n\n"

    def was_asked_before(self, question: str) -> bool:
        """Whether this is the question's second try, which goes well."""
        return [request["message"].lower() for request in self.requests].count(question) > 1

    async def wait(self, question: str) -> None:
        """Holds the stream until the test lets it go, or the reader has left."""
        left = self.left  # of this test: a stream may outlive its test, and a reset
        self.loop = asyncio.get_running_loop()
        self.held.set()
        try:
            await asyncio.wait_for(self.go_on.wait(), timeout=20)
        except asyncio.CancelledError:
            left.append(question)
            raise

    def let_go(self) -> None:
        """Lets the held stream go on; called from the test's thread."""
        assert self.held.wait(timeout=20), "no stream is waiting"
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self.go_on.set)


def envelope(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    """An error as the API sends it."""
    return JSONResponse({"error": {"code": code, "message": message, "status": status}}, status, headers)


def event(**part: Any) -> str:
    """A part of the stream as a server-sent event."""
    return f"data: {json.dumps(part, ensure_ascii=False)}\n\n"


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
    "person": contact,
    "keys": keys,
    "rich": rich,
    "hello": lambda: reply("Hello! What can I help you with?", reason="greeting"),
}

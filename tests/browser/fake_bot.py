"""A server with the real contract and canned answers, so that the widget meets every kind of reply at will.

What the question contains decides the answer.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from bot.api.static import WebFiles
from tests.browser.fake_answers import ANSWERS, EMAIL, HELP, days_ago, reply, steps
from tests.browser.fake_host import HOSTILE_CSS, host_page

WEB = Path(__file__).parents[2] / "bot" / "web"
WIDGET = WebFiles(WEB / "widget")  # as the real server sends them, without comments
DEMO_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
STARTERS = ["Why is my withdrawal pending?", "How do I verify my identity?", "What are the trading fees?"]
CONFIG = {
    "allowed": True,
    "message": None,
    "site_name": "Orrery",
    "max_message_chars": 4000,
    "retention_days": 90,
    "people": "chat",
    "contact_url": "",
    "open": True,
    "opens_at": None,
    "starters": STARTERS,
}
NOBODY_YET = {"status": "bot", "agent": None, "requested_at": None, "unattended": False}


@dataclass
class FakeBot:
    """The server's memory: what it was asked, how often it has to fail before it answers, and who is there to help."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    config: dict[str, Any] = field(default_factory=lambda: dict(CONFIG))
    failures: int = 0
    refuses: set[str] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)
    said: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    handoff: dict[str, Any] = field(default_factory=lambda: dict(NOBODY_YET))
    listeners: list[asyncio.Queue[str | None]] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.AbstractEventLoop | None = None
    held: threading.Event = field(default_factory=threading.Event)
    left: list[str] = field(default_factory=list)

    def reset(self) -> None:
        """Forgets everything, as at the start of a test."""
        self.tell_everyone(None)
        self.__init__()  # type: ignore[misc]

    def app(self) -> Starlette:
        """The ASGI application; `http://localhost` may use it from another origin than `http://127.0.0.1`."""
        cors = Middleware(
            CORSMiddleware,
            allow_origin_regex=r"http://localhost:\d+",
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Content-Type", "Idempotency-Key", "Last-Event-ID"],
            expose_headers=["Retry-After"],
        )
        conversation = "/v1/conversations/{id}"
        routes = [
            Route("/", self.demo),
            Route("/host", host_page),
            Route("/widget.js", self.widget),
            Route("/hostile.css", lambda _request: Response(HOSTILE_CSS, media_type="text/css")),
            Route("/v1/widget", self.settings),
            Route("/v1/chat", self.chat, methods=["POST"]),
            Route("/v1/search", self.search, methods=["POST"]),
            Route("/v1/conversations", self.start, methods=["POST"]),
            Route(conversation, self.delete, methods=["DELETE"]),
            Route(f"{conversation}/messages", self.messages),
            Route(f"{conversation}/events", self.events),
            Route(f"{conversation}/handoff", self.hand_off, methods=["POST"]),
            Route(f"{conversation}/typing", self.typing, methods=["POST"]),
            Route(f"{conversation}/identify", self.identify, methods=["POST"]),
            Route("/v1/messages/{id}/feedback", self.feedback, methods=["POST"]),
            Mount("/widget", WIDGET),
            Mount("/demo", WebFiles(WEB / "demo")),
            Route("/help{rest:path}", lambda request: HTMLResponse(f"<title>Help {request.url.path}</title>")),
        ]
        return Starlette(routes=routes, middleware=[cors])

    async def widget(self, request: Request) -> Response:
        """The script that a page embeds."""
        return await WIDGET.get_response("citedesk.js", request.scope)

    async def demo(self, _request: Request) -> Response:
        """The demo page with the policy that the real server gives it."""
        return FileResponse(WEB / "demo" / "index.html", headers={"Content-Security-Policy": DEMO_POLICY})

    async def settings(self, request: Request) -> Response:
        """What the server has decided for the widget; any site may read it."""
        self.loop = asyncio.get_running_loop()
        self.calls.append(("settings", dict(request.query_params)["locale"], None))
        if "settings" in self.refuses:
            return envelope(503, "not_ready", "No index yet.")
        return JSONResponse(self.config, headers={"Access-Control-Allow-Origin": "*"})

    async def search(self, request: Request) -> Response:
        """Articles near the words: those of the canned titles that hold one of them."""
        body = await request.json()
        self.calls.append(("search", body["query"], body))
        if "search" in self.refuses:
            return envelope(429, "busy", "Too many.", {"Retry-After": "60"})
        titles = ["Why is my deposit suspended?", "How many confirmations does my deposit need?", "Deposit fees"]
        scores = [0.8, 0.7, 0.6] if "deposit" in body["query"].lower() else [0.1, 0.1, 0.1]
        hits = [
            {"rank": n, "score": score, "article_id": str(n), "title": title, "url": f"{HELP}{n}"}
            for n, (title, score) in enumerate(zip(titles, scores, strict=True), 1)
        ]
        return JSONResponse({"hits": hits[: body["k"]], "release": "r1"})

    async def start(self, request: Request) -> Response:
        """A conversation without a message."""
        self.calls.append(("start", "", await request.json()))
        conversation_id = self.new_conversation()
        return JSONResponse({"conversation_id": conversation_id, "messages": [], "handoff": self.hand_off_state()}, 201)

    async def messages(self, request: Request) -> Response:
        """What was said in the conversation after a message."""
        conversation_id = request.path_params["id"]
        if not self.knows(conversation_id):
            return envelope(404, "not_found", "There is no such conversation.")
        after = int(request.query_params.get("after", 0))
        messages = [message for message in self.said[conversation_id] if message["seq"] > after]
        state = self.hand_off_state()
        return JSONResponse({"conversation_id": conversation_id, "messages": messages, "handoff": state})

    async def delete(self, request: Request) -> Response:
        """Forgets the conversation."""
        if "delete" in self.refuses:
            return envelope(500, "failed", "The server says why.")
        self.calls.append(("delete", request.path_params["id"], None))
        self.forgotten.add(request.path_params["id"])
        self.handoff = dict(NOBODY_YET)
        return Response(status_code=204)

    async def hand_off(self, request: Request) -> Response:
        """Asks for a person."""
        if "handoff" in self.refuses:
            return envelope(500, "failed", "The server says why.")
        conversation_id = request.path_params["id"]
        self.calls.append(("handoff", conversation_id, await request.json()))
        message = None
        if self.handoff["status"] == "bot":
            people = self.config["people"]
            words = {"chat": "A colleague will join you here.", "link": "You can reach us on our contact page."}
            answer = reply(
                words.get(people, "Nobody can be reached from here."), "handed_off", reason="customer_request"
            )
            message = self.say(conversation_id, "bot", answer["answer"], answer=answer)
            if people == "chat":
                self.handoff |= {"status": "waiting", "requested_at": f"{days_ago(0)}T10:00:00Z"}
        state = self.hand_off_state()
        return JSONResponse({"conversation_id": conversation_id, "message": message, "handoff": state})

    async def typing(self, request: Request) -> Response:
        """The customer is writing."""
        self.calls.append(("typing", request.path_params["id"], None))
        return Response(status_code=204)

    async def identify(self, request: Request) -> Response:
        """Believes every token but "forged"; that of "another" customer does not fit the first conversation."""
        body = await request.json()
        self.calls.append(("identify", request.path_params["id"], body))
        if refusal := self.disbelief(body, request.path_params["id"]):
            return refusal
        return JSONResponse({"user_id": "u1", "name": "Ada"})

    async def feedback(self, request: Request) -> Response:
        """Keeps what the customer thinks of a message."""
        body = await request.json()
        if "feedback" in self.refuses:
            return envelope(503, "store_unavailable", "Not now.", {"Retry-After": "1"})
        self.calls.append(("feedback", request.path_params["id"], body))
        for message in chain(*self.said.values()):
            if message["id"] == request.path_params["id"]:
                message["rating"] = body["rating"]
        return Response(status_code=204)

    async def events(self, request: Request) -> Response:
        """What is said from now on, and what has been since the last event."""
        conversation_id = request.path_params["id"]
        self.loop = asyncio.get_running_loop()
        after = int(request.headers.get("Last-Event-ID") or request.query_params.get("after", 0))
        self.calls.append(("events", conversation_id, after))
        if "events" in self.refuses:
            return envelope(503, "store_unavailable", "Not now.")
        if not self.knows(conversation_id):
            return envelope(404, "not_found", "There is no such conversation.")
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.listeners.append(queue)  # first: the test's thread may say something meanwhile
        for message in list(self.said[conversation_id]):
            if message["seq"] > after:
                queue.put_nowait(message_event(message))
        queue.put_nowait(f"event: handoff\ndata: {json.dumps(self.hand_off_state())}\n\n")
        return StreamingResponse(self.told(queue), media_type="text/event-stream")

    async def told(self, queue: asyncio.Queue[str | None]) -> AsyncIterator[str]:
        """The events as they come, until there are no more."""
        yield "retry: 200\n\n"
        while (told := await queue.get()) is not None:
            yield told

    def tell_everyone(self, told: str | None) -> None:
        """Sends an event to whoever listens, or ends their streams; called from the test's thread."""
        for queue in self.listeners:
            assert self.loop is not None
            self.loop.call_soon_threadsafe(queue.put_nowait, told)
        if told is None:
            self.listeners.clear()

    def agent_says(self, text: str, author: str = "Dana", conversation_id: str = "c1") -> None:
        """An agent writes in the conversation and has joined it by that."""
        message = self.say(conversation_id, "agent", text, author=author)
        self.hand_over(status="agent", agent=author)
        self.tell_everyone(message_event(message))

    def agent_types(self, name: str | None) -> None:
        """An agent writes, or has stopped."""
        self.tell_everyone(f"event: typing\ndata: {json.dumps({'agent': name})}\n\n")

    def hand_over(self, **changes: Any) -> None:
        """Changes the state of the hand-off."""
        self.handoff |= changes
        self.tell_everyone(f"event: handoff\ndata: {json.dumps(self.hand_off_state())}\n\n")

    def hand_off_state(self) -> dict[str, Any]:
        """The hand-off as the contract has it."""
        return self.handoff | {name: self.config[name] for name in ("people", "contact_url", "open", "opens_at")}

    def knows(self, conversation_id: str | None) -> bool:
        """Whether there is such a conversation."""
        return conversation_id in self.said and conversation_id not in self.forgotten

    def new_conversation(self) -> str:
        """The id of a conversation that has just begun: c1, c2 and so on."""
        conversation_id = f"c{len(self.said) + 1}"
        self.said[conversation_id] = []
        return conversation_id

    def say(self, conversation_id: str, role: str, text: str, **more: Any) -> dict[str, Any]:
        """The message as it was stored: e-mail addresses are masked."""
        messages = self.said[conversation_id]
        number = len(messages) + 1
        ids = {"id": f"{conversation_id}-m{number}", "seq": number}
        message = {**ids, "role": role, "text": EMAIL.sub("[e-mail address]", text), "created_at": days_ago(0)}
        if "answer" in more:
            more["answer"] = {**more["answer"], "conversation_id": conversation_id, "message_id": ids["id"]}
        messages.append({**message, "author": None, "rating": None, "answer": None, **more})
        return messages[-1]

    async def chat(self, request: Request) -> Response:
        """One turn, as the question wants it."""
        self.loop = asyncio.get_running_loop()
        body, key = await request.json(), request.headers.get("Idempotency-Key", "")
        assert set(body) <= {"message", "conversation_id", "stream", "locale", "identity"}
        assert re.fullmatch(r"[A-Za-z0-9_-]{22,64}", key)
        self.requests.append(body)
        self.keys.append(key)
        if body.get("conversation_id") and not self.knows(body["conversation_id"]):
            return envelope(404, "not_found", "There is no such conversation.")
        if refusal := self.disbelief(body.get("identity", {}), body.get("conversation_id")):
            return refusal
        if refusal := self.refusal(body["message"].lower()):
            return refusal
        stream = self.stream(body["message"], body.get("conversation_id"), key)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    def disbelief(self, identity: dict[str, str], conversation_id: str | None) -> Response | None:
        """What the server answers to a token that it does not take for the conversation."""
        if identity.get("token") == "forged":
            return envelope(401, "not_allowed", "The token's signature is wrong: see CITEDESK_IDENTITY_SECRET.")
        if identity.get("token") == "another" and conversation_id == "c1":
            return envelope(409, "conflict", "This conversation is another customer's; start a new one without its id.")
        return None

    def refusal(self, question: str) -> Response | None:
        """What the server answers in place of a stream, as often as it has to fail."""
        if "quota" in question:
            return envelope(429, "quota", "Enough for today.", {"Retry-After": "3600"})
        status = next((code for code in (429, 502, 503, 500, 422) if str(code) in question), None)
        if not self.failures or not status:
            return None
        self.failures -= 1
        if status == 502:
            return Response("<h1>Bad gateway</h1>", status)
        return envelope(status, "failed", "The server says why.", {"Retry-After": "1"} if status in (429, 503) else {})

    async def stream(self, text: str, conversation_id: str | None, key: str) -> AsyncIterator[str]:
        """The parts of the answer; a pause where the question asks for one."""
        question = text.lower()
        is_new = key not in self.replies
        if is_new:
            conversation_id = conversation_id or self.new_conversation()
            asked = self.say(conversation_id, "user", text)
            self.replies[key] = {"conversation_id": conversation_id, "asked": asked["id"]}
        conversation_id = self.replies[key]["conversation_id"]
        yield ": ping\r\n\r\n" + event(type="start", messageMetadata={"conversation_id": conversation_id})
        answer = self.replies[key].get("answer") or self.reply_to(question, self.replies[key]["asked"])
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
                if "break" in question and is_new:
                    yield event(type="error", errorText="Out of memory at 0x1f")
                    return
                if "cut" in question and (is_new or (self.keys.count(key) < 3 and "twice" in question)):
                    return
            yield event(type="text-delta", id="t", delta=word + (" " if count < len(words) - 1 else ""))
            await asyncio.sleep(0)
        if "answer" not in self.replies[key] and answer["answer"]:
            answer = self.say(conversation_id, "bot", answer["answer"], answer=answer)["answer"]
        self.replies[key]["answer"] = answer
        answer = {**answer, "conversation_id": conversation_id, "handoff": self.hand_off_state()}
        yield event(type="text-end", id="t") + event(type="data-answer", data=answer)
        yield event(type="finish") + "data: [DONE]\n\n"

    def reply_to(self, question: str, message_id: str) -> dict[str, Any]:
        """The canned answer; nothing while a person is asked for, or asked for now."""
        if self.handoff["status"] in ("waiting", "agent"):
            return reply("", "handed_off", message_id=message_id)
        if "human" in question and self.config["people"] == "chat":
            self.handoff |= {"status": "waiting"}
        return next((make for word, make in ANSWERS.items() if word in question), steps)()

    async def wait(self, question: str) -> None:
        """Holds the stream until the test lets it go, or the reader has left."""
        left = self.left  # of this test: a stream may outlive its test, and a reset
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


def message_event(message: dict[str, Any]) -> str:
    """A message as an event of the conversation."""
    return f"id: {message['seq']}\nevent: message\ndata: {json.dumps(message)}\n\n"

"""The agents' side of a server with the real contract and a small inbox in memory, for the console's own tests.

The pages, scripts and styles are the real ones; what is below /v1/agent is answered from lists.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from bot.accounts.team import Agent, AgentRole
from bot.api.console.pages import PAGES, ConsoleFiles, render
from bot.api.static import WebFiles
from tests.browser.fake_bot import WEB, envelope
from tests.browser.fake_inbox import LENA, OMAR, drafts, inbox, message, minutes_ago

PASSWORD = "correct horse"
ARTICLES = [
    {
        "article_id": "reset-2fa",
        "title": "How do I reset two-factor authentication (2FA)?",
        "url": "/help/articles/reset-2fa",
        "kind": "faq",
        "updated_at": "2026-04-02",
    },
    {
        "article_id": "fees",
        "title": "Withdrawal fees",
        "url": "/help/articles/fees",
        "kind": "product",
        "updated_at": "2026-09-12",
    },
]
REPLIES = [
    {
        "id": 1,
        "title": "Greeting",
        "shortcut": "hi",
        "text": "Hello, thank you for waiting. I'm reading what you wrote.",
    },
    {
        "id": 2,
        "title": "Ask for the transaction id",
        "shortcut": "tx",
        "text": "Could you send me the **transaction id**? You find it under *History*.",
    },
    {"id": 3, "title": "Goodbye", "shortcut": "bye", "text": "You're welcome. Have a good day!"},
]


@dataclass
class FakeDesk:
    """The desk's memory: who is signed in, what stands in the inbox, what was asked of it, and what it refuses."""

    agent: dict[str, Any] | None = field(default_factory=lambda: dict(LENA))
    conversations: dict[int, dict[str, Any]] = field(default_factory=lambda: {c["number"]: c for c in inbox()})
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    refuses: dict[str, Response] = field(default_factory=dict)
    team: list[dict[str, Any]] = field(default_factory=lambda: [dict(LENA), dict(OMAR)])
    replies: list[dict[str, Any]] = field(default_factory=lambda: [dict(each) for each in REPLIES])
    drafts: list[dict[str, Any]] = field(default_factory=drafts)
    listeners: list[asyncio.Queue[str | None]] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop | None = None

    def reset(self) -> None:
        """Forgets everything, as at the start of a test."""
        self.tell(None)
        self.__init__()  # type: ignore[misc]

    def app(self) -> Starlette:
        """The ASGI application."""
        one = "/v1/agent/conversations/{number:int}"
        routes = [
            *(Route(f"/console{path}", self.page(name)) for path, name in PAGES_SERVED.items()),
            Route("/v1/agent/session", self.session, methods=["GET", "POST", "DELETE"]),
            Route("/v1/agent/conversations", self.list),
            Route("/v1/agent/events", self.events),
            Route(one, self.open),
            Route(f"{one}/messages", self.say, methods=["POST"]),
            Route(f"{one}/notes", self.note, methods=["POST"]),
            Route(f"{one}/notes/{{id:int}}", self.forget_note, methods=["DELETE"]),
            Route(f"{one}/status", self.change_status, methods=["PUT"]),
            Route(f"{one}/assignee", self.assign, methods=["PUT"]),
            Route(f"{one}/suggestions", self.suggest, methods=["POST"]),
            Route(f"{one}/draft-article", self.draft_article, methods=["POST"]),
            Route(f"{one}/{{what}}", self.done, methods=["POST"]),
            Route("/v1/suggestions/{id}/outcome", self.done, methods=["POST"]),
            Route("/v1/agent/articles", lambda _: JSONResponse(ARTICLES)),
            Route("/v1/agent/replies", self.all_replies, methods=["GET", "POST"]),
            Route("/v1/agent/replies/{id:int}", self.one_reply, methods=["PUT", "DELETE"]),
            Route("/v1/agent/team", self.everybody, methods=["GET", "POST"]),
            Route("/v1/agent/team/{id:int}", self.somebody, methods=["PATCH", "DELETE"]),
            Mount("/console/static", ConsoleFiles(PAGES)),
            Mount("/widget", WebFiles(WEB / "widget")),
        ]
        app = Starlette(routes=routes)
        app.state.site_name = "Orrery"
        return app

    def page(self, name: str) -> Any:
        """A page of the console, as the real server makes it."""

        async def show(request: Request) -> Response:
            account = self.agent or LENA
            agent = Agent(account["number"], account["email"], account["name"], AgentRole(account["role"]))
            if name == "sign-in.html":
                return render(request, None, name, next=request.query_params.get("next", ""))
            return render(request, agent, name)

        return show

    async def heard(self, request: Request) -> Any:
        """The body, noted with the path; whatever is refused raises nothing but is answered by `refusal`."""
        self.loop = asyncio.get_running_loop()
        body = json.loads(await request.body() or "null")
        self.calls.append((request.method, request.url.path, body))
        return body

    def refusal(self, request: Request) -> Response | None:
        """What is answered in place of the real thing: once for each path that ends so."""
        for end in list(self.refuses):
            if request.url.path.endswith(end):
                return self.refuses.pop(end)
        return None

    async def session(self, request: Request) -> Response:
        """Signs in with the one password there is."""
        body = await self.heard(request)
        if request.method == "DELETE":
            self.agent = None
            return Response(status_code=204)
        if request.method == "POST":
            if body["password"] != PASSWORD:
                return envelope(401, "not_allowed", "E-mail address or password is wrong.")
            self.agent = next(each for each in self.team if each["email"] == body["email"])
        return JSONResponse({"agent": self.agent})

    async def list(self, request: Request) -> Response:
        """The conversations that the filters leave, a page of them."""
        await self.heard(request)
        query = request.query_params
        self.calls[-1] = ("GET", "/v1/agent/conversations", dict(query))
        if refused := self.refusal(request):
            return refused
        found = [c for c in self.conversations.values() if self.matches(c, query)]
        if query.get("status") == "waiting":
            found.sort(key=lambda c: c["requested_at"])
        else:
            found.sort(key=lambda c: -c["number"])
        start = next((n for n, c in enumerate(found, 1) if str(c["number"]) == query.get("before")), 0)
        shown = found[start : start + int(query.get("limit", 50))]
        left = found[start + len(shown) :]
        items = [item(c, query.get("q", "")) for c in shown]
        return JSONResponse({"items": items, "counts": self.counts(), "next": shown[-1]["number"] if left else None})

    def matches(self, conversation: dict[str, Any], query: Any) -> bool:
        """Whether the filters leave the conversation."""
        wanted = query.get("assigned")
        me = {"me": self.agent and self.agent["number"]}
        return all(
            [
                query.get("status", conversation["status"]) == conversation["status"],
                not wanted or (conversation["assignee"] or {}).get("number") == me.get(wanted),
                query.get("reason", conversation["reason"]) == conversation["reason"],
                query.get("q", "").lower()
                in " ".join(m["text"] for m in [*conversation["messages"], *conversation["notes"]]).lower(),
            ]
        )

    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        statuses = [c["status"] for c in self.conversations.values()]
        mine = sum((c["assignee"] or {}).get("number") == 1 for c in self.conversations.values())
        return {**{name: statuses.count(name) for name in ("waiting", "agent", "bot", "closed")}, "mine": mine}

    async def open(self, request: Request) -> Response:
        """One conversation with everything."""
        await self.heard(request)
        found = self.conversations.get(request.path_params["number"])
        if found is None:
            return envelope(404, "not_found", f"There is no conversation {request.path_params['number']}.")
        return self.refusal(request) or JSONResponse(found)

    async def say(self, request: Request) -> Response:
        """An agent's message, unless it is refused."""
        body = await self.heard(request)
        if refused := self.refusal(request):
            return refused
        assert self.agent
        said = self.add(request.path_params["number"], "agent", body["text"], author=self.agent["name"])
        self.take(request.path_params["number"])
        return JSONResponse(said, 201)

    def add(self, number: int, role: str, text: str, **more: Any) -> dict[str, Any]:
        """The message, now part of the conversation and told to whoever listens."""
        messages = self.conversations[number]["messages"]
        messages.append(message(max((m["seq"] for m in messages), default=0) + 1, role, text, 0, **more))
        self.changed(number, active_at=minutes_ago(0))
        return dict(messages[-1])

    def take(self, number: int) -> None:
        """The agent who is signed in answers the conversation from now on."""
        assert self.agent
        if self.conversations[number]["status"] != "agent":
            self.conversations[number]["moves"].append(
                {"at": minutes_ago(0), "what": "taken", "agent": self.agent["name"], "reason": None}
            )
        assignee = {"number": self.agent["number"], "name": self.agent["name"]}
        self.changed(number, status="agent", agent=self.agent["name"], assignee=assignee, unattended=False)

    async def note(self, request: Request) -> Response:
        """Keeps a note."""
        body = await self.heard(request)
        if refused := self.refusal(request):
            return refused
        assert self.agent
        notes = self.conversations[request.path_params["number"]]["notes"]
        fields = {"id": len(notes) + 1, "author": self.agent["name"], "created_at": minutes_ago(0), "mine": True}
        notes.append({**fields, "text": body["text"]})
        self.changed(request.path_params["number"])
        return JSONResponse(notes[-1], 201)

    async def forget_note(self, request: Request) -> Response:
        """Forgets a note."""
        await self.heard(request)
        found = self.conversations[request.path_params["number"]]
        found["notes"] = [each for each in found["notes"] if each["id"] != request.path_params["id"]]
        return Response(status_code=204)

    async def change_status(self, request: Request) -> Response:
        """Says who answers from now on."""
        body = await self.heard(request)
        number, status = request.path_params["number"], body["status"]
        if refused := self.refusal(request):
            return refused
        if status == "agent":
            self.take(number)
        else:
            what = {"bot": "returned", "closed": "closed", "waiting": "passed_on"}[status]
            self.conversations[number]["moves"].append(
                {"at": minutes_ago(0), "what": what, "agent": "Lena Brandt", "reason": None}
            )
            self.changed(number, status=status, assignee=None)
        return JSONResponse(item(self.conversations[number]))

    async def assign(self, request: Request) -> Response:
        """Gives the conversation to somebody, or to nobody."""
        body = await self.heard(request)
        number = request.path_params["number"]
        found = next((each for each in self.team if each["number"] == body["agent"]), None)
        self.changed(number, assignee=found and {"number": found["number"], "name": found["name"]})
        return JSONResponse(item(self.conversations[number]))

    async def suggest(self, request: Request) -> Response:
        """The drafts."""
        await self.heard(request)
        if refused := self.refusal(request):
            return refused
        questions = ["How long does the reset take?", "Can I get the withdrawal fee back?"]
        missing = ["Can I get the withdrawal fee back?"] if self.drafts else questions
        return JSONResponse(
            {"suggestions": self.drafts, "questions": questions, "missing": missing, "release": "r1", "timings_ms": {}}
        )

    async def draft_article(self, request: Request) -> Response:
        """An article made of the conversation."""
        await self.heard(request)
        return JSONResponse({"filename": "reset.md", "markdown": "---\ntitle: How long does a reset take?\n---\n"})

    async def done(self, request: Request) -> Response:
        """Presence, absence and what became of a draft: noted, and that is all."""
        await self.heard(request)
        return Response(status_code=204)

    async def all_replies(self, request: Request) -> Response:
        """The canned replies, or a new one."""
        body = await self.heard(request)
        if request.method == "GET":
            return JSONResponse(self.replies)
        if any(each["shortcut"] == body["shortcut"] for each in self.replies):
            return envelope(409, "conflict", f"There is a reply with the shortcut '{body['shortcut']}' already.")
        self.replies.append({"id": len(self.replies) + 1, **body})
        return JSONResponse(self.replies[-1], 201)

    async def one_reply(self, request: Request) -> Response:
        """Changes or forgets a canned reply."""
        body = await self.heard(request)
        number = request.path_params["id"]
        if request.method == "DELETE":
            self.replies = [each for each in self.replies if each["id"] != number]
            return Response(status_code=204)
        found = next(each for each in self.replies if each["id"] == number)
        found |= body
        return JSONResponse(found)

    async def everybody(self, request: Request) -> Response:
        """The accounts, or a new one."""
        body = await self.heard(request)
        if request.method == "GET":
            return JSONResponse(self.team)
        self.team.append({"number": len(self.team) + 1, **{name: body[name] for name in ("email", "name", "role")}})
        return JSONResponse(self.team[-1], 201)

    async def somebody(self, request: Request) -> Response:
        """Changes or removes an account."""
        body = await self.heard(request)
        number = request.path_params["id"]
        if refused := self.refusal(request):
            return refused
        if request.method == "DELETE":
            self.team = [each for each in self.team if each["number"] != number]
            return Response(status_code=204)
        found = next(each for each in self.team if each["number"] == number)
        found |= {name: value for name, value in body.items() if name != "password"}
        return JSONResponse(found)

    async def events(self, request: Request) -> Response:
        """What changes in the inbox, as it does."""
        await self.heard(request)
        if refused := self.refusal(request):
            return refused
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.listeners.append(queue)
        return StreamingResponse(self.told(queue), media_type="text/event-stream")

    async def told(self, queue: asyncio.Queue[str | None]) -> AsyncIterator[str]:
        """The events as they come, until there are no more or nobody listens."""
        try:
            yield "retry: 200\n\n"
            while (what := await queue.get()) is not None:
                yield what
        finally:
            if queue in self.listeners:
                self.listeners.remove(queue)

    def tell(self, what: str | None) -> None:
        """Sends an event to whoever listens, or ends their streams; from any thread."""
        for queue in [*self.listeners]:
            assert self.loop is not None
            self.loop.call_soon_threadsafe(queue.put_nowait, what)
        if what is None:
            self.listeners.clear()

    def changed(self, number: int, **changes: Any) -> None:
        """Changes a conversation and tells of it."""
        found = self.conversations[number]
        found |= {"version": found["version"] + 1, **changes}
        self.tell(event("conversation", item(found)))
        self.tell(event("counts", self.counts()))

    def present(self, number: int, **presence: Any) -> None:
        """Somebody has come, gone or begun to type."""
        found = self.conversations[number]["presence"]
        found |= presence
        self.tell(event("presence", {"number": number, **found}))


PAGES_SERVED = {"/sign-in": "sign-in.html", "": "inbox.html", "/replies": "replies.html", "/team": "team.html"}


def event(name: str, data: Any) -> str:
    """A server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def item(conversation: dict[str, Any], words: str = "") -> dict[str, Any]:
    """The conversation as the list shows it; the words that were searched for are marked in the snippet."""
    hidden = ("messages", "notes", "moves", "presence")
    last = conversation["messages"][-1] if conversation["messages"] else None
    preview = last and {"role": last["role"], "text": last["text"][:160], "created_at": last["created_at"]}
    snippet, noted = None, False
    notes = conversation["notes"]
    for each in [*conversation["messages"], *notes] if words else []:
        at = each["text"].lower().find(words.lower())
        if at >= 0:
            text, noted = each["text"], each in notes
            snippet = f"{text[:at]}\u0002{text[at : at + len(words)]}\u0003{text[at + len(words) :]}"
    return {
        **{k: v for k, v in conversation.items() if k not in hidden},
        "preview": preview,
        "snippet": snippet,
        "noted": noted,
    }

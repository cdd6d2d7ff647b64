"""An answer as server-sent events, in the form of the AI SDK's UI message stream (version 1)."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import anyio
from fastapi.responses import Response
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from bot.api.errors import public_error
from bot.api.schemas.conversations import ChatReply

PING_SECONDS = 10
# How long a server that is told to stop waits for an answer in the making.
GRACE_SECONDS = 10
# How long one waits for a stream that follows something, and when browsers come back to it.
LISTENING_GRACE_SECONDS = 2.0
RETRY_MS = 2000
HEADERS = {"x-vercel-ai-ui-message-stream": "v1", "Cache-Control": "no-cache"}
TEXT_ID = "answer"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# A word and the space after it; words without end, as in languages written without spaces, are cut.
_DELTA = re.compile(r"\S{1,32}\s*|\s+")


class EndingStream(EventSourceResponse):
    """Encoded events as a response that counts as a listener for as long as it is open, and ends with the server.

    `end` is called when the server stops; the events have to end by themselves then.
    """

    def __init__(
        self, events: AsyncIterator[bytes], listening: AbstractContextManager[None], end: Callable[[], None]
    ) -> None:
        self._listening, self._end, self._stopping = listening, end, anyio.Event()
        super().__init__(
            events,
            ping=PING_SECONDS,
            sep="\n",
            shutdown_event=self._stopping,
            shutdown_grace_period=LISTENING_GRACE_SECONDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the events. Raises what `listening` does, before anything is sent."""
        with self._listening:
            ending = asyncio.create_task(self._end_with_the_server())
            try:
                await super().__call__(scope, receive, send)
            finally:
                ending.cancel()

    async def _end_with_the_server(self) -> None:
        await self._stopping.wait()
        self._end()


def event(name: str, data: str, seq: int | None = None) -> bytes:
    """An encoded event; `data` is JSON in one line."""
    identified = "" if seq is None else f"id: {seq}\n"
    return f"{identified}event: {name}\ndata: {data}\n\n".encode()


def documented_stream(
    what: str, data: str, events: Sequence[str] = (), event_id: str = ""
) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of a stream; what its `data` and its ids are in words, and which events there are."""
    properties: dict[str, Any] = {"event": {"type": "string", "enum": list(events)}} if events else {}
    if event_id:
        properties["id"] = {"type": "string", "description": event_id}
    properties["data"] = {"type": "string", "description": data}
    required = [name for name in ("event", "data") if name in properties]
    # `itemSchema` describes one event: OpenAPI 3.2, which FastAPI and the tools around it read already.
    schema = {"type": "object", "properties": properties, "required": required}
    return {200: {"content": {"text/event-stream": {"itemSchema": schema}}, "description": what}}


def stream_answer(reply: Callable[[], ChatReply], conversation_id: str, request: str) -> Response:
    """The response that names the conversation at once and sends the reply as soon as there is one.

    Until then it pings; `request` is for the log.
    """
    events = _events(reply, conversation_id, request)
    return EventSourceResponse(
        events, headers=HEADERS, ping=PING_SECONDS, sep="\n", shutdown_grace_period=GRACE_SECONDS
    )


async def _events(reply: Callable[[], ChatReply], conversation_id: str, request: str) -> AsyncIterator[bytes]:
    yield _encoded([_part(type="start", messageMetadata={"conversation_id": conversation_id})])
    try:
        parts = list(answer_parts(await run_in_threadpool(reply)))
    except Exception as error:  # noqa: BLE001 (public_error logs it)
        parts = [_part(type="error", errorText=public_error(error, request).message)]
    # They are there at once, so they go out in one write: one by one they would cost more than a plain answer.
    yield _encoded([*parts, _part(type="finish"), "[DONE]"])


def _encoded(parts: Iterable[str]) -> bytes:
    return "".join(f"data: {part}\n\n" for part in parts).encode()


def answer_parts(answer: ChatReply) -> Iterator[str]:
    """The parts that follow `start` as JSON, up to `data-answer`; the deltas joined are `answer.answer`."""
    for citation in answer.citations:
        yield _part(type="source-url", sourceId=str(citation.n), url=citation.url, title=citation.title)
    yield _part(type="text-start", id=TEXT_ID)
    for delta in _DELTA.findall(answer.answer):
        # Spelt out: there are a hundred of these, and a dict for each doubles the cost of the stream.
        yield f'{{"type":"text-delta","id":"{TEXT_ID}","delta":{_JSON.encode(delta)}}}'
    yield _part(type="text-end", id=TEXT_ID)
    yield f'{{"type":"data-answer","data":{answer.model_dump_json()}}}'


def _part(**fields: object) -> str:
    return _JSON.encode(fields)

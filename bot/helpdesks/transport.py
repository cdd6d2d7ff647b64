"""Makes one HTTP request to an address of the settings: bounded in time and size, followed nowhere else."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlsplit

import httpx

from bot.clock import now_utc

CONNECT_SECONDS, TIMEOUT_SECONDS = 5.0, 15.0
MAX_SENT_BYTES = 262_144
MAX_READ_BYTES = 2_000
USER_AGENT = "Citedesk"
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: the status, 0 where nothing did, and what the receiver said or went wrong, in a few words.

    `retry_after` is in seconds, 0 where the receiver asks for nothing.
    """

    status: int
    said: str
    retry_after: float = 0.0


class Transport:
    """Posts to other programs over connections that it keeps open. May be used from any thread."""

    def __init__(self, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        timeout = httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds))
        # Certificates are verified. A redirect would take what was signed, or the key, to an address nobody has chosen.
        self._client = httpx.Client(timeout=timeout, follow_redirects=False, headers={"User-Agent": USER_AGENT})

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Response:
        """What became of the request; it raises nothing."""
        if len(body) > MAX_SENT_BYTES:
            return Response(413, f"it has {len(body):,} bytes, of which {MAX_SENT_BYTES:,} are sent at most")
        sent = {"Content-Type": "application/json", **headers}
        try:
            with self._client.stream("POST", url, content=body, headers=sent) as response:
                said = "" if response.is_success else _beginning(response)
                return Response(response.status_code, said, _seconds(response.headers.get("retry-after", "")))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return Response(0, _UNREADABLE.sub(" ", str(error)).strip() or type(error).__name__)

    def close(self) -> None:
        """Ends the connections."""
        self._client.close()


def host_of(url: str) -> str:
    """The address as a log may show it: its path, and what stands before an @, may hold a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _beginning(response: httpx.Response) -> str:
    """The first words of a response, which may be of any length."""
    read = b""
    for part in response.iter_raw():
        read += part
        if len(read) >= MAX_READ_BYTES:
            break
    return _UNREADABLE.sub(" ", read[:MAX_READ_BYTES].decode("utf-8", "replace")).strip()[:200]


def _seconds(retry_after: str) -> float:
    """The seconds that a Retry-After asks for, as a number or a date; 0 for none and for what can't be read."""
    if retry_after.isascii() and retry_after.isdecimal():
        return float(retry_after[:9])
    try:
        at = email.utils.parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now_utc()).total_seconds())

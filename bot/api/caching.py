"""What browsers and proxies may keep of a response."""

from __future__ import annotations

from fastapi import Depends
from fastapi.responses import Response


def _forbid(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


# What customers wrote must not be read later from the cache of a machine that several people use.
NEVER_CACHED = Depends(_forbid)

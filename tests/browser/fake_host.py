"""The page that embeds the widget, as strict and as hostile as a real one may be.

It has a content policy without inline styles, and CSS that would ruin a widget that inherits it.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

HOSTILE_CSS = """
* { font: italic 40px serif !important; color: red !important; letter-spacing: 8px; text-transform: uppercase; }
button, textarea, dialog, p { display: none !important; background: lime !important; }
body { direction: ltr; transform: none; visibility: visible; }
"""


async def host_page(request: Request) -> Response:
    """A foreign page: the widget comes from `bot`, attributes of the script from the query, `early` runs first."""
    query = request.query_params
    bot = query.get("bot", str(request.base_url).rstrip("/"))
    data = "".join(f' {k}="{v}"' for k, v in query.items() if k.startswith("data-"))
    hostile = '<link rel="stylesheet" href="/hostile.css">' if "hostile" in query else ""
    policy = (
        f"default-src 'none'; script-src 'nonce-abc' {bot}; style-src 'self' 'nonce-abc'; connect-src {bot}; "
        "require-trusted-types-for 'script'"
    )
    page = (
        f'<!doctype html><html lang="{query.get("lang", "en")}" dir="{query.get("dir", "ltr")}"><head>'
        f"<title>Host</title>{hostile}"
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f'<body><main><h1>A page</h1><p id="words">Words</p><a href="#words">A link</a></main>'
        f'<script nonce="abc">{query.get("early", "")}</script>'
        f'<script nonce="abc" async src="{bot}/widget.js" data-citedesk{data}></script></body></html>'
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})

"""A foreign site that embeds the chat, with the strictest content policy that the chat is promised to run under."""

from __future__ import annotations

from html import escape
from secrets import token_urlsafe
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route


def host_page(origin: str, bot: str, **query: str) -> str:
    """The address of a page of the site: `data_…` are attributes of the script tag, `early` is a script before it."""
    return f"{origin}/?{urlencode({'bot': bot, **query})}"


def policy(bot: str, nonce: str, trusted: bool) -> str:
    """What the page allows: its own scripts and styles by nonce, those of the bot, and talking to the bot."""
    strict = (
        f"default-src 'none'; script-src 'nonce-{nonce}' {bot}; style-src 'nonce-{nonce}'; connect-src {bot}; "
        "base-uri 'none'; form-action 'none'"
    )
    return strict + "; require-trusted-types-for 'script'; trusted-types 'none'" * trusted


async def show(request: Request) -> Response:
    """The page."""
    query, nonce = request.query_params, token_urlsafe(12)
    bot = query["bot"]
    attributes = "".join(
        f' {key.replace("_", "-")}="{escape(value)}"' for key, value in query.items() if key.startswith("data_")
    )
    words = "".join(f"<p>Paragraph {number} of a shop that sells things.</p>" for number in range(3))
    page = (
        f'<!doctype html><html lang="{query.get("lang", "en")}" dir="{query.get("dir", "ltr")}"><head>'
        '<title>Shop</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style nonce="{nonce}">body {{ font: 16px sans-serif; min-height: 200vh }}</style></head>'
        f'<body><main><h1>A shop</h1><a href="/away">A link</a>{words}<a href="#end" id="end">The last link</a></main>'
        f'<script nonce="{nonce}">{query.get("early", "")}</script>'
        f'<script nonce="{nonce}" async src="{bot}/widget.js" data-citedesk{attributes}></script></body></html>'
    )
    headers = {"Content-Security-Policy": policy(bot, nonce, "trusted" in query)}
    return HTMLResponse(page, headers=headers)


async def show_away(_request: Request) -> Response:
    """A page without the chat."""
    return HTMLResponse(
        "<!doctype html><html lang='en'><title>Away</title><link rel=icon href='data:,'><h1>Elsewhere</h1>"
    )


def host_site() -> Starlette:
    """The ASGI application of the site."""
    return Starlette(routes=[Route("/", show), Route("/away", show_away)])

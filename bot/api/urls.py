"""Addresses as a reader can open them."""

from __future__ import annotations

from fastapi import Request

from bot.settings import Settings


def site_address(settings: Settings, request: Request) -> str:
    """The address that readers reach the site by, without a slash at its end."""
    return settings.public_url or str(request.base_url).rstrip("/")


def absolute_url(url: str, site: str) -> str:
    """The url joined to the site's address when it is one of the help centre's own; any other exactly as it is."""
    return site + url if url.startswith("/") and not url.startswith("//") else url

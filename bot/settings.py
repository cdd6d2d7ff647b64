"""Every setting, with its default and bounds: from CITEDESK_* environment variables or the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "CITEDESK_"
# Kubernetes gives these to every container that runs near a service called citedesk.
_OF_KUBERNETES = re.compile(PREFIX + r"(?:\w+_)?(?:SERVICE_(?:HOST|PORT)|PORT_\d)\w*|" + PREFIX + r"\w+_PORT")
_LINKED = r"[^\s<>()\[\]\\]"  # what an address may hold to be linked in Markdown as it is


class Settings(BaseSettings):
    """The settings of one process; none is read anywhere else.

    `model` is a sentence-transformers model name or folder; without one the packaged all-MiniLM-L6-v2 is used.
    `reranker` is a sentence-transformers CrossEncoder's name or folder that reads the first hits again; off by default.
    `threshold` overrides the confidence threshold that came with the release.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Path(".citedesk")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = Field(default="", pattern=r"^(https?://[^\s/]+(/[^\s?#]*[^\s?#/])?)?$")
    contact_url: str = Field(
        default="", max_length=500, pattern=rf"^((https?://|mailto:){_LINKED}+|/(\w{_LINKED}*)?)?$"
    )
    site_name: str = Field(default="Help Centre", max_length=80)
    model: str | None = None
    reranker: str | None = None
    threshold: float | None = Field(default=None, ge=0.0, le=1.0)
    keep_releases: int = Field(default=5, ge=2)
    threads: int = Field(default=0, ge=0, description="onnxruntime threads; 0 leaves the choice to the machine")
    max_message_chars: int = Field(default=4000, ge=100)
    release_poll_seconds: float = Field(default=1.0, gt=0)


VARIABLES = tuple(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


def unknown_variables(names: Iterable[str]) -> list[str]:
    """Those of the environment's names that look like a setting but are none, such as CITEDESK_TRESHOLD."""
    ours = [name for name in names if name.upper().startswith(PREFIX)]
    return [name for name in ours if name.upper() not in VARIABLES and not _OF_KUBERNETES.fullmatch(name)]

"""Every setting, with its default and bounds: from CITEDESK_* environment variables or the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "CITEDESK_"
DATABASE_FILE = "citedesk.db"  # of SQLite, in the home
# Kubernetes gives these to every container that runs near a service called citedesk.
_OF_KUBERNETES = re.compile(PREFIX + r"(?:\w+_)?(?:SERVICE_(?:HOST|PORT)|PORT_\d)\w*|" + PREFIX + r"\w+_PORT")
_LINKED = r"[^\s<>()\[\]\\]"  # what an address may hold to be linked in Markdown as it is
_WEBHOOK = r"^(https?://[^\s/?#]+[^\s#]*)?$"
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?")


def _separate(value: Any) -> Any:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _as_browsers_name_it(value: str) -> str:
    origin = value.lower().rstrip("/")
    if _ORIGIN.fullmatch(origin) is None:
        message = "Write scheme, host and where it has one the port, as in https://shop.example, without a wildcard"
        raise PydanticCustomError("origin", message)
    return origin


Origins = Annotated[
    tuple[Annotated[str, AfterValidator(_as_browsers_name_it)], ...], NoDecode, BeforeValidator(_separate)
]


class Settings(BaseSettings):
    """The settings of one process; none is read anywhere else.

    `model` is a sentence-transformers model name or folder; without one the packaged all-MiniLM-L6-v2 is used.
    `reranker` is a sentence-transformers CrossEncoder's name or folder that reads the first hits again; off by default.
    `threshold` overrides the confidence threshold that came with the release.
    `allowed_origins` are the other sites that may embed the chat, exactly as browsers name them and separated by blanks
    or commas. `support_hours` says when people answer, as in "Mon-Fri 09:00-17:30 Europe/Berlin"; empty: always.
    Limits are in the notation of the `limits` library; an empty one does not limit.
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
    golden_file: str = Field(default="", description="where accepted questions go; empty: golden/ in the home")
    model: str | None = None
    reranker: str | None = None
    threshold: float | None = Field(default=None, ge=0.0, le=1.0)
    keep_releases: int = Field(default=5, ge=2, le=1000)
    threads: int = Field(
        default=0, ge=0, le=1024, description="onnxruntime threads; 0 leaves the choice to the machine"
    )
    max_message_chars: int = Field(default=4000, ge=100, le=50_000)  # of up to 4 bytes, in bodies of up to 256 KiB
    release_poll_seconds: float = Field(default=1.0, gt=0, le=3600)
    database_url: SecretStr = Field(default=SecretStr(""), description="empty: the SQLite file under the home")
    retention_days: int = Field(default=365, ge=0, le=36_500, description="0 keeps conversations for ever")
    allowed_origins: Origins = ()
    identity_secret: SecretStr = Field(default=SecretStr(""), description="signs who a visitor of the site is")
    agent_key: SecretStr = Field(default=SecretStr(""), description="opens the agents' part of the API")
    session_hours: int = Field(default=12, ge=1, le=720, description="how long an agent who is idle stays signed in")
    support_hours: str = Field(default="", max_length=200)
    handoff_minutes: int = Field(default=10, ge=1, le=525_600)
    webhook_url: str = Field(default="", pattern=_WEBHOOK)
    webhook_secret: SecretStr = Field(default=SecretStr(""), description="signs webhooks, as in whsec_…")
    chatwoot_url: str = Field(default="", pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$")
    chatwoot_token: SecretStr = Field(default=SecretStr(""), description="the access token of the agent bot")
    chatwoot_secret: SecretStr = Field(default=SecretStr(""), description="signs what Chatwoot sends")
    limit_address: str = "60/minute;1000/day"
    limit_conversation: str = "30/minute;500/day"
    limit_site: str = "6000/minute"
    limit_storage: str = Field(default="memory://", pattern=r"^(memory://|rediss?://\S+)$")
    trusted_proxies: str = "127.0.0.1"


VARIABLES = tuple(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


def unknown_variables(names: Iterable[str]) -> list[str]:
    """Those of the environment's names that look like a setting but are none, such as CITEDESK_TRESHOLD."""
    ours = [name for name in names if name.upper().startswith(PREFIX)]
    return [name for name in ours if name.upper() not in VARIABLES and not _OF_KUBERNETES.fullmatch(name)]

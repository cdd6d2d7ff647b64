"""A log without personal data: whatever is logged, tracebacks and libraries' warnings included, is masked first."""

from __future__ import annotations

import logging
import re
import sys
import threading

from bot.masking import mask

_FORMAT = "%(levelname)s %(name)s: %(message)s"
# Who has a conversation's or message's id can read it.
_ID_IN_PATH = re.compile(r"(/(?:conversations|messages)/)(?!\[id\])[^/\s:?#\"'<>]+")
# The same ids elsewhere, as in the parameters of a failed statement: 24 random bytes, base64.
_ID = re.compile(r"(?<![\w-])(?=[\w-]{0,31}[a-z])(?=[\w-]{0,31}[A-Z])(?=[\w-]{0,31}[\d-])[\w-]{32}(?![\w-])", re.ASCII)

_log = logging.getLogger(__name__)


class MaskingFormatter(logging.Formatter):
    """Formats a record as ever, and masks the outcome, exception and stack included."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's text without personal data, secrets and ids of conversations."""
        return without_personal_data(super().format(record))


def without_personal_data(line: str) -> str:
    """The text as it may be logged: masked as a customer's text is, and without ids of conversations and messages."""
    return mask(_ID.sub("[id]", _ID_IN_PATH.sub(r"\1[id]", line)))


def log_masked(own_level: int = logging.INFO) -> None:
    """Sends the whole process's log to stderr, masked: libraries from WARNING on, Citedesk's own from `own_level` on.

    Python's warnings and what ends a thread, which go past the log otherwise, are logged too.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskingFormatter(_FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(own_level)
    logging.captureWarnings(True)
    threading.excepthook = _log_thread_failure


def _log_thread_failure(failure: threading.ExceptHookArgs) -> None:
    if issubclass(failure.exc_type, SystemExit):
        return  # a thread that ends itself has not failed
    name = failure.thread.name if failure.thread else "a thread"
    _log.error("%s failed", name, exc_info=failure.exc_value)

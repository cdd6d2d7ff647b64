from __future__ import annotations

import io
import logging
import secrets
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

from bot.api.errors import public_error
from bot.log_masking import MaskingFormatter, log_masked, without_personal_data
from corpus.errors import ReleaseError

EMAIL, CARD = "jane.roe@example.com", "4111 1111 1111 1111"


@pytest.fixture
def stderr(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the process logs, as `serve` sets it up; the log of the tests comes back afterwards."""
    root, written = logging.getLogger(), io.StringIO()
    handlers, level, bot_level = root.handlers[:], root.level, logging.getLogger("bot").level
    root.handlers.clear()  # pytest's own stay open
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    log_masked()
    yield written
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("bot").setLevel(bot_level)


def test_arguments_of_a_record_are_masked(stderr: io.StringIO) -> None:
    logging.getLogger("some.library").warning("bounced: %s", EMAIL)
    assert stderr.getvalue() == "WARNING some.library: bounced: [e-mail]\n"


def test_traceback_and_its_cause_are_masked(stderr: io.StringIO) -> None:
    try:
        try:
            raise ValueError(f"no such customer: {EMAIL}")
        except ValueError as error:
            raise RuntimeError(f"card {CARD} not charged") from error
    except RuntimeError:
        logging.getLogger("bot.api").exception("failed")
    logged = stderr.getvalue()
    assert "no such customer: [e-mail]" in logged
    assert "card [card number] not charged" in logged
    assert EMAIL not in logged
    assert CARD not in logged


def test_warnings_and_failed_threads_are_logged_masked(stderr: io.StringIO) -> None:
    def fail() -> None:
        raise RuntimeError(f"cannot write to {EMAIL}")

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(f"odd address {EMAIL}", UserWarning, stacklevel=1)
    thread = threading.Thread(target=fail, name="follow")
    thread.start()
    thread.join()
    assert "odd address [e-mail]" in stderr.getvalue()
    assert "follow failed" in stderr.getvalue()
    assert "cannot write to [e-mail]" in stderr.getvalue()
    assert EMAIL not in stderr.getvalue().replace('f"odd address {EMAIL}"', "")


@pytest.mark.parametrize(
    "path", ["/v1/conversations/{id}/messages", "/v1/messages/{id}/feedback", "/v1/conversations/{id}"]
)
def test_request_that_failed_is_logged_without_the_id_in_its_path(stderr: io.StringIO, path: str) -> None:
    conversation_id = secrets.token_urlsafe(24)
    public_error(RuntimeError("no disk"), f"GET {path.format(id=conversation_id)}")
    public_error(ReleaseError("No index."), f"GET {path.format(id='{conversation_id}')}")
    assert conversation_id not in stderr.getvalue()
    assert f"GET {path.format(id='[id]')} failed" in stderr.getvalue()
    assert f"GET {path.format(id='[id]')}: No index.\n" in stderr.getvalue()


def test_ids_are_hidden_wherever_they_stand() -> None:
    for _ in range(200):
        conversation_id = secrets.token_urlsafe(24)
        if any(c.isdigit() or c == "-" for c in conversation_id):
            assert conversation_id not in without_personal_data(f"[parameters: ('{conversation_id}', 3)]")


def test_names_of_releases_digests_and_paths_stay_readable() -> None:
    line = (
        "serving release 20261123T090000-1 from /srv/citedesk/releases/20261123T090000-1 "
        "(sha256 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db) on 127.0.0.1:8000"
    )
    assert without_personal_data(line) == line


def test_formatter_keeps_the_format_it_is_given() -> None:
    record = logging.LogRecord("a", logging.INFO, "f.py", 1, "to %s", (EMAIL,), None)
    assert MaskingFormatter("%(levelname)s|%(message)s").format(record) == "INFO|to [e-mail]"

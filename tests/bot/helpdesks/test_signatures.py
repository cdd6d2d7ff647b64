from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from bot.helpdesks.signatures import Signatures
from corpus.errors import ConfigurationError, NotAllowedError

SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "secret", ["", "whsec_AAAA", "no base64!", "é" * 40, SECRET + SECRET.removeprefix("whsec_") * 3]
)
def test_secret_that_can_be_guessed_or_read_by_nobody_is_refused(secret: str) -> None:
    with pytest.raises(ConfigurationError, match="CITEDESK_WEBHOOK_SECRET"):
        Signatures(secret)


def test_what_is_signed_is_believed_for_five_minutes() -> None:
    signatures, now = Signatures(SECRET), datetime.now(UTC)
    headers = signatures.headers("msg_1", now, '{"a":"ü"}')
    assert signatures.check('{"a":"ü"}'.encode(), headers) == "msg_1"

    with pytest.raises(NotAllowedError, match="too old"):
        signatures.check(b"{}", signatures.headers("msg_1", now - timedelta(minutes=6), "{}"))
    with pytest.raises(NotAllowedError, match="No matching signature"):
        signatures.check(b"{ }", signatures.headers("msg_1", now, "{}"))


@pytest.mark.parametrize("signature", ["", "v1", "v1,", "v1,!", "v2,AAAA", "é"])
def test_signatures_of_any_shape_are_refused(signature: str) -> None:
    signatures = Signatures(SECRET)
    headers = {**signatures.headers("msg_1", datetime.now(UTC), "{}"), "webhook-signature": signature}

    with pytest.raises(NotAllowedError):
        signatures.check(b"{}", headers)

"""How a message that is sent twice is known again, by the key that the customer's browser has made for it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is stored of a key and the text that came with it, by which neither can be read.

    Two texts are told apart that masking makes alike. The digest of the text is keyed with what is itself not stored,
    so that nobody who reads the database can try out what was masked.
    """

    key: str
    sent: str

    @classmethod
    def of(cls, key: str, text: str) -> Self:
        """The attempt to send the text as it came."""
        secret, said = (part.encode("utf-8", "surrogatepass") for part in (key, text))
        return cls(hashlib.sha256(secret).hexdigest(), hmac.new(secret, said, hashlib.sha256).hexdigest())

"""What a language's requests for a person look like, in folded text where a bar stands for punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requests:
    """`clause` finds requests that are whole clauses; its group `self` holds those that name who asks, or are orders.

    `whole` is for messages that are nothing but the wanted person ("agent please"); it sees no bars.
    """

    clause: re.Pattern[str]
    whole: re.Pattern[str]

    @classmethod
    def of(cls, lead: str, own: Iterable[str], others: Iterable[str], tail: str, whole: str) -> Requests:
        """Requests after any number of `lead` words and before a `tail`; `own` name who asks, `others` need not."""
        request = rf"(?:(?P<self>{'|'.join(own)})|{'|'.join(others)})"
        return cls(re.compile(rf"(?<!\w)(?:{lead}){{0,8}}{request}{tail}(?= ?\||$)"), re.compile(whole))

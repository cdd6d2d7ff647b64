"""Personal data and secrets in a customer's text, replaced by words that say what stood there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from bot.masking.accounts import card_numbers, ibans
from bot.masking.codes import one_time_codes
from bot.masking.emails import emails
from bot.masking.folding import fold
from bot.masking.harmless import harmless
from bot.masking.phones import phone_numbers
from bot.masking.secrets import secrets
from bot.masking.spans import PLACEHOLDERS, Span, blanked
from bot.masking.wallets import wallets

__all__ = ["mask"]

# What an earlier one finds, a later one does not see: the surest come first, and what only looks like a secret (dates,
# amounts, links) is taken out before phone numbers and codes are looked for.
_FINDERS: Final[tuple[Callable[[str], Iterable[Span]], ...]] = (
    secrets,
    emails,
    wallets,
    ibans,
    card_numbers,
    harmless,
    phone_numbers,
    one_time_codes,
)

# Most messages hold no digit; then there is little to look for.
_WITHOUT_DIGITS: Final = (secrets, emails)
_DIGIT: Final = re.compile(r"[0-9]")


def mask(text: str) -> str:
    """The text with e-mail addresses, phone, card and account numbers, wallets, codes and keys as placeholders.

    Masking what is masked changes nothing; takes time in proportion to the length, whatever the text is.
    """
    # A placeholder is shorter than what it hides, which can bring a number near enough to the word that explains it.
    while (masked := _masked_once(text)) != text:
        text = masked
    return text


def _masked_once(text: str) -> str:
    folded = fold(text)
    visible = PLACEHOLDERS.sub(lambda found: "\0" * len(found[0]), folded.text)
    found: list[Span] = []
    for finder in _FINDERS if _DIGIT.search(visible) else _WITHOUT_DIGITS:
        spans = list(finder(visible))
        if spans:
            visible = blanked(visible, spans)
            found += spans
    parts: list[str] = []
    end = 0
    for span in sorted(span for span in found if span.placeholder is not None):
        start, stop = folded.original(span.start, span.end)
        parts += (text[end:start], f"[{span.placeholder}]")
        end = stop
    return "".join((*parts, text[end:]))

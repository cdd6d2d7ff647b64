"""A message as customers type it, made comparable: without case, accents, drawn-out letters and spelling variants."""

from __future__ import annotations

import re
import unicodedata

_VARIANTS = str.maketrans({"’": "'", "‘": "'", "`": "'", "ى": "ي", "ة": "ه", "ـ": None})
_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")


def folded(message: str) -> str:
    """The message in lower case without accents and vowel signs; a letter typed three times or more stands once.

    Punctuation stays. Arabic letters that are often typed for one another become one: alef with or without hamza, final
    yeh and alef maksura, heh and teh marbuta.
    """
    letters = unicodedata.normalize("NFKD", message.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _DRAWN_OUT.sub(r"\1", plain.translate(_VARIANTS))

"""A customer's question as somebody else speaks of it: "how do I close my account?" is "how to close your account"."""

from __future__ import annotations

import re

# A long question is not told again but quoted.
MOST_WORDS = 14
_TURNED = (
    (re.compile(r"(how|where) (?:do|can|could|should|would) (?:i|we) ((?:also |still )?)(.+)", re.I), r"\1 to \2\3"),
    (re.compile(r"what (?:do|should|can) (?:i|we) (do\b.*)", re.I), r"what to \1"),
    (re.compile(r"(can|could|may) (?:i|we) ((?:also |still |just )?)(.+)", re.I), r"whether you can \2\3"),
    (re.compile(r"do (?:i|we) ((?:still |also |really )?(?:need|have to)\b.*)", re.I), r"whether you \1"),
)
_PERSONS = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "we": "you",
    "us": "you",
    "our": "your",
    "i'm": "you're",
    "i've": "you've",
    "i'll": "you'll",
    "i'd": "you'd",
}
# Who is "you" here would be the customer in the clause.
_ADDRESSED = re.compile(r"\b(?:you|your|yours|yourself|u|ur)\b", re.IGNORECASE)
_AM = re.compile(r"\b(i|we) (am|was)\b", re.IGNORECASE)
_PERSON = re.compile(r"(?<![\w/.'’@-])(i['’](?:m|ve|ll|d)|i|me|my|mine|myself|we|us|our)(?![\w/@'’-])", re.IGNORECASE)


def reported(question: str) -> str | None:
    """The English question as a clause about the customer; None for one that is better quoted."""
    plain = question.rstrip(" ?!.")
    if len(plain.split()) > MOST_WORDS or "?" in plain or _ADDRESSED.search(plain) or re.search(r"[.!:;\n]\s", plain):
        return None
    for pattern, turned in _TURNED:
        match = pattern.fullmatch(plain)
        if match:
            clause = _AM.sub(lambda am: "you are" if am[2].casefold() == "am" else "you were", match.expand(turned))
            clause = _PERSON.sub(
                lambda person: person[1] if person[1] == "US" else _PERSONS[person[1].casefold().replace("’", "'")],
                clause,
            )
            first, _, rest = clause.partition(" ")
            return f"{first.lower()} {rest}"
    return None

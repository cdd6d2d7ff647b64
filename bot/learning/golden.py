"""What a person has accepted, as lines of the golden set that the evaluation reads, and of alternative questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.context import spoken
from bot.learning.candidate import Candidate, Decision
from corpus.clean import shorten
from embeddings.alternatives import ALTERNATIVES_FILE, normalised
from embeddings.line_file import LineFile

GOLDEN_FILE = Path("golden", "questions.jsonl")
MOST_HISTORY_CHARS = 1000


class GoldenFiles:
    """The golden questions, in the home or wherever the team keeps its own, and the alternative questions of the home.

    What is decided has to have been cleaned already; the history of a question is cleaned here.
    """

    def __init__(self, home: Path, golden: Path | None = None) -> None:
        self.golden = LineFile(golden or home / GOLDEN_FILE)
        self.alternatives = LineFile(home / ALTERNATIVES_FILE)

    def keep(self, candidate: Candidate, decision: Decision, clean: Callable[[str], str]) -> None:
        """Writes the lines of an accepted candidate, in place of earlier ones of it. Raises ConfigurationError."""
        name = golden_id(candidate)
        self.golden.put([_question(candidate, decision, clean)], lambda row: row.get("id") == name)
        alternatives = [
            {
                "id": name,
                "article_id": article,
                "question": decision.question,
                "accepted_at": decision.at.isoformat(timespec="seconds"),
                "by": decision.by,
            }
            for article in (decision.article_ids if decision.as_alternative else ())
        ]
        if alternatives:
            self.alternatives.put(alternatives, lambda row: row.get("id") == name)

    def take_back(self, candidate: Candidate) -> None:
        """Takes the candidate's lines out again. Raises ConfigurationError."""
        name = golden_id(candidate)
        for file in (self.golden, self.alternatives):
            file.remove(lambda row: row.get("id") == name)


def golden_id(candidate: Candidate) -> str:
    """The id of the candidate's line: the same for the same question, whatever database it was gathered in."""
    return f"learned-{candidate.key[:12]}"


def _needs_history(candidate: Candidate, decision: Decision) -> bool:
    """Whether the question goes on from what was said: as it was asked, or still in need of it when corrected."""
    is_corrected = normalised(decision.question) != normalised(candidate.question)
    return not is_corrected or spoken(decision.question, candidate.history).leans


def _question(candidate: Candidate, decision: Decision, clean: Callable[[str], str]) -> dict[str, Any]:
    history = [
        {"role": one.role.value, "text": shorten(clean(one.text), MOST_HISTORY_CHARS)}
        for one in (candidate.history if _needs_history(candidate, decision) else ())
    ]
    return {
        "id": golden_id(candidate),
        "question": decision.question,
        "relevant_article_ids": list(decision.article_ids),
        "answerable": decision.answerable,
        **({"locale": candidate.locale} if candidate.locale else {}),
        "tags": ["from-use"],
        **({"history": history} if history else {}),
        **({"reference_answer": decision.reference_answer} if decision.reference_answer else {}),
        "origin": {
            "why": [origin.value for origin in candidate.origins],
            "asked": candidate.count,
            "accepted_at": decision.at.isoformat(timespec="seconds"),
            "by": decision.by,
        },
    }

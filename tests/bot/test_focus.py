from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.focus import MOST_PARTS, gist, is_long, parts, telling
from bot.knowledge import ReleaseKnowledge

STORY = "I opened my account last spring and used it on and off for small trades. " * 12
DETAILS = (
    "I use Chrome 129 on Windows 11, cleared the cache and restarted everything.\n2026-11-02 10:14 WARN retry\n" * 8
)
RESET = "How do I reset my 2FA?"


def test_gist_of_a_long_message_is_what_it_asks() -> None:
    assert gist(f"{STORY}{RESET} {STORY}") == RESET
    assert gist(RESET) == RESET


def test_gist_of_a_long_message_that_asks_nothing_is_its_end() -> None:
    found = gist("I opened my account last spring. " * 40 + "My 2FA codes are refused.")

    assert found.endswith("My 2FA codes are refused.")
    assert len(found.split()) <= 60


@pytest.mark.parametrize(
    "message",
    [
        f"{STORY}{RESET}",
        f"{RESET} {STORY}",
        f"{RESET}\n\n{DETAILS}\nWhat am I doing wrong? Thanks in advance.",
        f"{DETAILS}\nCan I reset two-factor authentication? Any help is appreciated!",
    ],
)
def test_long_message_finds_its_article_wherever_the_question_stands(knowledge: ReleaseKnowledge, message: str) -> None:
    query = knowledge.query_for(message)

    assert is_long(message)
    assert "reset" in query.text.casefold()
    assert np.linalg.norm(query.vector) == pytest.approx(1, abs=1e-5)
    assert knowledge.retrieve_query(query, 1)[0].article.id == "reset-two-factor-authentication"


def test_what_is_most_like_the_help_centre_tells_most_and_a_question_a_little_more() -> None:
    found = ["Hello all.", "My codes are refused.", "What now?", "Thanks!"]

    assert telling(found, np.array([0.2, 0.7, 0.4, 0.1])) == "My codes are refused."
    assert telling(found, np.array([0.2, 0.7, 0.55, 0.1])) == "My codes are refused. What now?"


@given(st.text(max_size=3000))
def test_parts_are_pieces_of_the_message_and_not_too_many(message: str) -> None:
    found = parts(message)

    assert 1 <= len(found) <= MOST_PARTS
    assert all(part in message for part in found)

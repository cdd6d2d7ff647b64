from __future__ import annotations

import pytest

from bot.suggest.reported import reported


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("How do I close my account?", "how to close your account"),
        ("where can i find my tax report", "where to find your tax report"),
        ("can I still cancel it?", "whether you can still cancel it"),
        ("Do I need my ID when I'm abroad?", "whether you need your ID when you're abroad"),
        ("what should I do now", "what to do now"),
        ("can i log in while i am in the US", "whether you can log in while you are in the US"),
    ],
)
def test_question_is_told_as_somebody_else_would(question: str, clause: str) -> None:
    assert reported(question) == clause


@pytest.mark.parametrize(
    "question",
    [
        "Why is my withdrawal pending",
        "What is the fee?",
        "my deposit is missing",
        "Can I do it? Really?",
        "how do i " + "very " * 20 + "long",
        "",
    ],
)
def test_what_would_sound_odd_is_left_to_be_quoted(question: str) -> None:
    assert reported(question) is None

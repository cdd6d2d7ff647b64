from __future__ import annotations

import pytest

from bot.store.previews import has_matter


@pytest.mark.parametrize(
    "text",
    ["give me a human", "Human please!!!", "hello? anybody there", "??", "thanks!", "转人工", "أريد التحدث مع موظف"],
)
def test_wish_for_a_person_greeting_or_call_has_no_matter(text: str) -> None:
    assert not has_matter(text)


@pytest.mark.parametrize(
    "text",
    [
        "2fa lost phone",
        "My card was declined, give me a human",
        "My card was declined and I want to talk to a person",
        "我的提现没有到账",
        "كيف يمكنني إعادة تعيين المصادقة الثنائية؟",
        "hello " * 40,
    ],
)
def test_question_or_problem_has_a_matter_beside_the_wish_for_a_person(text: str) -> None:
    assert has_matter(text)

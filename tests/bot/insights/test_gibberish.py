from __future__ import annotations

import pytest

from bot.insights.gaps.gibberish import is_gibberish


@pytest.mark.parametrize(
    "text",
    [
        "asdfgh",
        "qwe qwe",
        "???",
        "jjjjjj",
        "12345",
        "sdkjfhskdjf",
        "test test",
        "lkjhg",
        "....",
        "",
        "x",
        "haha haha"[:2],
    ],
)
def test_keys_struck_at_random_are_gibberish(text: str) -> None:
    assert is_gibberish(text)


@pytest.mark.parametrize(
    "text",
    [
        "Do you take Apple Pay?", "2FA", "KYC", "PIN?", "USDT TRC20", "why", "Rechtschreibung", "Angstschweiß",
        "我想提现", "كيف أسحب", "wie geht das", "¿por qué?", "asdf how do I withdraw", "sms", "api v1",
    ],
)  # fmt: skip
def test_words_of_any_language_are_none(text: str) -> None:
    assert not is_gibberish(text)

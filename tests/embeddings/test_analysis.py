from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.analysis import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("?! … 🔐", []),
        ("Deposits are suspended", ["deposit", "suspend"]),
        ("How can I reset it?", ["how", "can", "reset"]),
        ("reset, RESET; Reset", ["reset", "reset", "reset"]),
        ("error ORR-1003", ["error", "orr-1003", "orr", "1003"]),
        ("api.key_id", ["api.key_id", "api", "key", "id"]),
        ("24/7", ["24/7", "24", "7"]),
        ("Orrery's bank", ["orreri", "bank"]),
        ("Orrery’s bank", ["orreri", "bank"]),
        ("it is not for me", ["it", "is", "not", "for", "me"]),
        ("the a1 fee", ["a1", "fee"]),
        ("ＦＵＬＬ width", ["full", "width"]),
        ("Straße", ["strass"]),
    ],
)
def test_terms_of_english(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("如何充值", ["如何", "何充", "充值"]),
        ("的", ["的"]),
        ("充值USDT暂停", ["充值", "usdt", "暂停"]),
        ("出金と入金", ["出金", "金と", "と入", "入金"]),
        ("계정 닫기", ["계정", "닫기"]),
    ],
)
def test_chinese_japanese_and_korean_give_overlapping_pairs(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", ("payment", "payments")),
        ("en-GB", ("verifying", "verified")),
        ("de", ("Einzahlung", "Einzahlungen")),
        ("de-AT", ("Gebühr", "Gebühren")),
        ("es", ("depósito", "depósitos")),
        ("fr", ("dépôt", "dépôts")),
        ("ru", ("вывода", "выводы")),
        ("pt-BR", ("conta", "contas")),
        ("xx", ("payment", "payments")),
    ],
)
def test_forms_of_a_word_meet_in_its_language(locale: str, words: tuple[str, str]) -> None:
    first, second = words
    assert terms(first, locale) == terms(second, locale)


def test_stemming_follows_the_locale() -> None:
    assert terms("Einzahlungen", "de") != terms("Einzahlungen", "en")


@given(st.text(max_size=200), st.sampled_from(["en", "de", "ru", "zh", ""]))
def test_any_text_gives_terms_that_are_not_empty(text: str, locale: str) -> None:
    assert all(terms(text, locale))

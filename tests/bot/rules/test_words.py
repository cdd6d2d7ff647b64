from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.words import Wording, alternatives, as_words


def holds(message: str, words: str, locale: str | None = None) -> bool:
    return Wording(as_words(message)).holds(alternatives(words), locale)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Give me a REFUND!", "refund"),
        ("I want my money   back now", "chargeback|money back"),
        ("Ich möchte eine Rückerstattung.", "ruckerstattung"),
        ("¿Dónde está mi devolución?", "devolucion"),
        ("我想申请退款，怎么办", "退款"),
        ("我的BTC在哪里", "btc"),
        ("返金してほしい", "返金"),
        ("أريد استرداد أموالي", "إسترداد|استرداد"),
        ("ขอคืนเงินหน่อย", "คืนเงิน"),
        ("don’t do that", "don't"),
        ("refuuuuund", "refund"),
    ],
)
def test_word_is_found_whatever_its_case_accents_and_script(message: str, words: str) -> None:
    assert holds(message, words)


@pytest.mark.parametrize(
    ("message", "words", "locale"),
    [
        ("Where are my receipts?", "invoice|receipt", None),
        ("I was never refunded", "refund", "en-GB"),
        ("money transfers", "money transfer", None),
        ("one receipt", "receipts", None),
        ("Wo sind meine Rechnungen?", "rechnung", "de"),
        ("Mis devoluciones", "devolución", "es_MX"),
    ],
)
def test_other_forms_of_a_word_are_found_in_its_language(message: str, words: str, locale: str | None) -> None:
    assert holds(message, words, locale)


@pytest.mark.parametrize(
    ("message", "words"),
    [("university", "universe"), ("prefund", "refund"), ("money is back", "money back"), ("", "a")],
)
def test_part_of_a_word_and_broken_phrase_are_not_found(message: str, words: str) -> None:
    assert not holds(message, words)


def test_alternatives_without_a_word_are_left_out() -> None:
    assert alternatives("refund| |!|") == (" refund ",)


@given(before=st.text(max_size=20), after=st.text(max_size=20), word=st.from_regex(r"[a-c]{1,2}d", fullmatch=True))
def test_word_between_blanks_is_found_in_any_text(before: str, after: str, word: str) -> None:
    assert holds(f"{before} {word} {after}", word)

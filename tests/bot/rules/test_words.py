from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.words import Wording, alternatives


def holds(message: str, words: str, locale: str | None = None) -> bool:
    return Wording(message).holds(alternatives(words), locale)


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


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("How do I contact us?", "US"),
        ("Does it work? I tried.", "IT"),
        ("Wer hat das an uns geschickt? I mean, who?", "WHO|UNS"),
        ("Please tell us dollar prices.", "US dollar"),
        ("Stay NEAR, but near my BANK", "ATOM"),
        ("Us and them", "US"),
    ],
)
def test_word_in_capitals_is_no_other_word_in_small_letters(message: str, words: str) -> None:
    assert not holds(message, words)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Can I use it in the US?", "US"),
        ("can i use it in the us", "US"),
        ("CAN I USE IT IN THE US?", "US"),
        ("What is the US Dollar rate?", "US dollar"),
        ("Which ATMs and which 2FA?", "ATM"),
        ("Which ATMs and which 2FA?", "2FA"),
        ("Which ATM?", "ATMs"),
        ("Can I buy btc?", "BTC"),
        ("Can I see links?", "LINK"),
        ("我的BTC在哪里", "BTC"),
        ("Tell us the US price", "US"),
        ("Ist das in der EÜR?", "EÜR"),
        ("Is a Refund possible?", "I want|refund"),
        ("What is A?", "A"),
    ],
)
def test_word_in_capitals_is_found_in_capitals_and_where_case_tells_nothing(message: str, words: str) -> None:
    assert holds(message, words)


def test_question_before_tells_by_its_own_case() -> None:
    assert Wording("where is the us office", "And how do I contact us?").holds(alternatives("US"))
    assert not Wording("How do I contact us?", "by phone").holds(alternatives("US"))


def test_alternatives_without_a_word_are_left_out() -> None:
    assert alternatives("Refund| |!|") == (" refund ",)


@given(before=st.text(max_size=20), after=st.text(max_size=20), word=st.from_regex(r"[a-c]{1,2}d", fullmatch=True))
def test_word_between_blanks_is_found_in_any_text(before: str, after: str, word: str) -> None:
    assert holds(f"{before} {word} {after}", word)

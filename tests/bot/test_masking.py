from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import mask

MARKED = re.compile("«(.*?)»")
# Invented messages; what has to be hidden stands between « and », and of those without a kind nothing may be.
_LINES = Path(__file__).with_name("masking_cases.jsonl").read_text(encoding="utf-8").splitlines()
_ALL = [(case["hidden"], case["text"]) for case in map(json.loads, _LINES)]
CASES = [(kind, text) for kind, text in _ALL if kind]
HARMLESS = [text for kind, text in _ALL if not kind]
HOSTILE = (
    *("1", "1 ", "1.", "1-", "1,", "1   ", "@", "a@", "a.a@", "a at b dot ", "+1", "0049 ", "(1)", "4111 ", "12:"),
    *(" ", "\n1", "code 12345 ", "2fa 482913 ", "phone 1234567 ", "order 123456 ", "seed abc ", "password:a1", "/a/b"),
    *(
        "0x",
        "1Ab2",
        "DE89 ",
        "eyJaaaaaaaaa.",
        "http://",
        "验证码",
        "٠٥",
        "[one-time code] 123456 ",
        "-----BEGIN PRIVATE KEY-----",
    ),
)


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_secret_is_replaced_and_the_words_around_it_stay(kind: str, text: str) -> None:
    assert mask(MARKED.sub(r"\1", text)) == MARKED.sub(f"[{kind}]", text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_masking_what_is_masked_changes_nothing(kind: str, text: str) -> None:
    masked = mask(MARKED.sub(r"\1", text))
    assert mask(masked) == masked


@given(st.lists(st.sampled_from([MARKED.sub(r"\1", text) for _, text in CASES] + HARMLESS), max_size=4))
def test_masking_several_messages_joined_is_idempotent(texts: list[str]) -> None:
    masked = mask(" ".join(texts))
    assert mask(masked) == masked


@given(st.text(alphabet="0123456789 .@-+()/:aAöcodepin٣我码,\u202a\n[]", max_size=200))
def test_masking_any_text_is_idempotent(text: str) -> None:
    masked = mask(text)
    assert mask(masked) == masked


@given(st.text(max_size=200).filter(lambda text: not any(c.isnumeric() for c in text) and "@" not in text))
def test_text_without_digits_and_signs_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    started = time.process_time()
    mask((piece * 20_000)[:20_000])
    assert time.process_time() - started < 5  # what grows with its square takes minutes


def test_invisible_marks_within_a_number_are_hidden_with_it() -> None:
    assert mask("call \u202a+971\u00a050\u00a0123\u00a04567\u202c now") == "call \u202a[phone number]\u202c now"
    assert mask("code: 48\u200b2913!") == "code: [one-time code]!"


def test_all_digits_of_a_card_with_its_date_and_code_are_gone() -> None:
    assert not re.search(r"\d", mask("4242 4242 4242 4242, exp 12/28, CVC 123"))


def test_labelled_card_number_with_a_slip_is_hidden_and_another_number_is_not() -> None:
    assert mask("card number 4111 1111 1111 1112") == "card number [card number]"
    assert mask("order 4111 1111 1111 1112") == "order 4111 1111 1111 1112"

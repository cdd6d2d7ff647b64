from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from bot.answer import Answer, Outcome, Reason
from bot.replies import reply, steps_left_out, with_contact, wording
from bot.replies.wording import WORDINGS

REFUSAL = Answer(Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE, "Nothing found.", 0.1, "r")
SCRIPTS = {"zh": r"[一-鿿]", "ar": r"[؀-ۿ]"}


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh-CN", "zh"), ("zh_Hant", "zh"), ("de-AT", "de"), ("ES", "es"), ("ar-EG", "ar"), ("fr", "en"), ("", "en")],
)
def test_locale_speaks_its_language_and_an_unknown_one_english(locale: str, language: str) -> None:
    assert wording(locale) is WORDINGS[language]
    assert wording(None) is WORDINGS["en"]


def test_every_language_says_everything_in_its_own_words() -> None:
    places = {name: set(re.findall(r"{\w+}", text)) for name, text in asdict(WORDINGS["en"]).items()}
    for language, words in WORDINGS.items():
        for name, text in asdict(words).items():
            assert set(re.findall(r"{\w+}", text)) == places[name], (language, name)
            assert name == "between" or re.search(SCRIPTS.get(language, r"\w"), text), (language, name)
    for name in set(places) - {"between"}:
        assert len({asdict(words)[name] for words in WORDINGS.values()}) == len(WORDINGS)


def test_reply_says_what_the_outcome_is_about() -> None:
    assert reply(Outcome.HANDED_OFF, Reason.CUSTOMER_REQUEST) == "I'll pass you to a person."
    assert reply(Outcome.ANSWERED, Reason.THANKS, locale="de") == WORDINGS["de"].thanks
    assert reply(Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE, True, "es") == WORDINGS["es"].abstained_with_related
    assert reply(Outcome.CLARIFY, Reason.AMBIGUOUS, True, "ar-EG") == WORDINGS["ar"].clarify


def test_steps_left_out_are_named_with_a_link_to_their_article() -> None:
    assert steps_left_out(range(0), "a b") == ""
    assert steps_left_out(range(7, 8), "a b").strip() == "Step 7 is in [the article](article:a%20b)."
    assert steps_left_out(range(7, 10), "a", "de").strip() == "Die Schritte 7 bis 9 stehen im [Artikel](article:a)."


def test_way_to_a_person_is_told_in_the_language_of_the_refusal() -> None:
    assert with_contact(REFUSAL, "/c").answer == "Nothing found. You can also [talk to a person](/c)."
    assert with_contact(REFUSAL, "/c", "zh-CN").answer == "Nothing found.您也可以[联系人工客服](/c)。"
    assert with_contact(REFUSAL, "") is REFUSAL

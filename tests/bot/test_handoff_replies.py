from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.replies import handoff_replies
from bot.replies.handoff import HANDOFF_REPLIES
from bot.replies.wording import WORDINGS

NEW_YEAR = datetime(2027, 1, 1, 8, 5, tzinfo=ZoneInfo("America/New_York"))


def test_every_language_of_the_bot_has_them() -> None:
    assert HANDOFF_REPLIES.keys() == WORDINGS.keys()


@pytest.mark.parametrize("language", HANDOFF_REPLIES)
def test_time_and_address_are_filled_in(language: str) -> None:
    replies = handoff_replies(f"{language}-XX")

    assert replies.moment(NEW_YEAR).count("08:05") == 1
    assert replies.moment(NEW_YEAR).endswith("(America/New_York)")
    assert "{" not in replies.away.format(when=replies.moment(NEW_YEAR))
    assert "](https://help.test)" in replies.link.format(url="https://help.test")
    assert "{" not in replies.asked + replies.nobody


@pytest.mark.parametrize("language", HANDOFF_REPLIES)
def test_every_day_of_the_week_has_its_own_name(language: str) -> None:
    assert len(set(HANDOFF_REPLIES[language].weekdays)) == 7


@pytest.mark.parametrize("locale", [None, "", "fr", "xx-YY"])
def test_other_languages_are_answered_in_english(locale: str | None) -> None:
    assert handoff_replies(locale) is HANDOFF_REPLIES["en"]
    assert handoff_replies(None).moment(NEW_YEAR) == "Friday, 1 January, at 08:05 (America/New_York)"

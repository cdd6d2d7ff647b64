"""Which articles may be retrieved at all, and how announcements age: the dates, kinds and locales of a release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.answer import Filters
from corpus.article import Article, Kind
from embeddings.dense import Mask

ANNOUNCEMENT_HALF_LIFE_DAYS = 365


class Eligibility:
    """What decides whether an article may be retrieved, as arrays over a release's articles."""

    def __init__(self, articles: Sequence[Article]) -> None:
        never = date.max.toordinal()
        self._expires = np.array([_last_day(article).toordinal() for article in articles], dtype=np.int64)
        # What is not an announcement does not age: it is as if it were published at the end of time.
        self._announced = np.array(
            [
                day.toordinal() if a.kind is Kind.ANNOUNCEMENT and (day := a.updated_at or a.published_at) else never
                for a in articles
            ],
            dtype=np.int64,
        )
        self._kinds = np.array([article.kind or "" for article in articles], dtype=np.str_)
        self._locales, self._locale_of = np.unique(
            np.array([article.locale for article in articles], dtype=np.str_), return_inverse=True
        )

    def allowed(self, filters: Filters, today: date) -> Mask:
        """Which articles are published, have not expired and pass the filters, (articles,)."""
        allowed: Mask = self._expires >= today.toordinal()
        if filters.kind is not None:
            allowed = allowed & (self._kinds == filters.kind)
        if filters.locale is not None:
            speaks = [_speaks(locale, filters.locale) for locale in self._locales]
            allowed = allowed & np.array(speaks, dtype=np.bool_)[self._locale_of]
        return allowed

    def announcement_ageing(self, today: date) -> npt.NDArray[np.float64]:
        """0 for what does not age and for what is new, towards 1 as an announcement grows old."""
        days = np.maximum(today.toordinal() - self._announced, 0)
        aged: npt.NDArray[np.float64] = 1 - np.exp2(-days / ANNOUNCEMENT_HALF_LIFE_DAYS)
        return aged


def common_locale(articles: Sequence[Article]) -> str:
    """The locale that most articles have, the last in order among equals: the language a query is taken to be in."""
    locales = [article.locale for article in articles]
    return max(set(locales), key=lambda locale: (locales.count(locale), locale), default="en")


def _speaks(locale: str, wanted: str) -> bool:
    """Whether an article's locale serves a reader's: the same, or the same language where one names no region."""
    has, wants = locale.casefold().replace("_", "-"), wanted.casefold().replace("_", "-")
    return has == wants or has.startswith(f"{wants}-") or wants.startswith(f"{has}-")


def _last_day(article: Article) -> date:
    if article.draft:
        return date.min
    return article.expires_at or date.max

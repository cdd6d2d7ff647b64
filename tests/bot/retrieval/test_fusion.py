from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retrieval.fusion import FusionWeights
from tests.bot.articles import article

WEIGHTS = FusionWeights(question=1.0, lexical=0.6)


def for_shares(*shares: float, rarest: float = 0.5, articles: int = 100) -> float:
    """The lexical weight where these are the best shares and all other articles have none."""
    padded = np.zeros(max(articles, len(shares)), dtype=np.float32)
    padded[: len(shares)] = shares
    return WEIGHTS.for_query(padded, rarest).lexical


def test_titles_that_many_articles_share_weigh_less_and_alternative_questions_more() -> None:
    distinct = [article("Words.", id=str(n), title=f"Title {n}") for n in range(10)]
    shared = [article("Words.", id=str(n), title="Title") for n in range(10)]
    asked = [article("Words.", id=str(n), title=f"Title {n}", questions=("a", "b", "c")) for n in range(10)]
    weights = [FusionWeights.for_articles(articles) for articles in (shared, distinct, asked)]

    assert [round(weight.question, 2) for weight in weights] == [0.04, 0.4, 1.2]
    assert all(weight.lexical == pytest.approx(0.3 * (1 + weight.question)) for weight in weights)
    assert FusionWeights.for_articles([]) == FusionWeights(0.0, 0.0)


def test_words_count_more_where_one_article_stands_out() -> None:
    assert for_shares(0.5, 0.1, 0.1, 0.1, 0.1) > for_shares(0.5, 0.5, 0.5, 0.5, 0.5)


def test_words_count_more_where_one_of_them_is_rare() -> None:
    assert for_shares(0.5, 0.1, rarest=1.0) > for_shares(0.5, 0.1, rarest=0.1)


def test_best_share_counts_the_same_however_much_of_the_query_it_is_but_for_hardly_any() -> None:
    assert 0.8 * for_shares(0.8, 0.4) == pytest.approx(0.3 * for_shares(0.3, 0.15), rel=1e-5)
    assert 0.01 * for_shares(0.01) < 0.2 * (0.2 * for_shares(0.2))


def test_few_articles_need_a_larger_share_for_the_whole_weight() -> None:
    assert for_shares(0.3, articles=25) < for_shares(0.3, articles=100) == for_shares(0.3, articles=1000)
    assert for_shares(0.5, articles=25) == for_shares(0.5, articles=100)


def test_query_without_a_known_word_has_no_lexical_weight() -> None:
    assert for_shares(0.0, 0.0) == 0
    assert WEIGHTS.for_query(np.zeros(0, dtype=np.float32), 0.0) == WEIGHTS


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=30), st.floats(0, 1))
def test_lexical_weight_is_bounded(shares: list[float], rarest: float) -> None:
    weight = for_shares(*shares, rarest=rarest)

    assert 0 <= weight * max(shares) <= 1.05 * 1.4 * 0.6 + 1e-6

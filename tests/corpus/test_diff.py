from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.diff import Diff, check_deletions, diff
from corpus.errors import MassDeletionError
from tests.corpus.texts import article

FEES, LIMITS, CARDS = (article("Text.", id_=id_) for id_ in ("fees", "limits", "cards"))


def removal_of(count: int) -> Diff:
    return Diff((), (), tuple(f"a{n}" for n in range(count)), ())


def test_diff_tells_what_became_of_each_article() -> None:
    found = diff([FEES, LIMITS], [replace(LIMITS, body="New."), CARDS])
    assert found == Diff(added=("cards",), changed=("limits",), removed=("fees",), unchanged=())


def test_live_articles_may_be_given_by_their_hashes() -> None:
    found = diff({"fees": FEES.content_hash(), "limits": "old"}, [FEES, LIMITS])
    assert found == Diff(added=(), changed=("limits",), removed=(), unchanged=("fees",))


def test_article_that_only_moved_is_unchanged() -> None:
    found = diff([FEES], [replace(FEES, origin="elsewhere.md")])
    assert found.unchanged == ("fees",)
    assert found.is_empty


def test_changed_title_is_a_change() -> None:
    assert diff([FEES], [replace(FEES, title="Costs")]).changed == ("fees",)


@pytest.mark.parametrize(("removed", "live"), [(0, 0), (1, 1), (1, 5), (2, 20), (41, 414)])
def test_a_tenth_of_the_articles_may_go(removed: int, live: int) -> None:
    check_deletions(removal_of(removed), live, allow=False)


@pytest.mark.parametrize(("removed", "live"), [(2, 2), (2, 19), (42, 414), (414, 414)])
def test_more_than_a_tenth_is_refused(removed: int, live: int) -> None:
    with pytest.raises(MassDeletionError, match=f"remove {removed} of {live} live articles .e.g. a0, a1"):
        check_deletions(removal_of(removed), live, allow=False)


def test_mass_deletion_that_is_allowed_passes() -> None:
    check_deletions(removal_of(414), 414, allow=True)

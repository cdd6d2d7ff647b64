from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.suggest.edits import edit_distance, is_as_drafted


def test_white_space_is_no_edit() -> None:
    assert is_as_drafted("Open it.\n\n- Tap **Reset**", " Open it. - Tap **Reset**\n")
    assert edit_distance("a\n\nb", "a b") == 0


def test_distance_is_the_share_of_letters_changed() -> None:
    assert edit_distance("abcd", "abXd") == pytest.approx(0.25)
    assert edit_distance("abcd", "") == 1
    assert edit_distance("", "") == 0


@given(st.text(max_size=40), st.text(max_size=40))
def test_distance_lies_between_nothing_and_all_and_is_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= edit_distance(one, other) == edit_distance(other, one) <= 1
    assert (edit_distance(one, other) == 0) == is_as_drafted(one, other)

from __future__ import annotations

from eval.cli import app
from tests.eval.cli.call import call


def test_every_verb_and_option_has_help() -> None:
    for verb in app.registered_commands:
        assert verb.callback
        assert verb.callback.__doc__
        assert call(verb.callback.__name__, "--help").exit_code == 0


def test_verbs_stand_in_the_order_in_which_a_team_needs_them() -> None:
    names = [verb.callback.__name__ for verb in app.registered_commands if verb.callback]

    assert names == ["run", "compare", "retrieve", "answers", "suggest", "calibrate", "train", "bench"]

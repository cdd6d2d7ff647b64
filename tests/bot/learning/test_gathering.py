from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot.answer import Answer, Outcome, Reason
from bot.conversation import Feedback, Rating, Status
from bot.learning.candidate import Candidate, Origin, State
from bot.learning.gathering import Gathering
from bot.learning.learning import Learning
from bot.masking import mask
from bot.store.candidates import SqlCandidates
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.suggestions import SqlSuggestionLog
from corpus.errors import StoreError
from tests.bot.learning.builders import learning_in
from tests.contracts.candidates import Kept
from tests.fakes import FakeKnowledge, FakeMeanings, answered
from tests.patience import PATIENCE_SECONDS

LINK = "See https://help.test/help/articles/reset-2fa"


@pytest.fixture
def kept(database: Database) -> Kept:
    return Kept(SqlCandidates(database), SqlConversations(database, mask), SqlSuggestionLog(database, mask))


@pytest.fixture
def gathering(kept: Kept) -> Gathering:
    return Gathering(kept.candidates, FakeMeanings)


def found(kept: Kept) -> dict[str, Candidate]:
    return {one.question: one for one in kept.candidates.listed(State.OPEN)}


def test_refusals_dislikes_and_links_become_candidates(kept: Kept, gathering: Gathering) -> None:
    refused, _, _ = kept.ask("I lost my phone")
    _, _, reply = kept.ask("What are fees?", answered(FakeKnowledge().retrieve("fees", 1)[0]))
    kept.ask("hello")
    kept.conversations.rate(reply.id, Feedback(Rating.DOWN))
    kept.conversations.set_status(refused, Status.WAITING, Reason.MISSING_KNOWLEDGE)
    kept.conversations.say(refused, "Kim", LINK)

    assert gathering.gather() == 2
    lost, fees = found(kept)["I lost my phone"], found(kept)["What are fees?"]
    assert (lost.origins, lost.article_ids) == ((Origin.LINKED, Origin.REFUSED), ("reset-2fa",))
    assert (fees.origins, fees.article_ids) == ((Origin.THUMBS_DOWN,), ("fees",))
    assert lost.reference_answer == LINK


def test_gathering_again_finds_only_what_is_new(kept: Kept, gathering: Gathering) -> None:
    kept.ask("I lost my phone")
    assert [gathering.gather() for _ in range(3)] == [1, 0, 0]
    kept.ask("i lost my PHONE!")
    kept.ask("phone my lost I")
    kept.ask("Do you hire?")

    assert gathering.gather() == 1
    assert {one.question: one.count for one in found(kept).values()} == {"phone my lost I": 3, "Do you hire?": 1}


def test_more_than_a_page_is_gathered_at_once(kept: Kept, gathering: Gathering) -> None:
    for n in range(230):
        kept.ask(f"Where is number{n} or letter{n}?")

    assert gathering.gather(seconds=0) == 50
    assert gathering.gather() == 180


def test_answers_that_were_liked_or_forbidden_are_no_candidates(kept: Kept, gathering: Gathering) -> None:
    kept.ask("Which coin will rise?", Answer(Outcome.ABSTAINED, Reason.POLICY_RESTRICTION, "", 0.0, "r"))
    _, _, reply = kept.ask("What are fees?", answered(FakeKnowledge().retrieve("fees", 1)[0]))
    kept.conversations.rate(reply.id, Feedback(Rating.UP))

    assert gathering.gather() == 0


def test_two_that_gather_at_once_make_no_candidate_twice(kept: Kept) -> None:
    for n in range(20):
        kept.ask(f"Where is number{n % 5}?")
    threads = [threading.Thread(target=Gathering(kept.candidates, FakeMeanings).gather) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [one.count for one in kept.candidates.listed(State.OPEN)] == [4] * 5


def test_question_asked_again_after_a_change_of_the_encoder_is_the_same_candidate(kept: Kept) -> None:
    class Renamed(FakeMeanings):
        encoder = "other words"

    kept.ask("I lost my phone")
    Gathering(kept.candidates, FakeMeanings).gather()
    kept.ask("phone my lost I")

    assert Gathering(kept.candidates, Renamed).gather() == 0
    assert [one.count for one in kept.candidates.listed(State.OPEN)] == [2]


@pytest.mark.parametrize("failure", [StoreError("The database is away."), KeyError("a mistake")])
def test_it_gathers_by_itself_and_goes_on_after_a_failure(
    kept: Kept, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    gathered, failures = threading.Event(), [failure]

    class Failing(FakeMeanings):
        def __init__(self) -> None:
            super().__init__()
            if failures:
                raise failures.pop()
            gathered.set()

    gathering = Gathering(kept.candidates, Failing, interval_seconds=0.01)
    gathering.start()
    assert gathered.wait(PATIENCE_SECONDS)
    gathering.stop()
    assert str(failure) in caplog.text


def test_learning_stops_what_it_started(database: Database, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    learning: Learning = learning_in(database, tmp_path)
    learning.start()
    assert set(threading.enumerate()) > before
    learning.stop()

    assert not set(threading.enumerate()) - before

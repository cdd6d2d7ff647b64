from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation import Customer
from bot.learning.candidate import Candidate, State
from bot.learning.learning import Correction, Learning
from bot.masking import mask
from bot.store.candidates import SqlCandidates
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.suggestions import SqlSuggestionLog
from corpus.errors import ConflictError, NotFoundError
from embeddings.alternatives import read_alternatives
from eval.datasets import read_dataset
from tests.bot.learning.builders import learning_in, lines
from tests.contracts.candidates import Kept
from tests.fakes import abstained

ANA = Customer("ana", "Ana Lopez")
LINK = "https://help.test/help/articles/reset-2fa"


@pytest.fixture
def kept(database: Database) -> Kept:
    return Kept(SqlCandidates(database), SqlConversations(database, mask), SqlSuggestionLog(database, mask))


@pytest.fixture
def learning(database: Database, tmp_path: Path) -> Learning:
    return learning_in(database, tmp_path)


@pytest.fixture
def lost_phone(kept: Kept, learning: Learning) -> Candidate:
    """A question of Ana's that was refused and to which Kim linked an article."""
    of = kept.conversations.start(ANA, "en").id
    kept.ask("Hello, I am Ana Lopez", of=of)
    received = kept.conversations.receive(of, "and my phone is lost, write to ana@site.example")
    kept.conversations.reply(of, received.message.id, abstained())
    kept.conversations.say(of, "Kim", f"Hi Ana, reset it as in {LINK}, Ana. Let me know if it works!")
    learning.gather()
    return next(one for one in learning.listed(State.OPEN) if "phone" in one.question)


def golden(home: Path) -> list[dict[str, object]]:
    return lines(home / "golden" / "questions.jsonl")


def test_candidate_proposes_the_linked_article_and_what_was_sent_without_names(lost_phone: Candidate) -> None:
    assert lost_phone.question == "and my phone is lost, write to [e-mail]"
    assert lost_phone.article_ids == ("reset-2fa",)
    assert lost_phone.reference_answer == f"Reset it as in {LINK}, [name]."


def test_accepted_candidate_is_a_line_that_the_evaluation_reads(
    learning: Learning, lost_phone: Candidate, tmp_path: Path
) -> None:
    learning.accept(lost_phone.number, "Lena", Correction())
    (line,) = golden(tmp_path)
    (query,) = read_dataset(tmp_path / "golden").queries

    assert (line["relevant_article_ids"], line["answerable"], line["locale"]) == (["reset-2fa"], True, "en")
    origin = line["origin"]
    assert isinstance(origin, dict)
    assert (origin["why"], origin["asked"], origin["by"]) == (["linked", "refused"], 1, "Lena")
    assert query.history[0].text == "Hello, I am [name]"
    assert (query.id, query.origins) == (line["id"], ("linked", "refused"))
    assert "Ana" not in str(line)
    assert not (tmp_path / "alternatives.jsonl").exists()


def test_correction_replaces_what_was_proposed(learning: Learning, lost_phone: Candidate, tmp_path: Path) -> None:
    given = Correction("How do I reset 2FA without a phone, Ana?", ("reset-2fa", "fees"), True, "Ask +49 30 901820.")
    decided = learning.accept(lost_phone.number, "Lena", given)
    (line,) = golden(tmp_path)

    assert line["question"] == "How do I reset 2FA without a phone, [name]?"
    assert line["relevant_article_ids"] == ["reset-2fa", "fees"]
    assert line["reference_answer"] == "Ask [phone number]."
    assert "history" not in line
    assert decided.decision is not None
    assert decided.decision.question == line["question"]


def test_question_that_no_article_answers_is_a_golden_one_too(
    learning: Learning, lost_phone: Candidate, tmp_path: Path
) -> None:
    learning.accept(lost_phone.number, "Lena", Correction(answerable=False))
    (line,) = golden(tmp_path)

    assert (line["relevant_article_ids"], line["answerable"]) == ([], False)
    assert "reference_answer" not in line


def test_accepted_question_may_become_an_alternative_one(
    learning: Learning, lost_phone: Candidate, tmp_path: Path
) -> None:
    learning.accept(lost_phone.number, "Lena", Correction("My phone is lost", as_alternative=True))
    assert [(one.article_id, one.question) for one in read_alternatives(tmp_path)] == [
        ("reset-2fa", "My phone is lost")
    ]
    assert lines(tmp_path / "alternatives.jsonl")[0]["by"] == "Lena"

    learning.undo(lost_phone.number)
    assert (golden(tmp_path), read_alternatives(tmp_path)) == ([], [])
    assert [one.number for one in learning.listed(State.OPEN)][:1] == [lost_phone.number]


def test_candidate_that_was_undone_and_accepted_again_stands_there_once(
    learning: Learning, lost_phone: Candidate, tmp_path: Path
) -> None:
    for question in ("first", "second"):
        learning.accept(lost_phone.number, "Lena", Correction(question))
        if question == "first":
            learning.undo(lost_phone.number)
    assert [line["question"] for line in golden(tmp_path)] == ["second"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (Correction(article_ids=("gone",)), "There is no article 'gone'"),
        (Correction(article_ids=(), answerable=True), "answerable by at least one article"),
        (Correction(article_ids=("fees",), answerable=False), "answerable by at least one article"),
        (Correction(article_ids=(), as_alternative=True), "Only a question that an article answers"),
    ],
)
def test_contradictions_are_refused_and_nothing_is_kept(
    learning: Learning, lost_phone: Candidate, tmp_path: Path, given: Correction, error: str
) -> None:
    with pytest.raises((ConflictError, NotFoundError), match=error):
        learning.accept(lost_phone.number, "Lena", given)
    assert golden(tmp_path) == []
    assert learning.counts().states[State.ACCEPTED] == 0


def test_dropped_candidate_leaves_no_line(learning: Learning, lost_phone: Candidate, tmp_path: Path) -> None:
    learning.drop(lost_phone.number, "Lena")

    assert golden(tmp_path) == []
    assert learning.counts().states[State.DROPPED] == 1
    assert learning.undo(lost_phone.number).state is State.OPEN


def test_golden_set_may_lie_in_the_teams_repository(
    database: Database, learning: Learning, lost_phone: Candidate, tmp_path: Path
) -> None:
    own = tmp_path / "repository" / "golden.jsonl"
    learning_in(database, tmp_path, own).accept(lost_phone.number, "Lena", Correction())

    assert len(lines(own)) == 1
    assert golden(tmp_path) == []


def test_deleted_conversation_leaves_the_checked_words_alone(
    kept: Kept, learning: Learning, lost_phone: Candidate, tmp_path: Path
) -> None:
    learning.accept(lost_phone.number, "Lena", Correction())
    before = golden(tmp_path)
    kept.conversations.delete(kept.conversations.numbered(lost_phone.conversation or 0).id)

    assert golden(tmp_path) == before
    (left,) = learning.listed(State.ACCEPTED)
    assert (left.count, left.history, left.also) == (0, (), ())
    assert learning.counts().states[State.OPEN] == 0


def test_conversation_can_be_drafted_as_an_article(learning: Learning, lost_phone: Candidate) -> None:
    draft = learning.draft(lost_phone.conversation or 0)

    assert draft.markdown.startswith('---\ntitle: "')
    assert "Ana" not in draft.markdown
    assert "(article:reset-2fa)" in draft.markdown

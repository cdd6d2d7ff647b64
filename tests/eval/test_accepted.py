from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.output import ConsoleProgress
from bot.settings import Settings
from bot.wiring import open_publisher
from corpus.errors import EvaluationError
from corpus.sources import load_sources
from embeddings.alternatives import Alternative, with_alternatives
from eval.datasets import read_dataset
from eval.figures import figures
from eval.index import Index, open_index
from eval.labelled import label
from eval.report import render_report
from eval.run import evaluate
from tests.eval.cli.call import call
from tests.eval.conftest import CORPUS, write_jsonl

ACCEPTED = "my handset sank and the codes with it"
ASKED = (
    {"id": "same", "question": "My handset SANK, and the codes with it!", "relevant_article_ids": ["reset-2fa"]},
    {"id": "like", "question": "handset sank with my codes", "relevant_article_ids": ["reset-2fa"]},
    {"id": "fee", "question": "how much does a card deposit cost", "relevant_article_ids": ["deposit-fees"]},
    {
        "id": "none",
        "question": "what is the weather in Paris",
        "relevant_article_ids": [],
        "answerable": False,
        "origin": {"why": ["thumbs_down", "refused"], "accepted_at": "2026-11-23", "by": "Lena"},
    },
)


@pytest.fixture(scope="module")
def learned_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose index holds one question accepted from use."""
    home = tmp_path_factory.mktemp("learned")
    corpus = write_jsonl(home / "corpus.jsonl", CORPUS)
    articles = with_alternatives(load_sources([str(corpus)]).articles, [Alternative("reset-2fa", ACCEPTED)]).articles
    open_publisher(Settings(home=home), ConsoleProgress()).publish(articles)
    return home


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "golden.jsonl", ASKED)


@pytest.fixture
def learned(learned_home: Path, asked: Path) -> Index:
    return open_index(Settings(home=learned_home), read_dataset(asked), ConsoleProgress())


def test_question_that_stands_in_the_index_is_not_scored_however_it_is_typed(learned: Index, asked: Path) -> None:
    found = evaluate(learned, read_dataset(asked), ConsoleProgress())

    assert [one.id for one in found.questions] == ["like", "fee", "none"]
    assert found.accepted is not None
    assert (found.accepted.count, found.accepted.left_out) == (1, 1)
    assert [one.id for one in found.accepted.without.questions] == ["like", "fee", "none"]
    assert label(learned, read_dataset(asked), ConsoleProgress()).signals.shape[0] == 3


def test_with_and_without_differ_by_the_accepted_question_alone(learned: Index, asked: Path) -> None:
    found = evaluate(learned, read_dataset(asked), ConsoleProgress())
    assert found.accepted is not None
    like, fee, _ = zip(found.questions, found.accepted.without.questions, strict=True)

    assert like[0].confidence > like[1].confidence
    assert fee[0].hits[0].score == pytest.approx(fee[1].hits[0].score)


def test_set_of_nothing_but_accepted_questions_says_that_there_is_nothing_to_measure(
    learned: Index, golden: Callable[..., Path]
) -> None:
    with pytest.raises(EvaluationError, match="accepted as alternative ones of their articles are not measured"):
        evaluate(learned, read_dataset(golden({"question": ACCEPTED})), ConsoleProgress())


def test_index_without_accepted_questions_is_evaluated_as_ever(index: Index, shared_folder: Path) -> None:
    assert evaluate(index, read_dataset(shared_folder), ConsoleProgress()).accepted is None


def test_table_json_and_page_tell_both(learned_home: Path, learned: Index, asked: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    shown = call("run", asked, "--home", learned_home, "--report", page).stdout
    assert "1 question accepted from use stands in the index; one question of this set is among them" in shown
    told = json.loads(call("run", asked, "--home", learned_home, "--json").stdout)["accepted"]
    assert (told["alternatives"], told["left_out"]) == (1, 1)
    found = evaluate(learned, read_dataset(asked), ConsoleProgress())
    assert found.accepted is not None
    assert told["figures_without"]["ECE"]["value"] == pytest.approx(
        figures(found.accepted.without.questions)["ECE"].value
    )
    assert "With and without the questions accepted from use" in page.read_text(encoding="utf-8")
    assert "With and without" not in render_report(found.accepted.without, learned)


def test_origin_is_kept_and_sliced_by(learned_home: Path, asked: Path) -> None:
    told = json.loads(call("run", asked, "--home", learned_home, "--json").stdout)
    assert {why: one["count"] for why, one in told["slices"]["origin"].items()} == {"thumbs_down": 1, "refused": 1}


def test_origin_that_is_no_object_is_refused_by_place(golden: Callable[..., Path]) -> None:
    with pytest.raises(EvaluationError, match=r"golden\.jsonl:1: 'origin' is 'use'\. Write \"origin\""):
        read_dataset(golden({"origin": "use"}))

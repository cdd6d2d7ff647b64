from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import fmean

import pytest
from rich.console import Console

from bot.cli.output import ConsoleProgress
from bot.settings import Settings
from corpus.errors import EvaluationError
from eval.datasets import read_dataset
from eval.index import Index, open_index
from eval.report.page import render_report
from eval.run import evaluate
from eval.systems import System
from eval.tables.evaluation import evaluation_to_dict, show_evaluation

REPOSITORY = Path(__file__).parents[2]
SHARED = REPOSITORY.parent / "shared" / "data"
SAMPLE = REPOSITORY / "eval" / "sets" / "sample"


def test_every_system_is_scored_on_every_judged_question(index: Index, shared_folder: Path) -> None:
    found = evaluate(index, read_dataset(shared_folder), ConsoleProgress())
    assert (found.judged, found.unanswerable, found.unjudged) == (3, 2, 0)
    assert list(found.systems) == list(System)
    assert found.systems[System.FULL]["Success@1"] == 1
    assert found.refusals is not None
    assert found.refusals.auroc == 1


def test_what_is_quoted_is_held_against_the_reference_answers(index: Index, shared_folder: Path) -> None:
    found = evaluate(index, read_dataset(shared_folder), ConsoleProgress()).answers
    assert found is not None
    assert (found.measured, found.not_retrieved) == (1, 0)
    assert found.extracts.recall == 1


def test_questions_that_nobody_judged_are_counted_and_left_out(index: Index, folder: Path) -> None:
    (folder / "qrels.tsv").write_text("q1\treset-2fa\t1\n", encoding="utf-8")
    found = evaluate(index, read_dataset(folder), ConsoleProgress())
    assert (found.judged, found.unanswerable, found.unjudged) == (1, 2, 2)
    assert found.answers is None


def test_a_set_without_judgements_is_refused(index: Index, folder: Path) -> None:
    (folder / "qrels.tsv").unlink()
    with pytest.raises(EvaluationError, match="nothing to measure"):
        evaluate(index, read_dataset(folder), ConsoleProgress())


def test_a_set_of_unanswerable_questions_alone_is_measured_by_its_false_answers(
    index: Index, golden: Callable[..., Path]
) -> None:
    unanswerable = {"relevant_article_ids": [], "answerable": False}
    asked = ("What's the weather like?", "Who won the cup?")
    dataset = read_dataset(golden(*({"question": one, **unanswerable} for one in asked)))
    found = evaluate(index, dataset, ConsoleProgress())
    page = render_report(found, index)

    assert (found.judged, found.unanswerable, found.systems, found.refusals) == (0, 2, {}, None)
    assert set(evaluation_to_dict(found)["figures"]) == {"false_answers", "ECE"}
    assert "Of 2 questions that no article answers, the bot answered " in page
    assert "Questions that an article answers" not in page
    show_evaluation(found, console := Console(record=True, width=120))
    assert "false answers" in console.export_text()


def test_a_judged_article_that_is_not_in_the_index_is_named_by_place(index: Index, golden: Callable[..., Path]) -> None:
    dataset = read_dataset(golden({}, {"relevant_article_ids": ["gone"]}))
    with pytest.raises(EvaluationError, match=r"golden\.jsonl:2: The article 'gone' is not in the index"):
        evaluate(index, dataset, ConsoleProgress())


def test_every_judged_question_is_told_by_itself(index: Index, shared_folder: Path) -> None:
    questions = evaluate(index, read_dataset(shared_folder), ConsoleProgress()).questions
    assert [one.id for one in questions] == ["q1", "q2", "q3", "o1", "o2"]
    first, follow_up, weather = questions[0], questions[2], questions[3]
    assert first.relevant == ("reset-2fa",)
    assert (first.right, first.top_article_id, first.ranking[0]) == (True, "reset-2fa", "reset-2fa")
    assert set(first.ranking) == set(index.knowledge.articles)
    assert first.scores["nDCG@10"] == 1
    assert set(first.baseline_scores) == {System.DENSE, System.LEXICAL}
    assert (follow_up.has_history, follow_up.text) == (True, "and can it be undone?")
    assert "close my account" in follow_up.query.in_full
    assert follow_up.overlaps is not None
    assert follow_up.overlaps.quoted.recall == 1
    assert (weather.answerable, weather.right, dict(weather.scores)) == (False, False, {})


def test_the_means_are_those_of_the_questions(index: Index, shared_folder: Path) -> None:
    found = evaluate(index, read_dataset(shared_folder), ConsoleProgress())
    judged = [one for one in found.questions if one.answerable]
    for name, value in found.systems[System.FULL].items():
        assert fmean(one.scores[name] for one in judged) == pytest.approx(value)
    assert found.answers is not None
    quoted = [one.overlaps.quoted.f1 for one in judged if one.overlaps]
    assert fmean(quoted) == pytest.approx(found.answers.extracts.f1)


def test_every_article_that_the_sample_set_judges_is_in_the_sample_help_centre(home: Path) -> None:
    dataset = read_dataset(SAMPLE)
    index = open_index(Settings(home=home), dataset, ConsoleProgress(), str(REPOSITORY / "corpus" / "articles"))
    assert set(dataset.article_places) <= set(index.knowledge.articles)
    assert len(dataset.queries) >= 200
    assert sum(not query.answerable for query in dataset.queries) >= 50


@pytest.mark.skipif(not (SHARED / "covidfaq").is_dir(), reason="the shared evaluation sets are not here")
def test_the_full_system_ranks_covidfaq_well_and_better_than_its_parts(home: Path) -> None:
    dataset = read_dataset(SHARED / "covidfaq")
    systems = evaluate(open_index(Settings(home=home), dataset, ConsoleProgress()), dataset, ConsoleProgress()).systems
    assert systems[System.FULL]["nDCG@10"] >= 0.84
    assert systems[System.FULL]["nDCG@10"] > max(systems[System.DENSE]["nDCG@10"], systems[System.LEXICAL]["nDCG@10"])

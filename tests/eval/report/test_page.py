from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Outcome
from bot.cli.output import ConsoleProgress
from corpus.errors import EvaluationError
from eval.baseline import saved
from eval.compare import compare_evaluations
from eval.datasets import read_dataset
from eval.figures import figures
from eval.index import Index
from eval.report import render_report, write_report
from eval.report.words import share
from eval.results import Evaluation
from eval.run import evaluate

HOSTILE = "</script><script>alert('boo')</script> & \"5\" < 6"


@pytest.fixture(scope="module")
def page(evaluation: Evaluation, index: Index) -> str:
    return render_report(evaluation, index)


def test_the_page_holds_every_headline_figure_with_its_interval(page: str, evaluation: Evaluation) -> None:
    found = figures(evaluation.questions)
    for name in ("Success@1", "Recall@5", "nDCG@10", "answered_right", "false_answers", "AUROC", "ECE", "answer_F1"):
        assert share(found[name].value) in page
    interval = found["nDCG@10"]
    assert f"{share(interval.low)} to {share(interval.high)}" in page


def test_the_page_names_data_set_release_and_day(page: str, evaluation: Evaluation) -> None:
    assert f"<h1>{evaluation.dataset}</h1>" in page
    assert evaluation.release in page
    assert f"{evaluation.settings.today:%Y}" in page


def test_the_same_evaluation_gives_the_same_page(page: str, evaluation: Evaluation, index: Index) -> None:
    assert render_report(evaluation, index) == page


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing_but_its_own_script(page: str) -> None:
    assert not re.search(r"""(src|href)=["'](?!#)""", page)
    assert not re.search(r"\son\w+=", page)
    assert 'style="' not in page
    assert page.count("<script") == 1
    assert "default-src &#39;none&#39;" in page


def test_what_customers_and_authors_wrote_is_escaped(index: Index, golden: Callable[..., Path]) -> None:
    rows: list[Mapping[str, Any]] = [
        {"question": HOSTILE, "reference_answer": HOSTILE, "tags": [HOSTILE], "locale": "<b>"},
        {"question": HOSTILE, "relevant_article_ids": [], "answerable": False},
        {"question": "card fees", "history": [{"role": "user", "text": HOSTILE}]},
    ]
    found = evaluate(index, read_dataset(golden(*rows)), ConsoleProgress())
    wrong = tuple(replace(one, answer=HOSTILE, outcome=Outcome.ANSWERED, right=False) for one in found.questions)
    html = render_report(replace(found, dataset=HOSTILE, questions=wrong), index)
    assert html.count("<script") == 1
    assert "<b>" not in html
    assert html.count("&lt;script&gt;alert(") > 5


def test_a_set_without_unanswerable_questions_makes_a_page_too(evaluation: Evaluation, index: Index) -> None:
    answerable = tuple(one for one in evaluation.questions if one.answerable)
    html = render_report(replace(evaluation, questions=answerable, unanswerable=0, refusals=None), index)
    assert "Questions that no article answers" not in html
    assert "Right article on top" in html


def test_a_baseline_puts_the_verdict_first(evaluation: Evaluation, index: Index) -> None:
    now = saved(evaluation, {})
    comparison = compare_evaluations(replace(now, name="base.json"), now, {})
    html = render_report(evaluation, index, comparison, ["nDCG@10 is 0.700, below its floor of 0.75"])
    assert html.index("Should not go live") < html.index("Questions that an article answers")
    assert "below its floor of 0.75." in html
    assert "Against the baseline" in html


def test_the_page_is_written_whole_or_not_at_all(evaluation: Evaluation, index: Index, tmp_path: Path) -> None:
    write_report(evaluation, index, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_report(evaluation, index, tmp_path / "missing" / "report.html")

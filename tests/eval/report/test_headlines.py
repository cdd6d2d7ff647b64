from __future__ import annotations

from dataclasses import replace

from bot.answer import Outcome
from eval.figures import FIGURES, figures
from eval.report.headlines import headline_groups, summary, title_of
from eval.results import Evaluation
from eval.systems import System


def test_every_headline_is_a_figure_of_the_evaluation_beside_its_parts(evaluation: Evaluation) -> None:
    headlines = [one for group in headline_groups(evaluation) for one in group.headlines]
    found = figures(evaluation.questions)
    assert len(headlines) == 9
    assert [one.found for one in headlines if one.term == "nDCG@10"] == [found["nDCG@10"]]
    on_top = next(one for one in headlines if one.term == "Success@1")
    assert set(on_top.beside) == {System.DENSE, System.LEXICAL}
    assert next(one for one in headlines if one.term == "AUROC").beside == {}


def test_figures_that_the_questions_do_not_have_are_left_out(evaluation: Evaluation) -> None:
    answerable = [replace(one, overlaps=None) for one in evaluation.questions if one.answerable]
    found = replace(evaluation, questions=tuple(answerable), unanswerable=0, answers=None)
    titles = [one.title for group in headline_groups(found) for one in group.headlines]
    assert "False answers" not in titles
    assert "Overlap with the reference answers" not in titles
    assert "Answered rightly" in titles


def test_the_summary_counts_what_was_answered(evaluation: Evaluation) -> None:
    answered = [replace(one, outcome=Outcome.ANSWERED, right=one.answerable) for one in evaluation.questions]
    assert [
        sentence.replace("\N{NO-BREAK SPACE}", " ")
        for sentence in summary(replace(evaluation, questions=tuple(answered)))
    ] == [
        "Of 3 questions that an article answers, the bot answered 3 (100 %) from the right article and 0 (0 %) from "
        "another one.",
        "Of 2 that no article answers, it answered 2 (100 %) all the same.",
    ]


def test_every_figure_has_a_title() -> None:
    assert title_of("MRR@10") == "MRR@10"
    assert title_of("ECE") == "Calibration error (ECE)"
    assert all(title_of(name) for name in FIGURES)

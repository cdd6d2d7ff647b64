"""The headline figures in the words of somebody who runs a support team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.answer_quality import BASELINE_WORDS
from eval.figures import AUROC, ECE, FIGURES, RIGHT_AT_5, baseline_figures, figures
from eval.report.words import share
from eval.results import Evaluation
from eval.significance import Estimate
from eval.systems import System


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure: its title, what it means in a sentence, the term that researchers use, and what stands beside it."""

    title: str
    meaning: str
    term: str
    found: Estimate
    higher_is_better: bool
    beside: Mapping[System, float]


@dataclass(frozen=True, slots=True)
class HeadlineGroup:
    """Figures about one thing that a bot has to do."""

    name: str
    headlines: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    meaning: str
    term: str = ""


_GROUPS: Mapping[str, Mapping[str, _Words]] = {
    "Finding the article": {
        "Success@1": _Words(
            "Right article on top", "Of the questions that an article answers, how many have it ranked first."
        ),
        "Recall@5": _Words(
            "Right article in the first five",
            "How many of the articles that answer a question are among the first five.",
        ),
        "nDCG@10": _Words(
            "Quality of the ranking",
            "100 % where the right articles stand first; less the further down they stand; 0 below the tenth place.",
        ),
    },
    "Answering and refusing": {
        "answered_right": _Words(
            "Answered rightly",
            "Of the questions that an article answers, how many the bot answered, and from the right article.",
        ),
        "false_answers": _Words(
            "False answers",
            "Of the questions that no article answers, how many the bot answered all the same. Less is better.",
        ),
        RIGHT_AT_5: _Words(
            "Answered rightly if 5 % false answers are allowed",
            "As above, at the threshold that lets through no more false answers than that. Compares bots fairly.",
        ),
    },
    "Trusting the confidence": {
        AUROC: _Words(
            "Tells what it can answer",
            "How often a question with an answer gets a higher confidence than one without; 50 % is guessing.",
            "AUROC",
        ),
        ECE: _Words(
            "Calibration error",
            "How far the confidence lies from the share that turns out right, on average. Less is better.",
            "ECE",
        ),
    },
    "Quoting what answers": {
        "answer_F1": _Words(
            "Overlap with the reference answers",
            "100 % where the bot quotes every content word of the reference answer and no other.",
            "F1",
        ),
    },
}


def headline_groups(found: Evaluation) -> tuple[HeadlineGroup, ...]:
    """The figures that the evaluation has, group by group; a group without one is left out."""
    estimates = figures(found.questions)
    beside = baseline_figures(found.questions)
    groups = []
    for name, words in _GROUPS.items():
        headlines = tuple(
            Headline(
                title=one.title,
                meaning=_meaning(found, figure, one),
                term=one.term or (figure if "@" in figure else ""),
                found=estimates[figure],
                higher_is_better=FIGURES[figure].higher_is_better,
                beside={system: values[figure].value for system, values in beside.items() if figure in values},
            )
            for figure, one in words.items()
            if figure in estimates
        )
        if headlines:
            groups.append(HeadlineGroup(name, headlines))
    return tuple(groups)


def title_of(figure: str) -> str:
    """The title of a figure by its name, with the researchers' term where it has one."""
    for words in _GROUPS.values():
        if one := words.get(figure):
            term = one.term or (figure if "@" in figure else "")
            return f"{one.title} ({term})" if term else one.title
    return FIGURES[figure].label


def _meaning(found: Evaluation, figure: str, words: _Words) -> str:
    if figure != "answer_F1" or found.answers is None:
        return words.meaning
    start, whole = found.answers.passage_starts.f1, found.answers.passages.f1
    return (
        f"{words.meaning} The first {BASELINE_WORDS} words of the passage reach {share(start)}, the whole passage "
        f"{share(whole)}."
    )


def summary(found: Evaluation) -> Sequence[str]:
    """The sentences that say it all, for whoever reads nothing else."""
    answerable = [one for one in found.questions if one.answerable]
    unanswerable = [one for one in found.questions if not one.answerable]
    rightly = sum(one.answered and one.right for one in answerable)
    wrongly = sum(one.answered and not one.right for one in answerable)
    sentences = []
    if answerable:
        sentences.append(
            f"Of {len(answerable):,} questions that an article answers, the bot answered {rightly:,} "
            f"({share(rightly / len(answerable), 0)}) from the right article and {wrongly:,} "
            f"({share(wrongly / len(answerable), 0)}) from another one."
        )
    if unanswerable:
        false = sum(one.answered for one in unanswerable)
        asked, bot = ("that", "it") if answerable else ("questions that", "the bot")
        sentences.append(
            f"Of {len(unanswerable):,} {asked} no article answers, {bot} answered {false:,} "
            f"({share(false / len(unanswerable), 0)}) all the same."
        )
    return sentences

"""The index that a data set is measured on: its own articles in a home of their own, or what the home has published."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.knowledge import ReleaseKnowledge, today_utc
from bot.settings import Settings
from bot.wiring import open_publisher, reranker_loader
from corpus.clean import slug
from corpus.errors import BadArticlesError, EvaluationError, Problem
from corpus.sources import load_sources
from corpus.sources.fields import NO_TEXT
from embeddings.alternatives import accepted_questions, normalised
from embeddings.home import Home
from embeddings.publish import ProgressDisplay
from embeddings.release import Release, load_release, without_accepted
from eval.datasets import Dataset, Query


@dataclass(frozen=True, slots=True)
class Index:
    """A release published in a home and what the bot makes of it; `today` decides which articles have expired.

    `empty` are the places of records without a title or text, which research corpora hold: they are not indexed.
    """

    home: Path
    release: Release
    knowledge: ReleaseKnowledge
    today: date
    empty: tuple[str, ...] = ()


def open_index(
    settings: Settings,
    dataset: Dataset,
    display: ProgressDisplay,
    corpus: str | None = None,
    today: Callable[[], date] = today_utc,
    calibrated: bool = True,
) -> Index:
    """The index for a data set: that of `corpus` or of the folder's own articles, else the one in the home.

    With `calibrated` False the bot judges its confidence as it ships, whatever calibration the release has.
    Articles given here are published in a home of their own under the given one, and reused while they are unchanged.
    Raises BadArticlesError when an article can't be used, unless it is just empty.
    """
    empty: tuple[str, ...] = ()
    source = corpus or (str(dataset.corpus) if dataset.corpus else None)
    if source:
        settings = settings.model_copy(update={"home": corpus_home(settings.home, source)})
        with display.stage("Reading articles"):
            loaded = load_sources([source])
        empty = _empty(loaded.problems)
        unusable = [problem for problem in loaded.problems if _place(problem) not in empty]
        if unusable or not loaded.articles:
            raise BadArticlesError(unusable or loaded.problems, "Mend them, or take them out of the data set.")
        open_publisher(settings, display).publish(loaded.articles, allow_deletes=True)
    home = Home(settings.home)
    release = load_release(home.folder(home.current()), settings.threads)
    load_reranker = reranker_loader(settings)
    reranker = load_reranker() if load_reranker else None
    known = release if calibrated else replace(release, calibration={})
    knowledge = ReleaseKnowledge(known, settings.threshold, today, reranker)
    return Index(settings.home, release, knowledge, today(), empty)


def _empty(problems: Sequence[Problem]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_place(problem) for problem in problems if problem.what == NO_TEXT))


def _place(problem: Problem) -> str:
    return problem.path if problem.line is None else f"{problem.path}:{problem.line}"


def corpus_home(home: Path, source: str) -> Path:
    """Where the articles of an evaluation source are published: one place for each path they can come from."""
    path = Path(source)
    resolved = str(path.resolve()) if path.exists() else source
    name = path.resolve().parent.name if path.name == "corpus.jsonl" else path.stem
    return home / "datasets" / f"{slug(name)}-{hashlib.sha256(resolved.encode()).hexdigest()[:8]}"


def without_indexed(dataset: Dataset, index: Index) -> Dataset:
    """The data set without the questions that stand in the index, accepted from use: those it finds anyhow."""
    standing = accepted_questions(index.release)
    if not standing:
        return dataset

    def asked(queries: tuple[Query, ...]) -> tuple[Query, ...]:
        return tuple(query for query in queries if normalised(query.text) not in standing)

    return replace(dataset, queries=asked(dataset.queries), oos_queries=asked(dataset.oos_queries))


def without_accepted_questions(index: Index) -> Index:
    """The index as it would be had no question been accepted from use."""
    return replace(index, release=without_accepted(index.release), knowledge=index.knowledge.without_accepted())


def check_judged_articles(dataset: Dataset, index: Index) -> None:
    """Raises EvaluationError when a judged article is not in the index: nothing could ever find it."""
    unknown = [article for article in dataset.article_places if article not in index.knowledge.articles]
    if unknown:
        first = unknown[0]
        more = f" (and {len(unknown) - 1} more)" if len(unknown) > 1 else ""
        raise EvaluationError(
            f"{dataset.article_places[first]}: The article '{first}'{more} is not in the index {index.release.name} of "
            f"'{index.home}'. Correct the id, or name the articles that the questions are about with --corpus SOURCE."
        )

"""Rules made ready for one encoder: which of them a question matches, and which wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.answer import NO_FILTERS, Filters
from bot.folded import folded
from bot.retrieval.retrieve import Query
from bot.rules.rule import Draft, KeptRules, Rule, RuleKind
from bot.rules.words import Wording, alternatives, as_words
from embeddings.encoder import Vectors

_ORDER = tuple(RuleKind)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as rules look at it: as the customer typed it, and the query that retrieval would have."""

    text: str
    query: Query
    filters: Filters = NO_FILTERS
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """A rule that a question matches; `likeness`, up to 1, is that of its nearest example, None where it has none."""

    rule: Rule
    likeness: float | None


class RuleSet:
    """The rules of one revision with the vectors of their examples, as one encoder has them; immutable.

    `usual_cosine` is what questions about different articles have on average: a likeness of 0. `at_least` is a likeness
    to take in place of what the rules need.
    """

    def __init__(
        self, kept: KeptRules, vectors: Mapping[str, Vectors], usual_cosine: float, at_least: float | None = None
    ) -> None:
        self.revision = kept.revision
        self.rules: Mapping[int, Rule] = {rule.number: rule for rule in kept.rules}
        self._usual_cosine = usual_cosine
        in_use = [rule for rule in kept.rules if rule.draft.enabled]
        self._by_meaning = tuple(rule for rule in in_use if rule.draft.examples)
        self._by_words_alone = tuple(rule for rule in in_use if not rule.draft.examples and rule.draft.words)
        self._exact = {rule.number: {_typed(one) for one in rule.draft.examples} for rule in self._by_meaning}
        self._words = {rule.number: tuple(map(alternatives, rule.draft.words)) for rule in in_use}
        examples = [vectors[one] for rule in self._by_meaning for one in rule.draft.examples]
        self._examples = np.stack(examples) if examples else np.zeros((0, 0), dtype=np.float32)
        counts = [len(rule.draft.examples) for rule in self._by_meaning]
        self._starts = np.cumsum([0, *counts], dtype=np.int64)[:-1]
        needed = [rule.draft.strictness.likeness if at_least is None else at_least for rule in self._by_meaning]
        self._needed = np.array(needed, dtype=np.float32)

    def matches(
        self, question: Question, today: date, may_be_quoted: Callable[[str], bool] = lambda _: True
    ) -> tuple[RuleMatch, ...]:
        """Every rule that the question matches, the one that wins first.

        Pins come before blocks, blocks before routes; of one kind the nearest by meaning first, then those that go by
        words alone, the one with more of them first, then the oldest.
        """
        if not (self._by_meaning or self._by_words_alone):
            return ()
        asked = as_words(question.text)
        near = self._near(question.query, " ".join(asked.split()) or folded(question.text).strip())
        found = [*near, *(RuleMatch(rule, None) for rule in self._by_words_alone)]
        said = Wording(question.query.follows, question.text)
        language = question.locale or question.filters.locale
        kept = [
            match
            for match in found
            if all(said.holds(one, match.rule.draft.locale or language) for one in self._words[match.rule.number])
            and _applies(match.rule.draft, question, today, may_be_quoted)
        ]
        return tuple(sorted(kept, key=_place))

    def _near(self, query: Query, typed: str) -> list[RuleMatch]:
        if not self._by_meaning:
            return []
        likeness = self._likeness(query.vector)
        if query.own is not None:
            likeness = np.maximum(likeness, self._likeness(query.own))
        same = np.array([typed in self._exact[rule.number] for rule in self._by_meaning], dtype=np.bool_)
        likeness = np.where(same, np.float32(1), likeness)
        return [
            RuleMatch(self._by_meaning[row], float(min(likeness[row], 1.0)))
            for row in np.flatnonzero(likeness >= self._needed)
        ]

    def _likeness(self, vector: Vectors) -> Vectors:
        cosines = np.maximum.reduceat(self._examples @ vector, self._starts)
        likeness: Vectors = (cosines - np.float32(self._usual_cosine)) / np.float32(1 - self._usual_cosine)
        return likeness


def _applies(draft: Draft, question: Question, today: date, may_be_quoted: Callable[[str], bool]) -> bool:
    return (
        draft.counts_on(today)
        and draft.is_for(question.filters, question.locale)
        and (draft.article_id is None or may_be_quoted(draft.article_id))
    )


def _place(match: RuleMatch) -> tuple[int, float, int, int]:
    rule = match.rule
    likeness = -1.0 if match.likeness is None else match.likeness
    return _ORDER.index(rule.draft.kind), -likeness, -len(rule.draft.words), rule.number


def _typed(text: str) -> str:
    """A text by which the same one is known however it was typed."""
    return " ".join(as_words(text).split()) or folded(text).strip()

"""What suggested replies are worth, beside the first three passages as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

import numpy as np

from bot.conversation import Role
from bot.knowledge import ReleaseKnowledge
from bot.suggest import Suggested, Suggestion
from bot.suggest.suggester import suggest_from
from corpus.clean import plain_text
from embeddings.analysis import terms
from embeddings.publish import ProgressDisplay
from eval.answer_quality import overlap
from eval.conversations import Case, CaseSet, last_turn
from eval.figures import mean_figures
from eval.index import Index, check_judged_articles
from eval.significance import Estimate, randomisation_p_values

DRAFTS = 3
# A part counts as named if as large a share of its terms is; words as repeated if so many in a row were said before.
NAMED_TERMS = 0.5
REPEATED_WORDS = 6
# What each measure is called, and whether the baseline has it.
MEASURES: Mapping[str, str] = {
    "hit@1": "questions whose article draft 1 cites",
    "hit@3": "questions whose article any draft cites",
    "recall@1": "reference's words in draft 1",
    "recall@3": "reference's words in the best draft",
    "F1@1": "F1 of draft 1",
    "F1@3": "F1 of the best draft",
    "missing": "missing parts that are named",
    "wrongly_missing": "answerable questions called missing",
    "repeated": "draft 1's words that were said before",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is judged: the articles it cites, and its words."""

    cited: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What one case gave; measures that it does not have are absent from `own` and `baseline`."""

    case: Case
    questions: tuple[str, ...]
    missing: tuple[str, ...]
    drafts: tuple[Draft, ...]
    own: Mapping[str, float]
    baseline: Mapping[str, float]
    total_ms: float


@dataclass(frozen=True, slots=True)
class Measure:
    """The mean of a measure over the cases that have it, the baseline's, and the p-value of their difference."""

    count: int
    own: Estimate
    baseline: Estimate
    p_value: float


@dataclass(frozen=True, slots=True)
class SuggestionsEvaluation:
    """An evaluation of suggested replies."""

    dataset: str
    release: str
    measures: Mapping[str, Measure]
    cases: tuple[CaseResult, ...]
    mean_drafts: float
    median_ms: float


def evaluate_suggestions(index: Index, found: CaseSet, display: ProgressDisplay) -> SuggestionsEvaluation:
    """The measures of the drafts for every case. Raises EvaluationError when an article is not in the index."""
    check_judged_articles(found.dataset, index)
    results: list[CaseResult] = []
    with display.stage("Suggesting replies", len(found.cases)) as progress:
        for case in found.cases:
            results.append(_result(index.knowledge, case))
            progress(1)
    return SuggestionsEvaluation(
        dataset=found.dataset.name,
        release=index.release.name,
        measures={name: measure for name in MEASURES if (measure := _measure(name, results))},
        cases=tuple(results),
        mean_drafts=fmean(len(one.drafts) for one in results),
        median_ms=median(one.total_ms for one in results),
    )


def _result(knowledge: ReleaseKnowledge, case: Case) -> CaseResult:
    suggested = suggest_from(knowledge, case.messages, DRAFTS)
    drafts = [_as_judged(draft) for draft in suggested.suggestions]
    return CaseResult(
        case=case,
        questions=suggested.questions,
        missing=suggested.missing,
        drafts=tuple(drafts),
        own=_measures(case, drafts, suggested),
        baseline=_measures(case, _first_passages(knowledge, case), None),
        total_ms=suggested.timings_ms["total"],
    )


def _as_judged(draft: Suggestion) -> Draft:
    """The draft without what it only links to: each answer once, and what it says of the questions left open."""
    text = draft.text
    for link in draft.links:
        text = text.replace(link.markdown, "")
    return Draft(frozenset(one.article_id for one in draft.citations), plain_text(text))


def _first_passages(knowledge: ReleaseKnowledge, case: Case) -> list[Draft]:
    """The baseline: the first passages for the customer's last turn after what was said before, each as a draft."""
    asked, before = last_turn(case.messages)
    hits = knowledge.retrieve_query(knowledge.query_for(asked, before), DRAFTS) if asked.strip() else []
    return [Draft(frozenset([hit.article.id]), plain_text(hit.passage.text)) for hit in hits]


def _measures(case: Case, drafts: Sequence[Draft], suggested: Suggested | None) -> dict[str, float]:
    found: dict[str, float] = {}
    answerable = [part for part in case.parts if part.relevant]
    if answerable:
        cited = [draft.cited for draft in drafts]
        everything = frozenset[str]().union(*cited)
        found["hit@1"] = fmean(bool(cited and part.relevant & cited[0]) for part in answerable)
        found["hit@3"] = fmean(bool(part.relevant & everything) for part in answerable)
        named = [_is_named(part.text, suggested.missing) if suggested else False for part in answerable]
        found["wrongly_missing"] = fmean(named)
    if len(answerable) < len(case.parts):
        missing = [part for part in case.parts if not part.relevant]
        found["missing"] = fmean(_is_named(part.text, suggested.missing) if suggested else False for part in missing)
    if case.reference:
        shared = [overlap(draft.text, case.reference) for draft in drafts]
        found["recall@1"] = shared[0].recall if shared else 0.0
        found["recall@3"] = max((one.recall for one in shared), default=0.0)
        found["F1@1"] = shared[0].f1 if shared else 0.0
        found["F1@3"] = max((one.f1 for one in shared), default=0.0)
    said = " \n ".join(message.text for message in case.messages if message.role is not Role.USER)
    if said:
        found["repeated"] = _repeated(drafts[0].text, plain_text(said)) if drafts else 0.0
    return found


def _is_named(part: str, named: Sequence[str]) -> bool:
    wanted = frozenset(terms(part))
    return any(len(wanted & frozenset(terms(one))) >= NAMED_TERMS * len(wanted) for one in named)


def _repeated(text: str, said: str) -> float:
    """The share of a text's words that stand in a run of REPEATED_WORDS which was said before."""
    own, known = _words(text), _words(said)
    before = {tuple(known[place : place + REPEATED_WORDS]) for place in range(len(known) - REPEATED_WORDS + 1)}
    again = np.zeros(len(own), dtype=np.bool_)
    for place in range(len(own) - REPEATED_WORDS + 1):
        if tuple(own[place : place + REPEATED_WORDS]) in before:
            again[place : place + REPEATED_WORDS] = True
    return float(again.mean()) if len(own) else 0.0


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text.casefold()).split()


def _measure(name: str, results: Sequence[CaseResult]) -> Measure | None:
    pairs = [(one.own[name], one.baseline[name]) for one in results if name in one.own]
    if not pairs:
        return None
    own, baseline = ([pair[side] for pair in pairs] for side in (0, 1))
    estimates = mean_figures({"own": own, "baseline": baseline})
    differences = np.array(own, dtype=np.float64) - np.array(baseline, dtype=np.float64)
    p_value = float(randomisation_p_values(differences[:, np.newaxis])[0])
    return Measure(len(pairs), estimates["own"], estimates["baseline"], p_value)

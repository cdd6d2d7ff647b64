"""What a help centre's rules cost each question that they are held against."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.rules.book import RuleBook
from bot.rules.matching import Question
from bot.rules.rule import Draft, RuleKind
from bot.settings import Settings
from bot.wiring import open_live, open_store
from embeddings.publish import ProgressDisplay

RULES = 200
EXAMPLES = 10  # of each


@dataclass(frozen=True, slots=True)
class RulesSpeed:
    """How long one question takes to be held against all rules, in milliseconds of the computing thread."""

    rules: int
    examples: int
    match_p50_ms: float
    match_p95_ms: float


def measure_rules(settings: Settings, questions: Sequence[str], display: ProgressDisplay) -> RulesSpeed:
    """The speed of matching the questions with rules that are kept in the home's database."""
    knowledge = open_live(settings).current()
    store = open_store(settings)
    try:
        with display.stage("Keeping rules", RULES) as progress:
            for rule in range(RULES):
                examples = tuple(f"Question {number} of rule {rule}?" for number in range(EXAMPLES))
                store.rules.add(Draft(RuleKind.PIN, f"Rule {rule}", examples, answer="An answer."), "the benchmark")
                progress(1)
        book = RuleBook(store.rules, poll_seconds=float("inf"))
        book.refresh(knowledge)
        spent = []
        for text in questions:
            question = Question(text, knowledge.query_for(text))
            started = time.thread_time()
            book.matches(knowledge, question)
            spent.append((time.thread_time() - started) * 1000)
    finally:
        store.database.close()
    return RulesSpeed(RULES, RULES * EXAMPLES, float(np.percentile(spent, 50)), float(np.percentile(spent, 95)))

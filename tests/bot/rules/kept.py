"""Rules kept in memory, and rules to keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.rules.rule import Draft, KeptRules, PastQuestion, Rule, RuleKind
from corpus.errors import StoreError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def draft(kind: RuleKind = RuleKind.PIN, *examples: str, **fields: Any) -> Draft:
    """A rule with these example questions."""
    return Draft(**{"kind": kind, "name": "a rule", "answer": f"By a {kind}.", "examples": examples, **fields})


class KeptInMemory:
    """The rules as a list, and what went wrong as a test wants it."""

    def __init__(self, *drafts: Draft) -> None:
        self.kept = KeptRules(0)
        self.error: StoreError | None = None
        self.reads = 0
        self.past: tuple[Sequence[PastQuestion], int] = ((), 0)
        for one in drafts:
            self.add(one, "Lena")

    def revision(self) -> int:
        if self.error:
            raise self.error
        return self.kept.revision

    def all(self) -> KeptRules:
        self.reads += 1
        return self.kept

    def add(self, draft: Draft, by: str) -> Rule:
        number = max((rule.number for rule in self.kept.rules), default=0) + 1
        rule = Rule(number, draft, 1, NOON, by, NOON, by)
        self.kept = KeptRules(self.kept.revision + 1, (*self.kept.rules, rule))
        return rule

    def change(self, number: int, draft: Draft, version: int, by: str) -> Rule:
        rules = [
            replace(rule, draft=draft, version=version + 1) if rule.number == number else rule
            for rule in self.kept.rules
        ]
        self.kept = KeptRules(self.kept.revision + 1, tuple(rules))
        return next(rule for rule in rules if rule.number == number)

    def delete(self, number: int) -> None:
        self.kept = KeptRules(self.kept.revision + 1, tuple(rule for rule in self.kept.rules if rule.number != number))

    def hits(self, since: datetime) -> Mapping[int, int]:
        return {}

    def questions(self, since: datetime, limit: int) -> tuple[Sequence[PastQuestion], int]:
        return self.past[0][:limit], self.past[1]

"""Where the team looks after its rules: what is kept, what counts right now, and what a change would do."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge import LiveReleases
from bot.rules.book import RuleBook
from bot.rules.preview import SECONDS, Preview, Previewer
from bot.rules.rule import Draft, Rule, Rules, unknown_rule


class RuleDesk:
    """The rules of a store over the live release; its own changes count at once, those of other servers in a second.

    Changes and previews raise NoReleaseError while nothing is published, before anything is kept.
    """

    def __init__(self, kept: Rules, live: LiveReleases) -> None:
        self.kept, self.book = kept, RuleBook(kept)
        self._live = live
        self._previewer = Previewer(kept, self.book)

    def find(self, number: int) -> Rule:
        """The rule of this number. Raises NotFoundError, StoreError."""
        for rule in self.kept.all().rules:
            if rule.number == number:
                return rule
        raise unknown_rule(number)

    def add(self, draft: Draft, by: str) -> Rule:
        """The new rule. Raises StoreError."""
        knowledge = self._live.current()
        rule = self.kept.add(draft, by)
        self.book.refresh(knowledge)
        return rule

    def change(self, number: int, draft: Draft, version: int, by: str) -> Rule:
        """The rule as changed. Raises NotFoundError, ConflictError, StoreError."""
        knowledge = self._live.current()
        rule = self.kept.change(number, draft, version, by)
        self.book.refresh(knowledge)
        return rule

    def delete(self, number: int) -> None:
        """Deletes the rule. Raises NotFoundError, StoreError."""
        knowledge = self._live.current()
        self.kept.delete(number)
        self.book.refresh(knowledge)

    def preview(
        self, draft: Draft, number: int | None, days: int, trial: Sequence[str] = (), seconds: float = SECONDS
    ) -> Preview:
        """What the draft would have changed; see `Previewer.preview`. Raises StoreError."""
        return self._previewer.preview(self._live.current(), draft, number, days, trial, seconds)

    def follow(self) -> None:
        """Starts looking for changes in the background until `stop`."""
        self.book.follow(self._live)

    def stop(self) -> None:
        """Ends following."""
        self.book.stop()

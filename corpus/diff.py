"""What changed between the articles that are live and those that were just read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.article import Article
from corpus.errors import MassDeletionError

_REMOVABLE_SHARE = 0.1
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Diff:
    """The ids of articles by what became of them: new ones in the order they were read, removed ones as they stood."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be published."""
        return not (self.added or self.changed or self.removed)


def diff(live: Mapping[str, str] | Iterable[Article], new: Iterable[Article]) -> Diff:
    """What a release of `new` changes in `live`, which is articles or their content hashes by id."""
    before = live if isinstance(live, Mapping) else _hashes(live)
    after = _hashes(new)
    return Diff(
        added=tuple(id_ for id_ in after if id_ not in before),
        changed=tuple(id_ for id_, digest in after.items() if id_ in before and before[id_] != digest),
        removed=tuple(id_ for id_ in before if id_ not in after),
        unchanged=tuple(id_ for id_, digest in after.items() if before.get(id_) == digest),
    )


def check_deletions(change: Diff, live_count: int, allow: bool) -> None:
    """Nothing, when so few articles are removed that a person may well have meant it, or when it is allowed.

    Raises MassDeletionError when more than one article and more than a tenth of the live ones would go.
    """
    removed = len(change.removed)
    if not allow and removed > max(1, live_count * _REMOVABLE_SHARE):
        raise MassDeletionError(removed, live_count, change.removed[:_EXAMPLES])


def _hashes(articles: Iterable[Article]) -> dict[str, str]:
    return {article.id: article.content_hash() for article in articles}

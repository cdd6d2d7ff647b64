"""What a rule would change, told from the questions that customers have asked."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.answer import Filters, Outcome
from bot.clock import now_utc
from bot.knowledge import ReleaseKnowledge
from bot.person import language_of_request
from bot.retrieval.retrieve import Query
from bot.rules.book import RuleBook
from bot.rules.matching import Question, RuleMatch, RuleSet
from bot.rules.rule import Draft, KeptRules, PastQuestion, Rule, RuleKind, Rules, Strictness
from bot.small_talk import small_talk

MOST_QUESTIONS = 2000
SECONDS = 2.0
_ENCODED_AT_ONCE = 16
_MOST_REMEMBERED = 3 * MOST_QUESTIONS  # about 4 kB each
_READ_AGAIN_SECONDS = 30.0
_REMEMBERED_SECONDS = 600.0
_NEARLY_SHOWN = 5
_NEARLY = 0.25
_FAR = -1.0  # the likeness to a rule that is out of the question
_NEW_RULE = 0
_NOTHING_READ: tuple[float, int, tuple[Sequence[PastQuestion], int]] = (float("-inf"), 0, ((), 0))
_OUTCOMES = {RuleKind.PIN: Outcome.ANSWERED, RuleKind.BLOCK: Outcome.ABSTAINED, RuleKind.ROUTE: Outcome.HANDED_OFF}


@dataclass(frozen=True, slots=True)
class Effect:
    """A question that the rule matches, or hardly misses: what was replied and what would be.

    `likeness` is None where the rule goes by words alone, and -1 where its words, language or dates exclude it, or it
    is small talk or a wish for a person. `winner` is the rule that would answer, None where no rule would; `others` are
    those that match as well, in their order. Without `past` it was typed to try the rule.
    """

    question: str
    likeness: float | None
    winner: Rule | None
    others: tuple[Rule, ...]
    past: PastQuestion | None = None

    @property
    def after(self) -> Outcome | None:
        """What would become of the question; None where that is up to the articles."""
        return _OUTCOMES[self.winner.draft.kind] if self.winner else None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would have changed; effects are in the order of their likeness, the nearest first.

    `looked_at` of the `asked` questions of the period were looked at, the newest; `is_complete` tells whether asking
    again would look at more. `changed` would be answered by the rule and were not, `unchanged` have been already;
    `outranked` match, but another rule comes first; `released` were answered by the rule and would be no longer.
    `missed` are the nearest of those that the rule does not match. `by_strictness` counts the matches at each
    strictness, whichever the rule has; `moves` the changes by the outcome before and after.
    """

    asked: int
    looked_at: int
    is_complete: bool
    changed: tuple[Effect, ...]
    unchanged: tuple[Effect, ...]
    outranked: tuple[Effect, ...]
    released: tuple[Effect, ...]
    missed: tuple[Effect, ...]
    tried: tuple[Effect, ...]
    by_strictness: Mapping[Strictness, int]
    moves: Mapping[tuple[Outcome, Outcome], int]


class Previewer:
    """Tries rules on past questions, whose vectors it remembers: only the first preview of a release takes long.

    What customers wrote is forgotten some minutes after the last preview, for it may have been deleted meanwhile.
    """

    def __init__(self, kept: Rules, book: RuleBook, clock: Callable[[], datetime] = now_utc) -> None:
        self._kept, self._book, self._clock = kept, book, clock
        self._queries: dict[int, Query] = {}
        self._encoded_with = ""
        self._past = _NOTHING_READ
        self._working = threading.Lock()
        self._idle = threading.Timer(0, self._forget)

    def preview(
        self,
        knowledge: ReleaseKnowledge,
        draft: Draft,
        number: int | None = None,
        days: int = 30,
        trial: Sequence[str] = (),
        seconds: float = SECONDS,
    ) -> Preview:
        """What the draft would have changed in the last days, as a new rule or in place of the one of that number.

        `trial` are questions to try it on beside those. Encoding questions ends after about `seconds`. Raises
        StoreError.
        """
        tested = _Tested(self._book, knowledge, draft, number or _NEW_RULE)
        with self._working:
            self._idle.cancel()
            self._idle = threading.Timer(_REMEMBERED_SECONDS, self._forget)
            self._idle.daemon = True
            self._idle.start()
            past, asked = self._questions(days)
            known = self._prepared(knowledge, past, time.monotonic() + seconds)
            # Held no longer: what follows reads only what is not changed any more.
            queries = [(one, self._queries[one.number]) for one in past[:known]]
        effects = [effect for one, query in queries if (effect := tested.on_past(one, query))]
        tried = [tested.on(text, query, None) for text, query in _queries(knowledge, trial)]
        return _summed_up(tested.rule, effects, tried, asked, known, len(past))

    def _forget(self) -> None:
        with self._working:
            self._queries = {}
            self._past = _NOTHING_READ

    def _questions(self, days: int) -> tuple[Sequence[PastQuestion], int]:
        read_at, of_days, found = self._past
        if of_days != days or time.monotonic() - read_at > _READ_AGAIN_SECONDS:
            found = self._kept.questions(self._clock() - timedelta(days=days), MOST_QUESTIONS)
            self._past = (time.monotonic(), days, found)
        return found

    def _prepared(self, knowledge: ReleaseKnowledge, past: Sequence[PastQuestion], until: float) -> int:
        """How many of the questions have their queries now, from the first on."""
        if self._encoded_with != knowledge.release:
            self._encoded_with, self._queries = knowledge.release, {}
        if len(self._queries) > _MOST_REMEMBERED:
            wanted = {one.number for one in past}
            self._queries = {number: query for number, query in self._queries.items() if number in wanted}
        missing = [one for one in past if one.number not in self._queries]
        for at in range(0, len(missing), _ENCODED_AT_ONCE):
            if time.monotonic() > until:
                break
            some = missing[at : at + _ENCODED_AT_ONCE]
            queries = knowledge.queries_for([(one.message.text, one.history) for one in some])
            self._queries |= {one.number: query for one, query in zip(some, queries, strict=True)}
        return next((at for at, one in enumerate(past) if one.number not in self._queries), len(past))


class _Tested:
    """A draft beside the rules that are in use, all ready for one release."""

    def __init__(self, book: RuleBook, knowledge: ReleaseKnowledge, draft: Draft, number: int) -> None:
        self._knowledge = knowledge
        now = now_utc()
        self.rule = Rule(number, replace(draft, enabled=True), 0, now, "", now, "")
        current = book.current(knowledge)
        others = [rule for rule in current.rules.values() if rule.number != number]
        kept = KeptRules(current.revision, (*others, self.rule))
        examples = [example for rule in kept.rules for example in rule.draft.examples]
        vectors, usual = book.vectors_of(knowledge, examples)
        self._together = RuleSet(kept, vectors, usual)
        self._alone = RuleSet(KeptRules(0, (self.rule,)), vectors, usual, at_least=-1.0)

    def on_past(self, past: PastQuestion, query: Query) -> Effect | None:
        """The effect on a past question; None where it neither is nor was one for the rule."""
        if not _reaches_rules(past.message.text):
            return None
        alone = self._alone_on(past.message.text, query, past)
        is_near = alone is not None and (alone.likeness is None or alone.likeness >= _NEARLY)
        return self.on(past.message.text, query, past) if is_near or _was_its(self.rule, past) else None

    def on(self, text: str, query: Query, past: PastQuestion | None) -> Effect:
        """The effect on a question, which may be none."""
        if not _reaches_rules(text):
            return Effect(text, _FAR, None, (), past)
        alone = self._alone_on(text, query, past)
        matches = self._matches(self._together, text, query, past)
        winner, others = (matches[0].rule, tuple(m.rule for m in matches[1:])) if matches else (None, ())
        return Effect(text, alone.likeness if alone else _FAR, winner, others, past)

    def _alone_on(self, text: str, query: Query, past: PastQuestion | None) -> RuleMatch | None:
        """How like the rule's examples the question is; None where other conditions keep the rule from it."""
        return next(iter(self._matches(self._alone, text, query, past)), None)

    def _matches(self, rules: RuleSet, text: str, query: Query, past: PastQuestion | None) -> tuple[RuleMatch, ...]:
        draft = self.rule.draft
        # Who tries a rule on a question of their own means one that the rule is for.
        locale, kind = (past.locale, None) if past else (draft.locale, draft.article_kind)
        question = Question(text, query, Filters(kind=kind), locale)
        return rules.matches(question, self._knowledge.today(), self._knowledge.may_be_quoted)


def _queries(knowledge: ReleaseKnowledge, texts: Sequence[str]) -> list[tuple[str, Query]]:
    asked = [text for text in texts if text.strip()]
    return list(zip(asked, knowledge.queries_for([(text, ()) for text in asked]), strict=True)) if asked else []


def _summed_up(
    rule: Rule, effects: Sequence[Effect], tried: Sequence[Effect], asked: int, looked_at: int, readable: int
) -> Preview:
    groups: dict[str, list[Effect]] = {name: [] for name in ("changed", "unchanged", "outranked", "released", "missed")}
    moves: Counter[tuple[Outcome, Outcome]] = Counter()
    by_strictness = dict.fromkeys(Strictness, 0)
    for effect in sorted(effects, key=_nearest_first):
        group = _group(rule, effect)
        groups[group].append(effect)
        if group == "changed" and effect.past and effect.past.reply.answer and effect.after:
            moves[effect.past.reply.answer.outcome, effect.after] += 1
        for strictness in Strictness:
            if effect.likeness is None or effect.likeness >= strictness.likeness:
                by_strictness[strictness] += 1
    groups["missed"] = groups["missed"][:_NEARLY_SHOWN]
    return Preview(
        asked=asked,
        looked_at=looked_at,
        is_complete=looked_at == readable,
        tried=tuple(tried),
        by_strictness=by_strictness,
        moves=moves,
        **{name: tuple(found) for name, found in groups.items()},
    )


def _group(rule: Rule, effect: Effect) -> str:
    was_its = effect.past is not None and _was_its(rule, effect.past)
    if effect.winner is rule:
        return "unchanged" if was_its else "changed"
    if was_its:
        return "released"
    return "outranked" if rule in effect.others else "missed"


def _was_its(rule: Rule, past: PastQuestion) -> bool:
    answer = past.reply.answer
    return answer is not None and rule.number != _NEW_RULE and answer.rule == rule.number


def _nearest_first(effect: Effect) -> float:
    return -2.0 if effect.likeness is None else -effect.likeness


def _reaches_rules(text: str) -> bool:
    """Whether a rule could answer the message at all: small talk and the wish for a person come first."""
    return not (small_talk(text) or language_of_request(text))

"""The rules as this process knows them: read again when they change, ready before a question comes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Mapping

from bot.knowledge import LiveReleases, ReleaseKnowledge
from bot.rules.matching import Question, RuleMatch, RuleSet
from bot.rules.rule import KeptRules, Rules
from bot.rules.usual import usual_cosine
from corpus.errors import CitedeskError
from embeddings.encoder import Vectors

POLL_SECONDS = 1.0

_log = logging.getLogger(__name__)
_NO_RULES = RuleSet(KeptRules(0), {}, 0.0)


class RuleBook:
    """The rules that are kept in a store, none without one; shared by all threads.

    `follow` looks for changes in the background; without it they are looked for as questions come, once a second. While
    the store can't be read, the rules last known count.
    """

    def __init__(self, kept: Rules | None = None, poll_seconds: float = POLL_SECONDS) -> None:
        self._kept, self._poll_seconds = kept, poll_seconds
        self._known = KeptRules(-1)
        self._ready: dict[str, RuleSet] = {}
        self._vectors: dict[str, Vectors] = {}
        self._encoded_by = ""
        self._usual: tuple[str, float] = ("", 0.0)
        self._looked_at = float("-inf")
        self._complaint = ""
        self._preparing = threading.Lock()
        self._is_followed = False
        self._stopped = threading.Event()

    def current(self, knowledge: ReleaseKnowledge) -> RuleSet:
        """The rules, ready for the release's encoder."""
        if self._kept is None:
            return _NO_RULES
        ready = self._ready.get(knowledge.release)
        is_fresh = self._is_followed or time.monotonic() - self._looked_at < self._poll_seconds
        return ready if ready is not None and is_fresh else self.refresh(knowledge)

    def matches(self, knowledge: ReleaseKnowledge, question: Question) -> tuple[RuleMatch, ...]:
        """Every rule that the question matches today, the one that wins first."""
        return self.current(knowledge).matches(question, knowledge.today(), knowledge.may_be_quoted)

    def refresh(self, knowledge: ReleaseKnowledge) -> RuleSet:
        """The rules as they are now, as far as the store can be read, ready for the release's encoder."""
        if self._kept is None:
            return _NO_RULES
        with self._preparing:
            known = self._read(self._kept)
            ready = self._ready.get(knowledge.release)
            if ready is None or known.revision != ready.revision:
                ready = RuleSet(known, self._encoded(knowledge, known), self._usual_of(knowledge))
                # Questions that began with the release before this one are still being answered.
                before = {name: rules for name, rules in self._ready.items() if rules.revision == known.revision}
                self._ready = {**dict(list(before.items())[-1:]), knowledge.release: ready}
            return ready

    def vectors_of(self, knowledge: ReleaseKnowledge, texts: Iterable[str]) -> tuple[Mapping[str, Vectors], float]:
        """The vectors of texts beside those of all examples, and the release's usual cosine."""
        with self._preparing:
            known = dict(self._encoded(knowledge, self._known))
            missing = [text for text in dict.fromkeys(texts) if text not in known]
            known.update(zip(missing, knowledge.encoder.encode_queries(missing), strict=True) if missing else ())
            return known, self._usual_of(knowledge)

    def follow(self, live: LiveReleases) -> None:
        """Starts looking for changes in the background until `stop`, ready for each release as it goes live."""
        self._is_followed = self._kept is not None
        if self._is_followed:
            threading.Thread(target=self._follow, args=(live,), name="follow-rules", daemon=True).start()

    def stop(self) -> None:
        """Ends following."""
        self._stopped.set()
        self._is_followed = False

    def _follow(self, live: LiveReleases) -> None:
        mistake = ""
        while not self._stopped.wait(self._poll_seconds):
            try:
                self.refresh(live.current())
                mistake = ""
            except (CitedeskError, OSError) as error:  # no release yet, or one that was pruned as it was read
                _log.debug("the rules wait for a release: %s", error)
            except Exception as error:  # noqa: BLE001 (whatever it is, the rules must not stand still for good)
                if str(error) != mistake:
                    _log.exception("the rules could not be made ready, so those last known count")
                mistake = str(error)

    def _read(self, kept: Rules) -> KeptRules:
        try:
            if kept.revision() != self._known.revision:
                self._known = kept.all()
            self._complaint = ""
        except CitedeskError as error:
            if str(error) != self._complaint:
                self._complaint = str(error)
                what = "none count" if self._known.revision < 0 else "those last known count"
                _log.error("the rules could not be read, so %s: %s", what, error)
        self._looked_at = time.monotonic()
        return self._known

    def _encoded(self, knowledge: ReleaseKnowledge, known: KeptRules) -> Mapping[str, Vectors]:
        """The vectors of all examples; only those that are new are encoded, unless the encoder is."""
        if self._encoded_by != knowledge.encoder_fingerprint:
            self._encoded_by, self._vectors = knowledge.encoder_fingerprint, {}
        wanted = dict.fromkeys(example for rule in known.rules for example in rule.draft.examples)
        missing = [example for example in wanted if example not in self._vectors]
        found = zip(missing, knowledge.encoder.encode_queries(missing), strict=True) if missing else ()
        every = {**self._vectors, **dict(found)}
        self._vectors = {example: every[example] for example in wanted}
        return self._vectors

    def _usual_of(self, knowledge: ReleaseKnowledge) -> float:
        if self._usual[0] != knowledge.release:
            articles, vectors = knowledge.question_vectors
            self._usual = (knowledge.release, usual_cosine(vectors, articles))
        return self._usual[1]

"""Conversations of a year, as rows of the store's tables: made up, but shaped as real ones are."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import accumulate
from random import Random
from typing import Any

from bot.answer import Outcome, Reason
from bot.conversation import Status
from corpus.article import Article
from eval.store_bench import texts
from eval.store_bench.answers import NEVER_FOUND, AnswerPool, Given

DAYS = 365
CUSTOMERS = 30_000
MADE_UP = "made-up-"  # what the ids of these conversations begin with
SECOND = 1_000_000  # moments are stored in microseconds
_DAY = 86_400 * SECOND
_LOCALES, _SPOKEN = ("en", "de", "es", "zh", "ar", None), (70, 11, 8, 4, 3, 4)
_HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 10, 11, 12, 12, 11, 10, 9, 8, 7, 6, 4, 3)
_ZIPF = 1.1  # the exponent of Zipf's law
_GAPS = tuple(accumulate(rank**-0.9 for rank in range(1, len(texts.GAPS) + 1)))

Rows = dict[str, list[dict[str, Any]]]
_Message = dict[str, Any]


class ConversationMaker:
    """Makes the conversations of the year before `until`, oldest first; the same for the same seed."""

    def __init__(self, articles: Sequence[Article], until: datetime, seed: int = 11) -> None:
        self._random = Random(seed)
        found = articles[: max(1, len(articles) - NEVER_FOUND)]
        self._questions = [article.questions or (article.title,) for article in found]
        self._popular = list(accumulate(rank**-_ZIPF for rank in range(1, len(found) + 1)))
        self._pool = AnswerPool(articles, self._random)
        self._until = int(until.timestamp()) * SECOND
        self._message = self._draft = 0

    def batches(self, count: int, size: int) -> Iterator[tuple[int, Rows]]:
        """How many conversations a batch has, and its rows by table."""
        starts = self._starts(count)
        for at in range(0, count, size):
            rows: Rows = defaultdict(list)
            for number in range(at, min(at + size, count)):
                self._add(rows, number + 1, starts[number])
            yield min(size, count - at), rows

    def _starts(self, count: int) -> list[int]:
        """When conversations begin: more as the year goes on, fewer at weekends and at night."""
        days = range(DAYS)
        weights = [(1 + day / DAYS) * (0.55 if day % 7 > 4 else 1) * self._random.uniform(0.85, 1.15) for day in days]
        begin = self._until - DAYS * _DAY
        chosen = self._random.choices(days, weights, k=count)
        hours = self._random.choices(range(24), _HOURS, k=count)
        hour = 3600 * SECOND
        moments = (begin + day * _DAY + at * hour for day, at in zip(chosen, hours, strict=True))
        return sorted(min(moment + self._random.randrange(hour), self._until - hour) for moment in moments)

    def _add(self, rows: Rows, number: int, start: int) -> None:
        random = self._random
        talk = _Talk(random, rows, number, start, self._next_message)
        age = (self._until - start) / (DAYS * _DAY)
        if random.random() < 0.08:
            talk.turn(random.choice(texts.GREETINGS), self._pool.give(0, Outcome.ANSWERED, Reason.GREETING))
        for _ in range(1 + min(6, int(random.expovariate(0.47)))):
            self._ask(talk, age)
            if talk.unhappy and random.random() < 0.3:
                self._people(talk)
                break
        else:
            if random.random() < 0.2:
                talk.turn(random.choice(texts.THANKS), self._pool.give(0, Outcome.ANSWERED, Reason.THANKS))
        rows["conversations"].append(talk.row(self._customer(), random.choices(_LOCALES, _SPOKEN)[0]))

    def _ask(self, talk: _Talk, age: float) -> None:
        random = self._random
        kind = random.random()
        article = random.choices(range(len(self._questions)), cum_weights=self._popular)[0]
        if kind < 0.02:
            given = self._pool.give(article, Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE)
            talk.turn(random.choice(texts.NONSENSE), given)
        elif kind < 0.14:
            gap = random.choices(range(len(texts.GAPS)), cum_weights=_GAPS)[0]
            if gap in texts.GROWING and random.random() < age:
                gap = (gap + 1) % len(texts.GAPS)
            given = self._pool.give(article, Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE)
            talk.turn(texts.asked(random.choice(texts.GAPS[gap]), random), given)
        else:
            sure = random.random()
            outcome, reason = Outcome.ANSWERED, None
            if sure > 0.93:
                outcome, reason = Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE
            elif sure > 0.86:
                outcome, reason = Outcome.CLARIFY, Reason.AMBIGUOUS
            question = random.choice(self._questions[article])
            talk.turn(texts.asked(question, random), self._pool.give(article, outcome, reason))

    def _people(self, talk: _Talk) -> None:
        """Somebody is asked for; mostly somebody comes, says something and ends it."""
        random = self._random
        reason = Reason.MISSING_KNOWLEDGE
        if random.random() < 0.5:
            reason = random.choice((Reason.CUSTOMER_REQUEST, Reason.CUSTOMER_REQUEST, Reason.UNSUPPORTED_REQUEST))
            talk.turn(random.choice(texts.PERSON), self._pool.give(0, Outcome.HANDED_OFF, Reason.CUSTOMER_REQUEST))
        talk.request(reason)
        is_recent = self._until - talk.now < 3 * _DAY
        if random.random() < (0.5 if is_recent else 0.94):
            talk.answered_by(random.choice(texts.AGENTS), wait=int(math.exp(random.gauss(5.3, 1.0))) * SECOND)
            for _ in range(random.choice((1, 1, 2, 3))):
                drafts = [self._pool.give(random.randrange(len(self._questions)), Outcome.ANSWERED) for _ in range(3)]
                talk.suggest(drafts[: random.randint(0, 3)], self._next_draft)
                talk.say(texts.filled(random.choice(texts.AGENT_LINES), random))
            if not is_recent or random.random() < 0.5:
                talk.end()
        elif not is_recent:
            talk.end()

    def _customer(self) -> int | None:
        if self._random.random() > 0.45:
            return None
        return int(CUSTOMERS * self._random.random() ** 1.6)

    def _next_message(self) -> int:
        self._message += 1
        return self._message

    def _next_draft(self) -> int:
        self._draft += 1
        return self._draft


class _Talk:
    """One conversation as it goes on; its rows are added to those of its batch."""

    def __init__(self, random: Random, rows: Rows, number: int, start: int, next_message: Callable[[], int]) -> None:
        self._random, self._rows, self._number, self._next = random, rows, number, next_message
        self.start = self.now = start
        self._version = 0
        self._status, self._handoff = Status.BOT, dict[str, Any]()
        self._outcome: str | None = None
        self._ratings: set[str] = set()
        self.unhappy = False

    def turn(self, text: str, given: Given) -> None:
        """A question and its answer, which the customer may rate."""
        asked = self._say("user", text, self._random.randint(5, 90) * SECOND)
        message = self._say("bot", given.answer.answer, 60_000, reply_to=asked, answer=given.json)
        of = {"message": message, "created_at": self.now}
        answer = given.answer
        self._outcome = answer.outcome.value
        self._rows["answers"].append(
            of
            | {
                "conversation": self._number,
                "outcome": answer.outcome.value,
                "reason": answer.reason and answer.reason.value,
                "confidence": answer.confidence,
                "release": answer.release,
                "top_article_id": answer.top_article_id,
                "total_ms": answer.timings_ms["total"],
            }
        )
        self._rows["answer_articles"].extend({"answer": message, "created_at": self.now, **row} for row in given.rows)
        self._rate(of, given)

    def request(self, reason: Reason) -> None:
        """A person is asked for."""
        self.now += 20 * SECOND
        self._version += 1
        self._status = Status.WAITING
        self._handoff = {"conversation": self._number, "requested_at": self.now, "reason": reason.value}
        self._handoff |= dict.fromkeys(("taken_at", "agent", "ended_at", "ending"))
        self._rows["handoffs"].append(self._handoff)

    def answered_by(self, agent: str, wait: int) -> None:
        """An agent comes after the wait."""
        self.now += wait
        self._status = Status.AGENT
        self._handoff |= {"taken_at": self.now, "agent": agent}

    def suggest(self, drafts: Sequence[Given], next_number: Callable[[], int]) -> None:
        """Drafts that the agent is offered, and what becomes of the first that is any good."""
        random, at = self._random, self.now + 5 * SECOND
        outcome = random.choice(("accepted", "edited", "edited", "rejected", None))
        for rank, given in enumerate(drafts, 1):
            number, became = next_number(), outcome if rank == 1 else None
            is_edited = became == "edited"
            draft = {
                "number": number,
                "id": f"draft-{number:016d}",
                "created_at": at,
                "conversation": self._number,
                "agent": self._handoff["agent"],
                "rank": rank,
                "text": given.answer.answer,
                "questions": "[]",
                "missing": "[]",
                "confidence": given.answer.confidence,
                "release": given.answer.release,
                "outcome": became,
                "decided_at": at + 20 * SECOND if became else None,
                "sent": given.answer.answer + " Regards" if is_edited else None,
                "distance": round(random.betavariate(2, 4), 3) if is_edited else None,
            }
            self._rows["suggestions"].append(draft)
            articles = dict.fromkeys(one.article_id for one in given.answer.citations)
            self._rows["suggestion_articles"].extend(
                {"suggestion": number, "article_id": article, "place": place} for place, article in enumerate(articles)
            )

    def say(self, text: str) -> None:
        """The agent says something."""
        self._say("agent", text, self._random.randint(20, 200) * SECOND, author=self._handoff["agent"])

    def end(self) -> None:
        """The conversation is closed."""
        self.now += 60 * SECOND
        self._version += 1
        self._status = Status.CLOSED
        self._handoff |= {"ended_at": self.now, "ending": self._status.value}

    def row(self, customer: int | None, locale: str | None) -> dict[str, Any]:
        """The row of the conversation itself."""
        named = customer is not None
        return {
            "number": self._number,
            "id": f"{MADE_UP}{self._number:026d}",
            "status": self._status.value,
            "version": self._version,
            "created_at": self.start,
            "active_at": self.now,
            "requested_at": self._handoff.get("requested_at"),
            "reason": self._handoff.get("reason"),
            "agent": self._handoff.get("agent"),
            "locale": locale,
            "customer_id": f"customer-{customer}" if named else None,
            "customer_name": f"Customer {customer}" if named else None,
            "customer_email": f"customer{customer}@example.com" if named else None,
            "changed_at": self.now,
            "outcome": self._outcome,
            "rating": min(self._ratings, default=None),
        }

    def _say(self, role: str, text: str, after: int, **more: Any) -> int:
        self.now += after
        self._version += 1
        message: _Message = {
            "number": self._next(),
            "id": f"{self._random.getrandbits(130):033x}"[:22],
            "conversation": self._number,
            "seq": self._version,
            "role": role,
            "text": text,
            "created_at": self.now,
            "author": None,
            "reply_to": None,
            "answer": None,
        }
        self._rows["messages"].append(message | more)
        return int(message["number"])

    def _rate(self, of: dict[str, int], given: Given) -> None:
        random, outcome = self._random, given.answer.outcome
        happy = 0.3 + 0.65 * given.answer.confidence if outcome is Outcome.ANSWERED else 0.08
        self.unhappy = outcome in (Outcome.ABSTAINED, Outcome.CLARIFY) or random.random() > 0.9
        if given.answer.reason in (Reason.GREETING, Reason.THANKS) or random.random() > 0.12:
            return
        is_up = random.random() < happy
        self.unhappy = not is_up
        self._ratings.add("up" if is_up else "down")
        self._rows["feedback"].append(
            of
            | {
                "rating": "up" if is_up else "down",
                "reason": None if is_up else random.choice(texts.RATINGS),
                "comment": random.choice(texts.COMMENTS) if random.random() < 0.1 else None,
            }
        )

"""What speaks for each part of an article as an answer to a question."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.quoting.asked import Asked
from bot.quoting.quotable import Part, Quotable
from corpus.article import Passage

# What a term counts that is in the title, and so tells the article's parts less apart; one that is only above a part.
TITLE_TERM = 0.8
TERM_ABOVE = 0.5
# What a part gains or loses that holds a figure of the kind asked for, or says what is not so.
FIGURE = 0.6
CAVEAT = 0.1
# What lying in the retrieved passage counts, for each time that the article is twice as long as it: the more is left
# outside, the likelier some of it shares words with the question by chance, and without headings most of all.
IN_PASSAGE = 0.15
IN_PASSAGE_OF_PLAIN_TEXT = 0.25
# Of the question's terms that the title or an alternative question holds, as many make it the article's own question.
OWN_QUESTION = 0.6


@dataclass(frozen=True, slots=True)
class Judge:
    """A question and what its terms weigh in one article, `whole` all together.

    `own_question` is how much of the question the title and one alternative question hold, in [0, 1]; `in_passage` is
    what lying in the retrieved passage counts.
    """

    asked: Asked
    passage: Passage
    in_passage: float
    weights: Mapping[str, float]
    whole: float
    own_question: float
    wants_steps: bool

    @classmethod
    def of(cls, asked: Asked, quotable: Quotable, passage: Passage) -> Judge:
        """The judge of an article's parts."""
        passages = max(1.0, quotable.length / max(1, passage.end - passage.start))
        in_passage = (IN_PASSAGE if quotable.has_headings else IN_PASSAGE_OF_PLAIN_TEXT) * math.log2(passages)
        title = quotable.questions[0]
        rarity = quotable.rarity
        weights = {term: rarity.get(term, 0.0) * (TITLE_TERM if term in title else 1.0) for term in asked.terms}
        shared = max(len(asked.terms & (title | known)) for known in quotable.questions)
        own_question = shared / max(1, len(asked.terms))
        is_own_how_to = quotable.title_asks_how and own_question >= OWN_QUESTION
        wants_steps = asked.how_to or (is_own_how_to and not asked.wants_a_fact)
        return cls(asked, passage, in_passage, weights, sum(weights.values()), own_question, wants_steps)

    @property
    def is_own_how_to(self) -> bool:
        """Whether the article is about how to do just what the question asks."""
        return self.wants_steps and self.own_question >= OWN_QUESTION

    def was_retrieved(self, part: Part) -> bool:
        """Whether the part lies in the retrieved passage."""
        return self.passage.start <= part.unit.start and part.unit.end <= self.passage.end

    def score_in_paragraph(self, part: Part) -> float:
        """What speaks for a sentence beside the others of its paragraph."""
        return self.score(part) + (self.in_passage if self.was_retrieved(part) else 0.0)

    def score(self, part: Part) -> float:
        """What speaks for a part by itself."""
        score = self.share(part)
        if self.asked.figures & part.figures:
            score += FIGURE
        if part.is_caveat and not self.asked.yes_no and not self.asked.negated:
            score -= CAVEAT
        return score

    def share(self, part: Part) -> float:
        """The share, by weight, of the question's terms that the part or, counting less, what is above it holds."""
        if not self.whole:
            return 0.0
        own = sum(self.weights[term] for term in self.asked.terms & part.terms)
        above = sum(self.weights[term] for term in (self.asked.terms & part.above) - part.terms)
        return (own + TERM_ABOVE * above) / self.whole

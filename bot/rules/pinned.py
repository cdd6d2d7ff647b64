"""The team's own answer to a question, for those who only want to know whether there is one."""

from __future__ import annotations

from bot.answer import Answer
from bot.knowledge import ReleaseKnowledge
from bot.rules.answers import answer_by
from bot.rules.book import RuleBook
from bot.rules.matching import Question
from bot.rules.rule import RuleKind


def pinned_answer(book: RuleBook, knowledge: ReleaseKnowledge, question: Question) -> Answer | None:
    """The answer that is pinned to the question, None where none is; what is blocked or routed makes no difference."""
    for match in book.matches(knowledge, question):
        if match.rule.draft.kind is RuleKind.PIN:
            return answer_by(match.rule, knowledge.articles, knowledge.release, question.locale)
    return None

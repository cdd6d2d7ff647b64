"""Whether a conversation asked a question, and whether one stayed open or went to people.

It stands in the conversation's own row, so that a year of them is counted without reading their answers.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, text, update

from bot.answer import Answer, Outcome, Reason
from bot.store.tables import conversations

SMALL_TALK = (Reason.GREETING, Reason.THANKS)
UNANSWERED = (Outcome.ABSTAINED, Outcome.HANDED_OFF)

_OF = update(conversations).where(conversations.c.number == bindparam("of"))
# For conversations that were stored without it.
_SUM_UP = """
UPDATE conversations SET
  has_question = CASE WHEN EXISTS (
    SELECT 1 FROM answers a WHERE a.conversation = conversations.number AND
      (a.outcome IN ('abstained', 'handed_off') OR a.reason IS NULL OR a.reason NOT IN ('greeting', 'thanks'))
  ) THEN 1 ELSE 0 END,
  is_unsettled = CASE WHEN EXISTS (
    SELECT 1 FROM answers a WHERE a.conversation = conversations.number AND a.outcome IN ('abstained', 'handed_off')
  ) OR EXISTS (SELECT 1 FROM handoffs h WHERE h.conversation = conversations.number) THEN 1 ELSE 0 END
"""


def note_answer(connection: Connection, number: int, answer: Answer) -> None:
    """Notes what an answer says of its conversation, by its number."""
    is_unanswered = answer.outcome in UNANSWERED
    noted = {"has_question": 1} if is_unanswered or answer.reason not in SMALL_TALK else {}
    noted |= {"is_unsettled": 1} if is_unanswered else {}
    connection.execute(_OF, {"of": number, "outcome": answer.outcome, **noted})


def note_handoff(connection: Connection, number: int) -> None:
    """Notes that people were needed in a conversation, by its number."""
    connection.execute(_OF, {"of": number, "is_unsettled": 1})


def note_all(connection: Connection) -> None:
    """Notes it of every conversation, from what is stored."""
    connection.execute(text(_SUM_UP))

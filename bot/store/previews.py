"""What the list of conversations shows of each: what the customer wants, or what an agent has answered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from bot.conversation import Role
from bot.desk import Preview
from bot.desk.words import shortened
from bot.person import language_of_request
from bot.small_talk import small_talk
from bot.store.tables.conversations import messages
from bot.suggest.pieces import pieces, says_little

# So many messages are looked at for one with a matter, and only such short ones can be without.
LOOKED_AT = 8
MOST_CHARS_WITHOUT_MATTER = 80
MOST_WORDS_OF_A_WISH = 10
_CLAUSES = re.compile(r"[.,;:!?\n…。，；！？،؛؟]+")


def previews(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Preview]:
    """By number, the last message of a person, else of the bot.

    Where a customer only asks for a person, greets or calls, it is what they said before that.
    """
    said = groupby(connection.execute(_by_people(numbers)), key=lambda row: int(row.conversation))
    shown = {number: _preview(_telling(list(rows))) for number, rows in said}
    if silent := [number for number in numbers if number not in shown]:
        shown |= {row.conversation: _preview(row) for row in connection.execute(_last(silent))}
    return shown


def has_matter(text: str) -> bool:
    """Whether a customer's message says more than a greeting, a call for attention or a wish for a person."""
    if len(text) > MOST_CHARS_WITHOUT_MATTER:
        return True
    if small_talk(text):
        return False
    if not language_of_request(text):
        return bool(pieces(text))
    if len(text.split()) > MOST_WORDS_OF_A_WISH:
        return True
    return not says_little(" ".join(clause for clause in _CLAUSES.split(text) if not language_of_request(clause)))


def _telling(newest_first: Sequence[Row[Any]]) -> Row[Any]:
    """The message that tells agents most: the newest, unless older ones of the customer's say what it is about."""
    if len(newest_first) == 1:
        return newest_first[0]  # of most conversations, and reading it takes longer than all the rest
    for row in newest_first:
        if row.role != Role.USER:
            break
        if has_matter(row.text):
            return row
    return newest_first[0]


def _by_people(numbers: Sequence[int]) -> Select[Any]:
    """The last messages of people in each conversation, the newest first."""
    column = messages.c
    back = func.row_number().over(partition_by=column.conversation, order_by=column.seq.desc()).label("back")
    of = and_(column.conversation.in_(numbers), column.role != Role.BOT)
    ranked = select(column.number, back).where(of).subquery()
    said = select(column.conversation, column.role, column.text, column.created_at)
    return (
        said.join(ranked, ranked.c.number == column.number)
        .where(ranked.c.back <= LOOKED_AT)
        .order_by(column.conversation, column.seq.desc())
    )


def _last(numbers: Sequence[int]) -> Select[Any]:
    """The last message of each conversation."""
    column = messages.c
    seq = func.max(column.seq).label("seq")
    last = select(column.conversation, seq).where(column.conversation.in_(numbers)).group_by(column.conversation)
    ends = last.subquery()
    of = and_(column.conversation == ends.c.conversation, column.seq == ends.c.seq)
    return select(column.conversation, column.role, column.text, column.created_at).join(ends, of)


def _preview(row: Row[Any]) -> Preview:
    return Preview(Role(row.role), shortened(row.text), row.created_at)

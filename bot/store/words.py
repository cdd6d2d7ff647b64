"""The index of the words of conversations: kept in step with messages and notes, and emptied of what is deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, cast, delete, func, insert, literal_column, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.types import Text

from bot.desk.words import NUMBER_SIGN, Searched, words_of
from bot.store.tables.conversations import conversations, messages
from bot.store.tables.team import notes
from bot.store.tables.words import FULL_TEXT, conversation_words

# Some 300 pages: whatever comes after that in one conversation is not found by its words. PostgreSQL refuses a tsvector
# of 1,048,576 bytes, and with it what the customer wrote.
MAX_WORDS, MAX_BYTES = 20_000, 1_000_000
INDEXED_AT_ONCE = 500
_OF = conversation_words.c.conversation == bindparam("of")
_KNOWN = select(conversation_words.c.words).where(_OF)
_KNOWN_VECTOR = select(func.tsvector_to_array(conversation_words.c.words, type_=ARRAY(Text))).where(_OF)
_INDEX = text(f"INSERT INTO {FULL_TEXT} (rowid, words) VALUES (:of, :words)")
_UNINDEX = text(f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rowid, words) VALUES ('delete', :of, :words)")
_KEEP = insert(conversation_words).values(conversation=bindparam("of"), words=bindparam("words"))
_KEEP_VECTOR = insert(conversation_words).values(
    conversation=bindparam("of"), words=func.array_to_tsvector(bindparam("words", type_=ARRAY(Text)))
)


def add_words(connection: Connection, number: int, texts: Iterable[str | None]) -> None:
    """Lets the conversation of the number, which nobody else changes, be found by the texts' words and its number."""
    words, is_sqlite = _words(number, texts), connection.dialect.name == "sqlite"
    stored = connection.execute(_KNOWN if is_sqlite else _KNOWN_VECTOR, {"of": number}).scalar()
    known = stored.split() if isinstance(stored, str) else stored or []
    # Only what is new: a word that stood in SQLite's index twice could not be taken out of it again.
    new = _fitting(words, known)
    if new and is_sqlite:
        _add_to_sqlite(connection, number, known, new)
    elif new:
        _add_to_postgres(connection, number, new)


def forget_words(connection: Connection, numbers: Sequence[int]) -> None:
    """Takes the conversations out of the index; in SQLite `Database.scrub` wipes what is left of them."""
    theirs = conversation_words.c.conversation.in_(numbers)
    if connection.dialect.name == "sqlite":
        for row in connection.execute(select(conversation_words).where(theirs)).all():
            connection.execute(_UNINDEX, {"of": row.conversation, "words": row.words})
    connection.execute(delete(conversation_words).where(theirs))


def index_all(connection: Connection) -> int:
    """How many conversations that were not in the index yet are now: those of a version that had none, or of a copy."""
    missing = select(conversations.c.number).where(
        conversations.c.number.not_in(select(conversation_words.c.conversation))
    )
    numbers = connection.execute(missing.order_by(conversations.c.number)).scalars().all()
    for at in range(0, len(numbers), INDEXED_AT_ONCE):
        _index_some(connection, numbers[at : at + INDEXED_AT_ONCE])
    return len(numbers)


def index_again(connection: Connection, number: int) -> None:
    """Takes what nobody has said or noted any more out of the words by which the conversation is found."""
    forget_words(connection, [number])
    _index_some(connection, [number])


def found_by(wanted: Searched, dialect: str) -> Select[Any]:
    """The numbers of the conversations that have the words."""
    if dialect == "sqlite":
        match = text(f"{FULL_TEXT} MATCH :match").bindparams(match=_match(wanted))
        return select(literal_column("rowid")).select_from(text(FULL_TEXT)).where(match)
    query = cast(_tsquery(wanted), TSQUERY)
    return select(conversation_words.c.conversation).where(conversation_words.c.words.bool_op("@@")(query))


def _index_some(connection: Connection, numbers: Sequence[int]) -> None:
    wanted = conversations.c.number.in_(numbers)
    said = select(messages.c.conversation, messages.c.text).where(messages.c.conversation.in_(numbers))
    texts: dict[int, list[str | None]] = {number: [] for number in numbers}
    named = select(conversations.c.number, conversations.c.customer_name, conversations.c.customer_email).where(wanted)
    for row in connection.execute(named):
        texts[row.number] += [row.customer_name, row.customer_email]
    noted = select(notes.c.conversation, notes.c.text).where(notes.c.conversation.in_(numbers))
    for number, text_said in (*connection.execute(said), *connection.execute(noted)):
        texts[number].append(text_said)
    words = {number: _words(number, theirs) for number, theirs in texts.items()}
    if connection.dialect.name == "sqlite":
        rows = [{"of": number, "words": " ".join(theirs)} for number, theirs in words.items()]
        connection.execute(_INDEX, rows)
        connection.execute(_KEEP, rows)
    else:
        connection.execute(_KEEP_VECTOR, [{"of": number, "words": theirs} for number, theirs in words.items()])


def _words(number: int, texts: Iterable[str | None]) -> Sequence[str]:
    """The word that stands for the number and those of the texts, as far as they fit."""
    said = set[str]().union(*(words_of(each) for each in texts if each))
    return _fitting([f"{NUMBER_SIGN}{number}", *sorted(said)], ())


def _fitting(words: Iterable[str], known: Collection[str]) -> list[str]:
    """The first of the words that are not known, as many as one conversation can have beside the known ones."""
    seen, room = set(known), MAX_BYTES - sum(len(word.encode()) for word in known)
    new: list[str] = []
    for word in words:
        if word in seen:
            continue
        room -= len(word.encode())
        if room < 0 or len(known) + len(new) == MAX_WORDS:
            break
        new.append(word)
    return new


def _add_to_sqlite(connection: Connection, number: int, known: Sequence[str], new: Sequence[str]) -> None:
    connection.execute(_INDEX, {"of": number, "words": " ".join(new)})
    values = {"words": " ".join([*known, *new])}
    if known:
        connection.execute(update(conversation_words).where(conversation_words.c.conversation == number).values(values))
    else:
        connection.execute(_KEEP, {"of": number, **values})


def _add_to_postgres(connection: Connection, number: int, new: Sequence[str]) -> None:
    vector = func.array_to_tsvector(cast(new, ARRAY(Text)))
    row = postgresql.insert(conversation_words).values(conversation=number, words=vector)
    both = conversation_words.c.words.op("||")(row.excluded.words)
    connection.execute(row.on_conflict_do_update(index_elements=["conversation"], set_={"words": both}))


def _match(wanted: Searched) -> str:
    """The query as FTS5 takes it; words are letters and digits alone, so quotes are safe."""
    all_words = [f'"{word}"' for word in wanted.words]
    if wanted.prefix:
        all_words.append(f'"{wanted.prefix}" *')
    both = " AND ".join(all_words)
    if wanted.number is None:
        return both
    number = f'"{NUMBER_SIGN}{wanted.number}"'
    return f"({both}) OR {number}" if both else number


def _tsquery(wanted: Searched) -> str:
    """The query as PostgreSQL takes it; words are letters and digits alone, so quotes are safe."""
    all_words = [f"'{word}'" for word in wanted.words]
    if wanted.prefix:
        all_words.append(f"'{wanted.prefix}':*")
    both = " & ".join(all_words)
    if wanted.number is None:
        return both
    number = f"'{NUMBER_SIGN}{wanted.number}'"
    return f"({both}) | {number}" if both else number

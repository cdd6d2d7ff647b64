"""Conversations: what was said, what the bot answered, what became of it."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text, text

from bot.store.tables.schema import metadata
from bot.store.types import Moment, Number, Words

conversations = Table(
    "conversations",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("active_at", Moment, nullable=False),
    Column("requested_at", Moment),
    Column("reason", String(32)),
    Column("agent", Words),
    Column("locale", Words),
    Column("customer_id", Words),
    Column("customer_name", Words),
    Column("customer_email", Words),
    # Rises with every change that agents see, notes and ratings included, of which `version` knows nothing.
    Column("changed_at", Moment, nullable=False, server_default=text("0")),
    Column("assignee", Number),  # the number of an account, which may be gone
    Column("outcome", String(16)),  # of the bot's last answer
    Column("rating", String(8)),  # "down" where any answer was thought badly of
    Column("has_question", Integer, nullable=False, server_default=text("0")),  # or only small talk so far
    Column("is_unsettled", Integer, nullable=False, server_default=text("0")),  # unanswered, or people were needed
    Index("conversations_by_id", "id", unique=True),
    Index("conversations_by_status", "status", "number"),
    Index("conversations_by_wait", "status", "requested_at"),
    Index("conversations_by_start", "created_at", "has_question", "is_unsettled", "rating", "customer_id"),
    Index("conversations_by_activity", "active_at"),
    Index("conversations_by_change", "changed_at"),
    Index("conversations_by_assignee", "assignee", "status", "number"),
    Index("conversations_by_reason", "reason", "number"),
    Index("conversations_by_outcome", "outcome", "number"),
    Index("conversations_by_rating", "rating", "number"),
    sqlite_autoincrement=True,  # a number is never given to a second conversation
)

messages = Table(
    "messages",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", String(64), nullable=False),
    Column("conversation", Number, ForeignKey("conversations.number"), nullable=False),
    Column("seq", Integer, nullable=False),  # the conversation's version as of this message
    Column("role", String(16), nullable=False),
    Column("text", Words, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("author", Words),
    Column("agent", Number),  # the number of the author's account, which may be gone
    Column("key", String(64)),  # by which a customer's message that is sent twice is known, as a digest
    Column("sent", String(64)),  # a digest of what was sent with the key, before it was masked
    Column("reply_to", Number, ForeignKey("messages.number")),
    Column("answer", Text),  # the whole Answer as JSON; `answers` holds what is counted
    Index("messages_by_id", "id", unique=True),
    Index("messages_in_order", "conversation", "seq", unique=True),
    Index("messages_by_key", "key", unique=True),
    Index("messages_by_question", "reply_to", unique=True),
)

# Small rows of their own, so that counting a year's answers reads no texts.
answers = Table(
    "answers",
    metadata,
    Column("message", Number, ForeignKey("messages.number"), primary_key=True, autoincrement=False),
    Column("conversation", Number, ForeignKey("conversations.number"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(32)),
    Column("confidence", Float, nullable=False),
    Column("release", Words, nullable=False),
    Column("top_article_id", Words),
    Column("total_ms", Float),
    Column("rule", Number),  # the number of the rule that made it, which may be gone
    Index("answers_by_conversation", "conversation"),
    Index("answers_by_kind", "outcome", "reason", "created_at"),
)
Index(
    "answers_timed",
    *(answers.c[name] for name in ("created_at", "total_ms", "confidence", "top_article_id")),
    sqlite_where=answers.c.total_ms.is_not(None),
    postgresql_where=answers.c.total_ms.is_not(None),
)
Index(
    "answers_by_rule",
    answers.c.created_at,
    answers.c.rule,
    sqlite_where=answers.c.rule.is_not(None),
    postgresql_where=answers.c.rule.is_not(None),
)

# One row for each article that was found for an answer or cited in it.
answer_articles = Table(
    "answer_articles",
    metadata,
    Column("answer", Number, ForeignKey("answers.message"), primary_key=True, autoincrement=False),
    Column("article_id", Words, primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("rank", Integer),  # of its best passage as retrieved
    Column("score", Float),
    Column("citations", Integer, nullable=False),  # how often the answer shows it
    Index("answer_articles_by_article", "article_id", "created_at"),
    sqlite_with_rowid=False,
)
# SQLite counts from an index alone only where it has every column that is named, the condition's included.
for _name, _columns in (
    ("answer_articles_cited", ("article_id", "created_at", "citations")),
    ("answer_articles_cited_by", ("answer", "article_id", "created_at", "citations")),
):
    Index(
        _name,
        *(answer_articles.c[column] for column in _columns),
        sqlite_where=answer_articles.c.citations > 0,
        postgresql_where=answer_articles.c.citations > 0,
    )

feedback = Table(
    "feedback",
    metadata,
    Column("message", Number, ForeignKey("messages.number"), primary_key=True, autoincrement=False),
    Column("created_at", Moment, nullable=False),
    Column("rating", String(8), nullable=False),
    Column("reason", Words),
    Column("comment", Words),
    Index("feedback_by_time", "created_at", "rating"),
)

# One row each time a customer or another agent asked for a person, or one came unasked: then without `requested_at`.
handoffs = Table(
    "handoffs",
    metadata,
    Column("number", Number, primary_key=True),
    Column("conversation", Number, ForeignKey("conversations.number"), nullable=False),
    Column("requested_at", Moment),
    Column("reason", String(32)),
    Column("taken_at", Moment),
    Column("agent", Words),  # who came first
    Column("ended_at", Moment),
    Column("ending", String(16)),  # the status that ended it
    Column("ended_by", Words),  # none where nobody said who
    Column("unattended_at", Moment),  # when it was told that nobody had come for too long
    Index("handoffs_by_conversation", "conversation"),
    Index("handoffs_by_time", "requested_at", "reason", "taken_at", "ended_at"),
)

# One row each time that another agent took the conversation from the one who answered it.
takeovers = Table(
    "takeovers",
    metadata,
    Column("number", Number, primary_key=True),
    Column("handoff", Number, ForeignKey("handoffs.number"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("agent", Words, nullable=False),
    Index("takeovers_by_handoff", "handoff"),
)

"""The composition root: the one place where settings become objects; what only a server needs is in `application`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from bot.assistant import Assistant
from bot.knowledge import LiveReleases
from bot.outbox import CHATWOOT, WEBHOOK, Backlog
from bot.retrieval.rerank import Reranker
from bot.rules.book import RuleBook
from bot.settings import DATABASE_FILE, Settings
from corpus.errors import EncoderError
from embeddings.encoder import PassageEncoder
from embeddings.home import Home
from embeddings.model_files import ModelFiles, locate_model

if TYPE_CHECKING:
    from bot.accounts.sessions import Sessions
    from bot.store.database import Database
    from bot.store.store import Store
    from embeddings.publish import ProgressDisplay, Publisher

LATE = timedelta(minutes=10)  # what waits for longer is stuck


def open_live(settings: Settings) -> LiveReleases:
    """The releases of the home, the published one loaded at its first use."""
    return LiveReleases(Home(settings.home), settings.threads, settings.threshold, reranker_loader(settings))


def open_assistant(settings: Settings) -> Assistant:
    """The assistant over the published release, with the rules of the database where there is one."""
    return Assistant(open_live(settings), open_rules(settings))


def open_rules(settings: Settings) -> RuleBook:
    """The rules of the database, which is only read; none where there is no database yet."""
    if not (settings.database_url.get_secret_value() or (settings.home / DATABASE_FILE).exists()):
        return RuleBook()
    from bot.store.read_only import ReadOnlyDatabase  # SQLAlchemy, which answering without a database does without
    from bot.store.rules import SqlRules

    return RuleBook(SqlRules(ReadOnlyDatabase(_database_url(settings))))


def open_publisher(settings: Settings, display: ProgressDisplay) -> Publisher:
    """What builds releases in the home. Raises EncoderError when the model named in the settings cannot be found."""
    from embeddings.publish import Publisher  # SQLite and the Markdown parser, which serving does without

    files = locate_model(settings.model)
    return Publisher(
        Home(settings.home),
        files,
        _loader(files),
        display,
        keep_releases=settings.keep_releases,
        threads=settings.threads,
    )


def open_database(settings: Settings) -> Database:
    """The database, which is opened at its first use. Raises ConfigurationError for an URL of no use."""
    from bot.store.database import Database  # SQLAlchemy, which answering alone does without

    told = {WEBHOOK: settings.webhook_url, CHATWOOT: settings.chatwoot_url}
    return Database(_database_url(settings), told=[target for target, address in told.items() if address])


def open_store(settings: Settings) -> Store:
    """What is remembered between runs. Raises ConfigurationError."""
    from bot.masking import mask  # with the store, a tenth of a second that other verbs do without
    from bot.store.store import store_in

    return store_in(open_database(settings), mask)


def open_sessions(settings: Settings, store: Store) -> Sessions:
    """What signs agents in, and makes their accounts."""
    from bot.accounts.sessions import Sessions  # argon2, which answering does without

    return Sessions(store.team, timedelta(hours=settings.session_hours))


def stuck_deliveries(settings: Settings) -> Collection[Backlog]:
    """What should have been sent by now, or was given up; nothing is made or changed. Raises StoreError."""
    from bot.store.deliveries import SqlDeliveries  # SQLAlchemy, as above
    from bot.store.read_only import ReadOnlyDatabase

    database = ReadOnlyDatabase(_database_url(settings))
    try:
        return SqlDeliveries(database).backlogs(LATE)
    finally:
        database.close()


def reranker_loader(settings: Settings) -> Callable[[], Reranker] | None:
    """What loads the re-ranker, once, at its first use; None where the settings name none."""
    name = settings.reranker
    if not name:
        return None

    @cache
    def load() -> Reranker:
        try:
            from embeddings.cross_encoder import CrossEncoderReranker  # the 'publish' extra
        except ImportError as error:
            raise EncoderError(
                f"The re-ranker '{name}' needs packages that are not installed ({error}). Install Citedesk with its "
                "'publish' extra: pip install 'citedesk[publish]'; or leave CITEDESK_RERANKER empty to do without."
            ) from error
        return CrossEncoderReranker(name)

    return load


def _database_url(settings: Settings) -> str:
    from bot.store.database import default_url  # SQLAlchemy, as above

    return settings.database_url.get_secret_value() or default_url(settings.home)


def _loader(files: ModelFiles) -> Callable[[], PassageEncoder]:
    @cache
    def load() -> PassageEncoder:
        try:
            from embeddings.sentence_transformer import SentenceTransformerEncoder  # the 'publish' extra
        except ImportError as error:
            raise EncoderError(
                f"Encoding passages needs packages that are not installed ({error}). "
                "Install Citedesk with its 'publish' extra: pip install 'citedesk[publish]'."
            ) from error
        return SentenceTransformerEncoder(files)

    return load

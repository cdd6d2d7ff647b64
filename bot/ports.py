"""What the API and the pages need from the rest of the bot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.answer import NO_FILTERS, Answer, Filters, Hit
from bot.conversation import Conversation, Customer, Message
from corpus.article import Article


class Knowledge(Protocol):
    """One published release, loaded: immutable, so a request that holds it never sees a half-swapped index."""

    @property
    def release(self) -> str:
        """The name of the release."""
        ...

    @property
    def articles(self) -> Mapping[str, Article]:
        """Every article of the release but drafts, by its id, in the order of the sources."""
        ...

    def retrieve(self, query: str, k: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The k best articles for the query, each by its best passage, best first; empty for an empty query."""
        ...


class LiveKnowledge(Protocol):
    """The release that is published right now."""

    def current(self) -> Knowledge:
        """The live release; a server swaps it when a new one is published. Raises NoReleaseError when there is none."""
        ...


class Answers(Protocol):
    """The one entry point for questions."""

    def answer(
        self,
        question: str,
        history: Sequence[Message] = (),
        filters: Filters = NO_FILTERS,
        locale: str | None = None,
    ) -> Answer:
        """The reply to the question, given the messages before it; the bot's own words in the locale's language."""
        ...


class ArticleViews(Protocol):
    """How often the pages of articles were opened."""

    def count_view(self, article_id: str) -> None:
        """Adds one view to the article."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Views counted so far by article id; the views an article came with are not in it."""
        ...


class Limits(Protocol):
    """How much may come from one address, in one conversation and to the whole site.

    Each raises UsageLimitError when it is too much. What is refused is not counted.
    """

    def message(self, address: str, conversation_id: str | None) -> None:
        """Counts a customer's message."""
        ...

    def read(self, address: str) -> None:
        """Counts any other request of the chat, of which ten times as many are allowed."""
        ...

    def sign_in(self, address: str, email: str) -> None:
        """Counts an attempt to sign in."""
        ...

    def signed_in(self, address: str, email: str) -> None:
        """Forgets the attempts at the account from there: the last one was right."""
        ...

    def close(self) -> None:
        """Ends its connections, when the server ends."""
        ...


class Identities(Protocol):
    """Tells who a visitor is by what the site that embeds the chat has signed. Raises NotAllowedError."""

    def by_token(self, token: str) -> Customer:
        """The customer that a signed JWT names."""
        ...

    def by_hash(self, user_id: str, signature: str) -> Customer:
        """The customer of that id, signed with an HMAC."""
        ...


class HelpdeskConversations(Protocol):
    """The conversations that customers have in other helpdesks; each is one of ours."""

    def find(self, helpdesk: str, external: str) -> Conversation | None:
        """Our conversation for that of the helpdesk; None where there is none, or it has been forgotten."""
        ...

    def open(
        self, helpdesk: str, external: str, customer: Customer | None = None, locale: str | None = None
    ) -> Conversation:
        """Our conversation for that of the helpdesk, a new one at its first message.

        Raises ConflictError where the customer is another one than before.
        """
        ...

"""Who a conversation's customer is, as one message after another names them."""

from __future__ import annotations

from bot.conversation import Customer
from corpus.errors import ConflictError


def named(before: Customer | None, given: Customer) -> Customer:
    """The customer with what was known before; not every signature holds name and address.

    Raises ConflictError for another customer than before, whose words would pass for the first one's.
    """
    if before is None:
        return given
    if before.id != given.id:
        raise ConflictError("This conversation is another customer's; start a new one without its id.")
    return Customer(given.id, given.name or before.name, given.email or before.email)

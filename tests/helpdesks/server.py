"""`citedesk serve` whose outbox tries again after moments instead of minutes; all else is as it is.

Run as `python -m tests.helpdesks.server serve …`.
"""

from __future__ import annotations

from bot import outbox
from bot.cli import main

if __name__ == "__main__":
    outbox.FIRST_DELAY_SECONDS, outbox.GROWTH, outbox.CHORES_SECONDS = 0.05, 1.5, 0.1
    main()

"""`citedesk serve` whose answers can be held, so that a test can meet it in the middle of one.

Run as `python -m tests.browser.real.server serve …`: questions with the word HELD wait for as long as the file named in
HOLD_FILE exists; beside it, a file `.reached` says that one waits.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from bot.answer import NO_FILTERS, Answer, Filters
from bot.assistant import Assistant
from bot.cli import main
from bot.conversation import Message
from bot.wiring import application

HELD = "patiently"
HOLD_FILE = "HOLD_FILE"


class HoldingAssistant(Assistant):
    """The assistant, made to wait by a file."""

    def answer(
        self,
        question: str,
        history: Sequence[Message] = (),
        filters: Filters = NO_FILTERS,
        locale: str | None = None,
    ) -> Answer:
        """The reply, once it may be given."""
        hold = Path(os.environ[HOLD_FILE])
        while HELD in question and hold.exists():
            hold.with_suffix(".reached").touch()
            time.sleep(0.02)
        return super().answer(question.replace(HELD, ""), history, filters, locale)


if __name__ == "__main__":
    application.Assistant = HoldingAssistant  # type: ignore[attr-defined]
    main()

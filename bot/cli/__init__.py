"""The command line: results on stdout, progress and complaints on stderr, errors as exit codes."""

from __future__ import annotations

import os
import sys

# One query is too little work to share: waking the threads of numpy's linear algebra costs far more than it. It reads
# this when it is first imported, which the next lines do.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot.cli.application import build_app
from corpus.errors import CitedeskError
from corpus.sources.values import without_controls

__all__ = ["main"]


def main() -> None:
    """Runs the command line; exits with 0 ok, 1 a gate failed, 2 usage or configuration, 3 a source or index unread."""
    try:
        build_app(sys.argv[1:])()
    except CitedeskError as error:
        print(f"citedesk: {without_controls(str(error))}", file=sys.stderr)  # noqa: T201 (the last word of a command line program)
        sys.exit(error.exit_code)

"""Ports for servers that are started by their number."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress

# The kernel gives the ports above to any connection at any moment, also while a server is being started again.
LOWEST, HIGHEST = 20_000, 32_767


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, nor is given by chance before a server does."""
    while True:
        port = LOWEST + secrets.randbelow(HIGHEST - LOWEST)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port

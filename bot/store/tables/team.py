"""Those who answer: accounts, sessions, notes, replies kept ready, and who is present."""

from __future__ import annotations

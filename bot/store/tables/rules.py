"""Pinned answers, blocked topics, and topics that go to people."""

from __future__ import annotations

"""Drafts for agents, and what became of them."""

from __future__ import annotations

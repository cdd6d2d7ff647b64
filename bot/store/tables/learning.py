"""Candidates for golden questions, and what a person decided of them."""

from __future__ import annotations

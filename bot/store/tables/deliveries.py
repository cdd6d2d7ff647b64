"""What is still to be told to other programs, and whose conversations they are there."""

from __future__ import annotations

"""Suggested replies: which questions of a conversation are open, and drafts that answer all of them."""

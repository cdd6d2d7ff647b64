"""The help centre's pages: what they list, and how articles become HTML."""

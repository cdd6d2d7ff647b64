"""citedesk eval: measure retrieval and answers, and the machine they run on."""

from eval.cli.application import app

__all__ = ["app"]

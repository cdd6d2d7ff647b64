"""Calls a verb of the evaluation and lets its errors through."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from eval.cli import app


def call(*arguments: object) -> Result:
    """What the verb printed, and its exit code."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result

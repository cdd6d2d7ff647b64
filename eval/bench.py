"""What this machine does with Citedesk, measured against the bare encoder in the same run."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import corpus
from bot.settings import Settings
from corpus.errors import ConfigurationError
from embeddings.publish import ProgressDisplay
from eval.bench_publish import PublishSpeed, measure_publishing
from eval.bench_rules import RulesSpeed, measure_rules
from eval.bench_serve import ServeSpeed, bench_questions, measure_serving
from eval.machine import this_machine


@dataclass(frozen=True, slots=True)
class Bench:
    """One benchmark: where, when, on what, and what came out. `measured_at` is in UTC."""

    cpu: str
    cores: int
    measured_at: datetime
    source: str
    publish: PublishSpeed
    serve: ServeSpeed
    rules: RulesSpeed


def bench(source: str, settings: Settings, display: ProgressDisplay) -> Bench:
    """The measurements for the articles of `source`, in a folder under the settings' home that is deleted again."""
    measured_at = datetime.now(UTC)
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        folder = tempfile.TemporaryDirectory(prefix="bench-", dir=settings.home)
    except OSError as error:
        raise ConfigurationError(f"The home '{settings.home}' cannot be written to: {error}.") from error
    with folder as name:
        own = settings.model_copy(update={"home": Path(name)})
        publish = measure_publishing(source, own, display)
        questions = bench_questions(own)
        serve = measure_serving(own, questions, display)
        rules = measure_rules(own, questions, display)
    machine = this_machine()
    return Bench(machine.cpu, machine.cores, measured_at, source, publish, serve, rules)


def sample_articles() -> Path:
    """The folder of the sample help centre."""
    return Path(corpus.__file__).parent / "articles"

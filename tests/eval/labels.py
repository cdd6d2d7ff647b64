"""Labelled questions as a test needs them, drawn without an index behind them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.retrieval.confidence import DEFAULT, FEATURES
from eval.labelled import Labelled
from eval.logistic import Floats, probabilities

SHIPPED = np.array([DEFAULT.intercept, *DEFAULT.weights])
ALTERNATIVES = FEATURES.index("alternatives")


def labelled(
    answerable: int = 120, unanswerable: int = 60, seed: int = 0, shift: float = 0.0, name: str = "shop"
) -> Labelled:
    """Questions whose signals tell right from wrong as the shipped coefficients say, their intercept moved by `shift`.

    Those that no article answers are less like their top article; the last signal is the same for the whole set.
    """
    random = np.random.default_rng(seed)
    count = answerable + unanswerable
    is_answerable = np.arange(count) < answerable
    signals = np.column_stack(
        [
            random.normal(np.where(is_answerable, 0.6, 0.35), 0.15),
            random.normal(np.where(is_answerable, 0.3, 0.1), 0.12).clip(0, 0.7),
            random.exponential(np.where(is_answerable, 1.0, 2.0)).clip(0, 6),
            np.full(count, np.log2(3.0 + seed)),
        ]
    )
    chance = probabilities(signals, SHIPPED + np.array([shift, 0, 0, 0, 0]))
    right = is_answerable & (random.random(count) < np.sqrt(chance))
    return Labelled(name, Path(f"/sets/{name}.jsonl"), signals, right, is_answerable)


def told(confidence: Floats, right: Floats) -> float:
    """The mean log loss of confidences: the less, the truer they are."""
    return float(-np.log(np.where(right, confidence, 1 - confidence)).mean())

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderError
from embeddings.cross_encoder import CrossEncoderReranker
from tests.embeddings.tiny_models import save_cross_encoder


def test_each_text_gets_one_score_between_zero_and_one(tmp_path: Path) -> None:
    scores = CrossEncoderReranker(str(save_cross_encoder(tmp_path, labels=1))).scores("how long", ["a day", "fees", ""])

    assert scores.shape == (3,)
    assert scores.dtype == np.float32
    assert ((scores >= 0) & (scores <= 1)).all()


def test_model_that_classifies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="gives 3 scores a pair, where one is needed"):
        CrossEncoderReranker(str(save_cross_encoder(tmp_path, labels=3)))


def test_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="could not be loaded") as raised:
        CrossEncoderReranker(str(tmp_path / "nowhere"))

    assert "CITEDESK_RERANKER" in str(raised.value)

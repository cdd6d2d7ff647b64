"""The passage encoder: the only module that imports sentence-transformers and torch."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from sentence_transformers import SentenceTransformer

from corpus.errors import EncoderError
from embeddings.encoder import Progress, Vectors, no_progress
from embeddings.model_files import ModelFiles

_CPU_BATCH = 8
_GPU_BATCH = 128
_OPSET = 17


class SentenceTransformerEncoder:
    """Encodes passages with a sentence-transformers model, on a GPU if there is one, and exports its query side."""

    def __init__(self, files: ModelFiles) -> None:
        self._files = files
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        transformers.utils.logging.disable_progress_bar()
        try:
            self._model = SentenceTransformer(str(files.folder), device=self._device)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise EncoderError(
                f"The encoder '{files.name}' in '{files.folder}' could not be loaded: {error}"
            ) from error
        self._model.eval()
        self.name = files.name
        self.fingerprint = files.fingerprint
        self.max_tokens = files.max_tokens
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens not counted and nothing truncated."""
        return self._files.count_tokens(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Vectors:
        """The (n, dim) float32, L2-normalised vectors of texts, in their order; (0, dim) for none.

        Batches hold texts of like length, measured in tokens, so that little of a batch is padding. A CPU encodes small
        ones, each on one core: cores that share a batch wait for each other at every step, and long when other programs
        want them too.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = np.argsort(self.count_tokens(texts), kind="stable")[::-1]
        step = _CPU_BATCH if self._device == "cpu" else _GPU_BATCH
        batches = [order[start : start + step] for start in range(0, len(order), step)]
        # The tokenizer is not safe to share: features are made here, and only the model runs on the threads.
        features = (self._features([texts[row] for row in rows]) for rows in batches)
        with self._workers() as pool:
            for rows, encoded in zip(batches, pool.map(self._forward, features), strict=True):
                vectors[rows] = encoded
                progress(len(rows))
        return vectors

    def _features(self, texts: Sequence[str]) -> dict[str, Any]:
        prompted = [self._files.passage_prompt + text for text in texts]
        # The prompt is in the texts already; without the empty one, a model's default would be put before them.
        features: dict[str, Any] = self._model.preprocess(prompted, prompt="")
        return features

    def _forward(self, features: dict[str, Any]) -> Vectors:
        with torch.inference_mode():
            there = {name: value.to(self._device) for name, value in features.items() if torch.is_tensor(value)}
            embeddings = self._model(features | there)["sentence_embedding"]
            vectors: Vectors = torch.nn.functional.normalize(embeddings, dim=1).float().cpu().numpy()
            return vectors

    @contextmanager
    def _workers(self) -> Iterator[ThreadPoolExecutor]:
        """Threads that encode: one a core, each keeping to its core, or one for a GPU."""
        cores = torch.get_num_threads()
        threads = cores if self._device == "cpu" else 1
        torch.set_num_threads(1)
        try:
            with ThreadPoolExecutor(threads, "encode", torch.set_num_threads, (1,)) as pool:
                yield pool
        finally:
            torch.set_num_threads(cores)

    def export_query_encoder(self, folder: Path) -> None:
        """Writes model.onnx, tokenizer.json and encoder.json (window and prompts) into an existing folder."""
        features = self._model.preprocess(["a short text", "and another, slightly longer one"])
        names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in features]
        inputs = tuple(features[name].to("cpu") for name in names)
        axes = {name: {0: "batch", 1: "tokens"} for name in names} | {"embedding": {0: "batch"}}
        module = _SentenceEmbedding(self._model, names).to("cpu").eval()
        with warnings.catch_warnings(), torch.inference_mode():
            # The tracer's remarks concern shapes that are dynamic here, which the canary checks after every export.
            warnings.simplefilter("ignore")
            torch.onnx.export(
                module,
                inputs,
                str(folder / "model.onnx"),
                input_names=names,
                output_names=["embedding"],
                dynamic_axes=axes,
                opset_version=_OPSET,
                dynamo=False,
            )
        self._model.to(self._device)
        self._files.tokenizer.save(str(folder / "tokenizer.json"))
        about = {
            "sequence_length": self._files.sequence_length,
            "query_prompt": self._files.query_prompt,
            "passage_prompt": self._files.passage_prompt,
        }
        (folder / "encoder.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def load_bare(folder: Path) -> Callable[[Sequence[str]], Vectors]:
    """The library's own encoding with its own defaults, normalised: what a benchmark compares the encoder with."""
    model = SentenceTransformer(str(folder))

    def encode(texts: Sequence[str]) -> Vectors:
        vectors: Vectors = model.encode(list(texts), normalize_embeddings=True)
        return vectors

    return encode


class _SentenceEmbedding(torch.nn.Module):  # type: ignore[misc]  # torch is not seen by the type checker
    """The model's whole pipeline (transformer, pooling, normalising) with tensors in and one tensor out."""

    def __init__(self, model: SentenceTransformer, names: Sequence[str]) -> None:
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        """The (batch, dim) sentence embeddings of tokenised texts."""
        return self.model(dict(zip(self.names, tensors, strict=True)))["sentence_embedding"]

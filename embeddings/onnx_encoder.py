"""The query encoder of a release: onnxruntime and tokenizers, nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from corpus.errors import EncoderError
from embeddings.encoder import Progress, Vectors, no_progress

_BATCH = 32


class OnnxQueryEncoder:
    """Encodes queries with the model.onnx and tokenizer.json of a folder; safe to call from several threads."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Arenas keep the memory of the largest batch for ever: queries are short and gain nothing from them.
        options.enable_cpu_mem_arena = False
        try:
            about = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime and tokenizers raise bare Exception; the cause is kept
            raise EncoderError(
                f"The query encoder in '{folder}' could not be loaded: {error}. "
                "Delete cache/encoders in the home and run 'citedesk sync' again."
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(about["sequence_length"]))
        self._query_prompt = str(about["query_prompt"])
        self._passage_prompt = str(about.get("passage_prompt", ""))
        self._inputs = [node.name for node in self._session.get_inputs()]
        self.dimension = int(self._session.get_outputs()[0].shape[-1])

    def encode_query(self, text: str) -> Vectors:
        """The (dim,) float32, L2-normalised vector of one query; of a longer one, its first window."""
        vector: Vectors = self._run([self._tokenizer.encode(self._query_prompt + text)])[0]
        return vector

    def encode_queries(self, texts: Sequence[str], progress: Progress = no_progress) -> Vectors:
        """The (n, dim) float32, L2-normalised vectors of queries, batched by length; (0, dim) for none."""
        return self._encode([self._query_prompt + text for text in texts], progress)

    def encode_as_passages(self, texts: Sequence[str]) -> Vectors:
        """The (n, dim) float32, L2-normalised vectors that the passage encoder should give: for checking a release."""
        return self._encode([self._passage_prompt + text for text in texts], no_progress)

    def _encode(self, texts: Sequence[str], progress: Progress) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(texts)
        order = sorted(range(len(texts)), key=lambda row: len(encodings[row].ids))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            vectors[rows] = self._run([encodings[row] for row in rows])
            progress(len(rows))
        return vectors

    def _run(self, encodings: Sequence[Encoding]) -> Vectors:
        width = max(len(encoding.ids) for encoding in encodings)
        arrays = {name: np.zeros((len(encodings), width), dtype=np.int64) for name in self._inputs}
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            arrays["input_ids"][row, :length] = encoding.ids
            arrays["attention_mask"][row, :length] = 1
        vectors: Vectors = self._session.run(None, arrays)[0].astype(np.float32, copy=False)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

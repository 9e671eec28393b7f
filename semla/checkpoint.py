"""What a model folder says of itself, read without the libraries that made it."""

from __future__ import annotations

import importlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from semla.cache import pieces_of
from semla.errors import SemlaError

CONFIG = "config.json"
ONNX_FILES = ("model.onnx", "tokenizer.json")
#: Files of a checkpoint whose content decides what is exported, beside its weights.
SETTINGS = (
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.json",
    "vocab.txt",
    "merges.txt",
)
#: Files of sentence-transformers that say how it makes an embedding; they go with the export.
SENTENCE_FILES = ("sentence_bert_config.json", "1_Pooling/config.json")
ENCODERS = ("Model", "ForMaskedLM", "ForPreTraining")


@dataclass(frozen=True)
class Kind:
    """What a configuration describes: the class, whether it has a classification head, and its labels."""

    architecture: str
    classifier: bool
    label_names: list[str]


def bad_model(sentence: str) -> SemlaError:
    """A SemlaError of kind "bad_model"."""
    return SemlaError(sentence, kind="bad_model")


def read_json(path: Path) -> dict[str, Any]:
    """An object from a JSON file. Raises SemlaError where it cannot be read."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise bad_model(f"model: {path} cannot be read ({error}); save the model again") from error
    if not isinstance(value, dict):
        raise bad_model(f"model: {path} holds no object; save the model again")
    return value


def read_kind(config: Mapping[str, Any], name: str, architecture: str | None = None) -> Kind:
    """What a transformers configuration describes.

    `name` is how errors call the model; `architecture` its class, default: the one in the configuration.
    Raises SemlaError for anything but a classifier of one label a text, or an encoder.
    """
    if architecture is None:
        named = config.get("architectures") or ["AutoModel"]
        architecture = str(named[0])
    allowed = "(allowed: a sequence classifier or an encoder)"
    if config.get("is_encoder_decoder"):
        raise bad_model(f"model: {name} is {architecture}, an encoder with a decoder {allowed}")
    if config.get("quantization_config"):
        raise bad_model(f"model: {name} is quantised (allowed: float32, float16 or bfloat16 weights)")
    if not architecture.endswith("ForSequenceClassification"):
        if not architecture.endswith(ENCODERS):
            raise bad_model(f"model: {name} is {architecture} {allowed}")
        return Kind(architecture, classifier=False, label_names=[])
    names = label_names(config)
    if config.get("problem_type") == "multi_label_classification":
        raise bad_model(f"model: {name} gives several labels a text (allowed: one label a text)")
    if len(names) < 2:
        raise bad_model(f"model: {name} has {len(names)} label (allowed: two or more)")
    return Kind(architecture, classifier=True, label_names=names)


def label_names(config: Mapping[str, Any]) -> list[str]:
    """Names of the labels in the order of the logits; LABEL_0, ... where none are given."""
    names = config.get("id2label")
    if isinstance(names, Mapping) and names:
        return [str(names[key]) for key in sorted(names, key=int)]
    return [f"LABEL_{index}" for index in range(int(config.get("num_labels") or 2))]


def check_tokenizer(tokenizer: Any) -> None:
    """Raises SemlaError unless a tokenizer is a fast one of transformers."""
    if not getattr(tokenizer, "is_fast", False) or not hasattr(tokenizer, "backend_tokenizer"):
        raise bad_model(
            f"tokenizer: {type(tokenizer).__name__} (allowed: a fast tokenizer of transformers, "
            "one that is saved as tokenizer.json)"
        )


def is_hub_id(source: str) -> bool:
    """Whether a string can be the name of a model on the hub: "name" or "owner/name"."""
    return re.fullmatch(r"[\w-][\w.-]*(/[\w-][\w.-]*)?", source) is not None


def weight_files(folder: Path) -> list[Path]:
    """The weights of a checkpoint, as transformers chooses them; empty where there are none."""
    for pattern in ("model*.safetensors", "pytorch_model*.bin"):
        found = sorted(folder.glob(pattern))
        if found:
            return found
    return []


def check_folder(folder: Path) -> Kind | None:
    """What a folder holds; None for an ONNX folder without a configuration.

    Raises SemlaError saying what is missing where it is neither an ONNX folder nor a checkpoint.
    """
    if (folder / "model.onnx").is_file():
        missing = [name for name in ONNX_FILES if not (folder / name).is_file()]
        if missing:
            raise bad_model(f"model: {folder} has model.onnx but no {missing[0]}; save the tokenizer into it")
        if not (folder / CONFIG).is_file():
            return None
        config = read_json(folder / CONFIG)
        return Kind("ONNX", classifier="id2label" in config, label_names=_named_labels(config))
    if not (folder / CONFIG).is_file():
        raise bad_model(
            f"model: {folder} is no model folder: it has neither model.onnx nor {CONFIG} "
            "(allowed: a folder with model.onnx and tokenizer.json, or a transformers checkpoint)"
        )
    kind = read_kind(read_json(folder / CONFIG), str(folder))
    if not weight_files(folder):
        raise bad_model(
            f"model: {folder} has a {CONFIG} but no weights (model.safetensors or pytorch_model.bin)"
        )
    return kind


def _named_labels(config: Mapping[str, Any]) -> list[str]:
    return label_names(config) if "id2label" in config else []


def checkpoint_parts(folder: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Name and content of every file that an export depends on."""
    settings = [folder / name for name in (*SETTINGS, *SENTENCE_FILES)]
    for path in (*settings, *sorted(folder.glob("*.model")), *weight_files(folder)):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), pieces_of(path)


def copy_sentence_files(folder: Path, target: Path) -> None:
    """Copies what sentence-transformers says of the embedding, where it is there."""
    for name in SENTENCE_FILES:
        if (folder / name).is_file():
            (target / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(folder / name, target / name)


def fetch_from_hub(name: str) -> Path:
    """Folder of a model of the hub: from the local hub cache, else downloaded. Raises SemlaError."""
    try:
        hub: Any = importlib.import_module("huggingface_hub")
        errors: Any = importlib.import_module("huggingface_hub.errors")
    except ImportError as error:
        raise bad_model(
            f"model: {name!r} is no folder, and hub ids need the hub's library; "
            "give an existing folder, or run: pip install transformers torch"
        ) from error
    try:
        folder = Path(hub.snapshot_download(name, local_files_only=True))
        if (folder / CONFIG).is_file() and weight_files(folder):
            return folder
    except errors.LocalEntryNotFoundError:
        pass
    try:
        settings = ["*.json", "*.txt", "*.model"]
        folder = Path(hub.snapshot_download(name, allow_patterns=[*settings, "model*.safetensors"]))
        if not weight_files(folder):
            folder = Path(hub.snapshot_download(name, allow_patterns=[*settings, "pytorch_model*.bin"]))
        return folder
    except Exception as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise bad_model(
            f"model: {name!r} is no folder here, is not in the local hub cache, and could not be downloaded "
            f"({reason}); check the name, or give the folder of a saved model"
        ) from error

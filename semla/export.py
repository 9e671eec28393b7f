"""From a transformers model to a folder with `model.onnx` that gives the same numbers."""

from __future__ import annotations

import contextlib
import copy
import importlib
import json
import logging
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from semla.checkpoint import Kind, bad_model, check_tokenizer
from semla.errors import SemlaError

#: Part of every cache key, raised when the same model would be exported otherwise.
EXPORT_VERSION = 1
#: Largest difference between export and original, as a share of the range of the original's values.
TOLERANCE = 1e-3
OPSET = 17
#: Numbers of pieces of the rows that export and original are compared on.
CHECKED_LENGTHS = (3, 10, 40, 160)

# Exporters and log levels are settings of the whole process.
_alone = threading.RLock()


class Checker(Protocol):
    """Whatever runs an exported graph: the sidecar's client."""

    def request(self, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Answers "model/check"."""


@dataclass(frozen=True)
class Original:
    """A transformers model of our own: on the CPU, float32, not training; and its fast tokenizer."""

    model: Any
    tokenizer: Any
    kind: Kind
    max_pieces: int


def load_checkpoint(folder: Path, kind: Kind, tokenizer: Any = None) -> Original:
    """The model of a checkpoint folder, its half-precision weights as float32. Raises SemlaError."""
    torch, transformers = _library("torch"), _library("transformers")
    auto = transformers.AutoModelForSequenceClassification if kind.classifier else transformers.AutoModel
    dtype = "torch_dtype" if int(transformers.__version__.split(".")[0]) < 5 else "dtype"
    with _quiet():
        try:
            model, info = auto.from_pretrained(
                folder, local_files_only=True, output_loading_info=True, **{dtype: torch.float32}
            )
            tokenizer = tokenizer or transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
        except Exception as error:
            sentence = f"model: {folder} cannot be loaded ({_first_line(error)}); save the model again"
            raise bad_model(sentence) from error
    missing = [name for name in info["missing_keys"] if kind.classifier or "pooler" not in name]
    if missing:
        names = ", ".join(sorted(missing)[:3])
        raise bad_model(f"model: {folder} lacks the weights {names}; save the model again")
    return _original(model, tokenizer, kind)


def copy_live(model: Any, tokenizer: Any, kind: Kind) -> Original:
    """A copy of a model in memory as it is now; the user's is left as it was. Raises SemlaError."""
    torch = _library("torch")

    def taken(tensor: Any) -> Any:
        value = tensor.detach().to("cpu", copy=True)
        return value.float() if value.is_floating_point() else value

    try:
        memo: dict[int, Any] = {}
        for parameter in model.parameters():
            memo[id(parameter)] = torch.nn.Parameter(taken(parameter), requires_grad=False)
        for buffer in model.buffers():
            memo[id(buffer)] = taken(buffer)
        own = copy.deepcopy(model, memo)
    except Exception as error:
        raise bad_model(
            f"model: {type(model).__name__} cannot be copied ({error}); "
            "save it with save_pretrained(folder) and give the folder"
        ) from error
    return _original(own, tokenizer, kind)


def original_parts(original: Original) -> Iterator[tuple[str, Iterable[Any]]]:
    """Name and content of all that an export of a model in memory depends on."""
    config = original.model.config.to_dict()
    for name in ("_name_or_path", "transformers_version", "dtype", "torch_dtype"):
        config.pop(name, None)
    yield "class", [original.kind.architecture.encode()]
    yield "config", [json.dumps(config, sort_keys=True, default=str).encode()]
    yield from tokenizer_parts(original.tokenizer)
    weights = original.model.state_dict()
    for name in sorted(weights):
        yield f"{name} {list(weights[name].shape)}", [_bytes_of(weights[name])]


def tokenizer_parts(tokenizer: Any) -> Iterator[tuple[str, Iterable[Any]]]:
    """Name and content of all that an export depends on in a tokenizer."""
    settings = _tokenizer_config(tokenizer, int(min(tokenizer.model_max_length, 1 << 30)))
    yield "tokenizer", [json.dumps([_tokenizer_json(tokenizer), settings]).encode()]


def write_model(
    original: Original, folder: Path, checker: Checker, on_progress: Callable[[str, int, int], None]
) -> dict[str, Any]:
    """Writes `model.onnx`, `tokenizer.json` and their settings, and checks the graph against the original.

    Outputs of the graph: `logits` [batch, labels] where there is a classification head, and
    `last_hidden_state` [batch, pieces, dimension]; both sides of the input are free. Returns what was done,
    for the manifest. Raises SemlaError where no exporter gives the original's numbers.
    """
    _write_settings(original, folder)
    pieces, mask = _sample(original)
    graph = _Graph.of(original)
    expected = graph.run(pieces, mask)
    if expected["last_hidden_state"].ndim != 3:
        raise bad_model(f"model: {original.kind.architecture} gives no hidden states (allowed: an encoder)")
    failures: list[str] = []
    for exporter in (_by_torchscript, _by_dynamo):
        on_progress("exporting the model", 1, 3)
        name = exporter.__name__.removeprefix("_by_")
        try:
            with _quiet():
                exporter(graph, folder / "model.onnx")
        except Exception as error:
            failures.append(f"{name}: {_first_line(error)}")
            continue
        on_progress("checking the export", 2, 3)
        try:
            difference = _difference(expected, folder, pieces, mask, checker)
        except SemlaError as error:
            if error.kind != "bad_model":
                raise
            failures.append(f"{name}: {error}")
            continue
        if difference <= TOLERANCE:
            versions = {library: _version(library) for library in ("semla-lab", "torch", "transformers")}
            architecture = original.kind.architecture
            return {
                "architecture": architecture,
                "exporter": name,
                "difference": difference,
                "versions": versions,
            }
        failures.append(f"{name}: values differ by {difference:.2g} of their range (allowed: {TOLERANCE:g})")
    raise bad_model(
        f"model: {original.kind.architecture} cannot be exported to ONNX: {'; '.join(failures)}. "
        "Export it yourself into a folder with model.onnx and tokenizer.json, and give that folder"
    )


class _Graph:
    """What is exported: (input_ids, attention_mask) -> (logits, last_hidden_state), or the latter alone."""

    def __init__(self, module: Any, outputs: list[str]) -> None:
        self.module = module
        self.outputs = outputs

    @classmethod
    def of(cls, original: Original) -> _Graph:
        torch = _library("torch")
        model, classifier = original.model, original.kind.classifier

        class Module(torch.nn.Module):  # type: ignore[misc, name-defined]
            def __init__(self) -> None:
                super().__init__()
                self.model = model
                self.hidden: Any = None
                model.base_model.register_forward_hook(self._keep)

            def _keep(self, _module: Any, _inputs: Any, outputs: Any) -> None:
                self.hidden = outputs[0]

            def forward(self, input_ids: Any, attention_mask: Any) -> Any:
                outputs = self.model(input_ids=input_ids, attention_mask=attention_mask)
                hidden, self.hidden = self.hidden, None
                return (outputs[0], hidden) if classifier else hidden

        return cls(Module().eval(), ["logits", "last_hidden_state"] if classifier else ["last_hidden_state"])

    def run(
        self, pieces: np.ndarray[Any, Any], mask: np.ndarray[Any, Any]
    ) -> dict[str, np.ndarray[Any, Any]]:
        torch = _library("torch")
        with torch.no_grad(), _quiet():
            outputs = self.module(torch.from_numpy(pieces).long(), torch.from_numpy(mask).long())
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        return {name: output.numpy() for name, output in zip(self.outputs, outputs, strict=True)}

    def example(self) -> tuple[Any, Any]:
        torch = _library("torch")
        mask = torch.ones(2, 10, dtype=torch.long)
        mask[1, 7:] = 0
        pieces = torch.arange(3, 23).reshape(2, 10) % int(self.module.model.config.vocab_size)
        return pieces, mask


def _by_torchscript(graph: _Graph, path: Path) -> None:
    sides = {0: "batch", 1: "sequence"}
    dynamic = {
        "input_ids": sides,
        "attention_mask": sides,
        "last_hidden_state": sides,
        "logits": {0: "batch"},
    }
    _library("torch").onnx.export(
        graph.module,
        graph.example(),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=graph.outputs,
        dynamic_axes={name: dynamic[name] for name in ("input_ids", "attention_mask", *graph.outputs)},
        opset_version=OPSET,
        dynamo=False,
    )


def _by_dynamo(graph: _Graph, path: Path) -> None:
    torch = _library("torch")
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    torch.onnx.export(
        graph.module,
        graph.example(),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=graph.outputs,
        dynamic_shapes=(free, free),
        dynamo=True,
        verbose=False,
    )


def _difference(
    expected: Mapping[str, np.ndarray[Any, Any]],
    folder: Path,
    pieces: np.ndarray[Any, Any],
    mask: np.ndarray[Any, Any],
    checker: Checker,
) -> float:
    """Largest difference of any output, as a share of its range; hidden states of padding do not count."""
    params = {"folder": str(folder), "inputIds": pieces, "attentionMask": mask}
    answer = checker.request("model/check", params)
    worst = 0.0
    for name, key in (("logits", "logits"), ("last_hidden_state", "hidden")):
        if name not in expected:
            continue
        if key not in answer:
            raise bad_model(f"the export has no output {name}")
        ours, theirs = np.asarray(answer[key]), expected[name]
        if ours.shape != theirs.shape:
            raise bad_model(
                f"the export's {name} has shape {list(ours.shape)} (allowed: {list(theirs.shape)})"
            )
        if key == "hidden":
            ours, theirs = ours[mask == 1], theirs[mask == 1]
        difference = float(np.max(np.abs(ours - theirs)) / max(float(np.ptp(theirs)), 1e-12))
        if not difference <= worst:
            worst = difference
    return worst


def _sample(original: Original) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """int32 [rows, pieces]: rows of mixed lengths, seeded, padded on the right; and their attention mask."""
    config = original.model.config
    padding = config.pad_token_id if getattr(config, "pad_token_id", None) is not None else 0
    lengths = sorted({min(length, original.max_pieces) for length in CHECKED_LENGTHS})
    mask = (np.arange(lengths[-1]) < np.array(lengths)[:, None]).astype(np.int32)
    allowed = np.setdiff1d(np.arange(int(config.vocab_size)), [padding])
    pieces = np.random.default_rng(0).choice(allowed, mask.shape).astype(np.int32)
    return np.where(mask == 1, pieces, np.int32(padding)), mask


def _original(model: Any, tokenizer: Any, kind: Kind) -> Original:
    check_tokenizer(tokenizer)
    model = model.float().eval()
    # The export needs attention as plain matrix products; classes that know but one kind refuse the change.
    with _quiet(), contextlib.suppress(Exception):
        model.set_attn_implementation("eager")
    return Original(model, tokenizer, kind, _max_pieces(model, tokenizer))


def _max_pieces(model: Any, tokenizer: Any) -> int:
    """Pieces that a text may have: as the tokenizer says, and as there are positions to learn for them."""
    positions = int(getattr(model.config, "max_position_embeddings", None) or 512)
    for name, module in model.named_modules():
        if name.endswith("position_embeddings") and getattr(module, "padding_idx", None) is not None:
            positions = int(module.num_embeddings) - int(module.padding_idx) - 1
    return max(1, min(positions, int(min(tokenizer.model_max_length, 1 << 30))))


def _write_settings(original: Original, folder: Path) -> None:
    config = original.model.config.to_dict()
    if original.kind.classifier:
        config["id2label"] = {str(index): name for index, name in enumerate(original.kind.label_names)}
    config["architectures"] = [original.kind.architecture]
    config["dtype"] = "float32"
    for name, value in (
        ("config.json", config),
        ("tokenizer.json", _tokenizer_json(original.tokenizer)),
        ("tokenizer_config.json", _tokenizer_config(original.tokenizer, original.max_pieces)),
    ):
        (folder / name).write_text(json.dumps(value, indent=1, default=str, ensure_ascii=False), "utf-8")


def _tokenizer_json(tokenizer: Any) -> dict[str, Any]:
    """The tokenizer, without the truncation and padding that its last call happened to set."""
    value: dict[str, Any] = json.loads(tokenizer.backend_tokenizer.to_str())
    return {**value, "truncation": None, "padding": None}


def _tokenizer_config(tokenizer: Any, max_pieces: int) -> dict[str, Any]:
    tokens = {
        name: str(token) for name, token in tokenizer.special_tokens_map.items() if isinstance(token, str)
    }
    return {
        **tokens,
        "model_max_length": max_pieces,
        "padding_side": tokenizer.padding_side,
        "truncation_side": tokenizer.truncation_side,
        "tokenizer_class": type(tokenizer).__name__,
    }


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _bytes_of(tensor: Any) -> Any:
    torch = _library("torch")
    return tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy()


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise bad_model(
            f"model: a transformers model needs {name} to be exported; run: pip install torch transformers, "
            "or give a folder with model.onnx and tokenizer.json"
        ) from error


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without the warnings, log lines and progress bars of torch and transformers; one thread at a time."""
    with _alone:
        yield from _quietly()


def _quietly() -> Iterator[None]:
    transformers_log = importlib.import_module("transformers.utils.logging")
    verbosity, bars = transformers_log.get_verbosity(), transformers_log.is_progress_bar_enabled()
    loggers = [logging.getLogger(name) for name in ("torch.onnx", "torch.export", "onnxscript", "onnx_ir")]
    levels = [logger.level for logger in loggers]
    transformers_log.set_verbosity_error()
    transformers_log.disable_progress_bar()
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        transformers_log.set_verbosity(verbosity)
        if bars:
            transformers_log.enable_progress_bar()
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)

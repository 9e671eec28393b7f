"""Gradients of exported models against torch: ten architectures, three exporters, several shapes with padding."""

from __future__ import annotations

import json
import os
import subprocess
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import tiny_models
import torch
import transformers as t

from semla.node import find_node

SCRIPT = Path(__file__).with_name("differentiate.mjs")
ROOT = SCRIPT.parents[1]
SHARED = Path(os.environ.get("SEMLA_SHARED", ROOT.parent / "shared"))
TOLERANCE = 1e-4
SHAPES = ((2, 10), (3, 17), (1, 5), (4, 2), (1, 1))
EXPORTERS = ("torchscript 17", "torchscript 14", "dynamo")

pytestmark = pytest.mark.skipif(
    not (ROOT / "node_modules" / "esbuild").exists(), reason="the packages of package.json are not installed"
)


def _deberta_v1() -> Any:
    attention = {"relative_attention": True, "pos_att_type": ["p2c", "c2p"]}
    config = t.DebertaConfig(**tiny_models.common(type_vocab_size=0, **attention))
    return t.DebertaForSequenceClassification(config)


ARCHITECTURES = {
    **{name: make for name, make in tiny_models.ARCHITECTURES.items() if name != "encoder"},
    "deberta-v1": _deberta_v1,
}


class Logits(torch.nn.Module):
    """A model as it is exported."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Any, attention_mask: Any) -> Any:
        return self.model(input_ids=input_ids, attention_mask=attention_mask).logits


@cache
def model_of(architecture: str) -> Any:
    torch.manual_seed(0)
    model = ARCHITECTURES[architecture]().eval()
    with torch.no_grad():
        # initial weights are so small that softmax and GELU hardly bend
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.mul_(8)
    return model


def batch_of(shape: tuple[int, int]) -> tuple[Any, Any]:
    rows, length = shape
    generator = np.random.default_rng(length)
    pieces = torch.from_numpy(generator.integers(4, 40, shape))
    mask = torch.from_numpy(
        (np.arange(length) < generator.integers(1, length + 1, (rows, 1))).astype(np.int64)
    )
    return pieces, mask


def export(architecture: str, exporter: str, path: Path) -> None:
    sides = {0: "batch", 1: "sequence"}
    names = ["input_ids", "attention_mask"]
    common: dict[str, Any] = {"input_names": names, "output_names": ["logits"]}
    module = Logits(model_of(architecture)).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if exporter == "dynamo":
            free = {0: torch.export.Dim("batch", max=64), 1: torch.export.Dim("sequence", max=200)}
            dynamic = {"dynamo": True, "opset_version": 18, "dynamic_shapes": (free, free), "verbose": False}
            dynamic["external_data"] = False
        else:
            opset = int(exporter.split()[1])
            dynamic = {"dynamo": False, "opset_version": opset, "dynamic_axes": dict.fromkeys(names, sides)}
        torch.onnx.export(module, batch_of((2, 10)), str(path), **common, **dynamic)


def differentiate(*files: Path) -> list[dict[str, Any]]:
    """Appends the gradient to graphs, pairs of files in and out; what each takes and gives."""
    done = subprocess.run(
        [find_node().path, str(SCRIPT), *map(str, files)], capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("architecture", sorted(ARCHITECTURES))
def test_gradients_of_exports_are_those_of_torch(architecture: str, tmp_path: Path) -> None:
    plain = [tmp_path / f"{exporter}.onnx" for exporter in EXPORTERS]
    reverse = [tmp_path / f"{exporter} reverse.onnx" for exporter in EXPORTERS]
    for exporter, path in zip(EXPORTERS, plain, strict=True):
        export(architecture, exporter, path)
    answers = differentiate(*(path for pair in zip(plain, reverse, strict=True) for path in pair))
    for exporter, path, answer in zip(EXPORTERS, reverse, answers, strict=True):
        assert "error" not in answer, (exporter, answer)
        session = onnxruntime.InferenceSession(path)
        for shape in SHAPES:
            check(model_of(architecture), session, answer, shape, exporter)


def check(model: Any, session: Any, answer: dict[str, Any], shape: tuple[int, int], exporter: str) -> None:
    pieces, mask = batch_of(shape)
    kept: dict[str, Any] = {}

    def keep(_module: Any, _inputs: Any, output: Any) -> None:
        output.retain_grad()
        kept["embeddings"] = output

    hook = model.get_input_embeddings().register_forward_hook(keep)
    logits = model(input_ids=pieces, attention_mask=mask).logits
    hook.remove()
    seed = np.random.default_rng(1).standard_normal(tuple(logits.shape)).astype(np.float32)
    (logits * torch.from_numpy(seed)).sum().backward()
    expected = kept["embeddings"].grad.numpy()
    feeds = {
        "input_ids": pieces.numpy(),
        "attention_mask": mask.numpy(),
        answer["input"]: kept["embeddings"].detach().numpy(),
        answer["seeds"]["logits"]: seed,
    }
    taken = {each.name for each in session.get_inputs()}
    wanted = ["logits", answer["gradient"], answer["hidden"], *answer["attentions"]]
    ours = session.run(wanted, {name: value for name, value in feeds.items() if name in taken})
    np.testing.assert_allclose(ours[0], logits.detach().numpy(), atol=1e-4)
    error = np.abs(ours[1] - expected).max() / np.abs(expected).max()
    assert error <= TOLERANCE, (exporter, shape, error)
    assert ours[2].shape == (*shape, 32)
    layers = model.config.num_hidden_layers
    assert len(ours) == 3 + layers
    for attention in ours[3:]:
        assert attention.shape == (shape[0], 4, shape[1], shape[1])
        np.testing.assert_allclose(
            attention.sum(-1)[mask.numpy().astype(bool)[:, None].repeat(4, 1)], 1, rtol=1e-5
        )


def test_weights_are_not_copied(tmp_path: Path) -> None:
    paths = tmp_path / "plain.onnx", tmp_path / "reverse.onnx"
    export("bert", "torchscript 17", paths[0])
    (answer,) = differentiate(*paths)
    before, after = ({each.name: each for each in onnx.load(path).graph.initializer} for path in paths)
    added = sum(np.prod(after[name].dims) for name in after.keys() - before.keys())
    assert answer["table"] in before and answer["table"] not in after
    assert added < 200


def test_a_quantised_graph_is_refused_by_its_operator(tmp_path: Path) -> None:
    from onnxruntime.quantization import quantize_dynamic

    plain, quantised = tmp_path / "plain.onnx", tmp_path / "quantised.onnx"
    export("bert", "torchscript 17", plain)
    quantize_dynamic(plain, quantised, op_types_to_quantize=["MatMul"])
    (answer,) = differentiate(quantised, tmp_path / "reverse.onnx")
    assert answer["kind"] == "not_differentiable"
    assert "DynamicQuantizeLinear" in answer["error"]
    assert "use attention, lime, occlusion or shap" in answer["error"]


def test_a_graph_that_was_optimised_ahead_has_the_same_gradient(tmp_path: Path) -> None:
    plain, fused, reverse = (tmp_path / f"{name}.onnx" for name in ("plain", "fused", "reverse"))
    export("bert", "torchscript 17", plain)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(fused)
    onnxruntime.InferenceSession(plain, options)
    assert "com.microsoft" in {node.domain for node in onnx.load(fused).graph.node}
    (answer,) = differentiate(fused, reverse)
    assert "error" not in answer, answer
    check(model_of("bert"), onnxruntime.InferenceSession(reverse), answer, (3, 17), "optimised")


@pytest.mark.skipif(
    not (SHARED / "golden").exists(), reason="the shared golden files are not here (SEMLA_SHARED)"
)
def test_banking77_has_the_gradients_of_the_golden_file(tmp_path: Path) -> None:
    golden = json.loads((SHARED / "golden" / "attributions.json").read_text())
    source = SHARED / "models" / golden["model"]
    model = t.AutoModelForSequenceClassification.from_pretrained(source, dtype=torch.float32).eval()
    paths = tmp_path / "plain.onnx", tmp_path / "reverse.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sides = {name: {0: "batch", 1: "sequence"} for name in ("input_ids", "attention_mask")}
        torch.onnx.export(
            Logits(model).eval(),
            batch_of((2, 10)),
            str(paths[0]),
            input_names=list(sides),
            output_names=["logits"],
            dynamic_axes=sides,
            opset_version=17,
            dynamo=False,
        )
    (answer,) = differentiate(*paths)
    session = onnxruntime.InferenceSession(paths[1])
    taken = {each.name for each in session.get_inputs()}
    table = model.get_input_embeddings().weight.detach().numpy()
    assert len(golden["samples"]) == 12
    for sample in golden["samples"]:
        pieces = np.array([sample["ids"]])
        seed = np.zeros((1, model.config.num_labels), np.float32)
        seed[0, sample["target_index"]] = 1
        embeddings = table[pieces]
        feeds = {
            "input_ids": pieces,
            "attention_mask": np.ones_like(pieces),
            answer["input"]: embeddings,
            answer["seeds"]["logits"]: seed,
        }
        given = {name: value for name, value in feeds.items() if name in taken}
        (gradient,) = session.run([answer["gradient"]], given)
        for name, ours in (
            ("gradient_l1", np.abs(gradient[0]).sum(-1)),
            ("gradient_l2", np.linalg.norm(gradient[0], axis=-1)),
            ("gradient_x_input", (gradient[0] * embeddings[0]).sum(-1)),
        ):
            theirs = np.array(sample[name])
            assert np.abs(ours - theirs).max() <= 1e-3 * np.abs(theirs).max(), (sample["row"], name)

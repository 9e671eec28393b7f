"""Writes compute/src/onnx/gradient/__tests__/golden/rules.json: small graphs, one for each rule and variant of one, and the gradients that torch gives for them.

Needs torch. Each case is a graph from ``x`` [2, 3, 4] to ``y``; the gradient is that of
sum(seed * y) with respect to x. Numbers are rounded to seven digits before torch sees them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as f

ROOT = Path(__file__).parents[2]

torch.manual_seed(0)
X = torch.tensor([[round(v, 6) for v in row] for row in torch.randn(6, 4).tolist()]).reshape(2, 3, 4)
CASES: list[dict[str, Any]] = []


def rounded(tensor: torch.Tensor) -> list[float]:
    # what float32 cannot hold is infinite there, and JSON has no infinity
    tensor = tensor.double().clamp(-1e39, 1e39)
    return [float(f"{v:.7g}") for v in tensor.flatten().tolist()]


def constant(*shape: int, positive: bool = False) -> torch.Tensor:
    values = torch.randn(shape)
    values = values.abs() + 0.5 if positive else values
    return torch.tensor([round(v, 4) for v in values.flatten().tolist()]).reshape(shape)


def case(
    name: str,
    compute: Callable[[torch.Tensor], torch.Tensor],
    *nodes: dict[str, Any],
    constants: dict[str, torch.Tensor | list[int] | int] | None = None,
    opset: int = 17,
) -> None:
    x = X.clone().requires_grad_()
    y = compute(x)
    seed = constant(*y.shape)
    (gradient,) = torch.autograd.grad((seed * y).sum(), x)
    stored: dict[str, Any] = {}
    for key, value in (constants or {}).items():
        if isinstance(value, torch.Tensor):
            stored[key] = {"shape": list(value.shape), "floats": rounded(value)}
        elif isinstance(value, int):
            stored[key] = {"shape": [], "ints": [value]}
        else:
            stored[key] = {"shape": [len(value)], "ints": value}
    CASES.append(
        {
            "name": name,
            "opset": opset,
            "nodes": list(nodes),
            "constants": stored,
            "seed": {"shape": list(seed.shape), "floats": rounded(seed)},
            "gradient": rounded(gradient),
        }
    )


def node(op: str, inputs: str, outputs: str = "y", domain: str = "", **attributes: Any) -> dict[str, Any]:
    kinds = {int: "int", float: "float", str: "string", list: "ints"}
    return {
        "op": op,
        "domain": domain,
        "inputs": inputs.split(" ") if inputs else [],
        "outputs": outputs.split(" "),
        "attributes": {key: {kinds[type(value)]: value} for key, value in attributes.items()},
    }


def elementwise() -> None:
    case("Identity", lambda x: x * 1, node("Identity", "x"))
    case("Dropout", lambda x: x * 1, node("Dropout", "x"))
    case("Cast to float32", lambda x: x * 1, node("Cast", "x", to=1))
    case("Neg", lambda x: -x, node("Neg", "x"))
    case("Abs", torch.abs, node("Abs", "x"))
    case("Exp", torch.exp, node("Exp", "x"))
    case("Relu", torch.relu, node("Relu", "x"))
    case("LeakyRelu", lambda x: f.leaky_relu(x, 0.2), node("LeakyRelu", "x", alpha=0.2))
    case("Sigmoid", torch.sigmoid, node("Sigmoid", "x"))
    case("Tanh", torch.tanh, node("Tanh", "x"))
    case("Erf", torch.erf, node("Erf", "x"))
    case("Softplus", f.softplus, node("Softplus", "x"))
    positive = node("Exp", "x", "e")
    case("Sqrt", lambda x: x.exp().sqrt(), positive, node("Sqrt", "e"))
    case(
        "Log",
        lambda x: (1 + x.exp()).log(),
        positive,
        node("Add", "e one", "p"),
        node("Log", "p"),
        constants={"one": torch.ones(1)},
    )
    case("Reciprocal", lambda x: 1 / x.exp(), positive, node("Reciprocal", "e"))
    for exponent in (2.0, 3.0, 0.5, -1.0):
        case(
            f"Pow {exponent}",
            lambda x, k=exponent: x.exp() ** k,
            positive,
            node("Pow", "e k"),
            constants={"k": torch.tensor(exponent)},
        )
    bounds = {"low": torch.tensor(-0.5), "high": torch.tensor(0.7)}
    case("Clip", lambda x: x.clamp(-0.5, 0.7), node("Clip", "x low high"), constants=bounds)
    case(
        "Clip from below",
        lambda x: x.clamp(min=-0.5),
        node("Clip", "x low"),
        constants={"low": bounds["low"]},
    )
    row, column, one = constant(4), constant(2, 3, 1), torch.tensor(0.3)
    case("Max", lambda x: torch.maximum(x, row), node("Max", "x c"), constants={"c": row})
    case(
        "Min of two computed",
        lambda x: torch.minimum(x * 2, x.exp()),
        node("Exp", "x", "e"),
        node("Mul", "x two", "d"),
        node("Min", "d e"),
        constants={"two": torch.tensor(2.0)},
    )
    for name, c in (
        ("a row", row),
        ("a column", column),
        ("a number", one),
        ("more sides", constant(5, 1, 3, 4)),
    ):
        case(f"Add {name}", lambda x, c=c: x + c, node("Add", "x c"), constants={"c": c})
        case(f"Sub from {name}", lambda x, c=c: c - x, node("Sub", "c x"), constants={"c": c})
        case(f"Mul by {name}", lambda x, c=c: x * c, node("Mul", "c x"), constants={"c": c})
    case("Div by a row", lambda x: x / row, node("Div", "x c"), constants={"c": row})
    case("Div of a row", lambda x: row / x.exp(), positive, node("Div", "c e"), constants={"c": row})
    case("Mul with itself", lambda x: x * x, node("Mul", "x x"))
    part = node("ReduceMean", "x", "m", axes=[2], keepdims=1)
    for op, compute in {"Add": torch.add, "Sub": torch.sub, "Mul": torch.mul}.items():
        case(f"{op} of one broadcast", lambda x, g=compute: g(x, x.mean(2, True)), part, node(op, "x m"))
    less = node("ReduceMean", "x", "m", axes=[0, 1], keepdims=0)
    case(
        "Div by one broadcast with fewer sides",
        lambda x: x / (x.mean((0, 1)).exp()),
        less,
        node("Exp", "m", "e"),
        node("Div", "x e"),
    )
    chosen = node("Greater", "x c", "b")
    infinite = torch.full((1,), -torch.inf)
    case(
        "Where, first",
        lambda x: torch.where(x > row, x, 0.3),
        chosen,
        node("Where", "b x k"),
        constants={"c": row, "k": one},
    )
    case(
        "Where, second",
        lambda x: torch.where(x > row, 0.3, x),
        chosen,
        node("Where", "b k x"),
        constants={"c": row, "k": one},
    )
    case(
        "Where of one broadcast",
        lambda x: torch.where(x > row, x.mean(2, True), x),
        chosen,
        part,
        node("Where", "b m x"),
        constants={"c": row},
    )
    case(
        "Where with infinity, then Softmax",
        lambda x: torch.where(x > row - 2, x, -torch.inf).softmax(-1),
        chosen,
        node("Where", "b x k", "w"),
        node("Softmax", "w", axis=-1),
        constants={"c": row - 2, "k": infinite},
    )


def products() -> None:
    w, u = constant(4, 5), constant(5, 4)
    case("MatMul by weights", lambda x: x @ w, node("MatMul", "x w"), constants={"w": w})
    case(
        "MatMul of weights",
        lambda x: constant_left @ x,
        node("MatMul", "w x"),
        constants={"w": (constant_left := constant(5, 3))},
    )
    turned = node("Transpose", "x", "t", perm=[0, 2, 1])
    case("MatMul of two computed", lambda x: x @ x.transpose(1, 2), turned, node("MatMul", "x t"))
    first = node("Slice", "x from to at", "s")
    ints = {"from": [0], "to": [1], "at": [0]}
    case(
        "MatMul with a batch of one",
        lambda x: x @ x[:1].transpose(1, 2),
        turned,
        node("Slice", "t from to at", "s"),
        node("MatMul", "x s"),
        constants=ints,
    )
    case(
        "MatMul of a batch of one",
        lambda x: x[:1] @ x.transpose(1, 2),
        turned,
        first,
        node("MatMul", "s t"),
        constants=ints,
    )
    stack = constant(3, 1, 4, 2)
    case("MatMul by a stack of weights", lambda x: x @ stack, node("MatMul", "x w"), constants={"w": stack})
    flat = node("Reshape", "x sides", "r")
    case(
        "Gemm",
        lambda x: 0.5 * x.reshape(6, 4) @ w + 2 * row,
        flat,
        node("Gemm", "r w c", alpha=0.5, beta=2.0),
        constants={"sides": [6, 4], "w": w, "c": (row := constant(5))},
    )
    case(
        "Gemm, weights transposed",
        lambda x: x.reshape(6, 4) @ u.T,
        flat,
        node("Gemm", "r w", transB=1),
        constants={"sides": [6, 4], "w": u},
    )
    case(
        "Gemm, transposed",
        lambda x: x.reshape(4, 6).T @ w,
        flat,
        node("Gemm", "r w", transA=1),
        constants={"sides": [4, 6], "w": w},
    )
    case(
        "Gemm, both transposed",
        lambda x: x.reshape(4, 6).T @ u.T,
        flat,
        node("Gemm", "r w", transA=1, transB=1),
        constants={"sides": [4, 6], "w": u},
    )
    case(
        "Gemm, computed weights",
        lambda x: v @ x.reshape(6, 4),
        flat,
        node("Gemm", "w r"),
        constants={"sides": [6, 4], "w": (v := constant(5, 6))},
    )
    case(
        "Gemm, computed weights transposed",
        lambda x: o.T @ x.reshape(6, 4).T,
        flat,
        node("Gemm", "w r", transA=1, transB=1),
        constants={"sides": [6, 4], "w": (o := constant(4, 3))},
    )
    case(
        "Gemm, computed bias",
        lambda x: a @ b + x.mean((0, 1)),
        node("ReduceMean", "x", "m", axes=[0, 1], keepdims=0),
        node("Gemm", "a b m"),
        constants={"a": (a := constant(2, 3)), "b": (b := constant(3, 4))},
    )


def layout() -> None:
    case("Reshape", lambda x: x.reshape(2, 12), node("Reshape", "x sides"), constants={"sides": [0, -1]})
    case("Flatten", lambda x: x.reshape(6, 4), node("Flatten", "x", axis=2))
    case(
        "Unsqueeze and Squeeze",
        lambda x: x * 1,
        node("Unsqueeze", "x at", "u"),
        node("Squeeze", "u at"),
        constants={"at": [-1, 1]},
    )
    case("Transpose", lambda x: x.permute(2, 0, 1), node("Transpose", "x", perm=[2, 0, 1]))
    case("Transpose without an order", lambda x: x.permute(2, 1, 0), node("Transpose", "x"))
    kept = node("ReduceSum", "x at", "s", keepdims=1)
    case(
        "Expand",
        lambda x: x.sum(1, True).expand(5, 2, 3, 4),
        kept,
        node("Expand", "s sides"),
        constants={"at": [1], "sides": [5, 2, 3, 4]},
    )
    case(
        "Concat",
        lambda x: torch.cat([x, c, x.exp()], -1),
        node("Exp", "x", "e"),
        node("Concat", "x c e", axis=-1),
        constants={"c": (c := constant(2, 3, 2))},
    )
    case(
        "Concat of free sides",
        lambda x: torch.cat([x, x.exp()], 1),
        node("Exp", "x", "e"),
        node("Concat", "x e", axis=1),
    )
    parts = {"parts": [1, 3]}
    case(
        "Split",
        lambda x: x[..., :1] * x[..., 1:],
        node("Split", "x parts", "a b", axis=-1),
        node("Mul", "a b"),
        constants=parts,
    )
    case(
        "Split of which one part is used",
        lambda x: x[..., 1:].exp(),
        node("Split", "x parts", "a b", axis=2),
        node("Exp", "b"),
        constants=parts,
    )


def selection() -> None:
    for name, slices, index in (
        ("the end of an axis", [[-2], [2**31], [-1]], (slice(None), slice(None), slice(-2, None))),
        ("one of a free axis", [[0], [1], [1]], (slice(None), slice(0, 1))),
        ("two axes", [[0, 1], [1, 3], [1, 2]], (slice(None), slice(0, 1), slice(1, 3))),
        ("some of a free axis", [[1], [3], [1]], (slice(None), slice(1, 3))),
    ):
        starts, ends, axes = slices
        case(
            f"Slice: {name}",
            lambda x, i=index: x[i],
            node("Slice", "x from to at"),
            constants={"from": starts, "to": ends, "at": axes},
        )
    case(
        "Slice with steps",
        lambda x: x[..., 0::2],
        node("Slice", "x from to at by"),
        constants={"from": [0], "to": [4], "at": [2], "by": [2]},
    )
    case("Gather: one place", lambda x: x[:, 0], node("Gather", "x at", axis=1), constants={"at": 0})
    case(
        "Gather: one place, kept", lambda x: x[:, 1:2], node("Gather", "x at", axis=1), constants={"at": [1]}
    )
    case(
        "Gather: the last place", lambda x: x[:, :, -1], node("Gather", "x at", axis=-1), constants={"at": -1}
    )
    case(
        "Gather: the last of a free axis",
        lambda x: x[:, -1],
        node("Gather", "x at", axis=1),
        constants={"at": -1},
    )
    case(
        "Gather: places, one twice",
        lambda x: x[:, :, [3, 0, 3]],
        node("Gather", "x at", axis=2),
        constants={"at": [3, 0, 3]},
    )
    places = node("Reshape", "at sides", "i")
    index = torch.tensor([1, 0, 2, 2, 1, 1]).reshape(2, 3, 1)
    case(
        "GatherElements",
        lambda x: x.gather(1, index),
        places,
        node("GatherElements", "x i", axis=1),
        constants={"at": [1, 0, 2, 2, 1, 1], "sides": [2, 3, 1]},
    )


def reductions() -> None:
    for axes in ([-1], [0, 1], [1]):
        for keep in (0, 1):
            title = f"over {axes}, keepdims {keep}"
            at = {"at": axes}
            case(
                f"ReduceSum {title}",
                lambda x, a=axes, k=keep: x.sum(a, bool(k)),
                node("ReduceSum", "x at", keepdims=keep),
                constants=at,
            )
            case(
                f"ReduceMean {title}",
                lambda x, a=axes, k=keep: x.mean(a, bool(k)),
                node("ReduceMean", "x", axes=axes, keepdims=keep),
            )
    case("ReduceMean over everything", lambda x: x.mean().reshape(1, 1, 1), node("ReduceMean", "x"))
    case(
        "ReduceMean, axes as an input",
        lambda x: x.mean(-1, True),
        node("ReduceMean", "x at"),
        constants={"at": [-1]},
        opset=18,
    )
    case("ReduceL2", lambda x: x.norm(dim=-1, keepdim=True), node("ReduceL2", "x", axes=[-1]))
    for axis in (-1, 1):
        case(f"Softmax over {axis}", lambda x, a=axis: x.softmax(a), node("Softmax", "x", axis=axis))
    hidden = torch.where(torch.tensor([[True], [False], [True]]), 0.0, -torch.inf)
    case(
        "Softmax of a row without numbers, set to zero",
        lambda x: torch.where(hidden == 0, (x + hidden.nan_to_num(neginf=0)).softmax(-1), 0.0),
        node("Add", "x c", "a"),
        node("Softmax", "a", "s", axis=-1),
        node("IsNaN", "s", "n"),
        node("Where", "n zero s"),
        constants={"c": hidden.expand(2, 3, 4).contiguous(), "zero": torch.tensor(0.0)},
    )
    scale, shift = constant(4), constant(4)
    norm = {"s": scale, "b": shift}
    case(
        "LayerNormalization",
        lambda x: f.layer_norm(x, (4,), scale, shift, 1e-5),
        node("LayerNormalization", "x s b", axis=-1),
        constants=norm,
    )
    case(
        "LayerNormalization without bias",
        lambda x: f.layer_norm(x, (4,), scale, None, 0.1),
        node("LayerNormalization", "x s", epsilon=0.1),
        constants={"s": scale},
    )
    wide = constant(3, 4)
    case(
        "LayerNormalization over two axes",
        lambda x: f.layer_norm(x, (3, 4), wide),
        node("LayerNormalization", "x s", axis=1),
        constants={"s": wide},
    )
    parts = [
        node("ReduceMean", "x", "m", axes=[-1]),
        node("Sub", "x m", "c"),
        node("Pow", "c two", "q"),
        node("ReduceMean", "q", "v", axes=[-1]),
        node("Add", "v e", "p"),
        node("Sqrt", "p", "d"),
        node("Div", "c d", "n"),
        node("Mul", "n s", "t"),
    ]
    numbers = {"two": torch.tensor(2.0), "e": torch.tensor(1e-5)}
    case(
        "LayerNormalization in parts",
        lambda x: f.layer_norm(x, (4,), scale, shift, 1e-5),
        *parts,
        node("Add", "t b"),
        constants={**norm, **numbers},
    )
    case(
        "LayerNormalization in parts without bias",
        lambda x: f.layer_norm(x, (4,), scale, None, 1e-5).tanh(),
        *parts,
        node("Tanh", "t"),
        constants={"s": scale, **numbers},
    )


def activations() -> None:
    root, half, one = torch.tensor(2**0.5), torch.tensor(0.5), torch.tensor(1.0)
    numbers = {"root": root, "half": half, "one": one}
    erf = [node("Div", "x root", "u"), node("Erf", "u", "e"), node("Add", "e one", "p")]
    case("Gelu in parts", f.gelu, *erf, node("Mul", "x p", "q"), node("Mul", "q half"), constants=numbers)
    case(
        "Gelu in parts, halved first",
        f.gelu,
        *erf,
        node("Mul", "half p", "q"),
        node("Mul", "x q"),
        constants=numbers,
    )
    case(
        "Gelu in parts, input halved",
        f.gelu,
        *erf,
        node("Mul", "x half", "h"),
        node("Mul", "h p"),
        constants=numbers,
    )
    case("Gelu", f.gelu, node("Gelu", "x"), opset=20)
    case(
        "Gelu by tanh",
        lambda x: f.gelu(x, approximate="tanh"),
        node("Gelu", "x", approximate="tanh"),
        opset=20,
    )
    fused, row = "com.microsoft", constant(4)
    case("fused Gelu", f.gelu, node("Gelu", "x", domain=fused))
    case(
        "fused BiasGelu",
        lambda x: f.gelu(x + row),
        node("BiasGelu", "x c", domain=fused),
        constants={"c": row},
    )
    case(
        "fused FastGelu",
        lambda x: f.gelu(x + row, approximate="tanh"),
        node("FastGelu", "x c", domain=fused),
        constants={"c": row},
    )
    case(
        "fused QuickGelu",
        lambda x: x * torch.sigmoid(1.5 * x),
        node("QuickGelu", "x", domain=fused, alpha=1.5),
    )
    scale, shift = constant(4), constant(4)
    case(
        "fused SkipLayerNormalization",
        lambda x: f.layer_norm(x + x.exp() + row, (4,), scale, shift, 1e-3) + x + x.exp() + row,
        node("Exp", "x", "e"),
        node("SkipLayerNormalization", "x e s b c", "n   sum", domain=fused, epsilon=1e-3),
        node("Add", "n sum"),
        constants={"s": scale, "b": shift, "c": row},
    )
    case(
        "fused FusedGemm",
        lambda x: torch.tanh(x.reshape(6, 4) @ w),
        node("Reshape", "x sides", "r"),
        node("FusedGemm", "r w", domain=fused, activation="Tanh"),
        constants={"sides": [6, 4], "w": (w := constant(4, 3))},
    )
    case(
        "fused FusedMatMul",
        lambda x: 0.3 * x @ x.transpose(1, 2),
        node("FusedMatMul", "x x", domain=fused, alpha=0.3, transB=1),
    )
    case(
        "fused FusedMatMul, first transposed",
        lambda x: x.transpose(1, 2) @ x,
        node("FusedMatMul", "x x", domain=fused, transA=1),
    )


def main() -> None:
    for write in (elementwise, products, layout, selection, reductions, activations):
        write()
    value = {"x": {"shape": list(X.shape), "floats": rounded(X)}, "cases": CASES}
    path = ROOT / "compute/src/onnx/gradient/__tests__/golden/rules.json"
    text = json.dumps(value, separators=(",", ":")).replace('{"name"', '\n{"name"')
    path.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()

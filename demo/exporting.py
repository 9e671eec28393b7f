"""A checkpoint as an ONNX folder: `model.onnx`, tokeniser files and `config.json`."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from transformers import BertForSequenceClassification, BertTokenizer

OPSET = 18
TOLERANCE = 1e-4
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("logits", "last_hidden_state")


class _TwoOutputs(torch.nn.Module):
    def __init__(self, model: BertForSequenceClassification) -> None:
        super().__init__()
        self.bert = model.bert
        self.classifier = model.classifier

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        out = self.bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        return self.classifier(out.pooler_output), out.last_hidden_state


def export(
    model: BertForSequenceClassification, tokenizer: BertTokenizer, texts: list[str], folder: Path
) -> float:
    """Write the folder and compare it with the model on `texts`, padded and alone.

    Returns the largest absolute difference of any output; above 1e-4 is an error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    module = _TwoOutputs(model).train(False)
    batch = tokenizer(texts[:3], padding=True, truncation=True, return_tensors="pt")
    shape = {
        0: torch.export.Dim("batch"),
        1: torch.export.Dim("sequence", max=model.config.max_position_embeddings),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            module,
            tuple(batch[name] for name in INPUTS),
            dynamo=True,
            opset_version=OPSET,
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_shapes=(shape, shape, shape),
            verbose=False,
        )
    if program is None:
        raise ValueError(f"export: torch.onnx.export gave no program for {folder}")
    proto = program.model_proto
    for node in [*proto.graph.node, *proto.graph.value_info]:
        del node.metadata_props[:]
        node.doc_string = ""
    onnx.checker.check_model(proto)
    onnx.save(proto, folder / "model.onnx")
    model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(folder)
    differences = [_difference(module, tokenizer, group, folder) for group in (texts[:32], texts[:1])]
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.save_pretrained(folder)
    return max(differences)


@torch.no_grad()
def _difference(module: _TwoOutputs, tokenizer: BertTokenizer, texts: list[str], folder: Path) -> float:
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    batch = tokenizer(texts, padding=True, truncation=True, return_tensors="pt")
    expected = module(*(batch[name] for name in INPUTS))
    got = session.run(list(OUTPUTS), {name: batch[name].numpy() for name in INPUTS})
    worst = max(float(np.abs(a.numpy() - b).max()) for a, b in zip(expected, got, strict=True))
    if worst > TOLERANCE:
        raise ValueError(
            f"export: differs from the model by {worst:.2e} (allowed: {TOLERANCE:.0e}) in {folder}"
        )
    return worst

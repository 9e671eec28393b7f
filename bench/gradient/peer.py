"""Torch's forward and backward pass, and the exports that ours is held against.

``python peer.py FOLDER [CHECKPOINT]``: writes FOLDER/bert-base.onnx (random weights) and, with a checkpoint,
FOLDER/minilm.onnx, then answers each line ``MODEL ROWS PIECES`` with the milliseconds of one pass from the word embeddings
to a logit and back.
"""

import contextlib
import json
import os
import sys
import time
import warnings
from pathlib import Path

import torch
import transformers

LABELS = 77


class Module(torch.nn.Module):
    """Logits and last hidden state, as SemLa exports them."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.hidden = None
        model.base_model.register_forward_hook(self.keep)

    def keep(self, _module, _inputs, outputs):
        self.hidden = outputs[0]

    def forward(self, input_ids, attention_mask):
        logits = self.model(input_ids=input_ids, attention_mask=attention_mask)[0]
        return logits, self.hidden


def export(model, path: Path) -> None:
    sides = {0: "batch", 1: "sequence"}
    names = ["input_ids", "attention_mask"]
    example = torch.ones(2, 9, dtype=torch.long)
    torch.onnx.export(
        Module(model).eval(),
        (example, example),
        str(path),
        input_names=names,
        output_names=["logits", "last_hidden_state"],
        dynamic_axes={**dict.fromkeys([*names, "last_hidden_state"], sides), "logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def measure(model, rows: int, pieces: int) -> float:
    ids = torch.randint(1000, 9000, (rows, pieces))
    mask = torch.ones(rows, pieces, dtype=torch.long)
    embeddings = model.get_input_embeddings()(ids).detach().requires_grad_()
    time.sleep(0.02)
    began = time.perf_counter()
    logits = model(inputs_embeds=embeddings, attention_mask=mask).logits
    torch.autograd.grad(logits[:, 3].sum(), embeddings)
    return 1000 * (time.perf_counter() - began)


def main(folder: Path, checkpoint: str | None = None) -> None:
    warnings.filterwarnings("ignore")
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(int(os.environ["SEMLA_BENCH_THREADS"]))
    classes = transformers.BertForSequenceClassification, transformers.AutoModelForSequenceClassification
    models = {"bert-base": classes[0](transformers.BertConfig(num_labels=LABELS))}
    if checkpoint is not None:
        models["minilm"] = classes[1].from_pretrained(checkpoint, dtype=torch.float32)
    for name, model in models.items():
        model.eval().requires_grad_(False)
        # attention as plain products for the export, torch's own kernel for the race
        model.set_attn_implementation("eager")
        with contextlib.redirect_stdout(sys.stderr):
            export(model, folder / f"{name}.onnx")
        model.set_attn_implementation("sdpa")
    print(json.dumps(list(models)), flush=True)
    for line in sys.stdin:
        name, rows, pieces = line.split()
        print(json.dumps(measure(models[name], int(rows), int(pieces))), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])

"""Train the demonstration model; write three checkpoints as ONNX folders, and their figures.

Run from the root of the repository, after `demo.make_data`: `python -m demo.make_model`.
Needs torch, transformers, tokenizers, onnx, onnxscript and onnxruntime.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from pathlib import Path
from random import Random

import torch

from demo.exporting import export
from demo.make_data import ASSETS
from demo.rows import further_texts
from demo.training import evaluate, new_model, pretrain, read_splits, train, train_tokenizer

SEED = 7
PRETRAIN_TEXTS = 10_000
PRETRAIN_STEPS = 1_500
STOPS = [90, 300, 1400]


def main() -> None:
    """Write `model/step-XXXX/` and `model/results.json` beside the data in `--assets`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--assets", type=Path, default=ASSETS, help="folder of utterances.csv (default: %(default)s)"
    )
    assets: Path = parser.parse_args().assets
    start = time.monotonic()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)
    names, train_split, test_split = read_splits(assets / "utterances.csv")
    tokenizer = train_tokenizer(train_split.texts)
    model = new_model(names, len(tokenizer))
    texts, domains = further_texts(Random(SEED), PRETRAIN_TEXTS, {*train_split.texts, *test_split.texts})
    pretrain(model, tokenizer, texts, torch.tensor(domains), PRETRAIN_STEPS, generator)
    print(f"pre-trained after {time.monotonic() - start:.0f} s")

    out = assets / "model"
    shutil.rmtree(out, ignore_errors=True)
    results = []
    for step in train(model, tokenizer, train_split, STOPS, generator):
        folder = out / f"step-{step:04d}"
        difference = export(model, tokenizer, test_split.texts, folder)
        accuracy = {}
        for name, split in (("train", train_split), ("test", test_split)):
            logits, _ = evaluate(model, tokenizer, split)
            accuracy[name] = round((logits.argmax(1) == split.labels).float().mean().item(), 4)
        results.append({"step": step, "train_accuracy": accuracy["train"], "test_accuracy": accuracy["test"]})
        print(f"{results[-1]}, onnx within {difference:.1e}, {time.monotonic() - start:.0f} s")
    final = out / f"step-{STOPS[-1]:04d}"
    model.save_pretrained(final)
    (final / "model.safetensors").chmod(0o644)
    figures = {"parameters": sum(p.numel() for p in model.parameters()), "checkpoints": results}
    (out / "results.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

# ruff: noqa: RUF001
"""What a user's own script does with the shared model: the reference that the engine is held against.

``python compare.py FOLDER CHECKPOINT DATA``: exports the checkpoint to FOLDER/onnx unless it is there, runs
it over the test texts with transformers on the CPU, batches sorted by length, and writes logits and the
token ids of all texts to FOLDER.
"""

import csv
import json
import shutil
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging

BATCH = 64
ODD = [
    "",
    " ",
    "\n\t",
    "👩‍👩‍👧‍👦 🇩🇪 ❤️‍🔥 my card 💳 is gone",
    "لم تصل بطاقتي بعد",
    "הכרטיס שלי לא הגיע",
    "我的卡还没到。为什么？",
    "カードが届きません",
    "naïve café ÅNGSTRÖM Straße İstanbul",
    "e\u0301te\u0301 \u200b\u200d\ufeff zero\u00a0width",
    "[CLS] what is [MASK] and [SEP]? [PAD]",
    "http://example.org/?a=1&b=%20#x it's 3.50€ -- don't... (really?!)",
    "word " * 2000,
    "x" * 10_000,
    "why? " * 2000,
    "\x00\x01\x7f control",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ½ ﬁ ① Ⅷ",
]


def export(model, tokenizer, checkpoint: Path, folder: Path) -> None:
    names = ["input_ids", "attention_mask", "token_type_ids"]
    example = tokenizer(["one", "two or more"], padding=True, return_tensors="pt")
    folder.mkdir(parents=True, exist_ok=True)
    batch, sequence = torch.export.Dim("batch", max=65536), torch.export.Dim("sequence", max=512)
    torch.onnx.export(
        model,
        kwargs={name: example[name] for name in names},
        f=folder / "part.onnx",
        input_names=names,
        output_names=["logits"],
        dynamo=True,
        opset_version=18,
        dynamic_shapes={name: {0: batch, 1: sequence} for name in names},
        external_data=False,
        verbose=False,
    )
    for name in ("tokenizer.json", "tokenizer_config.json", "config.json"):
        shutil.copyfile(checkpoint / name, folder / name)
    (folder / "part.onnx").rename(folder / "model.onnx")


def read(path: Path) -> tuple[list[str], list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row["text"] for row in rows], [row["category"] for row in rows]


def main(folder: Path, checkpoint: Path, source: Path) -> None:
    logging.disable_progress_bar()
    warnings.filterwarnings("ignore")
    texts, labels = read(source / "test.csv")
    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    model = AutoModelForSequenceClassification.from_pretrained(checkpoint, dtype=torch.float32).eval()
    if not (folder / "onnx" / "model.onnx").exists():
        export(model, tokenizer, checkpoint, folder / "onnx")

    began = time.perf_counter()
    logits = torch.empty(len(texts), model.config.num_labels)
    states = torch.empty(len(texts), model.config.hidden_size)
    ids = tokenizer(texts, truncation=True)["input_ids"]
    order = sorted(range(len(texts)), key=lambda i: len(ids[i]))
    with torch.inference_mode():
        for at in range(0, len(order), BATCH):
            rows = order[at : at + BATCH]
            batch = tokenizer.pad({"input_ids": [ids[i] for i in rows]}, return_tensors="pt")
            states[rows] = (output := model.base_model(**batch)).last_hidden_state[:, 0]
            logits[rows] = model.classifier(output.pooler_output)
    seconds = time.perf_counter() - began

    logits.numpy().astype(np.float32).tofile(folder / "logits.f32")
    states.numpy().astype(np.float32).tofile(folder / "embeddings.f32")
    gold = [model.config.label2id[label] for label in labels]
    further = read(source / "train.csv")[0]
    (folder / "reference.json").write_text(
        json.dumps(
            {
                "texts": texts,
                "gold": gold,
                "tokens": [texts + further, ids + tokenizer(further, truncation=True)["input_ids"]],
                "odd": [ODD, tokenizer(ODD, truncation=True)["input_ids"]],
                "seconds": seconds,
            }
        )
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

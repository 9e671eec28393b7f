"""The rows both sides lay out: 10,000 x 384 float32, kept in a temporary folder between runs.

Real where the shared data and model are there (BANKING77's training rows, mean-pooled by the fine-tuned
MiniLM in float32), seeded clusters elsewhere. Prints the file and where the rows come from.
"""

import csv
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

ROWS, DIMENSION = 10_000, 384


def shared() -> Path:
    root = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("SEMLA_SHARED", root.parent / "shared"))


def embed(folder: Path) -> np.ndarray:
    import torch
    from transformers import AutoModel, AutoTokenizer

    with (folder / "data/banking77/train.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)][:ROWS]
    checkpoint = folder / "models/banking77-minilm/step-2191"
    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    model = AutoModel.from_pretrained(checkpoint, dtype=torch.float32).eval()
    result = np.empty((len(texts), DIMENSION), np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            batch = order[start : start + 64]
            inputs = tokenizer([texts[i] for i in batch], padding=True, truncation=True, return_tensors="pt")
            mask = inputs["attention_mask"][..., None]
            states = model(**inputs).last_hidden_state
            result[batch] = ((states * mask).sum(1) / mask.sum(1)).numpy()
    return result


def clusters() -> np.ndarray:
    random = np.random.default_rng(0)
    centres = random.normal(size=(77, DIMENSION))
    labels = random.integers(77, size=ROWS)
    return (centres[labels] + random.normal(scale=0.6, size=(ROWS, DIMENSION))).astype(np.float32)


def main() -> None:
    folder = shared()
    real = (folder / "models/banking77-minilm/step-2191").is_dir()
    source = "BANKING77 train" if real else "seeded clusters"
    path = Path(tempfile.gettempdir()) / "semla-bench" / f"umap-{'banking77' if real else 'clusters'}.f32"
    if not path.exists() or path.stat().st_size != ROWS * DIMENSION * 4:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        (embed(folder) if real else clusters()).tofile(part)
        part.replace(path)
    sys.stdout.write(f"{path}\n{source}\n")


if __name__ == "__main__":
    main()

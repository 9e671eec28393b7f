"""From a call to the final map on BANKING77 test, beside the script one would write.

The peer: transformers on torch, batches sorted by length, then umap-learn (already compiled by a run before).
Ours: a fresh process, an empty analysis cache; the export to ONNX, done once a model, is timed apart.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SEMLA_SHARED", ROOT.parent / "shared"))
MODEL = SHARED / "models/banking77-minilm/step-2191"
ROWS = SHARED / "data/banking77/test.csv"
GOAL_FINAL, GOAL_FIRST = 0.6, 0.25
RUNS = 3


def peer() -> float:
    """Seconds of embedding and projecting; imports and the compilation of umap-learn are not counted."""
    import pandas as pd
    import torch
    import umap
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    umap.UMAP(n_neighbors=15, min_dist=0.1, metric="cosine", random_state=0).fit_transform(
        torch.rand(300, 384).numpy()
    )
    texts = pd.read_csv(ROWS)["text"].tolist()
    started = time.perf_counter()
    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, dtype=torch.float32).eval()
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    embeddings = torch.empty(len(texts), model.config.hidden_size)
    with torch.inference_mode():
        for first in range(0, len(order), 32):
            rows = order[first : first + 32]
            batch = tokenizer(
                [texts[row] for row in rows], padding=True, truncation=True, return_tensors="pt"
            )
            embeddings[rows] = model(**batch, output_hidden_states=True).hidden_states[-1][:, 0]
    embedded = time.perf_counter() - started
    umap.UMAP(n_neighbors=15, min_dist=0.1, metric="cosine", random_state=0).fit_transform(embeddings.numpy())
    seconds = time.perf_counter() - started
    print(
        f"peer: embedded in {embedded:.2f} s, projected in {seconds - embedded:.2f} s, together {seconds:.2f} s"
    )
    return seconds


OURS = """
import sys, time
import pandas as pd, numpy as np
import semla
from semla.client import shared_client
frame = pd.read_csv(sys.argv[1])
first = None
started = time.perf_counter()
ex = semla.explore(frame, sys.argv[2], text="text", label="category")
from semla.wire import decode_frame, resolve
def saw(raw):
    global first
    message, body = decode_frame(raw)
    if first is None and "positions" in message["params"]["value"].get("columns", {}):
        first = time.perf_counter() - started
shared_client().on_progress(ex._pair.first.token, saw)
ex.ready()
final = time.perf_counter() - started
print(first, final, ex.summary["accuracy"], ex.summary["quality"]["trustworthiness"], ex.summary["quality"]["kept"])
"""


def ours(cache: Path) -> tuple[float, float, str]:
    """Seconds to the first picture and to the final map, of a fresh process."""
    environment = {**os.environ, "SEMLA_CACHE": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", OURS, str(ROWS), str(MODEL)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    first, final, *rest = done.stdout.split()
    return float(first), float(final), " ".join(rest)


def forget_analyses(cache: Path) -> None:
    """Empties the cache but for exported models."""
    for path in sorted(cache.rglob("*"), reverse=True):
        if "models" not in path.relative_to(cache).parts and path.is_file():
            path.unlink()


def main() -> None:
    """Print both and their ratios."""
    if not MODEL.exists():
        print(f"skipped: {MODEL} is absent (set SEMLA_SHARED)")
        return
    theirs = peer()
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        first, final, _ = ours(cache)
        print(f"ours with the export: first picture {first:.2f} s, final map {final:.2f} s")
        runs = []
        for _ in range(RUNS):
            forget_analyses(cache)
            runs.append(ours(cache))
        first, final, figures = sorted(runs, key=lambda run: run[1])[RUNS // 2]
        again = ours(cache)[1]
    print(
        f"ours: first picture {first:.2f} s, final map {final:.2f} s (accuracy, trustworthiness, kept: {figures})"
    )
    print(f"ours, the same again from the cache in a fresh process: {again:.2f} s")
    print(f"ratio final map {final / theirs:.2f} (goal: at most {GOAL_FINAL})")
    print(f"ratio first picture {first / theirs:.2f} (goal: at most {GOAL_FIRST})")


if __name__ == "__main__":
    main()

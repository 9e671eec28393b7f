"""LIME by the `lime` package on torch: the reference that ours is held against.

``python peer.py CHECKPOINT DATA TEXTS``: writes a JSON line with the folder of the exported model, the texts and
their predicted labels; then explains each text whose number it is told and answers a JSON line.
"""

import csv
import json
import re
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import torch
from lime.lime_text import LimeTextExplainer
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging

from semla.model import Model

BATCH = 64
WORDS = re.compile(r"(\w+(?:'\w+)*|[^\w\s])")


def main(checkpoint: Path, data: Path, count: int) -> None:
    logging.disable_progress_bar()
    warnings.filterwarnings("ignore")
    with (data / "test.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row["text"] for row in csv.DictReader(lines)]
    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    model = AutoModelForSequenceClassification.from_pretrained(checkpoint, dtype=torch.float32).eval()

    def probabilities(texts: list[str]) -> np.ndarray:
        # batches of like length, as anyone would who cares for time
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found = np.empty((len(texts), model.config.num_labels), np.float32)
        with torch.inference_mode():
            for at in range(0, len(texts), BATCH):
                batch = order[at : at + BATCH]
                pieces = tokenizer(
                    [texts[i] for i in batch], padding=True, truncation=True, return_tensors="pt"
                )
                found[batch] = model(**pieces).logits.softmax(-1).numpy()
        return found

    texts = rows[:: len(rows) // count][:count]
    labels = probabilities(texts).argmax(1)
    folder = Model(str(checkpoint)).prepare()
    print(json.dumps({"folder": str(folder), "texts": texts, "labels": labels.tolist()}), flush=True)

    # positions and masks as ours, so that both explain the same
    explainer = LimeTextExplainer(
        bow=False, mask_string=tokenizer.mask_token, split_expression=WORDS.findall, random_state=0
    )
    for line in sys.stdin:
        request = json.loads(line)
        text, label = texts[request["at"]], int(labels[request["at"]])
        started = time.perf_counter()
        explained = explainer.explain_instance(
            text, probabilities, labels=[label], num_features=1000, num_samples=request["masks"]
        )
        seconds = time.perf_counter() - started
        scores = dict(explained.local_exp[label])
        words = explained.domain_mapper.indexed_string.inverse_vocab
        answer = {
            "seconds": seconds,
            "r2": explained.score,
            "words": [[str(word), float(scores[i])] for i, word in enumerate(words)],
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

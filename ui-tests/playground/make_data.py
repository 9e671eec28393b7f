"""Writes what the playground page shows: real rows, predictions, label clusters, a PCA and a UMAP layout.

    python ui-tests/playground/make_data.py rows.csv model/ out.json

`rows.csv` has the columns text and category; `model/` is a `transformers` sequence classifier. Needs torch,
transformers, umap-learn and scikit-learn. The output is for looking at views, not for tests of the analysis.
"""

import base64
import csv
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import umap
from sklearn.cluster import AgglomerativeClustering
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from transformers import AutoModelForSequenceClassification, AutoTokenizer

FUNCTION_WORDS = frozenset(
    """
    a an the i my me it is are was to of for in on at do does did can could will would how what why when
    where this that have has had be been from with and or not you your there if so get am no up any by
    as they
    """.split()
)


def encode(array: np.ndarray) -> str:
    """Little-endian bytes as base64."""
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def run(texts: list[str], folder: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Mean-pooled embeddings, logits and label names, batches sorted by length."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32).eval()
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    embeddings = np.zeros((len(texts), model.config.hidden_size), np.float32)
    logits = np.zeros((len(texts), model.config.num_labels), np.float32)
    with torch.no_grad():
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            batch = tokenizer(
                [texts[row] for row in rows], padding=True, truncation=True, return_tensors="pt"
            )
            output = model(**batch, output_hidden_states=True)
            mask = batch["attention_mask"][..., None]
            embeddings[rows] = ((output.hidden_states[-1] * mask).sum(1) / mask.sum(1)).numpy()
            logits[rows] = output.logits.numpy()
    return embeddings, logits, [model.config.id2label[i] for i in range(model.config.num_labels)]


def name_clusters(texts: list[str], cluster: np.ndarray, count: int) -> list[str]:
    """Two words of each cluster that are most over-represented in it."""
    words = [
        set(text.lower().replace("?", " ").replace(".", " ").replace(",", " ").split()) for text in texts
    ]
    overall = Counter(word for row in words for word in row)
    names = []
    for index in range(count):
        inside = Counter(word for row in np.flatnonzero(cluster == index) for word in words[row])
        size = max(1, (cluster == index).sum())
        score = {
            word: n / size - (overall[word] - n) / max(1, len(texts) - size)
            for word, n in inside.items()
            if word not in FUNCTION_WORDS and len(word) > 2
        }
        names.append(" · ".join(sorted(score, key=lambda word: -score[word])[:2]))
    return names


def main(rows: Path, folder: Path, out: Path) -> None:
    with rows.open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    texts = [row["text"] for row in table]
    embeddings, logits, label_names = run(texts, folder)
    gold = np.array([label_names.index(row["category"]) for row in table], np.int32)
    exponent = np.exp(logits - logits.max(1, keepdims=True))
    probabilities = exponent / exponent.sum(1, keepdims=True)
    prediction = probabilities.argmax(1).astype(np.int32)
    top = np.sort(probabilities, 1)[:, ::-1]

    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    pca = PCA(2, random_state=0).fit_transform(unit).astype(np.float32)
    layout = umap.UMAP(n_neighbors=15, min_dist=0.1, metric="cosine", random_state=0).fit_transform(unit)
    sample = np.random.default_rng(0).permutation(len(texts))[:2000]
    trust = trustworthiness(unit[sample], layout[sample], n_neighbors=15, metric="cosine")
    continuity = trustworthiness(layout[sample], unit[sample], n_neighbors=15)

    centroids = np.stack([unit[gold == label].mean(0) for label in range(len(label_names))])
    found = AgglomerativeClustering(11, metric="cosine", linkage="average").fit_predict(centroids)
    by_size = [cluster for cluster, _ in Counter(found[gold].tolist()).most_common()]
    cluster_of_label = np.array([by_size.index(cluster) for cluster in found], np.int32)
    result = {
        "name": rows.stem,
        "texts": texts,
        "labelNames": label_names,
        "clusterNames": name_clusters(texts, cluster_of_label[gold], len(by_size)),
        "gold": encode(gold),
        "prediction": encode(prediction),
        "clusterOfLabel": encode(cluster_of_label),
        "probability": encode(top[:, 0].astype(np.float32)),
        "confidence": encode((top[:, 0] - top[:, 1]).astype(np.float32)),
        "pca": encode(pca),
        "umap": encode(layout.astype(np.float32)),
        "probabilities": encode(probabilities.astype(np.float16)),
        "accuracy": float((gold == prediction).mean()),
        "trustworthiness": float(trust),
        "continuity": float(continuity),
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))

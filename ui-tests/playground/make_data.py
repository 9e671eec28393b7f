"""Writes what the playground page shows: real rows, predictions, label clusters, a PCA and a UMAP layout.

    python ui-tests/playground/make_data.py rows.csv model/ out.json [second-model/]

`rows.csv` has the columns text and category; the models are `transformers` sequence classifiers. Needs torch,
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


def relations(unit: np.ndarray, layout: np.ndarray, gold: np.ndarray, logits: np.ndarray) -> dict[str, str]:
    """Nearest rows, support, closest and contrast rows, rivals, and the share of neighbours that the map keeps."""
    similarity = unit @ unit.T
    np.fill_diagonal(similarity, -np.inf)
    near = np.argsort(-similarity, 1)[:, :15].astype(np.int32)
    distance = ((layout[:, None] - layout[None]) ** 2).sum(-1)
    np.fill_diagonal(distance, np.inf)
    on_map = np.argsort(distance, 1)[:, :15]
    kept = np.array([np.isin(a, b).mean() for a, b in zip(near, on_map, strict=True)], np.float32)
    ranked = np.argsort(-logits, 1)
    prediction = ranked[:, 0]
    other = np.where(prediction == gold, ranked[:, 1], gold)

    def nearest(label: np.ndarray) -> np.ndarray:
        return np.where(gold[None] == label[:, None], similarity, -np.inf).argmax(1).astype(np.int32)

    closest, contrast = nearest(prediction), nearest(other)
    return {
        "neighbours": encode(near),
        "similarity": encode(np.take_along_axis(similarity, near, 1).astype(np.float32)),
        "closest": encode(closest),
        "contrast": encode(contrast),
        "support": encode(np.column_stack([closest, contrast, near[:, :3]]).astype(np.int32)),
        "rivals": encode((gold[near] == prediction[:, None]).sum(1).astype(np.int32)),
        "kept": encode(kept),
    }


def second_model(texts: list[str], folder: Path, first: np.ndarray, gold: np.ndarray) -> dict[str, object]:
    """Predictions of another model and a layout from the first one's positions."""
    embeddings, logits, _ = run(texts, folder)
    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    layout = umap.UMAP(metric="cosine", random_state=0, init=first).fit_transform(unit)
    exponent = np.exp(logits - logits.max(1, keepdims=True))
    top = np.sort(exponent / exponent.sum(1, keepdims=True), 1)[:, ::-1]
    return {
        "name": folder.name,
        "prediction": encode(logits.argmax(1).astype(np.int32)),
        "probability": encode(top[:, 0].astype(np.float32)),
        "confidence": encode((top[:, 0] - top[:, 1]).astype(np.float32)),
        "umap": encode(layout.astype(np.float32)),
    }


def main(rows: Path, folder: Path, out: Path, second: Path | None = None) -> None:
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
        "loss": encode(-np.log(probabilities[np.arange(len(gold)), gold]).astype(np.float32)),
        **relations(unit, layout, gold, logits),
        "second": second_model(texts, second, layout, gold) if second else None,
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))

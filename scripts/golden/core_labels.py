"""Writes label reports, mean confidence, confusions and accuracy by scikit-learn and NumPy, against which src/core/labels.ts is tested.

Run from the root of the repository: python scripts/golden/core_labels.py
"""

import json
from pathlib import Path

import numpy as np
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

LABELS = 7
ROWS = 240


def main() -> None:
    random = np.random.default_rng(0)
    gold = random.integers(0, LABELS - 1, ROWS)  # the last label is only ever predicted
    noise = random.integers(0, LABELS, ROWS)
    prediction = np.where(random.random(ROWS) < 0.7, gold, noise)
    prediction[prediction == 2] = 3  # label 2 is never predicted
    labels = list(range(LABELS))
    precision, recall, f1, count = precision_recall_fscore_support(
        gold, prediction, labels=labels, zero_division=np.nan
    )
    matrix = confusion_matrix(gold, prediction, labels=labels)
    confidence = random.random(ROWS).astype(np.float32)
    confidence[random.random(ROWS) < 0.1] = np.nan
    confidence[gold == 4] = np.nan
    means = [
        float(np.nanmean(confidence[gold == label], dtype=np.float64))
        if np.isfinite(confidence[gold == label]).any()
        else None
        for label in labels
    ]
    report = {
        "gold": gold.tolist(),
        "prediction": prediction.tolist(),
        "precision": [None if np.isnan(value) else float(value) for value in precision],
        "recall": [None if np.isnan(value) else float(value) for value in recall],
        "f1": [None if np.isnan(value) else float(value) for value in f1],
        "count": count.tolist(),
        "confusion_matrix": matrix.tolist(),
        "confusion_matrix_of_g_a_d": confusion_matrix(gold, prediction, labels=[6, 0, 3]).tolist(),
        "confidence": [None if np.isnan(value) else float(value) for value in confidence],
        "mean_confidence": means,
        "accuracy": float(accuracy_score(gold, prediction)),
    }
    Path("src/core/__tests__/golden/labels.json").write_text(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()

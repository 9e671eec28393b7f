"""Reference values of LIME's solver (lime, scikit-learn) and of partition SHAP (shap), on small functions.

``python scripts/golden/explain_perturbing.py`` with lime, shap and scikit-learn installed writes
``compute/src/explain/__tests__/golden/perturbing.json``.
"""

import json
from pathlib import Path

import numpy as np
import shap
from lime.lime_base import LimeBase
from sklearn.linear_model import Ridge
from sklearn.metrics import pairwise_distances

TARGET = Path(__file__).parents[2] / "compute/src/explain/__tests__/golden/perturbing.json"


def solved(random: np.random.Generator, samples: int, words: int) -> dict[str, object]:
    masks = np.ones((samples, words))
    for row in range(1, samples):
        masks[row, random.choice(words, random.integers(1, words + 1), replace=False)] = 0
    values = masks @ random.normal(size=words) + masks[:, 0] * masks[:, 1] + 0.3 * random.normal(size=samples)
    distances = pairwise_distances(masks, masks[:1], metric="cosine").ravel() * 100

    def kernel(distance: np.ndarray) -> np.ndarray:
        return np.sqrt(np.exp(-(distance**2) / 25**2))

    intercept, pairs, r2, _ = LimeBase(kernel).explain_instance_with_data(
        masks, values[:, None], distances, 0, words, feature_selection="none"
    )
    other = Ridge(alpha=3).fit(masks, values, sample_weight=kernel(distances))
    return {
        "masks": masks.astype(int).tolist(),
        "values": values.tolist(),
        "weights": kernel(distances).tolist(),
        "coefficients": [score for _, score in sorted(pairs)],
        "intercept": intercept,
        "r2": r2,
        "alpha3": [*other.coef_.tolist(), float(other.intercept_)],
    }


class Words:
    """Masks words one by one; its tree halves runs of words at the middle, as ours."""

    shape = (1, None)

    def __init__(self, words: int) -> None:
        self.shape = (1, words)
        self.clustering = np.array(balanced(words))

    def __call__(self, mask: np.ndarray, text: np.ndarray) -> np.ndarray:
        return (text * mask)[None, :]


def balanced(words: int) -> list[list[float]]:
    joins: list[list[float]] = []

    def add(start: int, end: int) -> int:
        if end - start == 1:
            return start
        left, right = add(start, (start + end) // 2), add((start + end) // 2, end)
        joins.append([left, right, 1, end - start])
        return words + len(joins) - 1

    add(0, words)
    return joins


def shared_out(random: np.random.Generator, words: int) -> dict[str, object]:
    linear = random.normal(size=words)
    pairs = np.triu(random.normal(size=(words, words)), 1)

    def function(masks: np.ndarray) -> np.ndarray:
        return masks @ linear + np.einsum("ni,ij,nj->n", masks, pairs, masks) + 2 * masks.all(axis=1)

    explainer = shap.explainers.Partition(function, Words(words))
    explained = explainer(np.ones((1, words)), max_evals=10_000, silent=True)
    return {"linear": linear.tolist(), "pairs": pairs.tolist(), "scores": explained.values[0].tolist()}


if __name__ == "__main__":
    random = np.random.default_rng(7)
    found = {
        "ridge": [solved(random, 60, 7), solved(random, 25, 4)],
        "shap": [shared_out(random, words) for words in (2, 3, 5, 8)],
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(found) + "\n", encoding="utf-8")

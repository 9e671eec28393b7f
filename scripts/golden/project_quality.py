"""Golden figures of scikit-learn for the projection tests: components, t-SNE's divergence, trustworthiness.

Run from the repository's root: python scripts/golden/project_quality.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.neighbors import NearestNeighbors

OUT = Path("compute/src/project/__tests__/golden/scikit-learn.json")


def shortened(values: np.ndarray) -> list[float]:
    return [float(f"{value:.7g}") for value in values.astype(np.float32).ravel()]


def neighbours(rows: np.ndarray, k: int, metric: str) -> np.ndarray:
    return (
        NearestNeighbors(n_neighbors=k, metric=metric, algorithm="brute")
        .fit(rows)
        .kneighbors(return_distance=False)
    )


def main() -> None:
    random = np.random.default_rng(5)
    centres = random.normal(size=(6, 8))
    rows = (centres[np.arange(200) % 6] + random.normal(scale=0.5, size=(200, 8))).astype(np.float32)
    rows = np.array(shortened(rows), np.float32).reshape(rows.shape)
    pca = PCA(2, svd_solver="full").fit(rows.astype(float))
    positions = np.array(shortened(pca.transform(rows.astype(float))), np.float32).reshape(-1, 2)
    quality = {}
    for metric in ("cosine", "euclidean"):
        true, kept = neighbours(rows, 15, metric), neighbours(positions, 15, "euclidean")
        unit = rows / np.linalg.norm(rows, axis=1, keepdims=True) if metric == "cosine" else rows
        quality[metric] = {
            "trustworthiness": trustworthiness(rows, positions, n_neighbors=15, metric=metric),
            # continuity is trustworthiness with the two spaces exchanged
            "continuity": trustworthiness(positions, unit, n_neighbors=15, metric="euclidean"),
            "kept": [len(set(a) & set(b)) / 15 for a, b in zip(true, kept, strict=True)],
        }
    tsne = {}
    for metric in ("cosine", "euclidean"):
        fits = [
            TSNE(perplexity=20, metric=metric, random_state=seed, max_iter=1000).fit(rows)
            for seed in range(3)
        ]
        tsne[metric] = [fit.kl_divergence_ for fit in fits]
    golden = {
        "made_with": f"scikit-learn {sklearn.__version__}",
        "rows": 200,
        "dimension": 8,
        "data": shortened(rows),
        "pca": {
            "positions": shortened(positions),
            "components": shortened(pca.components_),
            "explained": pca.explained_variance_ratio_.tolist(),
        },
        "quality": quality,
        "tsne": {"perplexity": 20, "kl_divergence": tsne},
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

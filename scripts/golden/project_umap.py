"""Golden figures of umap-learn for the projection tests: fuzzy sets, membership curves, quality of a map.

Run from the repository's root after project_quality.py: python scripts/golden/project_umap.py
"""

import json
from pathlib import Path

import numpy as np
import umap
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors
from umap.umap_ import find_ab_params, fuzzy_simplicial_set

OUT = Path("compute/src/project/umap/__tests__/golden/umap.json")
SAMPLE = Path("compute/src/project/__tests__/golden/scikit-learn.json")


def fuzzy_set(rows: np.ndarray, size: int) -> dict[str, object]:
    finder = NearestNeighbors(n_neighbors=size - 1, metric="euclidean").fit(rows)
    distances, indices = finder.kneighbors()  # without arguments a row is not its own neighbour
    own = np.arange(len(rows))[:, None]
    graph, _, _ = fuzzy_simplicial_set(
        rows,
        size,
        np.random.RandomState(0),
        "euclidean",
        knn_indices=np.hstack([own, indices]),
        knn_dists=np.hstack([np.zeros_like(own, float), distances]),
    )
    graph = graph.tocsr()
    graph.sort_indices()
    return {
        "size": size,
        "k": size - 1,
        "indices": indices.ravel().tolist(),
        "distances": [float(f"{value:.9g}") for value in distances.astype(np.float32).ravel()],
        "starts": graph.indptr.tolist(),
        "columns": graph.indices.tolist(),
        "weights": [float(f"{value:.7g}") for value in graph.data],
    }


def quality() -> dict[str, float]:
    """Means over five seeds, on the rows that the other projection tests use."""
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))
    rows = np.array(sample["data"], np.float32).reshape(sample["rows"], sample["dimension"])
    true = NearestNeighbors(n_neighbors=15, metric="cosine").fit(rows).kneighbors(return_distance=False)
    figures = []
    for seed in range(5):
        reducer = umap.UMAP(metric="cosine", n_epochs=200, init="pca", random_state=seed)
        positions = reducer.fit_transform(rows)
        near = NearestNeighbors(n_neighbors=15).fit(positions).kneighbors(return_distance=False)
        kept = np.mean([len(set(a) & set(b)) / 15 for a, b in zip(true, near, strict=True)])
        figures.append((trustworthiness(rows, positions, n_neighbors=15, metric="cosine"), kept))
    trust, kept = np.mean(figures, axis=0)
    return {"trustworthiness": float(trust), "kept": float(kept)}


def main() -> None:
    random = np.random.default_rng(3)
    rows = random.normal(size=(40, 5))
    rows[:20] += 4
    duplicated = rows[:24].copy()
    duplicated[[3, 9, 15, 21]] = duplicated[0]
    curves = [(0.1, 1.0), (0.0, 1.0), (0.5, 1.0), (0.25, 2.0), (0.99, 1.0)]
    golden = {
        "quality": quality(),
        "made_with": f"umap-learn {umap.__version__}",
        "fuzzy_sets": [fuzzy_set(rows, 8), fuzzy_set(duplicated, 5)],
        "curves": [
            {"min_dist": d, "spread": s, "a": find_ab_params(s, d)[0], "b": find_ab_params(s, d)[1]}
            for d, s in curves
        ],
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Golden figures for anchored layouts (SciPy's Procrustes) and for SemLa's similarity layouts.

The similarity layouts are t-SNE over exp(-<a, b> / 15) and UMAP over its square, by scikit-learn and umap-learn on
precomputed distances. Run from the repository's root after project_quality.py:
python scripts/golden/project_anchor.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
import umap
from scipy.linalg import orthogonal_procrustes
from scipy.spatial import procrustes
from sklearn.manifold import TSNE
from umap.umap_ import fuzzy_simplicial_set

OUT = Path("compute/src/project/__tests__/golden/anchor.json")
SAMPLE = Path("compute/src/project/__tests__/golden/scikit-learn.json")
SCALE = 2.5
PERPLEXITY = 20
SIZE = 8


def shortened(values: np.ndarray) -> list[float]:
    return [float(f"{value:.7g}") for value in values.astype(np.float32).ravel()]


def alignment(random: np.random.Generator, mirrored: bool) -> dict[str, object]:
    """A map turned, scaled, moved and shaken, and where SciPy puts it."""
    anchor = random.normal(size=(30, 2)) * [3, 1] + [5, -2]
    turn = np.array([[0.6, 0.8], [-0.8, 0.6]]) @ np.diag([1, -1 if mirrored else 1])
    positions = (2.5 * anchor @ turn + [7, 1] + random.normal(scale=0.4, size=anchor.shape)).astype(
        np.float32
    )
    anchor = anchor.astype(np.float32).astype(float)
    moved, target = positions - positions.mean(0), anchor - anchor.mean(0)
    rotation, trace = orthogonal_procrustes(moved, target)
    aligned = trace / (moved**2).sum() * moved @ rotation + anchor.mean(0)
    return {
        "anchor": shortened(anchor),
        "positions": shortened(positions),
        "aligned": shortened(aligned),
        "disparity": procrustes(anchor, positions)[2],
    }


def similarity_distances(rows: np.ndarray) -> np.ndarray:
    distances = np.exp(-(rows @ rows.T) / 15)
    np.fill_diagonal(distances, 0)
    return distances


def main() -> None:
    random = np.random.default_rng(11)
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))
    rows = np.array(sample["data"], np.float32).reshape(sample["rows"], sample["dimension"])
    rows = rows.astype(float) * SCALE
    distances = similarity_distances(rows)
    divergences = [
        float(
            TSNE(perplexity=PERPLEXITY, metric="precomputed", init="random", random_state=seed, max_iter=1000)
            .fit(distances)
            .kl_divergence_
        )
        for seed in range(5)
    ]
    squared = distances**2
    graph, _, _ = fuzzy_simplicial_set(squared, SIZE, np.random.RandomState(0), "precomputed")
    graph = graph.tocsr()
    graph.sort_indices()
    golden = {
        "made_with": f"SciPy {scipy.__version__}, scikit-learn {sklearn.__version__}, umap-learn {umap.__version__}",
        "alignments": [alignment(random, mirrored) for mirrored in (False, True)],
        "scale": SCALE,
        "tsne": {"perplexity": PERPLEXITY, "kl_divergence": divergences},
        "umap": {
            "size": SIZE,
            "starts": graph.indptr.tolist(),
            "columns": graph.indices.tolist(),
            "weights": [float(f"{value:.6g}") for value in graph.data],
        },
    }
    OUT.write_text(json.dumps(golden) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

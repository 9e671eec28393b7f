"""Writes label clusters by scikit-learn, against which src/core/clusters.ts is tested.

Run from the root of the repository: python scripts/golden/core_clusters.py
"""

import json
from pathlib import Path

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import silhouette_score


def main() -> None:
    random = np.random.default_rng(0)
    cases = []
    for labels, d, groups in [(30, 6, 5), (9, 4, 3), (24, 5, 1), (3, 2, 2)]:
        centres = random.normal(size=(groups, d))
        centroids = (centres[np.arange(labels) % groups] + 0.35 * random.normal(size=(labels, d))).astype(
            np.float32
        )
        cuts = []
        for count in range(2, min(12, labels - 1) + 1):
            clusters = AgglomerativeClustering(count, metric="cosine", linkage="average").fit_predict(
                centroids.astype(np.float64)
            )
            silhouette = silhouette_score(centroids.astype(np.float64), clusters, metric="cosine")
            cuts.append({"count": count, "clusters": clusters.tolist(), "silhouette": float(silhouette)})
        cases.append({"labels": labels, "d": d, "centroids": centroids.ravel().tolist(), "cuts": cuts})
    Path("src/core/__tests__/golden/clusters.json").write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()

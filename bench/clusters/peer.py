"""The same by scikit-learn: agglomerative clusters of 150 label means for 2 to 12 groups, silhouettes, confusions.

Arguments: the rows' file, how often. Prints the milliseconds of each time as JSON.
"""

import json
import sys
import time

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import confusion_matrix, silhouette_score

LABELS, DIMENSION = 150, 384


def main() -> None:
    rows = np.fromfile(sys.argv[1], np.float32).reshape(-1, DIMENSION)
    gold = np.arange(len(rows)) % LABELS
    random = np.random.default_rng(0)
    wrong = random.random(len(rows)) < 0.2
    predicted = np.where(wrong, random.integers(0, LABELS, len(rows)), gold)
    milliseconds = []
    for _ in range(int(sys.argv[2])):
        start = time.perf_counter()
        means = np.stack([rows[gold == label].mean(0) for label in range(LABELS)])
        for count in range(2, 13):
            clusters = AgglomerativeClustering(count, metric="cosine", linkage="average").fit_predict(means)
            silhouette_score(means, clusters, metric="cosine")
        confusion_matrix(gold, predicted)
        milliseconds.append(1000 * (time.perf_counter() - start))
    print(json.dumps(milliseconds))


if __name__ == "__main__":
    main()

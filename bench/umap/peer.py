"""umap-learn on the same rows, warmed up and seeded: prints JSON with its seconds, writes its positions.

Arguments: the rows' file, where to write the positions, number of runs.
"""

import json
import sys
import time
import warnings

import numpy as np
import umap

warnings.filterwarnings("ignore", message="n_jobs value")


def lay_out(rows: np.ndarray) -> np.ndarray:
    return umap.UMAP(
        n_neighbors=15, min_dist=0.1, metric="cosine", n_epochs=200, random_state=0
    ).fit_transform(rows)


def main() -> None:
    source, target, runs = sys.argv[1:]
    rows = np.fromfile(source, np.float32).reshape(-1, 384)
    lay_out(rows[:5000])  # compiles everything the timed runs use
    seconds = []
    for _ in range(int(runs)):
        start = time.perf_counter()
        positions = lay_out(rows)
        seconds.append(time.perf_counter() - start)
    positions.astype(np.float32).tofile(target)
    sys.stdout.write(json.dumps({"seconds": seconds, "version": umap.__version__}))


if __name__ == "__main__":
    main()

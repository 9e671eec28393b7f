"""Kendall's tau-b and percentile bootstrap intervals by SciPy, quantiles by NumPy.

``python scripts/golden/explain_statistics.py`` writes ``compute/src/explain/__tests__/golden/statistics.json``.
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import bootstrap, kendalltau

TARGET = Path(__file__).parents[2] / "compute/src/explain/__tests__/golden/statistics.json"


def tau(random: np.random.Generator, length: int, levels: int) -> dict[str, object]:
    a, b = random.integers(0, levels, (2, length))
    value = kendalltau(a, b).statistic
    return {"a": a.tolist(), "b": b.tolist(), "tau": None if np.isnan(value) else float(value)}


def interval(values: np.ndarray) -> dict[str, object]:
    found = bootstrap((values,), np.mean, method="percentile", n_resamples=20_000, rng=1)
    low, high = found.confidence_interval
    return {"values": values.tolist(), "low": low, "high": high, "deviation": found.standard_error}


if __name__ == "__main__":
    random = np.random.default_rng(3)
    values = np.sort(random.normal(size=12))
    found = {
        "tau": [tau(random, length, levels) for length in (2, 3, 9, 25) for levels in (1, 2, 5, 1000)],
        "bootstrap": [
            interval(random.normal(size=40)),
            interval(random.exponential(size=15)),
            interval(random.integers(0, 2, 80).astype(float)),
        ],
        "quantiles": {
            "values": values.tolist(),
            "at": [[q, float(np.quantile(values, q))] for q in (0, 0.025, 0.3, 0.5, 0.975, 1)],
        },
    }
    TARGET.write_text(json.dumps(found) + "\n", encoding="utf-8")

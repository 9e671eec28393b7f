"""Writes McNemar's test by scipy, against which src/core/comparison.ts is tested.

Run from the root of the repository: python scripts/golden/core_comparison.py
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import binomtest, chi2


def main() -> None:
    random = np.random.default_rng(0)
    counts = [(0, 0), (1, 0), (0, 7), (12, 12), (24, 0), (25, 0), (12, 13), (13, 13), (300, 250)]
    counts += [
        tuple(int(n) for n in random.integers(0, top, 2)) for top in (8, 12, 40, 400) for _ in range(6)
    ]
    cases = []
    for first, second in counts:
        n = first + second
        statistic = max(abs(first - second) - 1, 0) ** 2 / n if n else 0.0
        if n >= 25:
            p_value = float(chi2.sf(statistic, 1))
        else:
            p_value = float(binomtest(first, n, 0.5).pvalue) if n else 1.0
        cases.append([first, second, statistic, p_value])
    Path("src/core/__tests__/golden/comparison.json").write_text(json.dumps({"mcnemar": cases}) + "\n")


if __name__ == "__main__":
    main()

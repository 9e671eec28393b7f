"""Writes tests of proportions by scipy, against which src/core/contrast.ts is tested.

Run from the root of the repository: python scripts/golden/core_contrast.py
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import chi2_contingency, false_discovery_control, norm


def main() -> None:
    random = np.random.default_rng(0)
    proportions = []
    for _ in range(40):
        n1, n2 = (int(n) for n in random.integers(5, 2000, 2))
        count1, count2 = int(random.binomial(n1, random.random())), int(random.binomial(n2, random.random()))
        if not 0 < count1 + count2 < n1 + n2:
            continue
        # the chi-square of the two-by-two table, uncorrected, is the square of the pooled z
        table = [[count1, n1 - count1], [count2, n2 - count2]]
        square = float(chi2_contingency(table, correction=False).statistic)
        signed = float(np.sign(count2 / n2 - count1 / n1) * np.sqrt(square))
        proportions.append([count1, n1, count2, n2, signed])
    z = np.array([0.0, 1e-6, 0.1, 1.0, 1.96, 3.0, 3.39, 3.4, 5.0, 8.0, 20.0, 37.0])
    p_values = np.concatenate([random.random(30) ** 3, [0.0, 1.0, 0.01, 0.01]])
    golden = {
        "proportions": proportions,
        "z": z.tolist(),
        "two_sided_p": (2 * norm.sf(z)).tolist(),
        "p_values": p_values.tolist(),
        "adjusted": false_discovery_control(p_values, method="bh").tolist(),
    }
    Path("src/core/__tests__/golden/contrast.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()

"""Start of the sidecar to its first answer, beside `import torch, transformers` in a fresh Python."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from semla.client import Client

RUNS = 5
GOAL = 0.5


def sidecar() -> float:
    """Seconds from nothing to the answer to `initialize`."""
    client = Client()
    started = time.perf_counter()
    client.connect()
    seconds = time.perf_counter() - started
    client.close()
    return seconds


def peer() -> float:
    """Seconds of a Python that imports what a script would."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import torch, transformers"], check=True)
    return time.perf_counter() - started


def main() -> None:
    """Both in turn, one warm-up each; medians."""
    pairs = [(sidecar(), peer()) for _ in range(RUNS + 1)][1:]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"sidecar to first answer {ours:.2f} s, import torch, transformers {theirs:.2f} s")
    print(f"ratio {ours / theirs:.2f} (goal: at most {GOAL})")


if __name__ == "__main__":
    main()

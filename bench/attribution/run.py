"""Attributions through the sidecar beside captum and torch in this process.

``python run.py ALONE [TEXTS]``: ALONE is the built alone.ts. Every row is asked for once, so that no
cache answers; the whole data set by each of three methods that are made of the same gradients.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from peer import POINTS, Peer

import semla
from semla.explorer import Explorer

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SEMLA_SHARED", ROOT.parent / "shared"))
MODEL = SHARED / "models/banking77-minilm/step-2191"
ROWS = SHARED / "data/banking77/test.csv"
#: As the page asks for them.
METHODS = ("gradient_l2", "attention", "integrated_gradients", "lime")
GOAL_CLOSE, GOAL_POINTS, GOAL_ROWS, GOAL_OPENING = 0.5, 0.95, 0.85, 1.5

missed = 0


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = call()
    return time.perf_counter() - started, found


def judge(what: str, ours: list[float], theirs: list[float], goal: float, unit: str = "ms") -> None:
    """The medians of both, and that of the ratios of each pair."""
    global missed
    ratio = median(own / other for own, other in zip(ours, theirs, strict=True))
    scale, digits = (1000, 0) if unit == "ms" else (1, 2)
    own, other = (f"{median(times) * scale:.{digits}f} {unit}" for times in (ours, theirs))
    met = ratio <= goal
    missed += not met
    print(f"  {what}: {own}, {other}, ratio {ratio:.2f} (goal <= {goal}) {'met' if met else 'MISSED'}")


def integrated(ex: Explorer, peer: Peer, texts: list[str], labels: list[int], rows: list[int]) -> None:
    close, fixed, theirs, deltas, points, agreed = [], [], [], [], [], []
    for row in rows:
        seconds, found = timed(lambda row=row: ex.attribute(row, "integrated_gradients")[0])
        close.append(seconds)
        # value is F of the text; the scores explain all but delta of its distance from the baseline's
        deltas.append(abs(found.delta) / abs(found.piece_scores.sum() - found.delta))
        points.append(found.points)
        seconds, scores = timed(lambda row=row: peer.integrated(texts[row], labels[row]))
        theirs.append(seconds)
        seconds, found = timed(lambda row=row: ex.attribute(row, "integrated_gradients", points=POINTS)[0])
        fixed.append(seconds)
        agreed.append(np.abs(found.piece_scores - scores).max() / np.abs(scores).max())
    print(f"integrated gradients of one sentence, {len(rows)} rows: ours, captum's {POINTS} points")
    judge("to a delta of 1 %", close, theirs, GOAL_CLOSE)
    judge(f"{POINTS} points", fixed, theirs, GOAL_POINTS)
    print(
        f"  points used {min(points)} to {max(points)} (median {median(points):.0f}), largest delta {max(deltas):.2%}; "
        f"scores at {POINTS} points differ by at most {max(agreed):.1e} of the largest"
    )


def whole(ex: Explorer, peer: Peer, texts: list[str], rows: list[int]) -> None:
    ours, theirs = [], []
    for method in ("gradient_l2", "gradient_l1", "gradient_x_input"):
        ours.append(timed(lambda method=method: ex.salience(method))[0])
        seconds, norms = timed(lambda: peer.lengths(texts))
        theirs.append(seconds)
    found = ex.attribute(rows, "gradient_l2")
    difference = max(
        np.abs(own.piece_scores - norms[row]).max() / norms[row].max()
        for row, own in zip(rows, found, strict=True)
    )
    print(f"gradients of all {len(texts):,} rows: ours with words ranked and saved, batches on torch")
    judge("median of 3", ours, theirs, GOAL_ROWS, "s")
    print(f"  lengths differ by at most {difference:.1e} of the largest")


def opened(ex: Explorer, requests: list[tuple[str, dict[str, Any]]]) -> list[float]:
    """Seconds to the answer to each request, all sent at once."""
    client, handle = ex._client, ex._pair.first.handle
    started = time.perf_counter()
    calls = []
    taken = [0.0] * len(requests)
    for at, (method, params) in enumerate(requests):
        call = client.start(method, {"analysis": handle, **params})
        call.add_done_callback(lambda _, at=at: taken.__setitem__(at, time.perf_counter() - started))
        calls.append(call)
    for call in calls:
        call.result()
    return taken


def attributions(row: int) -> list[tuple[str, dict[str, Any]]]:
    return [("explain/attribute", {"subjects": [{"row": row}], "methods": [method]}) for method in METHODS]


def opening(
    ex: Explorer, alone: Callable[[int, str], float], texts: list[str], rows: list[int], further: list[int]
) -> None:
    global missed
    computed = {row: [alone(row, method) for method in METHODS] for row in rows}
    together = {}
    for row in rows:
        together[row] = opened(ex, attributions(row))
        again = [alone(row, method) for method in METHODS]
        computed[row] = [(one + other) / 2 for one, other in zip(computed[row], again, strict=True)]
    sums = [sum(computed[row]) for row in rows]
    print(f"opening a sample, {len(rows)} rows: four methods asked for at once, the computations alone")
    judge("all four", [max(together[row]) for row in rows], sums, GOAL_OPENING)
    for at, method in enumerate(METHODS):
        asked, own = ([times[row][at] * 1000 for row in rows] for times in (together, computed))
        print(f"    {method}: answered after {median(asked):.0f} ms, alone {median(own):.0f} ms")
    first = all(min(together[row]) == together[row][0] for row in rows)
    missed += not first
    gradient = median(together[row][0] for row in rows) * 1000
    share = median(together[row][0] / max(together[row]) for row in rows)
    print(
        f"  the first after {gradient:.0f} ms, {share:.0%} of all; "
        f"the gradient before the others {'met' if first else 'MISSED'}"
    )
    ratios, firsts, lasts = [], [], []
    for row in further:
        own = sum(alone(row, method) for method in METHODS)
        subject = {"subject": {"row": row}, "kind": "similarity"}
        read = ("explain/predict", {"texts": [texts[row]]})
        _, *four, _ = opened(ex, [read, *attributions(row), ("explain/relations", subject)])
        ratios.append(max(four) / own)
        firsts.append(four[0] * 1000)
        lasts.append(max(four) * 1000)
    print(
        f"  with the prediction and the relations that the page asks for beside them: all four after "
        f"{median(lasts):.0f} ms, ratio {median(ratios):.2f}, the first after {median(firsts):.0f} ms"
    )


def main(bundle: str, count: int) -> None:
    """Print all parts."""
    data = pd.read_csv(ROWS)
    texts = data["text"].tolist()
    print(f"load of the machine {os.getloadavg()[0]:.1f}, {len(os.sched_getaffinity(0))} processors")
    peer = Peer(MODEL)
    ex = semla.explore(data, str(MODEL), text="text", label="category")
    ex.ready()
    names = ex.label_names
    labels = [names.index(name) for name in ex.frame()["prediction"]]
    folder = semla.Model(str(MODEL)).prepare()
    with subprocess.Popen(
        ["node", bundle, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:

        def alone(row: int, method: str) -> float:
            assert process.stdin
            assert process.stdout
            request = {"text": texts[row], "label": labels[row], "method": method}
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            return float(json.loads(process.stdout.readline())["seconds"])

        rows = random.Random(0).sample(range(len(texts)), 3 * count + 2)
        *rows, warm, other = rows
        # all warm
        peer.integrated(texts[warm], labels[warm])
        peer.lengths(texts[:64])
        for row in (warm, other):
            opened(ex, attributions(row))
            for method in METHODS:
                alone(row, method)
        integrated(ex, peer, texts, labels, rows[:count])
        whole(ex, peer, texts, rows[:count])
        opening(ex, alone, texts, rows[count : 2 * count], rows[2 * count :])
        assert process.stdin
        process.stdin.close()
    ex.close()


if __name__ == "__main__":
    if not MODEL.exists() or not ROWS.exists():
        print(f"attribution: skipped, {SHARED} has no model or data (SEMLA_SHARED names another folder)")
        sys.exit()
    with tempfile.TemporaryDirectory() as cache:
        os.environ["SEMLA_CACHE"] = cache
        bundle, count = (*sys.argv[1:], "9")[:2]
        # progress lines stay off the figures
        with contextlib.redirect_stderr(io.StringIO()):
            main(bundle, int(count))
    sys.exit(1 if missed else 0)

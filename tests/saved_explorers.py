"""Small explorers of arrays to save, with a cache of their own."""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np
import pytest

import semla
from semla.client import shared_client

ROWS = 48


@contextmanager
def own_cache(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEMLA_CACHE", str(folder))
        shared_client().close()
        yield
        shared_client().close()


def arrays(rows=ROWS, labels=3):
    random = np.random.default_rng(0)
    codes = np.arange(rows) % labels
    embeddings = (np.eye(labels)[codes] * 3 + random.normal(size=(rows, labels))).astype("f4")
    shares = np.exp(embeddings)
    return embeddings, (shares / shares.sum(axis=1, keepdims=True)).astype("f4"), codes


def columns(rows=ROWS):
    _, _, codes = arrays(rows)
    names = ["card 💳", "loan", "ünïcode"]
    return {
        "text": [f"about a {names[code]} number {row} 🙂" for row, code in enumerate(codes)],
        "intent": [names[code] for code in codes],
        "part": ["train" if row % 2 else "test" for row in range(rows)],
        "key": [f"k{row}" for row in range(rows)],
        "score": [float("nan") if row == 3 else row / 7 for row in range(rows)],
        "prediction": [f"mine {row}" for row in range(rows)],
    }


def explore(data, **options):
    embeddings, probabilities, _ = arrays()
    roles = {"text": "text", "label": "intent", "split": "part", "id": "key", "name": "requests"}
    given = {"embeddings": embeddings, "probabilities": probabilities, **roles, **options}
    return semla.explore(data, **{name: value for name, value in given.items() if value is not None})

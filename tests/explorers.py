"""Explorers on a client without a sidecar."""

from __future__ import annotations

import pandas as pd

from semla.explorer import Explorer
from semla.plan import Plan
from semla.settings import layout
from semla.table import read_table

COLUMNS = {
    "text": ["a", "b", "c"],
    "intent": ["no", "yes", None],
    "key": ["k0", "k1", "k2"],
    "part": ["x", "y", "y"],
}
LAYOUT = layout("umap", {"metric": "cosine", "neighbours": 15, "min_dist": 0.1, "seed": 0})


class FakeModel:
    name = "tiny"

    def __init__(self, prepare=lambda on_progress: "/model"):
        self.prepare = prepare


class SecondModel(FakeModel):
    """Stands in for `semla.Model`."""

    def __init__(self, source="later", tokenizer=None, *, pooling="auto"):
        super().__init__(lambda on_progress: f"/{source}")
        self.name, self.tokenizer, self.pooling = source, tokenizer, pooling


def make(client, data=None, *, model=None, source=None, head="classifier", concepts="wordnet", **options):
    options = {"text": "text", "label": "intent", "split": "part", "id": "key", **options}
    table = read_table(pd.DataFrame(COLUMNS) if data is None else data, **options)
    model = model or (FakeModel() if source is None else None)
    source = source or {"kind": "model"}
    return Explorer(Plan(table, "requests", LAYOUT, model, "auto", source, head, concepts), client)


def count(client, method):
    return sum(asked == method for asked, _ in client.asked)


def asked(client, method):
    """The parameters of the last request of a method."""
    return next(params for name, params in reversed(client.asked) if name == method)

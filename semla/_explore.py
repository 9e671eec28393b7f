"""The call that everything begins with."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from semla.arrays import read_arrays
from semla.client import shared_client
from semla.errors import SemlaError
from semla.explorer import Explorer
from semla.plan import Plan, open_model
from semla.settings import choice, layout, read_concepts, refuse_unknown, string, strings, whole
from semla.table import read_table

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def explore(
    data: Any,
    model: Any = None,
    *,
    text: str | None = None,
    label: str | None = None,
    split: str | None = None,
    id: str | None = None,
    tokenizer: Any = None,
    head: str = "classifier",
    embeddings: ArrayLike | None = None,
    probabilities: ArrayLike | None = None,
    x: str | None = None,
    y: str | None = None,
    prediction: str | None = None,
    label_names: Sequence[str] | None = None,
    projection: str = "umap",
    seed: int = 0,
    neighbours: int = 15,
    min_dist: float = 0.1,
    metric: str = "cosine",
    concepts: str | Mapping[str, Any] | None = "wordnet",
    name: str | None = None,
    height: int | None = None,
    pooling: str = "auto",
    **unknown: Any,
) -> Explorer:
    """Shows a data set as a model sees it. Returns at once; the work goes on in the background.

    `data`: a pandas or polars frame, a pyarrow Table, a Hugging Face Dataset, anything with the Arrow
    PyCapsule interface, a list of strings or of dicts. Rows keep their order.

    `text`, `label`, `split`, `id`: names of columns. `text` may be left out where a column is called "text"
    or only one holds strings; without `id` the ids are 0 to n - 1.

    `model`: folder or hub id of a `transformers` checkpoint, a folder with `model.onnx` and `tokenizer.json`,
    a `transformers` model object (with `tokenizer`), or a `semla.Model`. Without one: `embeddings` [rows,
    dimension] and `probabilities` [rows, labels], arrays in the order of the rows, or columns `x`, `y` and
    `prediction`.

    `label_names`: names of the model's outputs, or of the columns of `probabilities`, in their order;
    default: the model's own, or the labels of the data, sorted. `head`: "classifier" reads the model's
    outputs; "metric" compares embeddings with support sets of the data's labels, as SemLa does, drawn with
    `seed`.

    `projection`: "umap", "tsne", "pca", or, as SemLa has them over inner products, "semla_tsne",
    "semla_umap"; `neighbours` (2 to 200) and `min_dist` (0 to 1) are those of UMAP; `metric`: "cosine",
    "euclidean"; the same `seed` gives the same map. `concepts` of words: "wordnet", "none" (or None), or a
    mapping from word to concepts. `pooling`: "auto" as the model has it, "cls", "mean". `name` of the data
    set on screen; `height` of the cell in pixels, by default that of JupyterLab's settings, 640.

    Raises SemlaError for what can be seen at once; `Explorer.ready` raises what goes wrong later.
    """
    refuse_unknown(unknown, [option for option in _OPTIONS if option != "unknown"])
    choice("head", head, ("classifier", "metric"))
    shape = {"metric": metric, "neighbours": neighbours, "min_dist": min_dist, "seed": seed}
    plan_layout = layout(projection, shape)
    meaning = read_concepts(concepts)
    choice("pooling", pooling, ("auto", "cls", "mean"))
    if height is not None:
        whole("height", height, 200, 4000)
    title = "data" if name is None else string("name", name)
    instead = {
        "embeddings": embeddings,
        "probabilities": probabilities,
        "x": x,
        "y": y,
        "prediction": prediction,
    }
    given = [option for option, value in instead.items() if value is not None]
    if model is not None and given:
        raise SemlaError(
            f"{given[0]}: given beside a model (allowed: a model, or arrays and columns instead of one)",
            kind="invalid_request",
        )
    if model is None and tokenizer is not None:
        raise SemlaError("tokenizer: given without a model; pass both", kind="invalid_request")
    table = read_table(data, text=text, label=label, split=split, id=id, x=x, y=y, prediction=prediction)
    source: dict[str, Any]
    if model is None:
        opened = None
        source = read_arrays(table, **instead, label_names=label_names)
    else:
        opened = open_model(model, tokenizer, pooling)
        source = {"kind": "model"}
        if label_names is not None:
            source["labelNames"] = strings("label_names", label_names)
        pooling = opened.pooling
    plan = Plan(
        table=table,
        name=title,
        layout=plan_layout,
        model=opened,
        pooling=pooling,
        source=source,
        head=head,
        concepts=meaning,
    )
    if head == "metric" and (table.label is None or not plan.embeds):
        raise SemlaError(
            "head: 'metric' needs gold labels and embeddings; pass label=, and a model or embeddings=",
            kind="invalid_request",
        )
    return Explorer(plan, shared_client(), height=height)


_OPTIONS = list(inspect.signature(explore).parameters)

"""What an analysis found, as columns of Arrow."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Columns = Mapping[str, Any]


def row_columns(columns: Columns, rows: int) -> pa.Table:
    """One row per row of the data: prediction, confidence, probability, loss, x, y, cluster.

    What the analysis does not know is missing (null); `cluster` is the number of the label cluster of the
    gold label, else of the prediction, and -1 for none.
    """
    names = columns.get("labelNames", [])
    positions = columns.get("positions")
    x, y = (None, None) if positions is None else (positions[:, 0], positions[:, 1])
    return pa.table(
        {
            "prediction": _names(columns.get("prediction"), names, rows),
            "confidence": _floats(columns.get("confidence"), rows),
            "probability": _floats(columns.get("probability"), rows),
            "loss": _floats(columns.get("loss"), rows),
            "x": _floats(x, rows),
            "y": _floats(y, rows),
            "cluster": _clusters(columns, rows),
        }
    )


def comparison_columns(second: Columns, change: Mapping[str, Any], rows: int) -> pa.Table:
    """One row per row of the data: prediction_b, confidence_b, x_b, y_b, change.

    `change`: what the sidecar says of all rows.
    """
    found = row_columns(second, rows).select(["prediction", "confidence", "x", "y"])
    found = found.rename_columns([f"{name}_b" for name in found.column_names])
    codes = np.full(rows, -1, np.int32)
    codes[change["rows"]] = change["change"]
    return found.append_column("change", _names(codes, change["changes"], rows))


def change_columns(
    ids: pa.Array, text: pa.Array, first: Columns, second: Columns, compared: Columns
) -> pa.Table:
    """Rows that two models predict differently: id, text, label, prediction_a, prediction_b, change.

    `ids` and `text` are those of all rows, `compared` says which rows are wanted and what changes in them.
    """
    rows = len(text)
    before = _names(first.get("prediction"), first.get("labelNames", []), rows)
    after = _names(second.get("prediction"), second.get("labelNames", []), rows)
    wanted = pa.array(compared["rows"])
    table = pa.table(
        {
            "id": ids,
            "text": text,
            "label": _names(first.get("gold"), first.get("labelNames", []), rows),
            "prediction_a": before,
            "prediction_b": after,
        }
    ).take(wanted)
    changes = _names(compared["change"], compared["changes"], len(wanted))
    differs = pc.not_equal(table["prediction_a"], table["prediction_b"])
    return table.append_column("change", changes).filter(differs)


def contrast_columns(result: Columns) -> pa.Table:
    """feature, count1, count2, p1, p2, contrast, p_value, significant; greatest contrast first."""
    rows = len(result["feature"])
    order = np.argsort(-result["contrast"], kind="stable")
    return pa.table(
        {
            "feature": pa.array(result["feature"], pa.string()),
            "count1": pa.array(result["count1"]),
            "count2": pa.array(result["count2"]),
            "p1": _floats(result["p1"], rows),
            "p2": _floats(result["p2"], rows),
            "contrast": _floats(result["contrast"], rows),
            "p_value": _floats(result["pValue"], rows),
            "significant": pa.array(np.asarray(result["significant"], bool)),
        }
    ).take(pa.array(order))


def neighbour_columns(result: Columns, ids: pa.Array, text: pa.Array, first: Columns) -> pa.Table:
    """id, similarity, text, label (the gold one), nearest first."""
    rows = pa.array(result["rows"])
    labels = _names(first.get("gold"), first.get("labelNames", []), len(text))
    return pa.table(
        {
            "id": ids.take(rows),
            "similarity": _floats(result["similarity"], len(rows)),
            "text": text.take(rows),
            "label": labels.take(rows),
        }
    )


def cluster_columns(result: Columns, label_names: Sequence[str]) -> pa.Table:
    """label, cluster (-1 for none), cluster_name."""
    codes, names = result["clusterOfLabel"], result["clusterNames"]
    return pa.table(
        {
            "label": pa.array(label_names, pa.string()),
            "cluster": pa.array(codes),
            "cluster_name": _names(codes, names, len(label_names)),
        }
    )


def concept_columns(result: Columns) -> pa.Table:
    """concept, word: one row for each word of the data that a concept has."""
    sizes = np.diff(result["offsets"].astype(np.int64))
    concepts = pa.array(result["names"], pa.string()).take(pa.array(np.repeat(np.arange(len(sizes)), sizes)))
    return pa.table({"concept": concepts, "word": pa.array(result["words"], pa.string())})


def beside(columns: pa.Table, taken: Collection[str], same: Collection[str] = ()) -> pa.Table:
    """The columns under names that are not taken: where one is, with `_semla` after it.

    Columns in `same` are left out: the data already holds them under that name.
    """
    columns = columns.drop_columns([name for name in columns.column_names if name in same])
    names = []
    for column in columns.column_names:
        name = column
        while name in taken:
            name += "_semla"
        names.append(name)
    return columns.rename_columns(names)


def label_columns(result: Columns) -> pa.Table:
    """label, count, precision, recall, f1, cluster, confidence; a figure that is undefined is missing."""
    rows = len(result["labelNames"])
    return pa.table(
        {
            "label": pa.array(result["labelNames"], pa.string()),
            "count": pa.array(result["count"]),
            "precision": _floats(result["precision"], rows),
            "recall": _floats(result["recall"], rows),
            "f1": _floats(result["f1"], rows),
            "cluster": pa.array(result["cluster"]),
            "confidence": _floats(result["confidence"], rows),
        }
    )


def confusion_columns(result: Columns) -> pa.Table:
    """label, prediction, count, near: pairs that differ, most frequent first."""
    names, rows = result["labelNames"], len(result["count"])
    return pa.table(
        {
            "label": _names(result["gold"], names, rows),
            "prediction": _names(result["prediction"], names, rows),
            "count": pa.array(result["count"]),
            "near": pa.array(result["near"]),
        }
    )


def word_columns(result: Columns) -> pa.Table:
    """feature, count, x, y, spread_x, spread_y."""
    rows = len(result["feature"])
    return pa.table(
        {
            "feature": pa.array(result["feature"], pa.string()),
            "count": pa.array(result["count"]),
            "x": _floats(result["x"], rows),
            "y": _floats(result["y"], rows),
            "spread_x": _floats(result["spreadX"], rows),
            "spread_y": _floats(result["spreadY"], rows),
        }
    )


def snake_case(value: Any) -> Any:
    """The same value with the names of its members as Python writes them."""
    if isinstance(value, dict):
        return {_snake(key): snake_case(member) for key, member in value.items()}
    if isinstance(value, list):
        return [snake_case(member) for member in value]
    return value


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _floats(values: np.ndarray[Any, Any] | None, rows: int) -> pa.Array:
    if values is None:
        return pa.nulls(rows, pa.float32())
    return pa.array(np.ascontiguousarray(values), mask=np.isnan(values))


def _names(codes: np.ndarray[Any, Any] | None, names: Sequence[str], rows: int) -> pa.Array:
    if codes is None or not names:
        return pa.nulls(rows, pa.string())
    return pa.array(names, pa.string()).take(pa.array(codes, mask=codes < 0))


def _clusters(columns: Columns, rows: int) -> pa.Array:
    of_label = columns.get("clusterOfLabel")
    if of_label is None:
        return pa.array(np.full(rows, -1, np.int32))
    none = np.full(rows, -1, np.int32)
    gold, prediction = columns.get("gold"), columns.get("prediction")
    codes = none if gold is None else gold
    codes = np.where(codes < 0, none if prediction is None else prediction, codes)
    return pa.array(np.append(of_label, np.int32(-1))[codes].astype(np.int32))

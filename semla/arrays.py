"""What a user already has instead of a model: embeddings, probabilities, positions, predictions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from semla.errors import SemlaError
from semla.settings import strings
from semla.table import Categories, Table, missing_rows, read_categories, read_numbers

#: How far the probabilities of a row may be from a sum of 1, as those of half precision are.
_SUM_TOLERANCE = 0.01

FloatArray = np.ndarray[Any, np.dtype[np.float32]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def read_arrays(
    table: Table,
    *,
    embeddings: object = None,
    probabilities: object = None,
    x: object = None,
    y: object = None,
    prediction: object = None,
    label_names: object = None,
) -> dict[str, Any]:
    """The source of an analysis without a model, as the sidecar takes it.

    `embeddings` [rows, dimension] and `probabilities` [rows, labels] are arrays in the order of the data;
    `x`, `y` and `prediction` name columns of it; `prediction` stands for the most probable label.
    `label_names` names the columns of `probabilities`, else they are the labels of the data in their order.
    """
    if (x is None) != (y is None):
        given, absent = ("x", "y") if y is None else ("y", "x")
        raise SemlaError(f"{given}: given without {absent}=; a position needs both", kind="bad_data")
    if embeddings is None and probabilities is None and x is None:
        raise SemlaError(
            "model: not given (allowed: a model, or embeddings= and probabilities=, or x= and y=)",
            kind="bad_data",
        )
    source: dict[str, Any] = {"kind": "arrays"}
    if embeddings is not None:
        source["embeddings"] = _read_array("embeddings", embeddings, table, "dimension")
    if x is not None:
        source["positions"] = _positions(table, x, y)
    names = None if label_names is None else strings("label_names", label_names)
    if probabilities is not None:
        shares = _read_array("probabilities", probabilities, table, "labels")
        _check_probabilities(shares, table)
        source["probabilities"] = np.clip(shares, 0, 1)
        source["labelNames"] = _columns(shares.shape[1], names, table.label)
        if prediction is not None:
            predicted = read_categories(table.frame, "prediction", prediction)
            source["prediction"] = _recoded(predicted, _all_of(source["labelNames"], predicted.names))
    elif prediction is not None:
        predicted = read_categories(table.frame, "prediction", prediction)
        known = table.label.names if table.label else []
        found = [*known, *(name for name in predicted.names if name not in known)]
        source["labelNames"] = found if names is None else _all_of(names, found)
        source["prediction"] = _recoded(predicted, source["labelNames"])
    else:
        found = table.label.names if table.label else []
        source["labelNames"] = found if names is None else _all_of(names, found)
    return source


def _read_array(name: str, value: Any, table: Table, side: str) -> FloatArray:
    try:
        array = np.asarray(value.detach().cpu().float() if hasattr(value, "detach") else value)
    except (TypeError, ValueError, RuntimeError) as error:
        raise SemlaError(
            f"{name}: {type(value).__name__} (allowed: a numpy array [rows, {side}]): {error}",
            kind="bad_data",
        ) from error
    if array.dtype.kind not in "fiu":
        raise SemlaError(
            f"{name}: an array of {array.dtype} (allowed: numbers [rows, {side}])", kind="bad_data"
        )
    if array.ndim != 2 or array.shape[1] == 0:
        raise SemlaError(
            f"{name}: an array of shape {_shape(array.shape)} (allowed: [{len(table)}, {side}])",
            kind="bad_data",
        )
    if array.shape[0] != len(table):
        raise SemlaError(
            f"{name}: {array.shape[0]:,} rows (allowed: {len(table):,}, one for each row of the data, in its "
            "order)",
            kind="bad_data",
        )
    with np.errstate(over="ignore"):
        numbers: FloatArray = np.ascontiguousarray(array, np.float32)
    _require_finite(name, numbers, table)
    return numbers


def _require_finite(name: str, numbers: FloatArray, table: Table) -> None:
    bad: Mask = np.logical_not(np.isfinite(numbers).all(axis=1))
    if bad.any():
        raise SemlaError(
            f"{name}: NaN or infinite in {missing_rows(bad, table.ids)}; leave those rows out of the data "
            "and the array, or compute them again",
            kind="bad_data",
        )


def _check_probabilities(shares: FloatArray, table: Table) -> None:
    outside: Mask = np.any((shares < -1e-6) | (shares > 1 + 1e-3), axis=1)
    if outside.any():
        raise SemlaError(
            f"probabilities: outside 0 to 1 in {missing_rows(outside, table.ids)}; if these are logits, take "
            "their softmax first",
            kind="bad_data",
        )
    off = np.abs(shares.sum(axis=1, dtype=np.float64) - 1) > _SUM_TOLERANCE
    if off.any():
        raise SemlaError(
            f"probabilities: do not sum to 1 in {missing_rows(off, table.ids)}; SemLa shows classifiers with "
            "one label a row, so divide each row by its sum or pass a softmax",
            kind="bad_data",
        )


def _columns(count: int, names: list[str] | None, label: Categories | None) -> list[str]:
    if names is not None:
        if len(names) != count:
            raise SemlaError(
                f"label_names: {len(names)} names for {count} columns of probabilities (allowed: {count})",
                kind="bad_data",
            )
        return names
    for known in (label.names, label.declared) if label else ():
        if len(known) == count:
            return known
    have = f"the data has {len(label.names)} labels" if label else "the data has no label column"
    raise SemlaError(
        f"probabilities: {count} columns, and {have}; say which column is which with label_names=[...]",
        kind="bad_data",
    )


def _positions(table: Table, x: object, y: object) -> FloatArray:
    positions: FloatArray = np.stack(
        [read_numbers(table.frame, "x", x), read_numbers(table.frame, "y", y)], axis=1
    )
    _require_finite("x and y", positions, table)
    return positions


def _all_of(names: Sequence[str], found: Sequence[str]) -> list[str]:
    absent = [name for name in found if name not in set(names)]
    if absent:
        raise SemlaError(
            f"label_names: without {absent[0]!r}, which the data holds (allowed: a list with every label)",
            kind="bad_data",
        )
    return list(names)


def _recoded(column: Categories, names: Sequence[str]) -> np.ndarray[Any, np.dtype[np.int32]]:
    place = {name: code for code, name in enumerate(names)}
    codes = np.array([*(place[name] for name in column.names), -1], np.int32)
    recoded: np.ndarray[Any, np.dtype[np.int32]] = codes[column.codes]
    return recoded


def _shape(shape: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, shape))}]"

"""Two data sets in one, to be compared: training and test rows, or originals and perturbed ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from semla.arrays import read_arrays
from semla.errors import SemlaError
from semla.frames import read_frame
from semla.model import ALLOWED
from semla.plan import Plan
from semla.settings import refused, strings
from semla.table import Categories, Table, read_table


def joined_plan(first: Plan, other: Any, names: object) -> Plan:
    """The rows of `first` and then those of `other`, a frame of any library or another plan.

    Roles of columns are those of `first`. The split column holds `names`, by default what the data sets are
    called. Columns that both have are kept where their values go together.
    """
    if isinstance(other, Plan):
        table, source, name = other.table, other.source, other.name
    else:
        table, name = _read_other(first.table, other), "other"
        source = {} if first.model is not None else _read_source(first, table)
    called = _names(names, first.name, name)
    return replace(
        first,
        table=_joined_table(first.table, table, called),
        name=f"{called[0]} and {called[1]}",
        source=first.source if first.model is not None else _joined_source(first.source, source),
        frames=called,
        saved=None,
    )


def _read_other(first: Table, other: Any) -> Table:
    roles = {role: name for role, name in first.name_of.items() if role != "split"}
    try:
        if roles.get("id") not in read_frame(other).names:
            roles.pop("id", None)
        return read_table(other, **roles)
    except SemlaError as error:
        raise SemlaError(
            f"other: neither a model ({ALLOWED}) nor a data set like the first: {error}", kind=error.kind
        ) from error


def _read_source(first: Plan, table: Table) -> dict[str, Any]:
    """What the columns of a frame say, where that is all that is wanted."""
    roles = {role: first.table.name_of.get(role) for role in ("x", "y", "prediction")}
    arrays = [name for name in ("embeddings", "probabilities") if name in first.source]
    if arrays:
        raise SemlaError(
            f"other: a frame without {arrays[0]}, which the first data set has (allowed: an explorer made with "
            f"{arrays[0]}=)",
            kind="bad_data",
        )
    return read_arrays(table, **roles)


def _names(names: object, first: str, second: str) -> tuple[str, str]:
    if names is None:
        return ("A", "B") if first == second else (first, second)
    if not isinstance(names, (list, tuple)) or len(names) != 2:
        raise refused("names", names, 'two names, such as ("train", "test")')
    a, b = strings("names", names)
    return a, b


def _joined_table(first: Table, second: Table, names: tuple[str, str]) -> Table:
    name_of = dict(first.name_of)
    taken = {*first.frame.names, *second.frame.names}
    columns: dict[str, Any] = {}
    if "id" in first.name_of or "id" in second.name_of:
        name_of.setdefault("id", _free("id", taken))
        both = zip(names, (first, second), strict=True)
        columns[name_of["id"]] = pa.array([f"{name}:{row_id}" for name, part in both for row_id in part.ids])
    columns[name_of["text"]] = pa.concat_arrays([first.text, second.text])
    if first.label is not None or second.label is not None:
        name_of.setdefault("label", _free("label", taken))
        labels = [_as_strings(part.label, len(part)) for part in (first, second)]
        columns[name_of["label"]] = pa.concat_arrays(labels)
    name_of["split"] = _free("split", taken)
    columns[name_of["split"]] = pa.array(np.repeat(names, [len(first), len(second)]), pa.string())
    for name in first.frame.names:
        if name in second.frame.names and name not in columns:
            values = _joined_column(first, second, name)
            if values is not None:
                columns[name] = values
    roles = {role: name for role, name in name_of.items() if name in columns}
    return read_table(first.frame.build(pa.table(columns)), **roles)


def _joined_column(first: Table, second: Table, name: str) -> pa.ChunkedArray | None:
    """None where the values of the two do not go together."""
    try:
        parts = [pa.table({name: part.frame.column(name)}) for part in (first, second)]
        return pa.concat_tables(parts, promote_options="permissive")[name]
    except (pa.ArrowException, UnicodeError, TypeError, ValueError):
        return None


def _as_strings(column: Categories | None, rows: int) -> pa.Array:
    if column is None:
        return pa.nulls(rows, pa.string())
    return column.to_arrow().cast(pa.string())


def _joined_source(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    arrays = ("embeddings", "probabilities", "positions", "prediction")
    absent = [name for name in arrays if name in first and name not in second]
    if absent:
        raise SemlaError(
            f"other: an explorer without {absent[0]}, which the first has (allowed: one made from the same arrays)",
            kind="bad_data",
        )
    names = list(dict.fromkeys([*first["labelNames"], *second["labelNames"]]))
    joined: dict[str, Any] = {"kind": "arrays", "labelNames": names}
    if "embeddings" in first:
        sizes = [part["embeddings"].shape[1] for part in (first, second)]
        if sizes[0] != sizes[1]:
            raise SemlaError(
                f"other: embeddings of {sizes[1]} dimensions (allowed: {sizes[0]}, as the first has)",
                kind="bad_data",
            )
    for name in ("embeddings", "positions"):
        if name in first:
            joined[name] = np.concatenate([first[name], second[name]])
    if "probabilities" in first:
        joined["probabilities"] = np.concatenate([_spread(part, names) for part in (first, second)])
    if "prediction" in first:
        joined["prediction"] = np.concatenate([_recoded(part, names) for part in (first, second)])
    return joined


def _spread(source: dict[str, Any], names: list[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Probabilities with a column for each of `names`, 0 for those that the source does not know."""
    shares = source["probabilities"]
    spread = np.zeros((len(shares), len(names)), np.float32)
    spread[:, _places(source["labelNames"], names)] = shares
    return spread


def _recoded(source: dict[str, Any], names: list[str]) -> np.ndarray[Any, np.dtype[np.int32]]:
    codes = np.array([*_places(source["labelNames"], names), -1], np.int32)
    recoded: np.ndarray[Any, np.dtype[np.int32]] = codes[source["prediction"]]
    return recoded


def _places(names: Iterable[str], among: list[str]) -> list[int]:
    place = {name: code for code, name in enumerate(among)}
    return [place[name] for name in names]


def _free(name: str, taken: Iterable[str]) -> str:
    while name in taken:
        name += "_semla"
    return name

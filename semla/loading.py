"""An explorer out of the folder that it was saved in."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from semla.client import shared_client
from semla.errors import SemlaError
from semla.explorer import Explorer
from semla.filters import read_filter
from semla.frames import open_frame
from semla.model_reference import ModelReference
from semla.plan import Plan, open_model
from semla.restored import Saved
from semla.save_folder import CONTENTS, FORMAT, find_whole
from semla.saving import VERSION
from semla.settings import whole
from semla.table import read_table

_CODES = ("gold", "prediction", "support", "closest", "contrast", "rivals")
_NUMBERS = ("probability", "confidence", "loss", "positions", "kept")


def load(
    folder: str | os.PathLike[str], *, model: Any = None, tokenizer: Any = None, height: int | None = None
) -> Explorer:
    """The explorer that `Explorer.save` saved, as it was: nothing is run or laid out again.

    The data come in the library that they came in, where it is installed, else as pandas or pyarrow. Filter,
    selection, view, names of clusters and a second model's columns are back.

    The model is looked for where it was, by place and content, and opened when something needs it, such as
    `attribute` or `predict`. Where it is not there any more, all else can be asked, and those say what is
    missing; `model` (as `semla.explore` takes it, with its `tokenizer`) is then the one to use. A model whose
    content is another raises a SemlaError that names both. `height` of the cell in pixels, default: as saved.

    Raises SemlaError for a folder that is missing, no saved explorer, damaged, or saved by a newer SemLa. After
    a save that was killed the version before is loaded.
    """
    place = find_whole(folder)
    contents = _contents(place)
    try:
        plan, second = _read(place, contents)
    except SemlaError as error:
        raise _damaged(place, str(error)) from error
    except (OSError, KeyError, TypeError, ValueError, IndexError, AttributeError, pa.ArrowException) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else " ".join(str(error).split())
        raise _damaged(place, reason) from error
    plan = _with_model(plan, place, model, tokenizer)
    view = dict(contents["view"])
    if height is not None:
        view["height"] = whole("height", height, 200, 4000)
    explorer = Explorer(plan, shared_client(), height=view.get("height"))
    explorer._view = view
    explorer._filter = read_filter(contents["filter"], plan.table)
    explorer.selection = contents["selection"]
    explorer._changed(title={name: contents["title"][name] for name in ("dataset", "model")})
    if second is not None:
        explorer._pair.compare(_with_model(second, place, None, None), contents["title"]["other"])
    return explorer


def _contents(place: Path) -> dict[str, Any]:
    if not place.exists():
        raise SemlaError(f"load: {place} does not exist (allowed: a folder made by save)", kind="bad_data")
    path = place / CONTENTS
    try:
        contents = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SemlaError(
            f"load: {place} is no saved explorer: it has no {CONTENTS} (allowed: a folder made by save)",
            kind="bad_data",
        ) from error
    except (OSError, ValueError) as error:
        raise _damaged(place, f"{CONTENTS}: {error}") from error
    if not isinstance(contents, dict) or contents.get("format") != FORMAT:
        raise SemlaError(
            f"load: {place} is no saved explorer: its {CONTENTS} is of something else (allowed: a folder made by "
            "save)",
            kind="bad_data",
        )
    version = contents.get("version")
    if isinstance(version, int) and version > VERSION:
        raise SemlaError(
            f"load: {place} was saved by a newer SemLa (version {version} of the format; allowed: up to {VERSION}); "
            "upgrade semla-lab",
            kind="bad_data",
        )
    if version != VERSION:
        raise _damaged(place, f"{CONTENTS}: version {version!r}")
    return contents


def _damaged(place: Path, reason: str) -> SemlaError:
    return SemlaError(
        f"load: {place} is damaged ({reason}); save the explorer again, or use another copy", kind="bad_data"
    )


def _read(place: Path, contents: Mapping[str, Any]) -> tuple[Plan, Plan | None]:
    for name, size in contents["files"].items():
        path = place / name
        if not path.is_file():
            raise ValueError(f"{name} is missing")
        if path.stat().st_size != size:
            raise ValueError(f"{name} has {path.stat().st_size:,} bytes, not {size:,}")
    columns, frames = contents["columns"], contents["frames"]
    rows = _table(place, "rows").drop_columns(columns["found"])
    table = read_table(open_frame(rows, columns["library"]), **columns["roles"])
    _require_members(contents)

    def plan(said: Mapping[str, Any], suffix: str) -> Plan:
        saved = _saved(place, said, suffix, len(table))
        return Plan(
            table=table,
            name=contents["title"]["dataset"],
            layout=said["projection"],
            model=None,
            pooling=said["pooling"],
            source=_source(saved),
            head=contents["head"],
            concepts=contents["concepts"],
            frames=None if frames is None else (frames[0], frames[1]),
            saved=saved,
        )

    other = contents["other"]
    first = plan(contents["analysis"], "")
    read_filter(contents["filter"], table)
    table.rows(contents["selection"])
    return first, None if other is None else plan(other, "_b")


def _require_members(contents: Mapping[str, Any]) -> None:
    for name, kind in (("view", dict), ("filter", dict), ("selection", list), ("title", dict)):
        if not isinstance(contents[name], kind):
            raise TypeError(f"{CONTENTS}: {name} is {type(contents[name]).__name__}")


def _table(place: Path, name: str) -> pa.Table:
    return parquet.read_table(place / f"{name}.parquet", page_checksum_verification=True)


def _saved(place: Path, said: Mapping[str, Any], suffix: str, rows: int) -> Saved:
    by_row, labels = _table(place, f"analysis{suffix}"), _table(place, f"labels{suffix}")
    columns: dict[str, Any] = {"labelNames": labels["label"].to_pylist(), "layout": said["layout"]}
    for names, kind in ((_CODES, np.int32), (_NUMBERS, np.float32)):
        for name in names:
            if name in by_row.column_names:
                columns[name] = _array(by_row[name], kind)
    if "cluster" in labels.column_names:
        columns["clusterOfLabel"] = _array(labels["cluster"], np.int32)
        columns["clusterNames"] = said["clusterNames"]
    centroids = None
    if "centroid" in labels.column_names:
        centroids = {
            "vectors": _array(labels["centroid"], np.float32),
            "counts": _array(labels["rows"], np.uint32),
        }
    arrays = {
        name: _array(_table(place, f"{name}{suffix}")[name], np.float32).reshape(rows, side)
        for name, side in said["arrays"].items()
    }
    reference = None if said["model"] is None else ModelReference.read(said["model"])
    basis = {"vectors": said["vectors"], "centroids": centroids, "shared": said["shared"]}
    return Saved(columns, dict(said["summary"]), basis, arrays, reference, said["labelNames"], None)


def _array(column: pa.ChunkedArray, kind: type[np.generic]) -> np.ndarray[Any, Any]:
    """[rows], or [rows, side] of lists of one length."""
    if not pa.types.is_fixed_size_list(column.type):
        return np.ascontiguousarray(column.to_numpy(), kind)
    side = column.type.list_size
    parts = [chunk.flatten().to_numpy(zero_copy_only=False) for chunk in column.chunks]
    flat = np.concatenate(parts) if parts else np.empty(0)
    return np.ascontiguousarray(flat, kind).reshape(len(column), side)


def _source(saved: Saved) -> dict[str, Any]:
    """What is known without a model, as the arrays of an explorer that never had one."""
    known = saved.columns["labelNames"]
    if saved.model is None and saved.label_names is not None:
        known = saved.label_names
    source: dict[str, Any] = {"kind": "arrays", "labelNames": known}
    for name in ("embeddings", "probabilities"):
        if name in saved.arrays:
            source[name] = saved.arrays[name]
    if "probabilities" in source and saved.model is not None:
        source["labelNames"] = known[: source["probabilities"].shape[1]]
    for name in ("positions", "prediction"):
        if name in saved.columns:
            source[name] = saved.columns[name]
    return source


def _with_model(plan: Plan, place: Path, model: Any, tokenizer: Any) -> Plan:
    """The plan with the model it was saved with, if that is found; else with the reason why nothing can be run."""
    saved = plan.saved
    if saved is None or saved.model is None:
        if model is not None:
            raise SemlaError(
                f"model: given, but {place} was saved without one (allowed: none); explore the data with it instead",
                kind="invalid_request",
            )
        return plan
    reference = saved.model
    if model is not None:
        found = open_model(model, tokenizer, reference.pooling)
        reference.require(found)
        saved = replace(saved, model=ModelReference.of(found))
    else:
        if tokenizer is not None:
            raise SemlaError("tokenizer: given without a model; pass both", kind="invalid_request")
        found_again = reference.find()
        if found_again is None:
            where = reference.source or "a model object whose export has left the cache"
            lost = (
                f"the model {reference.name} ({where}) is not there any more, or has changed; pass it with "
                f"semla.load({str(place)!r}, model=...)"
            )
            summary = {**saved.summary, "source": "arrays"}
            summary["notices"] = [*summary["notices"], lost]
            return replace(plan, saved=replace(saved, summary=summary, lost=lost))
        found = found_again
    source: dict[str, Any] = {"kind": "model"}
    if saved.label_names is not None:
        source["labelNames"] = saved.label_names
    return replace(plan, model=found, pooling=found.pooling, source=source, saved=saved)

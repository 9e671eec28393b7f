"""An explorer as a folder that it can be loaded from, and that other programs can read."""

from __future__ import annotations

import io
import os
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from semla._version import __version__
from semla.analysis import Analysis
from semla.explanations import Explanations
from semla.model_reference import ModelReference
from semla.plan import Plan
from semla.save_folder import write_whole

if TYPE_CHECKING:
    from semla.frames import Frame

#: Raised when a reader of the version before could not read what is written.
VERSION = 1

#: What stands in each file, for who opens the folder.
FILES = {
    "rows": "the data, and what was found out of each row; id names the row in the other files",
    "analysis": "columns of the analysis, labels as codes of the rows of labels, -1 for none",
    "labels": "labels in the order of their codes: label, cluster, cluster_name, centroid (mean embedding), rows",
    "embeddings": "float32 [dimension] a row",
    "logits": "float32 [labels] a row, in the order of labels",
    "probabilities": "float32 [labels] a row, in the order of labels",
}


class Saving(Explanations):
    """The part of `Explorer` that saves it."""

    _view: dict[str, Any]

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Saves everything but the model into a folder, which `semla.load` opens. Returns its absolute path.

        rows.parquet holds the data and the further columns of `frame()`, analysis.parquet and labels.parquet
        what the analysis knows of rows and labels, embeddings.parquet, logits.parquet and probabilities.parquet
        an array of float32 a row, each beside the id of the row; of a second model there are the same files
        with `_b`. semla.json says what they are and holds title, model (name, place, fingerprint), settings,
        filter, selection and view. pandas, polars and DuckDB read all of it.

        A folder that was saved before is replaced in one step: when the process is killed or the disk is full,
        the version before stays. Raises SemlaError for a folder with other things in it and for one that cannot
        be written. Waits for the analysis, as `ready` does. Values that Parquet cannot hold are saved as text.
        """
        self._await_first()
        pair, plan = self._pair, self._plan
        complete = self._settled()
        second = pair.second if complete else None
        rows, found, id_name = self._saved_rows()
        ids = rows[id_name]
        contents: dict[str, Any] = {
            "version": VERSION,
            "semla": __version__,
            "about": FILES,
            "title": {
                "dataset": plan.name,
                "model": _model_name(plan),
                "other": None if second is None else pair.second_name,
            },
            "columns": {
                "library": plan.table.frame.library,
                "roles": dict(plan.table.name_of),
                "id": id_name,
                "found": found,
            },
            "frames": plan.frames,
            "head": plan.head,
            "concepts": plan.concepts,
            "filter": self._shown(self._filter),
            "selection": self._plan.table.id_list(self._selected_rows()),
            "view": dict(self._view),
            "analysis": None,
            "other": None,
        }

        def fill(draft: Path) -> dict[str, Any]:
            _write(draft / "rows.parquet", rows)
            contents["analysis"] = _write_analysis(draft, "", pair.first, ids)
            if second is not None:
                contents["other"] = _write_analysis(draft, "_b", second, ids)
            return contents

        return write_whole(folder, fill)

    @abstractmethod
    def _selected_rows(self) -> np.ndarray[Any, np.dtype[np.uint32]]:
        """The selected rows, ascending."""

    def _saved_rows(self) -> tuple[pa.Table, list[str], str]:
        """All rows, the names of the columns that were added, and the column of ids."""
        table = self._plan.table
        rows = storable_table(table.frame)
        added = self._added()
        found = list(added.column_names)
        id_name = table.name_of.get("id")
        if id_name is None:
            id_name = "id"
            while id_name in (*rows.column_names, *found):
                id_name += "_semla"
            added = added.append_column(id_name, table.id_array())
            found.append(id_name)
        for name in added.column_names:
            rows = rows.append_column(name, added[name])
        return rows, found, id_name


def storable_table(frame: Frame) -> pa.Table:
    """The user's columns as Parquet can hold them; a column that it cannot hold as strings."""
    if frame.library in ("pandas", "datasets"):
        native = frame.take(np.arange(len(frame)))
        if frame.library == "pandas":
            texts = {
                name: _as_text(frame.values(name)).to_pandas()
                for name in frame.names
                if not _holds(frame, name)
            }
            native = native.assign(**{name: text.set_axis(native.index) for name, text in texts.items()})
        try:
            whole = _described(native, frame.library)
            if _fits(whole):
                return whole
        except (pa.ArrowException, UnicodeError, TypeError, ValueError):
            pass
    columns = {}
    for name in frame.names:
        columns[name] = frame.column(name) if _holds(frame, name) else _as_text(frame.values(name))
    return pa.table(columns)


def _holds(frame: Frame, name: str) -> bool:
    """Whether Parquet can hold a column."""
    try:
        return _fits(pa.table({name: frame.column(name)}))
    except (pa.ArrowException, UnicodeError, TypeError, ValueError):
        return False


def _described(native: Any, library: str) -> pa.Table:
    """With what pandas and datasets write beside, to give the same frame again."""
    if library == "pandas":
        return pa.Table.from_pandas(native)
    table = native.with_format("arrow")[:]
    return table.replace_schema_metadata(native.features.arrow_schema.metadata)


def _fits(table: pa.Table) -> bool:
    try:
        parquet.write_table(table, io.BytesIO())
    except (pa.ArrowException, NotImplementedError):
        return False
    return True


def _as_text(values: list[Any]) -> pa.Array:
    texts = [None if value is None else str(value).encode("utf-8", "replace").decode() for value in values]
    return pa.array(texts, pa.string())


def _model_name(plan: Plan) -> str | None:
    if plan.model is not None:
        return plan.model.name
    return plan.saved.model.name if plan.saved is not None and plan.saved.model is not None else None


def _write_analysis(draft: Path, suffix: str, analysis: Analysis, ids: pa.ChunkedArray) -> dict[str, Any]:
    """Writes the files of one analysis and gives what semla.json says of it."""
    kept = analysis.ask("analysis/keep")
    columns = analysis.columns()
    basis = kept["basis"]
    arrays = {}
    by_row = {"id": ids}
    for name, values in columns.items():
        if isinstance(values, np.ndarray) and name != "clusterOfLabel":
            by_row[name] = as_column(values)
    _write(draft / f"analysis{suffix}.parquet", pa.table(by_row))
    _write(draft / f"labels{suffix}.parquet", _labels(columns, basis["centroids"]))
    for name in kept["arrays"]:
        array = analysis.ask("analysis/array", name=name)["array"]
        arrays[name] = array.shape[1]
        _write(draft / f"{name}{suffix}.parquet", pa.table({"id": ids, name: as_column(array)}))
    plan = analysis.plan
    layout = {**analysis.layout, "anchor": None}
    summary = _summary(analysis)
    return {
        "model": _reference(plan),
        "projection": layout,
        "pooling": plan.pooling,
        "labelNames": plan.source.get("labelNames") if plan.saved is None else plan.saved.label_names,
        "summary": summary,
        "layout": columns.get("layout"),
        "clusterNames": columns.get("clusterNames"),
        "vectors": basis["vectors"],
        "shared": basis["shared"],
        "arrays": arrays,
    }


def _summary(analysis: Analysis) -> dict[str, Any]:
    """The summary, without what held for this session only."""
    summary, saved = dict(analysis.summary or {}), analysis.plan.saved
    if isinstance(summary["layout"], dict):
        summary["layout"] = {**summary["layout"], "anchor": None}
    if saved is not None and saved.lost is not None:
        summary["source"] = "model"
        summary["notices"] = [notice for notice in summary["notices"] if notice != saved.lost]
    return summary


def _reference(plan: Plan) -> dict[str, Any] | None:
    if plan.saved is not None:
        return None if plan.saved.model is None else plan.saved.model.to_json()
    return None if plan.model is None else ModelReference.of(plan.model).to_json()


def _labels(columns: Mapping[str, Any], centroids: Mapping[str, Any] | None) -> pa.Table:
    labels = {"label": pa.array(columns.get("labelNames", []), pa.string())}
    codes, names = columns.get("clusterOfLabel"), columns.get("clusterNames")
    if codes is not None:
        labels["cluster"] = pa.array(codes)
        of_code = dict(enumerate(names or []))
        labels["cluster_name"] = pa.array([of_code.get(int(code)) for code in codes], pa.string())
    if centroids is not None:
        labels["centroid"] = as_column(centroids["vectors"])
        labels["rows"] = pa.array(centroids["counts"])
    return pa.table(labels)


def as_column(values: np.ndarray[Any, Any]) -> pa.Array:
    """An array [rows] or [rows, side] as a column; NaN stays NaN."""
    flat = pa.array(np.ascontiguousarray(values).reshape(-1))
    return flat if values.ndim == 1 else pa.FixedSizeListArray.from_arrays(flat, values.shape[1])


def _write(path: Path, table: pa.Table) -> None:
    """With checksums, so that damage is seen."""
    parquet.write_table(table, path, compression="zstd", write_page_checksum=True)

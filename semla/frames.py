"""One way to read a column and to give rows back, whatever library a frame comes from."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import narwhals as nw
import numpy as np
import pyarrow as pa

from semla.errors import SemlaError

_ALLOWED = (
    "a pandas or polars frame, a pyarrow Table or RecordBatch, a Hugging Face Dataset, anything with the "
    "Arrow PyCapsule interface, a list of strings or a list of dicts"
)


class Frame(Protocol):
    """What is asked of a frame, whatever its library; `library` is the name a sentence gives it."""

    library: str

    @property
    def names(self) -> list[str]:
        """Names of the columns, in order."""

    def __len__(self) -> int: ...

    def strings(self) -> list[str]:
        """Names of the columns of strings."""

    def column(self, name: str) -> pa.ChunkedArray:
        """One column; raises ArrowException or UnicodeError where its values are no column of Arrow."""

    def values(self, name: str) -> list[Any]:
        """One column as Python values, for a sentence about what is wrong with it."""

    def declared(self, name: str) -> list[str] | None:
        """Names of the classes that the frame itself gives to the integers of a column."""

    def with_columns(self, columns: pa.Table) -> Any:
        """The user's frame with these columns after its own."""

    def take(self, rows: np.ndarray[Any, Any]) -> Any:
        """The user's frame with these rows only, in this order."""

    def build(self, columns: pa.Table) -> Any:
        """A new frame of the same library."""


def read_frame(data: Any) -> Frame:
    """The frame in `data`, which may be one already. Nothing is copied yet."""
    if isinstance(data, (_NarwhalsFrame, _HuggingFaceFrame)):
        return data
    if isinstance(data, (str, bytes)):
        raise SemlaError(f"data: {type(data).__name__} (allowed: {_ALLOWED})", kind="bad_data")
    if _is_hugging_face(data):
        return _HuggingFaceFrame(data)
    if isinstance(data, (list, tuple)):
        return _TableFrame(_from_list(data))
    if _is_series(data):
        return _TableFrame(_from_list(data.tolist() if isinstance(data, np.ndarray) else data.to_list()))
    if isinstance(data, pa.RecordBatch):
        data = pa.Table.from_batches([data])
    try:
        return _NarwhalsFrame(nw.from_native(data, eager_only=True))
    except TypeError as error:
        if hasattr(data, "collect"):
            raise SemlaError(
                f"data: {type(data).__name__}, which is lazy; call its .collect() first", kind="bad_data"
            ) from error
        return _NarwhalsFrame(nw.from_native(_from_capsule(data), eager_only=True))
    except nw.exceptions.NarwhalsError as error:
        raise SemlaError(f"data: {' '.join(str(error).split())}", kind="bad_data") from error


def open_frame(table: pa.Table, library: str) -> Frame:
    """A table as a frame of the library of that name, where it is installed; else as `result_frame` gives it."""
    if library == "list":
        return _TableFrame(table)
    if library == "datasets" and importlib.util.find_spec("datasets"):
        datasets: Any = importlib.import_module("datasets")
        return _HuggingFaceFrame(datasets.Dataset(datasets.table.InMemoryTable(table)))
    if library == "polars" and importlib.util.find_spec("polars"):
        return _NarwhalsFrame(nw.from_arrow(table, backend="polars"))
    native = table if library == "pyarrow" else result_frame(table)
    return _NarwhalsFrame(nw.from_native(native, eager_only=True))


def result_frame(columns: pa.Table) -> Any:
    """A frame for data that came in none: pandas where it is installed, else a pyarrow Table."""
    return columns.to_pandas() if importlib.util.find_spec("pandas") else columns


class _NarwhalsFrame:
    def __init__(self, frame: nw.DataFrame[Any]) -> None:
        self._frame = frame
        self.library = str(frame.implementation)
        self.names: list[str] = frame.columns

    def __len__(self) -> int:
        return len(self._frame)

    def strings(self) -> list[str]:
        return [name for name, dtype in self._frame.schema.items() if dtype == nw.String]

    def column(self, name: str) -> pa.ChunkedArray:
        array = self._frame[name].to_arrow()
        return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])

    def values(self, name: str) -> list[Any]:
        return self._frame[name].to_list()

    def declared(self, name: str) -> list[str] | None:
        return None

    def with_columns(self, columns: pa.Table) -> Any:
        added = nw.from_arrow(columns, backend=self._frame.implementation)
        return self._frame.with_columns(*(added[name] for name in added.columns)).to_native()

    def take(self, rows: np.ndarray[Any, Any]) -> Any:
        return self._frame[rows.tolist()].to_native()

    def build(self, columns: pa.Table) -> Any:
        return nw.from_arrow(columns, backend=self._frame.implementation).to_native()


class _TableFrame(_NarwhalsFrame):
    """A list, held as a table; its results come as `result_frame` gives them, with the row as index."""

    def __init__(self, table: pa.Table) -> None:
        super().__init__(nw.from_native(table, eager_only=True))
        self._table = table
        self.library = "list"

    def with_columns(self, columns: pa.Table) -> Any:
        table = self._table
        for name in columns.column_names:
            table = table.append_column(name, columns[name])
        return result_frame(table)

    def take(self, rows: np.ndarray[Any, Any]) -> Any:
        taken = result_frame(self._table.take(pa.array(rows)))
        if not isinstance(taken, pa.Table):
            taken.index = rows
        return taken

    def build(self, columns: pa.Table) -> Any:
        return result_frame(columns)


class _HuggingFaceFrame:
    """A `datasets.Dataset`; small frames that describe it come as `result_frame` gives them."""

    library = "datasets"

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset
        self.names: list[str] = list(dataset.column_names)

    def __len__(self) -> int:
        return len(self._dataset)

    def strings(self) -> list[str]:
        wanted = {"string", "large_string"}
        return [name for name, kind in self._dataset.features.items() if getattr(kind, "dtype", "") in wanted]

    def column(self, name: str) -> pa.ChunkedArray:
        column: pa.ChunkedArray = self._dataset.select_columns([name]).with_format("arrow")[:][name]
        return column

    def values(self, name: str) -> list[Any]:
        return list(self._dataset[name])

    def declared(self, name: str) -> list[str] | None:
        names = getattr(self._dataset.features[name], "names", None)
        return None if names is None else list(names)

    def with_columns(self, columns: pa.Table) -> Any:
        dataset = self._dataset
        for name in columns.column_names:
            dataset = dataset.add_column(name, columns[name].to_pylist())
        return dataset

    def take(self, rows: np.ndarray[Any, Any]) -> Any:
        return self._dataset.select(rows)

    def build(self, columns: pa.Table) -> Any:
        return result_frame(columns)


def _is_hugging_face(data: Any) -> bool:
    module, name = type(data).__module__.partition(".")[0], type(data).__name__
    if module != "datasets":
        return False
    if name in ("DatasetDict", "IterableDatasetDict"):
        splits = ", ".join(map(str, data))
        raise SemlaError(
            f"data: a {name} of several splits ({splits}); pass one, such as "
            f"data[{next(iter(data), 'train')!r}]",
            kind="bad_data",
        )
    if name != "Dataset":
        raise SemlaError(
            f"data: {name}, which is read row by row; load it whole first (streaming=False)", kind="bad_data"
        )
    return True


def _is_series(data: Any) -> bool:
    if isinstance(data, np.ndarray):
        return data.ndim == 1 and data.dtype.names is None
    return isinstance(nw.from_native(data, series_only=True, pass_through=True), nw.Series)


def _from_list(items: Sequence[Any]) -> pa.Table:
    if items and all(isinstance(item, Mapping) for item in items):
        names = list(dict.fromkeys(name for item in items for name in item))
        columns = {}
        for name in names:
            try:
                columns[str(name)] = pa.array([item.get(name) for item in items])
            except (pa.ArrowException, UnicodeError) as error:
                raise SemlaError(f"data: key {name!r} of the dicts: {error}", kind="bad_data") from error
        return pa.table(columns)
    for row, item in enumerate(items):
        if not isinstance(item, str) and item is not None and item == item:
            raise SemlaError(
                f"data: a list whose item {row} is {_shown(item)} (allowed: strings, or dicts throughout)",
                kind="bad_data",
            )
    try:
        return pa.table({"text": pa.array(items, pa.string(), from_pandas=True)})
    except UnicodeError as error:
        raise SemlaError(
            f"data: a list with a string that is no valid Unicode: {error}", kind="bad_data"
        ) from error


def _from_capsule(data: Any) -> pa.Table:
    if not (hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__")):
        raise SemlaError(f"data: {_shown(data)} (allowed: {_ALLOWED})", kind="bad_data")
    try:
        return pa.table(data)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise SemlaError(
            f"data: {type(data).__name__} holds no table (allowed: columns with names): {error}",
            kind="bad_data",
        ) from error


def _shown(value: Any) -> str:
    text = repr(value)
    return f"{type(value).__name__} {text}" if len(text) <= 40 and "\n" not in text else type(value).__name__

"""The user's data as the columns that an analysis needs, with rows in the user's order."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from semla.errors import SemlaError
from semla.frames import Frame, read_frame

RowId = int | str

_DROP = {
    "pandas": "df.dropna(subset=[{name!r}])",
    "polars": "df.drop_nulls({name!r})",
    "pyarrow": "table.filter(table[{name!r}].is_valid())",
    "datasets": "dataset.filter(lambda row: row[{name!r}] is not None)",
    "list": "[text for text in texts if text is not None]",
}
_TO_STRINGS = {
    "pandas": "df[{name!r}].astype(str)",
    "polars": "df[{name!r}].cast(pl.String)",
}


@dataclass(frozen=True, eq=False)
class Categories:
    """One code a row into `names`, -1 where missing (int32).

    `declared` are the names that the data would allow, in its order: those of `names` and more.
    """

    codes: np.ndarray[Any, np.dtype[np.int32]]
    names: list[str]
    declared: list[str]

    def to_arrow(self) -> pa.DictionaryArray:
        """Dictionary of utf8, null where missing."""
        indices = pa.array(self.codes, mask=self.codes < 0)
        return pa.DictionaryArray.from_arrays(indices, pa.array(self.names, pa.string()))


@dataclass(frozen=True, eq=False)
class Table:
    """Rows with `text`, an id each, and optional gold labels and splits. Made by `read_table`.

    `ids` are the values of the id column, else 0 to n - 1. `name_of` gives the user's column for `text`,
    `label`, `split`, `id`, `x`, `y` and `prediction`, where there is one.
    """

    frame: Frame
    text: pa.Array
    ids: Sequence[RowId]
    label: Categories | None
    split: Categories | None
    name_of: dict[str, str]

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def row_of(self) -> dict[RowId, int]:
        """Row index of each id."""
        return {row_id: row for row, row_id in enumerate(self.ids)}

    def rows(self, ids: Iterable[object], what: str = "selection") -> np.ndarray[Any, np.dtype[np.uint32]]:
        """Row indices of some ids, ascending, each once; a SemlaError names ids that are not there."""
        if isinstance(ids, (str, bytes)) or not isinstance(ids, Iterable):
            raise SemlaError(f"{what}: {ids!r} (allowed: a list of row ids)", kind="invalid_request")
        rows, unknown = [], []
        for given in ids:
            row_id = given.item() if isinstance(given, np.generic) else given
            known = isinstance(row_id, (int, str)) and not isinstance(row_id, bool)
            row = self.row_of.get(row_id) if known else None  # type: ignore[arg-type]
            if row is None:
                unknown.append(row_id)
            else:
                rows.append(row)
        if unknown:
            column = f"the values of column {self.name_of['id']!r}" if "id" in self.name_of else "row numbers"
            raise SemlaError(
                f"{what}: no row with id {_listed(unknown)} "
                f"(allowed: {column}, such as {_listed(self.ids[:3])})",
                kind="invalid_request",
            )
        return np.unique(np.array(rows, np.uint32))

    def id_list(self, rows: Iterable[int]) -> list[RowId]:
        """Ids of some rows."""
        return [self.ids[row] for row in rows]

    def id_array(self) -> pa.Array:
        """The ids of all rows: int64 or utf8."""
        return pa.array(self.ids, pa.string() if isinstance(self.ids[0], str) else pa.int64())

    def to_ipc(self) -> bytes:
        """Arrow IPC stream of one batch: id (int64 or utf8), text (utf8), label and split (dictionaries)."""
        columns: dict[str, pa.Array] = {"id": self.id_array(), "text": self.text}
        for name, column in (("label", self.label), ("split", self.split)):
            if column is not None:
                columns[name] = column.to_arrow()
        batch = pa.record_batch(columns)
        sink = io.BytesIO()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        return sink.getvalue()


def read_table(
    data: Any,
    *,
    text: str | None = None,
    label: str | None = None,
    split: str | None = None,
    id: str | None = None,
    x: str | None = None,
    y: str | None = None,
    prediction: str | None = None,
) -> Table:
    """Reads a frame of any library, or a list of strings.

    Without `text` it is the column called "text", else the only column of strings that has no other use.
    Labels and splits may be strings, categories, integers or booleans;
    None and NaN are missing. Texts may be empty but not missing. Ids are integers or strings, all there and
    all different.
    """
    frame = read_frame(data)
    if len(frame) == 0:
        raise SemlaError("data: no rows (allowed: at least one)", kind="bad_data")
    name_of = {"label": label, "split": split, "id": id, "x": x, "y": y, "prediction": prediction}
    for role, name in name_of.items():
        if name is not None:
            require_column(frame, role, name)
    text = _text_name(frame, set(name_of.values())) if text is None else require_column(frame, "text", text)
    name_of["text"] = text
    return Table(
        frame=frame,
        text=_texts(frame, text),
        ids=range(len(frame)) if id is None else _ids(frame, id),
        label=None if label is None else read_categories(frame, "label", label),
        split=None if split is None else read_categories(frame, "split", split),
        name_of={role: name for role, name in name_of.items() if name is not None},
    )


def require_column(frame: Frame, role: str, name: object) -> str:
    """The name of a column that is there, else a SemlaError that names the columns and the near miss."""
    if not isinstance(name, str):
        raise SemlaError(
            f"{role}: {type(name).__name__} (allowed: the name of a column: {_listed(frame.names, 12)})",
            kind="bad_data",
        )
    if name in frame.names:
        return name
    by_lower = {str(column).lower(): column for column in frame.names}
    near = difflib.get_close_matches(name.lower(), by_lower, 1)
    hint = f"; did you mean {by_lower[near[0]]!r}?" if near else ""
    raise SemlaError(
        f"{role}: no column {name!r} (allowed: {_listed(frame.names, 12)}){hint}",
        kind="bad_data",
    )


def read_numbers(frame: Frame, role: str, name: object) -> np.ndarray[Any, np.dtype[np.float32]]:
    """A column of numbers, float32; missing ones are NaN."""
    column = _arrow(frame, role, require_column(frame, role, name), "numbers")
    kind = column.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        raise SemlaError(f"{role}: column {name!r} holds {kind} (allowed: numbers)", kind="bad_data")
    numbers: np.ndarray[Any, Any] = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return numbers.astype(np.float32)


def read_categories(frame: Frame, role: str, name: object) -> Categories:
    """A column of names as codes.

    Names of strings and integers are sorted; those of a categorical column or a Hugging Face ClassLabel keep
    its order, without the ones no row has.
    """
    name = require_column(frame, role, name)
    column = _arrow(frame, role, name, "strings, categories, integers or booleans")
    classes = frame.declared(name)
    if classes is not None:
        codes = _filled(column)
        if len(codes) and codes.max() >= len(classes):
            raise SemlaError(
                f"{role}: column {name!r} holds class {codes.max()} (allowed: 0 to {len(classes) - 1})",
                kind="bad_data",
            )
        return _used(codes, classes)
    kind = column.type
    if pa.types.is_dictionary(kind) and _is_string(kind.value_type):
        encoded = column.unify_dictionaries().combine_chunks()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.chunk(0)
        return _used(_filled(encoded.indices), encoded.dictionary.to_pylist())
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_floating(kind):
        column = _whole_numbers(column, role, name)
        kind = column.type
    if _is_string(kind):
        column = column.cast(pa.string())
    elif not (pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_null(kind)):
        raise SemlaError(
            f"{role}: column {name!r} holds {kind} (allowed: strings, categories, integers or booleans)",
            kind="bad_data",
        )
    values = pc.unique(column).drop_null().to_pylist()
    values.sort()
    codes = _filled(pc.index_in(column, pa.array(values, kind if not _is_string(kind) else pa.string())))
    return Categories(codes, [str(value) for value in values], [str(value) for value in values])


def missing_rows(mask: np.ndarray[Any, Any], ids: Sequence[RowId]) -> str:
    """Words for the rows of a mask: how many of how many, and the ids of the first."""
    rows = np.flatnonzero(mask)
    first = _listed([ids[row] for row in rows[:3]])
    more = ", ..." if len(rows) > 3 else ""
    return f"{len(rows):,} of {len(mask):,} (row{'s' if len(rows) > 1 else ''} {first}{more})"


def _text_name(frame: Frame, used: set[str | None]) -> str:
    if "text" in frame.names and "text" not in used:
        return "text"
    strings = [name for name in frame.strings() if name not in used]
    if len(strings) == 1:
        return strings[0]
    if strings:
        raise SemlaError(
            f"text: not given, and several columns hold strings; say which, as in text={strings[0]!r} "
            f"(allowed: {_listed(strings, 12)})",
            kind="bad_data",
        )
    raise SemlaError(
        f"text: no column of strings among {_listed(frame.names, 12)}; add one, or name it with text=",
        kind="bad_data",
    )


def _texts(frame: Frame, name: str) -> pa.Array:
    column = _arrow(frame, "text", name, "strings")
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if not (_is_string(kind) or pa.types.is_null(kind)):
        convert = _TO_STRINGS.get(frame.library, "cast the column {name!r}").format(name=name)
        raise SemlaError(
            f"text: column {name!r} holds {kind} (allowed: strings); choose another column, "
            f"or make it strings: {convert}",
            kind="bad_data",
        )
    if column.null_count:
        mask = column.is_null().to_numpy(zero_copy_only=False)
        drop = _DROP.get(frame.library, "drop these rows").format(name=name)
        raise SemlaError(
            f"text: column {name!r} is missing in {missing_rows(mask, range(len(mask)))}; leave them "
            f"out with {drop}, or fill them with an empty text",
            kind="bad_data",
        )
    return pa.concat_arrays(column.cast(pa.string()).chunks)


def _ids(frame: Frame, name: str) -> list[RowId]:
    column = _arrow(frame, "id", name, "integers or strings")
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if column.null_count:
        mask = column.is_null().to_numpy(zero_copy_only=False)
        raise SemlaError(
            f"id: column {name!r} is missing in {missing_rows(mask, range(len(mask)))}; give every row "
            "an id, or leave id= out to number the rows",
            kind="bad_data",
        )
    if not (_is_string(kind) or pa.types.is_integer(kind)):
        raise SemlaError(f"id: column {name!r} holds {kind} (allowed: integers or strings)", kind="bad_data")
    try:
        column = column.cast(pa.string() if _is_string(kind) else pa.int64())
    except pa.ArrowInvalid as error:
        raise SemlaError(
            f"id: column {name!r}: {error} (allowed: integers of 64 bits)", kind="bad_data"
        ) from error
    counted = pc.value_counts(column)
    twice = counted.filter(pc.greater(counted.field("counts"), 1)).field("values").to_pylist()
    if twice:
        raise SemlaError(
            f"id: column {name!r} holds {len(twice):,} id{'s' if len(twice) > 1 else ''} more than once "
            f"({_listed(twice)}); make them different, or leave id= out to number the rows",
            kind="bad_data",
        )
    ids: list[RowId] = column.to_pylist()
    return ids


def _arrow(frame: Frame, role: str, name: str, allowed: str) -> pa.ChunkedArray:
    try:
        return frame.column(name)
    except UnicodeError as error:
        row = next(row for row, value in enumerate(frame.values(name)) if not _encodes(value))
        raise SemlaError(
            f"{role}: column {name!r}, row {row}: a string that is no valid Unicode; mend it with "
            'value.encode("utf-8", "replace").decode()',
            kind="bad_data",
        ) from error
    except (pa.ArrowException, TypeError, ValueError) as error:
        kinds = sorted({type(value).__name__ for value in frame.values(name)})
        raise SemlaError(
            f"{role}: column {name!r} mixes {', '.join(kinds)} (allowed: {allowed})", kind="bad_data"
        ) from error


def _encodes(value: object) -> bool:
    try:
        str(value).encode()
    except UnicodeError:
        return False
    return True


def _whole_numbers(column: pa.ChunkedArray, role: str, name: str) -> pa.ChunkedArray:
    """Integers that became floats because some are missing."""
    column = pc.if_else(pc.is_nan(column), None, column)
    try:
        return column.cast(pa.int64())
    except pa.ArrowInvalid as error:
        raise SemlaError(
            f"{role}: column {name!r} holds numbers with decimals "
            "(allowed: strings, categories, integers or booleans)",
            kind="bad_data",
        ) from error


def _used(codes: np.ndarray[Any, np.dtype[np.int32]], names: list[str]) -> Categories:
    present = np.unique(codes[codes >= 0])
    compact = np.full(len(names) + 1, -1, np.int32)
    compact[present] = np.arange(len(present), dtype=np.int32)
    return Categories(compact[np.maximum(codes, -1)], [names[code] for code in present], list(names))


def _filled(codes: pa.Array | pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.int32]]:
    filled: np.ndarray[Any, Any] = pc.fill_null(codes.cast(pa.int32()), -1).to_numpy(zero_copy_only=False)
    return filled.astype(np.int32)


def _is_string(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _listed(values: Iterable[object], limit: int = 5) -> str:
    shown = [repr(value) if isinstance(value, str) else str(value) for value in values]
    rest = len(shown) - limit
    return ", ".join(shown[:limit]) + (f" and {rest} more" if rest > 0 else "")

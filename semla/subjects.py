"""What is to be explained, and how: rows, texts, methods and options of a call, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from semla.attribution import METHODS
from semla.errors import SemlaError
from semla.settings import choice, is_whole, refused, string, whole
from semla.table import Table

#: Options of `Explorer.attribute`, each with the name the sidecar has for it.
ATTRIBUTION_OPTIONS = {
    "target": "target",
    "against": "against",
    "similar_to": "similarTo",
    "output": "output",
    "points": "points",
    "baseline": "baseline",
    "perturbation": "perturbation",
    "masks": "masks",
    "evaluations": "evaluations",
    "seed": "seed",
}

_ALLOWED = "a row id, a text, or a list of them"


def read_subjects(value: object, table: Table) -> list[dict[str, Any]]:
    """Rows or texts, one or many, as the sidecar takes them. Order and repetitions are kept."""
    items = _items("rows_or_texts", value, _ALLOWED)
    if items is None:
        return [read_subject(value, table)]
    return [read_subject(item, table) for item in items]


def read_subject(value: object, table: Table) -> dict[str, Any]:
    """A row or a text: a string is a text, unless the ids are strings and it is one of them."""
    given = value.item() if isinstance(value, np.generic) else value
    if isinstance(given, str):
        row = table.row_of.get(given)
        return {"text": read_text("text", given)} if row is None else {"row": row}
    if not is_whole(given):
        raise refused("rows_or_texts", value, _ALLOWED)
    return {"row": int(table.rows([given], "row")[0])}


def read_texts(value: object) -> list[str]:
    """Texts: a list of strings, or one."""
    items = _items("texts", value, "a string, or a list of them")
    if items is None:
        items = [value]
    return [
        read_text(f"texts: item {at}" if len(items) > 1 else "texts", item) for at, item in enumerate(items)
    ]


def read_text(name: str, value: object) -> str:
    """A string that can be sent."""
    text = string(name, value)
    try:
        text.encode()
    except UnicodeError as error:
        raise SemlaError(
            f'{name}: a string that is no valid Unicode; mend it with text.encode("utf-8", "replace").decode()',
            kind="bad_data",
        ) from error
    return text


def read_methods(value: object, name: str = "method") -> list[str]:
    """One method or several different ones; None is all of them where a list is meant."""
    if value is None and name == "methods":
        return list(METHODS)
    if isinstance(value, str):
        return [choice(name, value, METHODS)]
    if not isinstance(value, (list, tuple)) or not value:
        raise refused(name, value, f"one of {', '.join(METHODS)}, or a list of them")
    return [choice(name, item, METHODS) for item in value]


def attribution_options(
    options: Mapping[str, object], label_names: Sequence[str], table: Table
) -> dict[str, Any]:
    """Options of `Explorer.attribute`, as the sidecar takes them."""
    checked = {
        ATTRIBUTION_OPTIONS[name]: _option(name, options[name], label_names, table) for name in options
    }
    target, against = checked.get("target"), checked.get("against")
    if checked.get("similarTo") is not None and (target is not None or against is not None):
        raise SemlaError(
            "similar_to: given beside a label (allowed: one of both, since either is what is explained)",
            kind="invalid_request",
        )
    if against is not None and target == against:
        raise SemlaError(
            f"against: {options['against']!r}, which is the target (allowed: another label)",
            kind="invalid_request",
        )
    return checked


def _option(name: str, value: object, label_names: Sequence[str], table: Table) -> object:
    if name in ("target", "against"):
        return None if value is None else _label(name, value, label_names)
    if name == "similar_to":
        return None if value is None else int(table.rows([value], name)[0])
    if name == "points":
        return None if value is None else whole(name, value, 1, 1024)
    if name == "baseline":
        return string(name, value)
    if name == "output":
        return choice(name, value, ("logit", "probability"))
    if name == "perturbation":
        return choice(name, value, ("mask", "delete"))
    if name in ("masks", "evaluations"):
        return whole(name, value, 10, 20_000)
    return whole(name, value)


def _label(name: str, value: object, label_names: Sequence[str]) -> int:
    if not label_names:
        raise refused(name, value, "where the model predicts labels")
    if is_whole(value):
        return whole(name, value, 0, len(label_names) - 1)
    return list(label_names).index(choice(name, value, label_names))


def _items(name: str, value: object, allowed: str) -> list[object] | None:
    """The items of a list, an array or a series; None for a single thing."""
    if isinstance(value, (str, bytes, np.generic)) or not isinstance(value, Iterable):
        return None
    if isinstance(value, (Mapping, set, frozenset)) or hasattr(value, "columns"):
        raise refused(name, value, f"{allowed}; of a frame, a column")
    return list(value)

"""Filters as Python takes them: plain dicts, the same as the chips on screen, with rows by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from semla.errors import SemlaError
from semla.plan import Plan
from semla.settings import choice, is_number, is_whole, refuse_unknown, refused, string, yes_no
from semla.table import Table

#: What a second model does to a row.
CHANGES = ("right", "fixed", "broken", "wrong", "changed")

_CONDITIONS = {
    "errors": "True or False",
    "text": "a string",
    "regex": "a regular expression of up to 500 characters, as JavaScript has them",
    "word": "a list of words",
    "concept": "a list of concepts",
    "label": "a list of label names",
    "prediction": "a list of label names",
    "cluster": "a list of cluster numbers",
    "split": "a list of split names",
    "confidence": "least and greatest, from 0 to 1, such as (0, 0.5)",
    "length": "fewest and most words, such as (1, 5)",
    "rows": "a list of row ids",
    "support": "a row id",
    "change": f"a list of {', '.join(CHANGES)}",
}
_KEYS = (*_CONDITIONS, "not")

_MAX_REGEX = 500


def read_filter(value: object, table: Table) -> dict[str, Any]:
    """A filter as the sidecar takes it: lone names as lists, None left out, ids as row indices.

    None stands for no filter. Whether a regular expression is one only the sidecar can say.
    """
    if value is None:
        return {}
    conditions = _read(value, table, "filter", _KEYS)
    if not isinstance(value, Mapping) or value.get("not") is None:
        return conditions
    refusals = _read(value["not"], table, "filter not", tuple(_CONDITIONS))
    return {**conditions, "not": refusals} if refusals else conditions


def show_filter(conditions: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """The filter with ids again. Rows that there are not, whoever wrote them, are left out."""
    shown: dict[str, Any] = {}
    for key, given in conditions.items():
        if key == "not":
            shown[key] = show_filter(given, table)
        elif key == "rows":
            shown[key] = table.id_list(row for row in given if 0 <= row < len(table))
        elif key != "support":
            shown[key] = given
        elif 0 <= given < len(table):
            shown[key] = table.ids[given]
    return shown


def names_change(conditions: Mapping[str, Any]) -> bool:
    """Whether a filter asks for what a second model changes."""
    return "change" in conditions or "change" in conditions.get("not", {})


def without_change(conditions: Mapping[str, Any]) -> dict[str, Any]:
    """The filter without conditions on what a second model changes."""
    kept = {key: given for key, given in conditions.items() if key not in ("change", "not")}
    refusals = {key: given for key, given in conditions.get("not", {}).items() if key != "change"}
    return {**kept, "not": refusals} if refusals else kept


def check_filter(
    conditions: dict[str, Any], plan: Plan, label_names: Sequence[str] | None, *, compared: bool
) -> dict[str, Any]:
    """The same filter, if the data has what it asks for.

    `label_names` are the labels of the complete analysis; None where they are not known yet, and names of
    predicted labels are then taken as they are. `compared`: whether there is a second model.
    """
    table = plan.table
    gold = None if table.label is None else table.label.names
    known = {
        "label": [*(gold or []), *(label_names or [])],
        "prediction": label_names,
        "split": None if table.split is None else table.split.names,
    }
    for part in (conditions, conditions.get("not", {})):
        for key in part:
            _require(key, plan, compared)
        for key, names in known.items():
            if names is not None:
                for name in part.get(key, []):
                    choice(f"filter {key}", name, list(dict.fromkeys(names)))
    return conditions


def _require(key: str, plan: Plan, compared: bool) -> None:
    table = plan.table
    if key in ("errors", "label") and table.label is None:
        raise _needs(key, "gold labels", "label=")
    if key in ("errors", "prediction") and not plan.predicts:
        raise _needs(key, "predictions", "a model, probabilities= or prediction=")
    if key == "confidence" and not plan.scores:
        raise _needs(key, "confidence", "a model or probabilities=")
    if key == "split" and table.split is None:
        raise _needs(key, "splits", "split=")
    if key == "support" and not plan.embeds:
        raise _needs(key, "support sets", "a model or embeddings=")
    if key == "concept" and plan.concepts == "none":
        raise _needs(key, "concepts", "concepts=")
    if key == "change" and not compared:
        raise SemlaError(
            "filter change: there is no second model; call compare(model) first", kind="invalid_request"
        )


def _needs(key: str, what: str, option: str) -> SemlaError:
    return SemlaError(
        f"filter {key}: this data set has no {what}; leave the condition out, or pass {option} to explore",
        kind="invalid_request",
    )


def _read(value: object, table: Table, what: str, keys: Sequence[str]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise refused(what, value, f"a dict with any of {', '.join(keys)}")
    refuse_unknown(value, keys, f"{what} key")
    return {
        key: _condition(key, given, table, f"{what} {key}")
        for key, given in value.items()
        if given is not None and key != "not"
    }


def _condition(key: str, given: Any, table: Table, what: str) -> object:
    if key == "errors":
        return yes_no(what, given)
    if key == "text":
        return string(what, given)
    if key == "regex":
        if not isinstance(given, str) or len(given.encode("utf-16-le", "replace")) > 2 * _MAX_REGEX:
            raise refused(what, given, _CONDITIONS[key])
        return given
    if key == "support":
        return int(table.rows([given], what)[0])
    if key == "rows":
        lone = isinstance(given, str) or not isinstance(given, Iterable)
        return table.rows([given] if lone else given, what).tolist()
    items = list(given) if isinstance(given, (list, tuple, set, frozenset, np.ndarray)) else [given]
    if key == "confidence" and _is_range(items) and all(0 <= item <= 1 for item in items):
        return [float(item) for item in items]
    if key == "length" and _is_range(items) and all(is_whole(item) and item >= 0 for item in items):
        return [int(item) for item in items]
    if key == "cluster" and all(is_whole(item) and item >= 0 for item in items):
        return [int(item) for item in items]
    if key == "change":
        return [choice(what, item, CHANGES) for item in items]
    if key in ("word", "concept") and not all(isinstance(item, str) and item.strip() for item in items):
        raise refused(what, given, _CONDITIONS[key])
    if key not in ("confidence", "length", "cluster") and all(isinstance(item, str) for item in items):
        return [str(item) for item in items]
    raise refused(what, given, _CONDITIONS[key])


def _is_range(items: list[Any]) -> bool:
    return len(items) == 2 and all(is_number(item) for item in items) and bool(items[0] <= items[1])

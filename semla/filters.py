"""Filters as Python takes them: plain dicts, the same as the chips on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from semla.analysis import Plan
from semla.errors import SemlaError
from semla.settings import choice, refuse_unknown, refused, string, yes_no

_FILTER_KEYS = {
    "errors": "True or False",
    "text": "a string",
    "label": "a list of label names",
    "prediction": "a list of label names",
    "cluster": "a list of cluster numbers",
    "split": "a list of split names",
}


def read_filter(value: object) -> dict[str, Any]:
    """A filter with lone names as lists and None left out; None stands for no filter."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise refused("filter", value, f"a dict with any of {', '.join(_FILTER_KEYS)}")
    refuse_unknown(value, _FILTER_KEYS, "filter key")
    return {key: _condition(key, given) for key, given in value.items() if given is not None}


def check_filter_names(
    conditions: dict[str, Any], plan: Plan, label_names: Sequence[str] | None
) -> dict[str, Any]:
    """The same filter, if the data has what it asks for.

    `label_names` are the labels of the complete analysis; None where they are not known yet, and names of
    predicted labels are then taken as they are.
    """
    table = plan.table
    gold = None if table.label is None else table.label.names
    for key in conditions:
        if key in ("errors", "label") and gold is None:
            raise _needs(key, "gold labels", "label=")
        if key in ("errors", "prediction") and not plan.predicts:
            raise _needs(key, "predictions", "a model, probabilities= or prediction=")
        if key == "split" and table.split is None:
            raise _needs(key, "splits", "split=")
    known = {
        "label": [*(gold or []), *(label_names or [])],
        "prediction": label_names,
        "split": None if table.split is None else table.split.names,
    }
    for key, names in known.items():
        if names is not None:
            for name in conditions.get(key, []):
                choice(f"filter {key}", name, list(dict.fromkeys(names)))
    return conditions


def _needs(key: str, what: str, option: str) -> SemlaError:
    return SemlaError(
        f"filter {key}: this data set has no {what}; leave the condition out, or pass {option} to explore",
        kind="invalid_request",
    )


def _condition(key: str, given: object) -> object:
    if key == "errors":
        return yes_no("filter errors", given)
    if key == "text":
        return string("filter text", given)
    items: list[Any] = (
        list(given) if isinstance(given, (list, tuple, set, frozenset, np.ndarray)) else [given]
    )
    if key == "cluster":
        if all(
            isinstance(item, (int, np.integer)) and not isinstance(item, bool) and item >= 0 for item in items
        ):
            return [int(item) for item in items]
    elif all(isinstance(item, str) for item in items):
        return [str(item) for item in items]
    raise refused(f"filter {key}", given, _FILTER_KEYS[key])

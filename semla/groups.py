"""Groups of rows that are held against each other, as Python takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from semla.errors import SemlaError
from semla.filters import names_change
from semla.plan import Plan
from semla.settings import refused

_ALLOWED = "a list of row ids, a filter, or the name of a label"


def read_groups(
    a: object,
    b: object,
    where: object,
    plan: Plan,
    checked: Callable[[Any], dict[str, Any]],
    rows_of: Callable[[dict[str, Any]], Any],
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Two groups as filters that the sidecar takes; the second is None for all rows that are not in the first.

    `checked` reads a filter, `rows_of` gives the rows that one lets through. Raises SemlaError for a group
    that is none, or has no rows.
    """
    if a is None:
        raise SemlaError("contrast: b without a; give a, or both", kind="invalid_request")
    if where is not None:
        raise SemlaError(
            "where: given beside groups (allowed: without them, for the rows of two models); put its conditions "
            "into the groups",
            kind="invalid_request",
        )
    first, rows = _group("a", a, plan, checked, rows_of)
    if b is not None:
        return first, _group("b", b, plan, checked, rows_of)[0]
    if rows == len(plan.table):
        raise SemlaError("b: no rows are left, since a holds all of them; give b", kind="invalid_request")
    return first, None


def _group(
    name: str,
    value: object,
    plan: Plan,
    checked: Callable[[Any], dict[str, Any]],
    rows_of: Callable[[dict[str, Any]], Any],
) -> tuple[dict[str, Any], int]:
    """A group and how many rows it has."""
    if isinstance(value, Mapping):
        conditions = checked(value)
    elif isinstance(value, str):
        conditions = checked({"prediction" if plan.table.label is None else "label": value})
    elif isinstance(value, Iterable):
        conditions = {"rows": plan.table.rows(value, name).tolist()}
    else:
        raise refused(name, value, _ALLOWED)
    rows = conditions["rows"] if set(conditions) == {"rows"} else rows_of(conditions).tolist()
    if not rows:
        raise SemlaError(f"{name}: no row is in this group (allowed: at least one)", kind="invalid_request")
    return ({"rows": rows} if names_change(conditions) else conditions), len(rows)

"""Options of a call, checked: each error names the option, its value and what it may be."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from semla.errors import SemlaError

#: Largest whole number that every side reads exactly.
_MAX_WHOLE = 2**53 - 1


def refuse_unknown(given: Iterable[str], allowed: Iterable[str], what: str = "option") -> None:
    """Raises for the first name that is not allowed, with the near miss."""
    names = list(allowed)
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(str(name), names, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise SemlaError(
                f"unknown {what}: {name} (allowed: {', '.join(names)}){hint}", kind="invalid_request"
            )


def choice(name: str, value: object, allowed: Sequence[str]) -> str:
    """One of some strings; an error names the near miss and the first twelve."""
    if isinstance(value, str) and value in allowed:
        return value
    shown = ", ".join(repr(option) for option in allowed[:12])
    more = f" and {len(allowed) - 12} more" if len(allowed) > 12 else ""
    near = difflib.get_close_matches(value, allowed, 1) if isinstance(value, str) else []
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise SemlaError(f"{name}: {_shown(value)} (allowed: {shown}{more}){hint}", kind="invalid_request")


def whole(name: str, value: object, low: int = -_MAX_WHOLE, high: int = _MAX_WHOLE) -> int:
    """A whole number from `low` to `high`."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and low <= value <= high:
        return int(value)
    limits = "" if high == _MAX_WHOLE and low == -_MAX_WHOLE else f" from {low} to {high}"
    raise refused(name, value, f"a whole number{limits}")


def number(name: str, value: object, low: float, high: float = math.inf) -> float:
    """A number from `low` to `high`."""
    if (
        isinstance(value, (int, float, np.integer, np.floating))
        and not isinstance(value, bool)
        and math.isfinite(value)
        and low <= value <= high
    ):
        return float(value)
    raise refused(
        name, value, f"a number of at least {low:g}" if high == math.inf else f"from {low:g} to {high:g}"
    )


def string(name: str, value: object) -> str:
    """A string."""
    if isinstance(value, str):
        return value
    raise refused(name, value, "a string")


def yes_no(name: str, value: object) -> bool:
    """True or False."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise refused(name, value, "True or False")


def strings(name: str, value: object) -> list[str]:
    """A list of different strings."""
    items = value.tolist() if isinstance(value, np.ndarray) else value
    if not isinstance(items, (list, tuple)) or not all(isinstance(item, str) for item in items):
        raise refused(name, value, "a list of strings")
    twice = sorted({item for item in items if items.count(item) > 1})
    if twice:
        raise SemlaError(f"{name}: {twice[0]!r} more than once (allowed: different names)", kind="bad_data")
    return list(items)


def layout(
    *, projection: object, metric: object, neighbours: object, min_dist: object, seed: object
) -> dict[str, Any]:
    """How rows are laid out, as the sidecar takes it."""
    return {
        "method": choice("projection", projection, ("umap", "tsne", "pca")),
        "metric": choice("metric", metric, ("cosine", "euclidean")),
        "neighbours": whole("neighbours", neighbours, 2, 200),
        "minDist": number("min_dist", min_dist, 0, 1),
        "seed": whole("seed", seed),
    }


#: Options of `Explorer.words`, each with the name the sidecar has for it.
WORD_OPTIONS = {
    "min_count": "minCount",
    "max_count": "maxCount",
    "locality": "locality",
    "shape": "shape",
    "invert": "invert",
    "stop_words": "stopWords",
    "ngram": "ngram",
    "tokens": "tokens",
    "size": "size",
}


def word_options(kind: object, options: Mapping[str, object]) -> dict[str, Any]:
    """Options of `Explorer.words`, as the sidecar takes them."""
    refuse_unknown(options, ("kind", "filter", *WORD_OPTIONS), "option of words")
    checked: dict[str, Any] = {"kind": choice("kind", kind, ("word", "label", "prediction"))}
    for name, value in options.items():
        checked[WORD_OPTIONS[name]] = _word_option(name, value)
    return checked


def _word_option(name: str, value: object) -> object:
    if name == "min_count":
        return None if value is None else whole(name, value, 1)
    if name == "max_count":
        return whole(name, value, 1)
    if name == "locality":
        return _positive(name, value)
    if name == "shape":
        return choice(name, value, ("gaussian", "square"))
    if name == "ngram":
        return whole(name, value, 1, 4)
    if name == "tokens":
        return choice(name, value, ("unicode", "ascii"))
    if name == "size":
        if not isinstance(value, (list, tuple)) or len(value) != 2:
            raise refused(name, value, "width and height in pixels, such as (970, 480)")
        return [_positive(name, side) for side in value]
    return yes_no(name, value)


def _positive(name: str, value: object) -> float:
    checked = number(name, value, 0)
    if checked == 0:
        raise refused(name, value, "a number above 0")
    return checked


def refused(name: str, value: object, allowed: str) -> SemlaError:
    """The error for an option with a value that it cannot have."""
    return SemlaError(f"{name}: {_shown(value)} (allowed: {allowed})", kind="invalid_request")


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 and "\n" not in shown else type(value).__name__

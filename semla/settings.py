"""Options of a call, checked: each error names the option, its value and what it may be."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeGuard

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


def is_whole(value: object) -> TypeGuard[int]:
    """Whether something is a whole number, of Python or numpy."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def is_number(value: object) -> TypeGuard[float]:
    """Whether something is a finite number, of Python or numpy."""
    return is_whole(value) or (isinstance(value, (float, np.floating)) and math.isfinite(value))


def whole(name: str, value: object, low: int = -_MAX_WHOLE, high: int = _MAX_WHOLE) -> int:
    """A whole number from `low` to `high`."""
    if is_whole(value) and low <= value <= high:
        return int(value)
    if high == _MAX_WHOLE:
        limits = "" if low == -_MAX_WHOLE else f" of at least {low}"
    else:
        limits = f" from {low} to {high}"
    raise refused(name, value, f"a whole number{limits}")


def number(name: str, value: object, low: float, high: float = math.inf) -> float:
    """A number from `low` to `high`."""
    if is_number(value) and low <= value <= high:
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


#: Ways to lay rows out. Those of SemLa read the inner product of embeddings.
PROJECTIONS = ("umap", "tsne", "pca", "semla_tsne", "semla_umap")

#: What is counted on the map and in the lists.
KINDS = ("word", "concept", "label", "prediction", "length", "characters")


def layout(projection: object, options: Mapping[str, object]) -> dict[str, Any]:
    """How rows are laid out, as the sidecar takes it: `options` of metric, neighbours and so on."""
    refuse_unknown(options, _LAYOUT_OPTIONS, "option of the layout")
    checked = {_LAYOUT_OPTIONS[name]: _layout_option(name, value) for name, value in options.items()}
    return {"method": choice("projection", projection, PROJECTIONS), **checked}


_LAYOUT_OPTIONS = {
    "metric": "metric",
    "neighbours": "neighbours",
    "min_dist": "minDist",
    "epochs": "epochs",
    "perplexity": "perplexity",
    "seed": "seed",
}


def _layout_option(name: str, value: object) -> object:
    if name == "metric":
        return choice(name, value, ("cosine", "euclidean"))
    if name == "neighbours":
        return whole(name, value, 2, 200)
    if name == "min_dist":
        return number(name, value, 0, 1)
    if name == "perplexity":
        return number(name, value, 2, 200)
    if name == "epochs":
        return None if value is None else whole(name, value, 1, 5000)
    return whole(name, value)


def read_concepts(value: object) -> str | dict[str, list[str]]:
    """Which words mean which concepts: "wordnet", "none" (or None), or a mapping from word to concepts."""
    allowed = "'wordnet', 'none', or a dict from word to a list of concepts"
    if value is None:
        return "none"
    if isinstance(value, str):
        return choice("concepts", value, ("wordnet", "none"))
    if not isinstance(value, Mapping):
        raise refused("concepts", value, allowed)
    mapping = {}
    for word, given in value.items():
        names = [given] if isinstance(given, str) else given
        if not isinstance(word, str) or not word.strip():
            raise refused("concepts", word, "words as keys")
        if not isinstance(names, (list, tuple, set, frozenset)) or not all(
            isinstance(name, str) and name.strip() for name in names
        ):
            raise refused(f"concepts of {word!r}", given, "a list of strings")
        mapping[word] = sorted(names) if isinstance(names, (set, frozenset)) else list(names)
    return mapping


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
    "window": "window",
}


def word_options(kind: object, options: Mapping[str, object]) -> dict[str, Any]:
    """Options of `Explorer.words`, as the sidecar takes them."""
    refuse_unknown(options, ("kind", "filter", *WORD_OPTIONS), "option of words")
    checked: dict[str, Any] = {"kind": choice("kind", kind, KINDS)}
    for name, value in options.items():
        checked[WORD_OPTIONS[name]] = _word_option(name, value)
    return checked


def contrast_options(
    kind: object, *, ngram: object, stop_words: object, min_count: object, level: object
) -> dict[str, Any]:
    """Options of `Explorer.contrast`, as the sidecar takes them."""
    checked_level = _positive("level", level)
    if checked_level > 1:
        raise refused("level", level, "above 0, at most 1")
    return {
        "kind": choice("kind", kind, KINDS),
        "ngram": whole("ngram", ngram, 1, 4),
        "stopWords": yes_no("stop_words", stop_words),
        "minCount": whole("min_count", min_count, 1),
        "level": checked_level,
    }


def _word_option(name: str, value: object) -> object:
    if name in ("min_count", "max_count"):
        return None if value is None else whole(name, value, 1)
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
    if name == "window":
        return None if value is None else _window(value)
    return yes_no(name, value)


def _window(value: object) -> list[float]:
    if (
        not isinstance(value, (list, tuple))
        or len(value) != 4
        or not all(is_number(side) for side in value)
        or value[0] >= value[2]
        or value[1] >= value[3]
    ):
        raise refused(
            "window", value, "left, top, right and bottom in pixels of size, left < right, top < bottom"
        )
    return [float(side) for side in value]


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

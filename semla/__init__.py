"""Visual explanation of text classifiers: a map in a notebook cell, and the numbers behind it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from semla._version import __version__
from semla.companion import register as _register
from semla.errors import SemlaError

if TYPE_CHECKING:
    from semla._demo import demo
    from semla._explore import explore
    from semla.attribution import Attribution
    from semla.explorer import Explorer
    from semla.loading import load
    from semla.model import Model

__all__ = ["Attribution", "Explorer", "Model", "SemlaError", "__version__", "demo", "explore", "load"]

# no module bears the name of a function: importing it would put the module in the function's place
_HOME = {
    "Attribution": "attribution",
    "Explorer": "explorer",
    "Model": "model",
    "demo": "_demo",
    "explore": "_explore",
    "load": "loading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'semla' has no attribute {name!r}")
    value = getattr(import_module(f"semla.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


_register()

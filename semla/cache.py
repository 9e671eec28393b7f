"""Folders that can be made again: where they are, how they are written whole and how damage is seen."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from semla.errors import SemlaError

#: The file of a cached folder that says what it is and the hash of every other file in it.
MANIFEST = "semla.json"


def cache_folder() -> Path:
    """`SEMLA_CACHE` where it is set, else `semla` in the place that the platform has for caches.

    The same rule as the sidecar's. Safe to delete.
    """
    chosen = os.environ.get("SEMLA_CACHE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "semla"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "semla" / "Cache"
    place = os.environ.get("XDG_CACHE_HOME")
    return (Path(place) if place else Path.home() / ".cache") / "semla"


def content_key(parts: Iterable[tuple[str, Iterable[Any]]]) -> str:
    """Hash, 32 hex digits, of named parts; the content of each comes in pieces of bytes."""
    whole = hashlib.sha256()
    for name, pieces in parts:
        part = hashlib.sha256()
        for piece in pieces:
            part.update(piece)
        whole.update(f"{name}\0{part.hexdigest()}\0".encode())
    return whole.hexdigest()[:32]


def pieces_of(path: Path) -> Iterator[bytes]:
    """The content of a file in pieces of a few MB."""
    with path.open("rb") as file:
        while piece := file.read(1 << 22):
            yield piece


def is_whole(folder: Path) -> bool:
    """Whether a cached folder is there with every file as it was written."""
    try:
        files = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
        return bool(files) and all(_hash(folder / name) == digest for name, digest in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def make_folder(target: Path, fill: Callable[[Path], dict[str, Any]]) -> Path:
    """Makes a cached folder in one step, so that none is ever seen half-written.

    `fill` writes into the folder it gets and returns what the manifest says beside the files' hashes. A
    damaged folder at `target` is replaced; other processes may make the same one at the same time. Raises
    SemlaError where the place cannot be written, and what `fill` raises.
    """
    draft = target.parent / f".{target.name}-{uuid.uuid4().hex}"
    try:
        draft.mkdir(parents=True)
    except OSError as error:
        sentence = (
            f"cache folder: {target.parent} cannot be written ({error}); set SEMLA_CACHE to one that can"
        )
        raise SemlaError(sentence, kind="bad_model") from error
    try:
        manifest = fill(draft)
        files = {
            path.relative_to(draft).as_posix(): _hash(path)
            for path in sorted(draft.rglob("*"))
            if path.is_file()
        }
        manifest = {**manifest, "files": files}
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
        _put_in_place(draft, target)
    except OSError as error:
        sentence = f"cache folder: {target} cannot be written ({error}); set SEMLA_CACHE to one that can"
        raise SemlaError(sentence, kind="bad_model") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def _put_in_place(draft: Path, target: Path) -> None:
    for _ in range(3):
        try:
            draft.rename(target)
            return
        except OSError:
            if not target.exists():
                raise
        if is_whole(target):
            return
        damaged = target.parent / f".{target.name}-{uuid.uuid4().hex}"
        with contextlib.suppress(FileNotFoundError):
            target.rename(damaged)
        shutil.rmtree(damaged, ignore_errors=True)
    raise OSError("another program keeps writing there")


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    for piece in pieces_of(path):
        digest.update(piece)
    return digest.hexdigest()

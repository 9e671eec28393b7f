"""Folders that a user keeps: they appear whole, and the version before stays until the next one is."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from semla.errors import SemlaError

#: The file that says what the others are; it is written last, so a folder that has it is whole.
CONTENTS = "semla.json"
#: What `CONTENTS` calls the kind of folder.
FORMAT = "semla-explorer"


def write_whole(folder: str | os.PathLike[str], fill: Callable[[Path], dict[str, Any]]) -> Path:
    """Makes `folder`, or puts a new version in the place of one there is, in one step.

    `fill` writes files into the folder it gets and returns what `CONTENTS` shall say; the sizes of the files
    are added. A folder that is neither empty nor a saved explorer is refused. Whatever goes wrong, the version
    before stays as it was, or is found by `find_whole`. Returns the absolute path; raises SemlaError.
    """
    target = Path(folder).expanduser().resolve()
    if not target.name:
        raise _refused(target, "the root of the file system")
    draft = target.parent / f".{target.name}.saving-{_owner()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    former = _former(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _is_there(target) and is_saved(former):
            former.rename(target)
        _require_replaceable(target)
        draft.mkdir()
        contents = fill(draft)
        files = {path.name: path.stat().st_size for path in sorted(draft.iterdir())}
        contents = {"format": FORMAT, **contents, "files": files}
        (draft / CONTENTS).write_text(json.dumps(contents, ensure_ascii=False, indent=1), "utf-8")
        for path in (*draft.iterdir(), draft):
            _to_disk(path)
        _put_in_place(draft, target, former)
    except OSError as error:
        state = "what was saved there before is as it was" if is_saved(target) else "nothing was saved"
        raise SemlaError(
            f"save: {target} cannot be written ({error.strerror or error}); {state}; free some space there, or "
            "choose another folder",
            kind="invalid_request",
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _remove_abandoned(target)
    return target


def find_whole(folder: str | os.PathLike[str]) -> Path:
    """The folder where a saved explorer is: `folder`, or what a save that was killed has left beside it."""
    target = Path(folder).expanduser().resolve()
    if _is_there(target):
        return target
    former = _former(target)
    return next((path for path in (*_drafts(target), former) if is_saved(path)), target)


def is_saved(folder: Path) -> bool:
    """Whether a folder says of itself that it is a saved explorer, of whatever version."""
    try:
        contents = json.loads((folder / CONTENTS).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(contents, dict) and contents.get("format") == FORMAT


def _put_in_place(draft: Path, target: Path, former: Path) -> None:
    if not _is_there(target):
        draft.rename(target)
        _to_disk(target.parent)
        shutil.rmtree(former, ignore_errors=True)
        return
    shutil.rmtree(former, ignore_errors=True)
    target.rename(former)
    try:
        draft.rename(target)
    except OSError:
        former.rename(target)
        raise
    _to_disk(target.parent)
    shutil.rmtree(former, ignore_errors=True)


def _require_replaceable(target: Path) -> None:
    if not _is_there(target):
        return
    if not target.is_dir():
        raise _refused(target, "a file")
    if not is_saved(target) and any(target.iterdir()):
        raise _refused(target, "a folder with other things in it")


def _refused(target: Path, what: str) -> SemlaError:
    return SemlaError(
        f"save: {target} is {what} (allowed: a new or empty folder, or one that was saved before); choose another",
        kind="invalid_request",
    )


def _is_there(target: Path) -> bool:
    return os.path.lexists(target)


def _former(target: Path) -> Path:
    return target.parent / f".{target.name}.old"


def _drafts(target: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from target.parent.glob(f".{_escaped(target.name)}.saving-*")


def _escaped(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)


def _owner() -> str:
    return re.sub(r"[^A-Za-z0-9]", "", platform.node()) or "here"


def _remove_abandoned(target: Path) -> None:
    """Removes what saves of this computer that were killed have left; of others nobody can tell."""
    if os.name != "posix":
        return
    for draft in _drafts(target):
        owner, _, rest = draft.name.rpartition(".saving-")[2].partition("-")
        number = rest.partition("-")[0]
        if owner == _owner() and number.isdigit() and not _runs(int(number)):
            shutil.rmtree(draft, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _to_disk(path: Path) -> None:
    """Waits until a file, or what a folder lists, is on the disk."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

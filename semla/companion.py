"""What JupyterLab asks about this kernel's sidecar: a comm beside those of the widgets."""

from __future__ import annotations

import logging
import sys
import weakref
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Protocol

from semla.errors import SemlaError

#: What the page opens its comm to.
TARGET = "semla.companion"

_log = logging.getLogger("semla")


class Comm(Protocol):
    """One connection of a page, as ipykernel has it."""

    def on_msg(self, callback: Callable[[dict[str, Any]], None]) -> None:
        """Calls back with every message of the page."""

    def send(self, data: dict[str, Any]) -> None:
        """Answers."""


class Listed(Protocol):
    """What is asked of `semla.explorer.Explorer`."""

    @property
    def companion_entry(self) -> dict[str, Any]:
        """Token, data set, model and phase."""


_explorers: weakref.WeakSet[Any] = weakref.WeakSet()


def enlist(explorer: Listed) -> None:
    """Lists an explorer in `status` for as long as it lives."""
    _explorers.add(explorer)


def register() -> bool:
    """Lets pages open the comm, where this is a kernel. Gives whether it is one."""
    shell = sys.modules.get("IPython") and sys.modules["IPython"].get_ipython()
    manager = getattr(getattr(shell, "kernel", None), "comm_manager", None)
    if manager is None:
        return False
    manager.register_target(TARGET, lambda comm, _opened: serve(comm))
    return True


def serve(comm: Comm) -> None:
    """Answers what comes over a comm: `{id, method}` with `{id, result}` or `{id, error}`.

    A page's comm runs on a subshell, so it is answered while a cell runs; only this handler speaks on it, since
    ipykernel hands a page's message to the shell that spoke last.
    """

    def received(message: dict[str, Any]) -> None:
        data = message.get("content", {}).get("data")
        if isinstance(data, dict):
            comm.send({"id": data.get("id"), **answer(data.get("method"))})

    comm.on_msg(received)


def answer(method: object) -> dict[str, Any]:
    """`{"result": status}` after doing what is asked, or `{"error": sentence}`. Never raises."""
    try:
        action = _METHODS.get(method) if isinstance(method, str) else None
        if action is None:
            raise SemlaError(f"method: {method!r} (allowed: {', '.join(_METHODS)})", kind="invalid_request")
        action()
        return {"result": status()}
    except SemlaError as error:
        return {"error": str(error)}
    except Exception as error:
        _log.exception("a question of JupyterLab failed")
        return {"error": f"{type(error).__name__}: {error}"}


def status() -> dict[str, Any]:
    """Of the sidecar, without starting one.

    `running`; `pending`, the number of requests it works on; `memory` in MB, None where it cannot be told;
    `node`, the path of its executable; `pid`; `explorers`, each with id, dataset, model and phase.
    """
    client = _client()
    running = client is not None and client.alive
    process = _process(client.info.get("pid")) if running else None
    return {
        "running": running,
        "pending": client.pending if running else 0,
        "memory": None if process is None else process[0],
        "node": None if process is None else process[1],
        "pid": client.info.get("pid") if running else None,
        "explorers": [explorer.companion_entry for explorer in list(_explorers)],
    }


def _client() -> Any:
    """The client of this kernel; None where nobody has needed it."""
    module = sys.modules.get("semla.client")
    return None if module is None else module.shared_client()


def _process(pid: object) -> tuple[float, str] | None:
    try:
        process = import_module("psutil").Process(pid)
        return round(process.memory_info().rss / 2**20, 1), process.exe()
    except Exception:
        # psutil comes with ipykernel; a process that has just gone, or is another user's, is no failure
        return None


def _restart() -> None:
    from semla.client import shared_client

    client = shared_client()
    client.close()
    client.connect()


def _shutdown() -> None:
    client = _client()
    if client is not None:
        client.close()


_METHODS: Mapping[str, Callable[[], None]] = {
    "status": lambda: None,
    "restart": _restart,
    "shutdown": _shutdown,
}

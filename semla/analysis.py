"""One analysis in the sidecar: started in the background, asked, sent again to a sidecar that forgot it."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from semla.errors import SemlaError
from semla.table import Table

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from semla.model import Model

_log = logging.getLogger("semla")

#: What each stage is called on screen.
STAGES = {
    "model": "loading the model",
    "embedding": "embedding rows",
    "neighbours": "finding neighbours",
    "layout": "laying out the map",
    "quality": "measuring the map",
    "ready": "",
}


class Sidecar(Protocol):
    """What is asked of `semla.client.Client`."""

    @property
    def alive(self) -> bool:
        """Whether the process runs."""

    def connect(self) -> int:
        """Starts it unless it runs; which start this is."""

    def request(self, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Asks and waits."""

    def start(
        self,
        method: str,
        params: Mapping[str, Any],
        on_progress: Callable[[dict[str, Any]], None] | None = None,
    ) -> Future[dict[str, Any]]:
        """Asks without waiting."""

    def forward(self, frame: bytes, reply: Callable[[bytes], None]) -> int:
        """Passes on the frame of a view."""

    def forward_cancel(self, number: int) -> None:
        """Stops a forwarded request."""

    def on_progress(self, token: str, callback: Callable[[bytes], None]) -> Callable[[], None]:
        """Calls back with raw progress frames."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What is to be analysed, checked: rows, and a model or arrays (`source` as the protocol has it)."""

    table: Table
    name: str
    layout: dict[str, Any]
    model: Model | None
    pooling: str
    source: dict[str, Any]

    @property
    def predicts(self) -> bool:
        """Whether rows will have predictions."""
        return self.model is not None or "probabilities" in self.source or "prediction" in self.source


class Analysis:
    """Runs a plan.

    `changed` is told what is new: phase, message, done, total, error, dataset, analysis. It may be called
    from any thread.
    """

    def __init__(self, plan: Plan, client: Sidecar, changed: Callable[..., None]) -> None:
        self.plan = plan
        self.token = uuid.uuid4().hex
        self.handle: str | None = None
        self.summary: dict[str, Any] | None = None
        self.error: SemlaError | None = None
        self._client = client
        self._changed = changed
        self._lock = threading.Lock()
        self._restoring = threading.Lock()
        self._finished = threading.Event()
        self._finished.set()
        self._cancelled = False
        self._call: Future[dict[str, Any]] | None = None
        self._generation = 0
        self._folder: Path | None = None

    def start(self) -> None:
        """Starts in a thread of its own; does nothing while it runs or once it is complete."""
        with self._lock:
            if not self._finished.is_set() or self.summary is not None:
                return
            self._finished.clear()
            self._cancelled = False
            self.error = None
        threading.Thread(target=self._run, name="semla-analysis", daemon=True).start()

    def wait(self, timeout: float) -> bool:
        """Waits for the end, good or bad, at most so many seconds; whether it has ended."""
        return self._finished.wait(timeout)

    def cancel(self) -> None:
        """Stops a run under way; it then ends with an error of kind "cancelled"."""
        with self._lock:
            if self._finished.is_set():
                return
            self._cancelled = True
            call = self._call
        if call is not None:
            call.cancel()

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a request about this analysis. A sidecar started anew is told everything first."""
        if self._client.connect() != self._generation:
            self.restore()
        try:
            return self._client.request(method, {"analysis": self.handle, **params})
        except SemlaError as error:
            if error.kind != "unknown_handle":
                raise
        self.restore()
        return self._client.request(method, {"analysis": self.handle, **params})

    def restore(self) -> None:
        """Sends data, model and analysis to the sidecar again, which finds what it had computed in its cache.

        Raises what went wrong where the analysis has not been completed before.
        """
        seen = self._generation
        if self.summary is None:
            raise self.error or SemlaError("the analysis is not complete yet", kind="unknown_handle")
        with self._restoring:
            if self._generation != seen:
                return
            self._send()

    def _run(self) -> None:
        try:
            if self.plan.model is not None:
                self._changed(
                    phase="exporting", message="preparing the model", done=None, total=None, error=None
                )
                self._folder = self.plan.model.prepare(self._export_progress)
            self._changed(phase="running", message="starting the sidecar", done=None, total=None, error=None)
            with self._restoring:
                summary = self._send()
            self.summary = summary
            self._cancelled = False
            self._changed(phase="ready", message="", done=None, total=None)
        except SemlaError as error:
            self._fail(error)
        except BaseException as error:
            _log.exception("the analysis failed")
            self._fail(SemlaError(f"the analysis failed: {type(error).__name__}: {error}"), error)
        finally:
            self._finished.set()

    def _fail(self, error: SemlaError, cause: BaseException | None = None) -> None:
        if error.kind in ("cancelled", "sidecar_died"):
            what = "cancelled" if error.kind == "cancelled" else str(error).rstrip(".")
            error = SemlaError(f"{what}; retry() starts the analysis again", kind=error.kind)
        error.__cause__ = cause or error.__cause__
        self.error = error
        self._changed(
            phase="cancelled" if error.kind == "cancelled" else "failed",
            message=str(error),
            done=None,
            total=None,
            error={"message": str(error), "kind": error.kind},
        )

    def _send(self) -> dict[str, Any]:
        plan = self.plan
        self._stop_if_cancelled()
        generation = self._client.connect()
        table = self._client.request("dataset/put", {"name": plan.name, "table": plan.table.to_ipc()})
        self._changed(dataset=table["dataset"])
        self._stop_if_cancelled()
        source = plan.source
        if self._folder is not None:
            loaded = {"folder": str(self._folder), "pooling": plan.pooling}
            source = {**source, "model": self._client.request("model/load", loaded)["model"]}
        run = {
            "dataset": table["dataset"],
            "source": source,
            "projection": plan.layout,
            "progressToken": self.token,
        }
        self._generation = generation
        call = self._client.start("analysis/run", run, self._progress)
        with self._lock:
            self._call = call
            cancelled = self._cancelled
        if cancelled:
            call.cancel()
        try:
            summary = call.result()
        except KeyboardInterrupt:
            call.cancel()
            raise
        finally:
            with self._lock:
                self._call = None
        self.handle = summary["analysis"]
        self._changed(analysis=self.handle)
        return summary

    def _progress(self, value: dict[str, Any]) -> None:
        if self._finished.is_set():
            return
        self.handle = value["analysis"]
        self._changed(
            message=STAGES.get(value["stage"], value["stage"]),
            done=value["done"],
            total=value["total"],
            analysis=self.handle,
        )

    def _export_progress(self, message: str, done: float | None = None, total: float | None = None) -> None:
        self._stop_if_cancelled()
        self._changed(message=message, done=done, total=total)

    def _stop_if_cancelled(self) -> None:
        if self._cancelled:
            raise SemlaError("cancelled", kind="cancelled")

"""One analysis in the sidecar: started in the background, asked, sent again to a sidecar that forgot it."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from semla.errors import SemlaError
from semla.plan import Plan

if TYPE_CHECKING:
    from pathlib import Path

Answer = TypeVar("Answer")

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


class Analysis:
    """Runs a plan.

    `changed` is told what is new: phase, message, done, total, error, dataset, analysis. It may be called
    from any thread. `show` gets what pages have not been told, as the value of a progress. `anchor`: an
    analysis of the same rows to whose map this one's shall be comparable; it is waited for.
    """

    def __init__(
        self,
        plan: Plan,
        client: Sidecar,
        changed: Callable[..., None],
        show: Callable[[Analysis, dict[str, Any]], None],
        anchor: Analysis | None = None,
    ) -> None:
        self.plan = plan
        self.token = uuid.uuid4().hex
        self.handle: str | None = None
        self.summary: dict[str, Any] | None = None
        self.error: SemlaError | None = None
        #: Whether the user has been told `error`.
        self.told = False
        self._client = client
        self._changed = changed
        self._show = show
        self._anchor = anchor
        self._lock = threading.Lock()
        self._restoring = threading.Lock()
        self._finished = threading.Event()
        self._finished.set()
        self._projecting = False
        self._cancelled = False
        self._call: Future[dict[str, Any]] | None = None
        self._generation = 0
        self._folder: Path | None = None
        self._layout: dict[str, Any] | None = None
        self._columns: dict[str, Any] | None = None
        #: What has been changed since the run, by method: a sidecar that forgot is told it again.
        self._since: dict[str, dict[str, Any]] = {}

    @property
    def layout(self) -> dict[str, Any]:
        """How the rows are laid out now, as the sidecar takes it."""
        switched = self._since.get("analysis/project")
        layout: dict[str, Any] = switched["projection"] if switched else self._layout or self.plan.layout
        return layout

    @property
    def label_names(self) -> list[str] | None:
        """The labels; None where the columns have not been read yet."""
        return None if self._columns is None else list(self._columns.get("labelNames", []))

    def columns(self) -> dict[str, Any]:
        """What is known of each row, as the protocol has it."""
        columns = self._columns
        if columns is None:
            columns = self.ask("analysis/state").get("columns", {})
            self._columns = columns
        return columns

    def start(self) -> None:
        """Starts in a thread of its own; does nothing while it runs or once it is complete."""
        with self._lock:
            if not self._finished.is_set() or self.summary is not None:
                return
            self._finished.clear()
            self._cancelled = False
            self.error = None
            self.told = False
        threading.Thread(target=self._run, name="semla-analysis", daemon=True).start()

    def wait(self, timeout: float) -> bool:
        """Waits for the end, good or bad, at most so many seconds; whether it has ended."""
        return self._finished.wait(timeout)

    def cancel(self) -> None:
        """Stops a run under way, which then ends with an error of kind "cancelled", or another layout."""
        with self._lock:
            self._cancelled = self._projecting or not self._finished.is_set()
            call = self._call
        if call is not None:
            call.cancel()

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a request about this analysis. A sidecar started anew is told everything first."""
        return self._answer(lambda: self._client.request(method, {"analysis": self.handle, **params}))

    def work(self, method: str, params: Mapping[str, Any], tick: Callable[[], None]) -> dict[str, Any]:
        """The answer to a request that may take a while; `tick` is called several times a second.

        An interrupt and `cancel` stop it.
        """

        def send() -> dict[str, Any]:
            return self._wait_for(self._client.start(method, {"analysis": self.handle, **params}), tick)

        return self._answer(send)

    def project(self, layout: Mapping[str, Any], tick: Callable[[], None]) -> None:
        """Lays the rows out anew and waits for it; `tick` is called several times a second.

        Raises SemlaError; the layout then stays as it was.
        """
        params = {"projection": dict(layout), "progressToken": self.token}

        def report(value: dict[str, Any]) -> None:
            self._changed(message=STAGES.get(value["stage"], ""), done=value["done"], total=value["total"])

        def send() -> dict[str, Any]:
            asked = {"analysis": self.handle, **params}
            return self._wait_for(self._client.start("analysis/project", asked, report), tick)

        self._projecting = True
        self._changed(phase="running", message=STAGES["layout"], done=None, total=None)
        try:
            self.note("analysis/project", params, self._answer(send))
        finally:
            self._projecting = self._cancelled = False
            self._changed(phase="ready", message="", done=None, total=None)

    def regroup(self, count: int | None) -> dict[str, Any]:
        """Groups the labels anew, into `count` clusters or as many as the silhouette chooses."""
        result = self.ask("analysis/clusters", count=count)
        self.note("analysis/clusters", {"count": count}, result)
        return result

    def note(self, method: str, params: Mapping[str, Any], result: Mapping[str, Any]) -> None:
        """Takes in that the sidecar has changed the analysis, whoever asked: layout or label clusters."""
        self._since[method] = {
            key: value for key, value in params.items() if key not in ("analysis", "progressToken")
        }
        self._columns = None
        if method == "analysis/project":
            self.summary = dict(result)
        else:
            self._show_clusters(result)

    def refresh(self) -> None:
        """Tells a sidecar that was started anew everything."""
        if self._client.connect() != self._generation:
            self.restore()

    def restore(self) -> None:
        """Sends data, model and analysis to the sidecar again, which finds what it had computed in its cache.

        What has been changed since the run is changed again. Raises what went wrong where the analysis has
        not been completed before.
        """
        seen = self._generation
        if self.summary is None:
            raise self.error or SemlaError("the analysis is not complete yet", kind="unknown_handle")
        with self._restoring:
            if self._generation != seen:
                return
            self._send()
            for method, params in list(self._since.items()):
                asked = {"analysis": self.handle, **params}
                if method == "analysis/project":
                    self._client.start(method, {**asked, "progressToken": self.token}).result()
                else:
                    self._show_clusters(self._client.request(method, asked))

    def _show_clusters(self, result: Mapping[str, Any]) -> None:
        if self.summary is not None:
            self.summary = {**self.summary, "silhouette": result["silhouette"]}
        names = ("clusterOfLabel", "clusterNames")
        value = {"stage": "ready", "done": 1, "total": 1, "secondsLeft": None, "summary": self.summary}
        value["columns"] = {name: result[name] for name in names}
        self._show(self, {"analysis": self.handle, **value})

    def _answer(self, ask: Callable[[], Answer]) -> Answer:
        self.refresh()
        try:
            return ask()
        except SemlaError as error:
            if error.kind != "unknown_handle":
                raise
        self.restore()
        return ask()

    def _wait_for(self, call: Future[dict[str, Any]], tick: Callable[[], None]) -> dict[str, Any]:
        with self._lock:
            self._call = call
            cancelled = self._cancelled
        if cancelled:
            call.cancel()
        try:
            while True:
                try:
                    return call.result(0.1)
                except (TimeoutError, FutureTimeoutError):
                    tick()
        except KeyboardInterrupt:
            call.cancel()
            raise
        finally:
            with self._lock:
                self._call = None

    def _run(self) -> None:
        try:
            self._wait_for_anchor()
            self._prepare()
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

    def _prepare(self) -> None:
        if self.plan.model is not None:
            self._changed(phase="exporting", message="preparing the model", done=None, total=None, error=None)
            self._folder = self.plan.model.prepare(self._export_progress)

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

    def _wait_for_anchor(self) -> None:
        anchor = self._anchor
        if anchor is None:
            return
        while not anchor.wait(0.1):
            self._stop_if_cancelled()
        if anchor.error is not None:
            raise SemlaError(f"the first model: {anchor.error}", kind=anchor.error.kind)

    def _send(self) -> dict[str, Any]:
        self._stop_if_cancelled()
        if self._anchor is not None:
            self._anchor.refresh()
        try:
            return self._tell()
        except SemlaError as error:
            if error.kind != "unknown_handle" or self._anchor is None:
                raise
        self._anchor.restore()
        return self._tell()

    def _tell(self) -> dict[str, Any]:
        plan = self.plan
        generation = self._client.connect()
        table = self._client.request("dataset/put", {"name": plan.name, "table": plan.table.to_ipc()})
        self._changed(dataset=table["dataset"])
        self._stop_if_cancelled()
        summary = self._make(table["dataset"], generation)
        self.handle = summary["analysis"]
        self._changed(analysis=self.handle)
        return summary

    def _make(self, dataset: str, generation: int) -> dict[str, Any]:
        """The summary of the analysis, once the sidecar of this generation has it."""
        plan = self.plan
        source = plan.source
        if self._folder is not None:
            loaded = {"folder": str(self._folder), "pooling": plan.pooling}
            source = {**source, "model": self._client.request("model/load", loaded)["model"]}
        if self._layout is None:
            anchor = self._anchor
            self._layout = plan.layout if anchor is None else {**anchor.layout, "anchor": anchor.handle}
        run = {
            "dataset": dataset,
            "source": source,
            "projection": self._layout,
            "head": plan.head,
            "concepts": plan.concepts,
            "progressToken": self.token,
        }
        self._generation = generation
        return self._wait_for(self._client.start("analysis/run", run, self._progress), _nothing)

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


def _nothing() -> None:
    pass

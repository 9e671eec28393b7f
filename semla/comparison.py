"""Two models on the same rows: the analysis of an explorer, and beside it that of a second model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from semla.analysis import Analysis, Sidecar
from semla.errors import SemlaError
from semla.plan import Plan
from semla.restored import analysis_of
from semla.wire import encode_frame


class Pair:
    """The analysis of `plan` and, from `compare` to `end`, a second one laid out like it.

    `update` takes changes of the state that pages see, `broadcast` frames for them. The second one's progress
    is told as the first one's is, its end and errors under `other`.
    """

    def __init__(
        self,
        plan: Plan,
        client: Sidecar,
        update: Callable[..., None],
        broadcast: Callable[[bytes], None],
    ) -> None:
        self.first = analysis_of(plan, client, update, self._show)
        self.second: Analysis | None = None
        self._client = client
        self._update = update
        self._broadcast = broadcast
        self._lock = threading.RLock()
        self._other: dict[str, Any] | None = None
        self._end_progress = [client.on_progress(self.first.token, broadcast)]

    @property
    def second_name(self) -> str | None:
        """What the second model is called; None without one."""
        other = self._other
        return None if other is None else other["model"]

    def compare(self, plan: Plan, name: str) -> None:
        """Starts a second analysis, in the place of one there is, once the first is complete."""
        self.end()
        second: Analysis

        def changed(**changes: Any) -> None:
            self._second_changed(second, name, changes)

        second = analysis_of(plan, self._client, changed, self._show, self.first)
        with self._lock:
            self.second = second
            self._end_progress.append(self._client.on_progress(second.token, self._broadcast))
            self._tell({"analysis": None, "token": second.token, "model": name, "error": None})
        second.start()

    def end(self) -> None:
        """Stops the second analysis and forgets it."""
        with self._lock:
            second, self.second = self.second, None
            if second is None:
                return
            self._end_progress.pop()()
            self._tell(None)
            self._settle()
        second.cancel()

    def start(self) -> None:
        """Starts what has not been started, or has failed."""
        self.first.start()
        second = self.second
        if second is not None and second.error is not None:
            self._second_changed(second, "", {"error": None})
            second.start()

    def cancel(self) -> None:
        """Stops what is under way."""
        for analysis in self._both():
            analysis.cancel()

    def close(self) -> None:
        """Stops what is under way and listens no more."""
        self.cancel()
        for end in self._end_progress:
            end()

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a request about both; only where the second is complete."""
        second = self.second
        if second is None or second.handle is None:
            raise no_second(method)
        handle = second.handle
        second.refresh()
        try:
            return self.first.ask(method, other=handle, **params)
        except SemlaError as error:
            if error.kind != "unknown_handle":
                raise
        second.restore()
        return self.first.ask(method, other=handle, **params)

    def project(self, layout: Mapping[str, Any], tick: Callable[[], None]) -> None:
        """Lays the first out anew, and the second like it."""
        self.first.project(layout, tick)
        second = self.second
        if second is not None and second.summary is not None:
            second.project({**layout, "anchor": self.first.handle}, tick)

    def restore(self) -> None:
        """Tells a sidecar that forgot everything again."""
        self.first.restore()
        second = self.second
        if second is not None and second.summary is not None:
            second.restore()

    def note(self, method: str, params: Mapping[str, Any], result: Mapping[str, Any]) -> None:
        """Takes in what a page has had changed."""
        for analysis in self._both():
            if params.get("analysis") == analysis.handle:
                analysis.note(method, params, result)

    def _both(self) -> list[Analysis]:
        second = self.second
        return [self.first] if second is None else [self.first, second]

    def _second_changed(self, second: Analysis, name: str, changes: dict[str, Any]) -> None:
        with self._lock:
            if second is not self.second or self._other is None:
                return
            other = dict(self._other)
            if "analysis" in changes:
                other["analysis"] = changes["analysis"]
            if "error" in changes:
                other["error"] = changes["error"] and changes["error"]["message"]
            if other != self._other:
                self._tell(other)
            phase = changes.get("phase")
            if phase in ("ready", "failed", "cancelled"):
                self._settle()
            elif "message" in changes:
                told = {key: changes[key] for key in ("done", "total") if key in changes}
                running = {"phase": "running"} if phase else {}
                self._update(message=f"{name}: {changes['message']}", **running, **told)

    def _settle(self) -> None:
        """What is left to say once the second has ended: that the first is complete, where it is."""
        if self.first.summary is not None:
            self._update(phase="ready", message="", done=None, total=None)

    def _tell(self, other: dict[str, Any] | None) -> None:
        self._other = other
        self._update(other=other)

    def _show(self, analysis: Analysis, value: dict[str, Any]) -> None:
        params = {"token": analysis.token, "value": value}
        self._broadcast(encode_frame({"jsonrpc": "2.0", "method": "$/progress", "params": params}))


def no_second(what: str) -> SemlaError:
    """The error for what needs a second model."""
    return SemlaError(f"{what}: there is no second model; call compare(model) first", kind="invalid_request")

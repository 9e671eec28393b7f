"""The widget of a notebook cell, which is also everything that can be asked in Python."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import numpy as np
import traitlets

from semla.analysis import Analysis, Sidecar
from semla.companion import enlist
from semla.comparison import Pair, no_second
from semla.errors import SemlaError
from semla.filters import names_change, without_change
from semla.plan import Plan, is_model, second_plan
from semla.progress import ProgressLine, progress_text
from semla.relay import Relay
from semla.saving import Saving
from semla.settings import number, refuse_unknown, string
from semla.sharing import Sharing, in_notebook
from semla.status import Status
from semla.table import RowId
from semla.two_frames import joined_plan

_log = logging.getLogger("semla")

_STATIC = Path(__file__).parent / "static"
_NOT_BUILT = """
export default {
  render({ el }) {
    el.textContent = "SemLa: semla/static/widget.js is missing, as in a checkout that has not been built; "
      + "run `npm run build`, restart the kernel and run this cell again.";
  },
};
"""


def _static(name: str, instead: str) -> Path | str:
    path = _STATIC / name
    return path if path.exists() else instead


def _as_bytes(value: Any, _widget: object) -> bytes:
    """The page's bytes arrive as a memoryview."""
    return bytes(value)


class Explorer(Saving, Sharing, anywidget.AnyWidget):
    """A data set as a model sees it: a map in a notebook cell, and its numbers. Made by `semla.explore`.

    Everything but the picture works without Jupyter. What needs the analysis waits for it as `ready` does.
    """

    _esm: ClassVar[Path | str] = _static("widget.js", _NOT_BUILT)
    _css: ClassVar[Path | str] = _static("widget.css", "")

    _state = traitlets.Dict().tag(sync=True)
    _selection = traitlets.Bytes().tag(sync=True, from_json=_as_bytes)
    _filter = traitlets.Dict().tag(sync=True)
    _view = traitlets.Dict().tag(sync=True)

    def __init__(self, plan: Plan, client: Sidecar, *, height: int | None = None) -> None:
        self._plan = plan
        self._client = client
        self._listeners: list[Callable[[list[RowId]], object]] = []
        self._pair = Pair(plan, client, self._changed, lambda frame: self._relay.broadcast(frame))
        state = {
            "phase": "starting",
            "message": "starting",
            "done": None,
            "total": None,
            "error": None,
            "dataset": None,
            "analysis": None,
            "token": self._pair.first.token,
            "title": {"dataset": plan.name, "model": plan.model.name if plan.model else None},
            "other": None,
            "frames": None if plan.frames is None else list(plan.frames),
        }
        self._status = Status(state, self._publish)
        super().__init__(_state=state, _view={} if height is None else {"height": height})
        self._relay = Relay(client, self._pair, self._to_page)
        self.observe(self._selection_changed, "_selection")
        self.observe(self._sharing_changed, ["_selection", "_filter", "_view", "_state"])
        self.on_msg(self._received)
        # ipykernel 7.4 hands a page's message to the shell that spoke last on the comm, which may be busy
        if hasattr(self.comm, "_reply_subshell_for"):
            self.comm._reply_subshell_for = lambda data, default: default
        self._pair.start()
        enlist(self)

    @property
    def companion_entry(self) -> dict[str, Any]:
        """What JupyterLab lists of this explorer."""
        state = self._status.now
        return {"id": state["token"], **state["title"], "phase": state["phase"]}

    def ready(self, timeout: float | None = None) -> None:
        """Blocks until the analysis is complete, and that of a second model, with a progress bar.

        Raises what went wrong, and TimeoutError after `timeout` seconds (default: never). An interrupt and
        the timeout end the waiting, not the analysis. After a sidecar that died, the next call starts it
        again. Where only the second model fails, the first can be asked as before.
        """
        if timeout is not None:
            number("timeout", timeout, 0)
        began = time.monotonic()
        self._await(self._pair.first, began, timeout)
        second = self._pair.second
        if second is not None:
            self._await(second, began, timeout)

    def retry(self) -> None:
        """Starts an analysis that failed or was cancelled again."""
        self._require_open()
        self._pair.start()

    def cancel(self) -> None:
        """Stops an analysis under way. What is known by then stays on the map."""
        self._pair.cancel()

    def close(self) -> None:
        """Frees the widget and stops its analysis; nothing can be asked any more."""
        if hasattr(self, "_relay"):
            self._end_sharing()
            self._pair.close()
            self._status.update(phase="closed", message="closed", done=None, total=None)
        super().close()

    def compare(
        self,
        other: Any,
        *,
        tokenizer: Any = None,
        label_names: Sequence[str] | None = None,
        name: str | None = None,
        names: tuple[str, str] | None = None,
        **unknown: Any,
    ) -> Explorer:
        """A second model beside the first on the same rows, or a second data set beside the first.

        `other`: a model, as `semla.explore` takes it, with its `tokenizer`; `label_names` of its outputs, by
        default those given for the first; `name` on screen. It runs in the background, is laid out like the
        first, and takes the place of another second model. Gives this explorer; see `changes`, `comparison`,
        `contrast` and the further columns of `frame`. None ends the comparison.

        Or a data set, as `semla.explore` takes it, with the columns of the first under the same names; or
        another explorer, for its data. Gives a new explorer over the rows of both, whose splits are `names`,
        such as ("train", "test"). Row ids get the name before them, as in "test:17"; rows without are numbered.
        """
        refuse_unknown(unknown, ("other", "tokenizer", "label_names", "name", "names"))
        self._require_open()
        if other is None:
            self._end_comparison()
        elif is_model(other):
            if names is not None:
                raise SemlaError(
                    "names: given beside a model (allowed: beside a data set)", kind="invalid_request"
                )
            plan, own_name = second_plan(self._plan, other, tokenizer, label_names)
            self._pair.compare(plan, own_name if name is None else string("name", name))
        else:
            if tokenizer is not None or label_names is not None or name is not None:
                raise SemlaError(
                    "tokenizer, label_names and name: given beside a data set (allowed: beside a model)",
                    kind="invalid_request",
                )
            joined = joined_plan(self._plan, other._plan if isinstance(other, Explorer) else other, names)
            return Explorer(joined, self._client, height=self._view.get("height"))
        return self

    @property
    def selection(self) -> list[RowId]:
        """Ids of the selected rows, in the order of the data. Set it to select; None selects none."""
        return self._plan.table.id_list(self._selected_rows())

    @selection.setter
    def selection(self, ids: Iterable[object] | None) -> None:
        self._selection = self._plan.table.rows([] if ids is None else ids).astype("<u4").tobytes()

    @property
    def selected(self) -> Any:
        """The selected rows of `frame()`."""
        return self._rows(self._selected_rows())

    def on_selection(self, f: Callable[[list[RowId]], object]) -> Callable[[], None]:
        """Calls `f` with the ids whenever the selection changes. Returns what ends that."""
        if not callable(f):
            raise SemlaError(
                f"on_selection: {f!r} (allowed: a function of a list of row ids)", kind="invalid_request"
            )
        self._listeners.append(f)

        def unsubscribe() -> None:
            if f in self._listeners:
                self._listeners.remove(f)

        return unsubscribe

    @property
    def filter(self) -> dict[str, Any]:
        """The filter of the chips; {} for none.

        Conditions combined by and: errors (True or False), text (part of it), regex (JavaScript's grammar,
        case-insensitive; one that is none is refused when rows are asked for), word and concept (every one of
        a list), label, prediction, cluster, split (one of a list), confidence and length in words (least and
        greatest), rows (ids), support (an id: that row and its support set), change (what a second model
        changes), and not: a dict of conditions of which a row must meet none.
        """
        return self._shown(self._filter)

    @filter.setter
    def filter(self, value: Mapping[str, Any] | None) -> None:
        self._filter = self._checked(value)

    def _ipython_display_(self) -> None:
        if not in_notebook():
            # what IPython reads as: show it in the usual way
            raise NotImplementedError
        bundle = self._repr_mimebundle_()
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        self._share(data or {"text/plain": repr(self)})

    def __repr__(self) -> str:
        if not hasattr(self, "_status"):
            return "Explorer()"
        state, plan = self._status.now, self._plan
        rows = f"{len(plan.table):,} row{'' if len(plan.table) == 1 else 's'} of {plan.name}"
        models = [plan.model.name] if plan.model else []
        if state["other"]:
            models.append(f"beside {state['other']['model']}")
        parts = [rows, *models]
        summary = self._pair.first.summary
        if state["phase"] != "ready" or summary is None:
            text = "" if state["phase"] == "closed" else progress_text(state)
            parts.append(f"{state['phase']}: {text}" if text and text != state["phase"] else state["phase"])
        elif summary["accuracy"] is not None:
            parts.append(f"accuracy {summary['accuracy']:.1%}")
        selected = len(self._selected_rows())
        return f"Explorer({', '.join([*parts, *([f'{selected:,} selected'] if selected else [])])})"

    def _await(self, analysis: Analysis, began: float = 0, timeout: float | None = None) -> None:
        self._require_open()
        error = analysis.error
        if error is not None and error.kind == "sidecar_died" and analysis.told:
            self.retry()
        deadline = math.inf if timeout is None else began + timeout
        with ProgressLine() as line:
            while not analysis.wait(min(0.1, max(0.0, deadline - time.monotonic()))):
                if time.monotonic() >= deadline:
                    raise TimeoutError(
                        f"not complete after {timeout:g} s ({progress_text(self._status.now)}); it goes on in the "
                        "background: call ready() again, or cancel()"
                    )
                line.show(self._status.now)
        self._require_open()
        error = analysis.error
        if error is not None:
            analysis.told = True
            raise SemlaError(str(error), kind=error.kind) from error.__cause__

    def _await_first(self) -> None:
        self._await(self._pair.first)

    def _await_second(self, what: str) -> None:
        self._await_first()
        second = self._pair.second
        if second is None:
            raise no_second(what)
        self._await(second)

    def _settled(self) -> bool:
        second = self._pair.second
        if second is None:
            return False
        with ProgressLine() as line:
            while not second.wait(0.1):
                line.show(self._status.now)
        return second.summary is not None

    def _with_progress(self, work: Callable[[Callable[[], None]], None]) -> None:
        with ProgressLine() as line:
            work(lambda: line.show(self._status.now))

    def _end_comparison(self) -> None:
        if names_change(self._filter):
            self._filter = without_change(self._filter)
        self._pair.end()

    def _selected_rows(self) -> np.ndarray[Any, np.dtype[np.uint32]]:
        """Whatever the page sends: rows that there are, ascending."""
        given = self._selection
        rows = np.frombuffer(given[: len(given) // 4 * 4], "<u4")
        return np.unique(rows[rows < len(self._plan.table)])

    def _require_open(self) -> None:
        if self._status.now["phase"] == "closed":
            raise SemlaError("this explorer is closed; call semla.explore again", kind="invalid_request")

    def _changed(self, **changes: Any) -> None:
        self._status.update(**changes)

    def _publish(self, state: dict[str, Any]) -> None:
        self._state = state

    def _to_page(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        self.send(content, buffers)

    def _received(self, _widget: object, content: Any, buffers: list[Any]) -> None:
        kind = content.get("type") if isinstance(content, dict) else None
        try:
            if kind == "frame":
                self._relay.receive(content.get("view"), buffers)
                # it may have asked for an explanation
                self._sharing_changed()
            elif kind == "kept":
                self._sharing_kept()
            elif kind == "cancel":
                self.cancel()
            elif kind == "retry":
                self.retry()
        except Exception:
            _log.exception("a message of the page failed")

    def _selection_changed(self, _change: object) -> None:
        ids = self.selection
        for listener in list(self._listeners):
            try:
                listener(ids)
            except Exception:
                _log.exception("a function given to on_selection failed")

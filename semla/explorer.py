"""The widget of a notebook cell, which is also everything that can be asked in Python."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import numpy as np
import traitlets

from semla.analysis import Analysis, Plan, Sidecar
from semla.errors import SemlaError
from semla.filters import check_filter_names, read_filter
from semla.frames import read_frame
from semla.progress import ProgressLine, progress_text
from semla.relay import Relay
from semla.results import (
    beside,
    confusion_columns,
    label_columns,
    row_columns,
    snake_case,
    word_columns,
)
from semla.settings import number, word_options
from semla.status import Status
from semla.table import RowId

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


class Explorer(anywidget.AnyWidget):
    """A data set as a model sees it: a map in a notebook cell, and its numbers. Made by `semla.explore`.

    Everything but the picture works without Jupyter. What needs the analysis waits for it as `ready` does.
    """

    _esm: ClassVar[Path | str] = _static("widget.js", _NOT_BUILT)
    _css: ClassVar[Path | str] = _static("widget.css", "")

    _state = traitlets.Dict().tag(sync=True)
    _selection = traitlets.Bytes().tag(sync=True, from_json=_as_bytes)
    _filter = traitlets.Dict().tag(sync=True)
    _view = traitlets.Dict().tag(sync=True)

    def __init__(self, plan: Plan, client: Sidecar, *, height: int = 640) -> None:
        self._plan = plan
        self._columns: dict[str, Any] | None = None
        self._told = False
        self._listeners: list[Callable[[list[RowId]], object]] = []
        self._analysis = Analysis(plan, client, self._changed)
        state = {
            "phase": "starting",
            "message": "starting",
            "done": None,
            "total": None,
            "error": None,
            "dataset": None,
            "analysis": None,
            "token": self._analysis.token,
            "title": {"dataset": plan.name, "model": plan.model.name if plan.model else None},
        }
        self._status = Status(state, self._publish)
        super().__init__(_state=state, _view={"height": height})
        self._relay = Relay(client, self._analysis, self._to_page)
        self._end_progress = client.on_progress(self._analysis.token, self._relay.broadcast)
        self.observe(self._selection_changed, "_selection")
        self.on_msg(self._received)
        # ipykernel 7.4 hands a page's message to the shell that spoke last on the comm, which may be busy
        if hasattr(self.comm, "_reply_subshell_for"):
            self.comm._reply_subshell_for = lambda data, default: default
        self._analysis.start()

    def ready(self, timeout: float | None = None) -> None:
        """Blocks until the analysis is complete, with a progress bar.

        Raises what went wrong, and TimeoutError after `timeout` seconds (default: never). An interrupt and
        the timeout end the waiting, not the analysis. After a sidecar that died, the next call starts it
        again.
        """
        if timeout is not None:
            number("timeout", timeout, 0)
        self._require_open()
        error = self._analysis.error
        if error is not None and error.kind == "sidecar_died" and self._told:
            self.retry()
        deadline = math.inf if timeout is None else time.monotonic() + timeout
        with ProgressLine() as line:
            while not self._analysis.wait(min(0.1, max(0.0, deadline - time.monotonic()))):
                if time.monotonic() >= deadline:
                    raise TimeoutError(
                        f"not complete after {timeout:g} s ({progress_text(self._status.now)}); it goes on "
                        "in the background: call ready() again, or cancel()"
                    )
                line.show(self._status.now)
        self._require_open()
        error = self._analysis.error
        if error is not None:
            self._told = True
            raise SemlaError(str(error), kind=error.kind) from error.__cause__

    def retry(self) -> None:
        """Starts an analysis that failed or was cancelled again."""
        self._require_open()
        self._told = False
        self._analysis.start()

    def cancel(self) -> None:
        """Stops an analysis under way. What is known by then stays on the map."""
        self._analysis.cancel()

    def close(self) -> None:
        """Frees the widget and stops its analysis; nothing can be asked any more."""
        if hasattr(self, "_end_progress"):
            self._analysis.cancel()
            self._end_progress()
            self._status.update(phase="closed", message="closed", done=None, total=None)
        super().close()

    @property
    def summary(self) -> dict[str, Any]:
        """The analysis as a whole.

        rows, source, pooling, dimension, layout, quality (trustworthiness, continuity, kept), accuracy,
        silhouette, seconds, cached, notices.
        """
        self.ready()
        summary: dict[str, Any] = snake_case(self._analysis.summary)
        del summary["analysis"]
        return summary

    @property
    def label_names(self) -> list[str]:
        """The labels: those the model knows, in its order, then those that only the data has."""
        return list(self._known().get("labelNames", []))

    @property
    def embeddings(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        """float32 [rows, dimension]."""
        return self._array("embeddings")

    @property
    def logits(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        """float32 [rows, labels]; the columns are those of `label_names` that the model knows."""
        return self._array("logits")

    @property
    def probabilities(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        """float32 [rows, labels]; the columns are those of `label_names` that the model knows."""
        return self._array("probabilities")

    def frame(self) -> Any:
        """The input frame, in its library, with what was found out in further columns.

        prediction, confidence (p1 - p2), probability, loss, x, y, cluster (number of the label cluster of the
        gold label, else of the prediction; -1 for none). What is not known is missing. A column of the data
        that has one of these names stays as it is, and SemLa's is called `prediction_semla` and so on, unless
        it is the very column that was given as `x=`, `y=` or `prediction=`. A list gives a pandas frame where
        pandas is installed, else a pyarrow Table.
        """
        return self._plan.table.frame.with_columns(self._added())

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
        """The filter of the chips: any of errors, text, label, prediction, cluster, split; {} for none."""
        return dict(self._filter)

    @filter.setter
    def filter(self, value: Mapping[str, Any] | None) -> None:
        self._filter = self._checked(value)

    @property
    def filtered(self) -> Any:
        """The rows of `frame()` that the filter lets through."""
        conditions = self.filter
        if not conditions:
            return self.frame()
        return self._rows(self._ask("analysis/filter", filter=conditions)["rows"])

    def words(self, kind: str = "word", filter: Mapping[str, Any] | None = None, **options: Any) -> Any:
        """Localized words of the rows that `filter` lets through (default: all), as a frame.

        feature, count, x, y, spread_x, spread_y. `kind`: "word", "label", "prediction". Options: min_count,
        max_count=1000, locality=100, shape="gaussian" or "square", invert=False, stop_words=False, ngram=1,
        tokens="unicode" or "ascii", size=(970, 480).
        """
        asked = word_options(kind, options)
        conditions = self._checked(filter)
        if conditions:
            asked["filter"] = conditions
        return self._plan.table.frame.build(word_columns(self._ask("analysis/words", **asked)))

    def labels(self) -> Any:
        """A frame with a row per label: label, count, precision, recall, f1, cluster."""
        return self._plan.table.frame.build(label_columns(self._ask("analysis/labels")))

    def confusions(self) -> Any:
        """A frame with a row per pair of gold and predicted label that differ: label, prediction, count."""
        return self._plan.table.frame.build(confusion_columns(self._ask("analysis/confusions")))

    def __repr__(self) -> str:
        if not hasattr(self, "_status"):
            return "Explorer()"
        state, plan = self._status.now, self._plan
        rows = f"{len(plan.table):,} row{'' if len(plan.table) == 1 else 's'} of {plan.name}"
        parts = [rows, *([plan.model.name] if plan.model else [])]
        summary = self._analysis.summary
        if state["phase"] != "ready" or summary is None:
            text = "" if state["phase"] == "closed" else progress_text(state)
            parts.append(f"{state['phase']}: {text}" if text and text != state["phase"] else state["phase"])
        elif summary["accuracy"] is not None:
            parts.append(f"accuracy {summary['accuracy']:.1%}")
        selected = len(self._selected_rows())
        return f"Explorer({', '.join([*parts, *([f'{selected:,} selected'] if selected else [])])})"

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self.ready()
        return self._analysis.ask(method, **params)

    def _array(self, name: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        array: np.ndarray[Any, np.dtype[np.float32]] = self._ask("analysis/array", name=name)["array"]
        return array

    def _known(self) -> dict[str, Any]:
        """The columns of the complete analysis."""
        if self._columns is None:
            self._columns = self._ask("analysis/state").get("columns", {})
        self._require_open()
        return self._columns

    def _added(self) -> Any:
        columns, table = row_columns(self._known(), len(self._plan.table)), self._plan.table
        same = [role for role in ("x", "y", "prediction") if table.name_of.get(role) == role]
        return beside(columns, table.frame.names, same)

    def _rows(self, rows: np.ndarray[Any, Any]) -> Any:
        added = self._added().take(rows)
        return read_frame(self._plan.table.frame.take(rows)).with_columns(added)

    def _selected_rows(self) -> np.ndarray[Any, np.dtype[np.uint32]]:
        """Whatever the page sends: rows that there are, ascending."""
        given = self._selection
        rows = np.frombuffer(given[: len(given) // 4 * 4], "<u4")
        return np.unique(rows[rows < len(self._plan.table)])

    def _checked(self, value: Mapping[str, Any] | None) -> dict[str, Any]:
        labels = None if self._columns is None else self._columns.get("labelNames", [])
        return check_filter_names(read_filter(value), self._plan, labels)

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

"""What stays of an explorer when its kernel is gone: a snapshot in the cell's output, or one to keep."""

from __future__ import annotations

import base64
import logging
import os
import threading
import uuid
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from semla.comparison import Pair
from semla.plan import Plan
from semla.report import report_page, write_report
from semla.settings import refuse_unknown, refused
from semla.status import Status

_log = logging.getLogger("semla")

#: What JupyterLab knows a snapshot by.
SNAPSHOT_MIME = "application/vnd.semla.snapshot.v1+json"
_WIDGET_MIME = "application/vnd.jupyter.widget-view+json"

#: Least seconds between two snapshots of one explorer in a notebook.
_PAUSE = 4.0
#: Seconds that nothing has changed before one is taken.
_QUIET = 0.7


@dataclass(frozen=True)
class Snapshot:
    """What an explorer showed, in few bytes, to be drawn without a kernel. Made by `Explorer.snapshot`.

    A cell that ends with one shows it: the map with all that needs no model, where SemLa is installed, else the
    picture. Without texts it holds which rows have which words (of two rows or more), not their order; words of
    explained texts are hidden.
    """

    #: The snapshot; `size` bytes, a third more as base64 in a notebook.
    data: bytes
    #: The map as an SVG document.
    picture: str
    rows: int
    #: Whether the texts are in it.
    texts: bool
    #: Names of the data set and of the model.
    title: tuple[str, str | None]

    @property
    def size(self) -> int:
        """Bytes of `data`."""
        return len(self.data)

    def mimebundle(self, model_id: str | None = None) -> dict[str, Any]:
        """What a cell's output holds: snapshot, picture and text. `model_id`: of the live widget to show first."""
        dataset, model = self.title
        return {
            SNAPSHOT_MIME: {
                "version": 1,
                "model_id": model_id,
                "rows": self.rows,
                "texts": self.texts,
                "title": {"dataset": dataset, "model": model},
                "data": base64.b64encode(self.data).decode("ascii"),
            },
            "image/svg+xml": self.picture,
            "text/plain": repr(self),
        }

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Writes a file and gives its path: the picture where the name ends in .svg, else `data`."""
        target = Path(os.fsdecode(path)).expanduser()
        target.write_bytes(self.picture.encode() if target.suffix.lower() == ".svg" else self.data)
        return target

    def _repr_mimebundle_(self, **_kwargs: object) -> dict[str, Any]:
        return self.mimebundle()

    def __repr__(self) -> str:
        dataset, model = self.title
        names = f"{dataset}, {model}" if model else dataset
        texts = "with texts" if self.texts else "without texts"
        return f"Snapshot({names}, {self.rows:,} rows {texts}, {self.size / 1000:,.0f} kB)"


class Sharing:
    """The part of `Explorer` that shows it in a cell, and keeps what was seen with the notebook."""

    _plan: Plan
    _pair: Pair
    _status: Status
    _filter: dict[str, Any]
    _view: dict[str, Any]
    _display: _Display | None = None
    _with_texts = False

    def snapshot(self, texts: bool = False, **unknown: Any) -> Snapshot:
        """What this explorer shows now, to be drawn without a kernel; waits until the analysis is complete.

        Holds the map, labels, predictions, clusters, words, filter, selection, and the explanations asked for so
        far. `texts`: also the texts, which then stand in the notebook, or wherever it is put: what this is
        called with last also decides for the output of the cell that shows the explorer. Without them words of
        a single row are left out, and the words of explained texts hidden.
        """
        refuse_unknown(unknown, ("texts",))
        if not isinstance(texts, bool):
            raise refused("texts", texts, "True or False")
        self.ready()
        changed = texts != self._with_texts
        self._with_texts = texts
        taken = self._take(texts)
        if changed and self._display is not None:
            self._display.change()
        return taken

    def to_html(self, path: str | os.PathLike[str], texts: bool = False, **unknown: Any) -> Path:
        """Writes one HTML page that shows this explorer anywhere, without kernel or network; gives its path.

        It holds what `snapshot(texts)` does; a cell's output stays as it was.
        """
        refuse_unknown(unknown, ("path", "texts"))
        if not isinstance(texts, bool):
            raise refused("texts", texts, "True or False")
        self.ready()
        taken = self._take(texts)
        title = " · ".join(name for name in ("SemLa", *taken.title) if name)
        return write_report(path, report_page(taken.data, title, taken.picture))

    @abstractmethod
    def ready(self, timeout: float | None = None) -> None:
        """Waits."""

    @abstractmethod
    def _selected_rows(self) -> np.ndarray[Any, np.dtype[np.uint32]]:
        """Ascending."""

    def _take(self, texts: bool) -> Snapshot:
        state, pair = self._status.now, self._pair
        title = state["title"]
        about = {
            "title": title,
            "frames": state["frames"],
            "texts": texts,
            "filter": dict(self._filter),
            "selection": self._selected_rows().tolist(),
            "view": dict(self._view),
        }
        second = pair.second
        if second is not None and second.summary is not None and state["other"]:
            answer = pair.ask("analysis/snapshot", otherName=state["other"]["model"], **about)
        else:
            answer = pair.first.ask("analysis/snapshot", **about)
        return Snapshot(
            data=np.asarray(answer["data"], "uint8").tobytes(),
            picture=answer["picture"],
            rows=len(self._plan.table),
            texts=texts,
            title=(title["dataset"], title["model"]),
        )

    def _share(self, bundle: dict[str, Any]) -> None:
        """Shows a widget's own bundle in a cell, and later beside it what stays of it."""
        if self._display is None:
            self._display = _Display(self)
        self._display.show(bundle)

    def _sharing_changed(self, _change: object = None) -> None:
        """Something that a snapshot holds may have changed."""
        if self._display is not None:
            self._display.change()

    def _sharing_kept(self) -> None:
        """The page keeps the live view when the cell's output is updated."""
        if self._display is not None:
            self._display.follow()

    def _end_sharing(self) -> None:
        if self._display is not None:
            self._display.end()


class _Display:
    """The output of the cells that show an explorer, updated from a thread of its own.

    Where the page draws widgets by itself, an update makes the view anew, so there is one, when the analysis is
    ready; where it has said that it keeps the view (`follow`), one after every change. Best effort: what fails
    is logged.
    """

    def __init__(self, explorer: Sharing) -> None:
        self._explorer = explorer
        self._id = f"semla-{uuid.uuid4().hex}"
        self._widget: dict[str, Any] = {}
        self._shown: bytes | None = None
        self._follows = False
        self._ended = threading.Event()
        self._dirty = threading.Event()
        self._thread: threading.Thread | None = None

    def show(self, bundle: Mapping[str, Any]) -> None:
        from IPython.display import display

        self._widget = dict(bundle)
        self._shown = None
        # JupyterLab's renderer of snapshots shows the widget from the start, and then need not replace it
        explorer = self._explorer
        title = explorer._status.now["title"]
        nothing = Snapshot(
            b"", "", len(explorer._plan.table), texts=False, title=(title["dataset"], title["model"])
        )
        model_id = self._widget.get(_WIDGET_MIME, {}).get("model_id")
        first = {SNAPSHOT_MIME: nothing.mimebundle(model_id)[SNAPSHOT_MIME], **self._widget}
        display(first, raw=True, display_id=self._id)  # type: ignore[no-untyped-call]
        self._dirty.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="semla-sharing", daemon=True)
            self._thread.start()

    def change(self) -> None:
        self._dirty.set()

    def follow(self) -> None:
        if not self._follows:
            self._follows = True
            self._dirty.set()

    def end(self) -> None:
        self._ended.set()
        self._dirty.set()

    def _run(self) -> None:
        while True:
            self._dirty.wait()
            # what changes in one go is seen in one snapshot
            while self._dirty.is_set() and not self._ended.is_set():
                self._dirty.clear()
                self._ended.wait(_QUIET)
            if self._ended.is_set():
                return
            try:
                self._update()
            except Exception:
                _log.exception("the snapshot in the cell's output could not be made")
            if self._ended.wait(_PAUSE):
                return

    def _update(self) -> None:
        explorer = self._explorer
        if explorer._status.now["phase"] != "ready" or (self._shown is not None and not self._follows):
            return
        taken = explorer._take(explorer._with_texts)
        if taken.data == self._shown:
            return
        from IPython.display import update_display

        model_id = self._widget.get(_WIDGET_MIME, {}).get("model_id")
        bundle = {**taken.mimebundle(model_id), **self._widget, "text/plain": repr(explorer)}
        update_display(bundle, raw=True, display_id=self._id)  # type: ignore[no-untyped-call]
        self._shown = taken.data


def in_notebook() -> bool:
    """Whether cells have outputs that can be updated: not in a terminal, nor where IPython is not running."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None

"""One line that says how far a call is, for as long as it blocks."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, TextIO

_WIDTH = 20


class ProgressLine:
    """Written over itself on a terminal and in a notebook; elsewhere one line for each new stage."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._live = self._stream.isatty() or "ipykernel" in type(self._stream).__module__
        self._shown = ""

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live and self._shown:
            self._write("\r" + " " * len(self._shown) + "\r")

    def show(self, state: dict[str, Any]) -> None:
        """Shows the state of an explorer, if it is another than before."""
        line = f"semla: {progress_text(state, bar=True)}" if self._live else f"semla: {state['message']}"
        if line == self._shown or not state["message"]:
            return
        self._write(f"\r{line.ljust(len(self._shown))}" if self._live else f"{line}\n")
        self._shown = line

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def progress_text(state: dict[str, Any], *, bar: bool = False) -> str:
    """Words for the state of an explorer, such as "embedding rows 1,200 of 3,080"."""
    message, done, total = state["message"], state["done"], state["total"]
    if not total or done is None:
        return str(message)
    text = f"{message} {int(done):,} of {int(total):,}"
    if not bar:
        return text
    filled = round(_WIDTH * min(done / total, 1))
    return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {text}"

"""What stands between a request and its answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from typing import Any

Progress = Callable[[dict[str, Any]], None]


class PendingCall(Future[dict[str, Any]]):
    """The answer to a request, once it is there. `cancel` asks the sidecar to stop and does not wait."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        super().__init__()
        self._ask_to_stop = cancel
        self.set_running_or_notify_cancel()

    def cancel(self) -> bool:
        """Asks the sidecar to stop; the call then fails with a SemlaError of kind "cancelled"."""
        if self.done():
            return False
        self._ask_to_stop()
        return True

    def result(self, timeout: float | None = None) -> dict[str, Any]:
        """Blocks until the answer is there. Raises what went wrong, TimeoutError after `timeout` seconds."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            # Waiting in slices lets an interrupt through on Windows.
            wait = 0.5 if deadline is None else min(0.5, deadline - time.monotonic())
            try:
                return super().result(max(wait, 0))
            except FutureTimeoutError:
                if self.done():
                    return super().result()
                if deadline is not None and time.monotonic() >= deadline:
                    raise TimeoutError(f"no answer from the sidecar within {timeout:g} s") from None


@dataclass
class Waiting:
    """Who waits for the answer to one request: a call from Python, or a view by its relay."""

    call: PendingCall | None = None
    reply: Callable[[bytes], None] | None = None
    original_id: object = None
    #: Progress of this token goes to `progress`.
    token: str | None = None
    progress: Progress | None = None
    #: Which start of the sidecar was asked.
    serial: int = 0

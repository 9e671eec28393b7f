"""What an analysis is doing, told to those who watch at most 20 times a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

#: Shortest time between two messages, in seconds.
INTERVAL = 0.05


def _later(seconds: float, action: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, action)
    timer.daemon = True
    timer.start()


class Status:
    """The state that the page shows.

    `publish` gets every state that differs from the one before, never two at a time. A change of phase goes
    out at once, other changes are gathered. `clock` and `later` are injected in tests.
    """

    def __init__(
        self,
        state: dict[str, Any],
        publish: Callable[[dict[str, Any]], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        later: Callable[[float, Callable[[], None]], None] = _later,
    ) -> None:
        self._publish = publish
        self._clock = clock
        self._later = later
        self._lock = threading.RLock()
        self._state = state
        self._sent = state
        self._sent_at = float("-inf")
        self._waiting = False

    @property
    def now(self) -> dict[str, Any]:
        """The state as it is, told or not."""
        with self._lock:
            return self._state

    def update(self, **changes: Any) -> None:
        """Changes some members. After the phase "closed" nothing changes any more."""
        with self._lock:
            if self._state["phase"] == "closed":
                return
            self._state = {**self._state, **changes}
            wait = self._sent_at + INTERVAL - self._clock()
            if wait <= 0 or self._state["phase"] != self._sent["phase"]:
                self._send()
            elif not self._waiting:
                self._waiting = True
                self._later(wait, self._flush)

    def _flush(self) -> None:
        with self._lock:
            self._waiting = False
            self._send()

    def _send(self) -> None:
        if self._state != self._sent:
            self._sent, self._sent_at = self._state, self._clock()
            self._publish(self._state)

"""JSON-RPC with the sidecar: requests from Python, and frames of views passed on with their arrays unread."""

from __future__ import annotations

import atexit
import contextlib
import itertools
import logging
import os
import threading
import time
import uuid
import weakref
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from semla.calls import PendingCall, Progress, Waiting
from semla.errors import ERROR_CODES, ErrorKind, SemlaError, kind_of
from semla.protocol import PROTOCOL_VERSION
from semla.sidecar import Sidecar, sidecar_command
from semla.wire import Buffer, decode_frame, encode_frame, resolve, rewrite

#: A sidecar that dies is started again at most so often within so many seconds.
RESTARTS = 5
RESTART_SECONDS = 180.0
#: Seconds that the first answer may take.
START_SECONDS = 60.0

_log = logging.getLogger("semla")
_clients: weakref.WeakSet[Client] = weakref.WeakSet()


class Client:
    """One sidecar and everything that is asked of it. Safe to use from any thread.

    The process starts with the first request. When it dies, what was pending fails with a SemlaError of kind
    "sidecar_died" and the next request starts it again, at most five times in three minutes.

    `command`: program and arguments; default: Node with the bundled sidecar.
    """

    def __init__(
        self, command: Sequence[str] | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._command = command
        self._clock = clock
        self._ids = itertools.count(1)
        self._starts: deque[float] = deque(maxlen=RESTARTS + 1)
        self._progress: dict[str, list[Callable[[bytes], None]]] = {}
        #: How often the sidecar has been started. When it rises, handles have to be sent again.
        self.generation = 0
        #: What the running sidecar said of itself: protocol, version, node, onnxruntime, cacheFolder, pid.
        self.info: dict[str, Any] = {}
        self._last_words = ""
        self._serial = 0
        self._ended = 0
        self._reset()
        _clients.add(self)

    def _reset(self) -> None:
        self._lock = threading.RLock()
        self._starting = threading.RLock()
        self._waiting: dict[int, Waiting] = {}
        self._sidecar: Sidecar | None = None

    @property
    def alive(self) -> bool:
        """Whether a sidecar runs now."""
        return self._sidecar is not None

    @property
    def pending(self) -> int:
        """Number of requests that have no answer yet."""
        with self._lock:
            return len(self._waiting)

    def connect(self) -> int:
        """Starts the sidecar unless it runs and gives its generation. Raises SemlaError where it cannot."""
        self._running()
        return self.generation

    def request(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        on_progress: Progress | None = None,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        """Asks and blocks until the answer is there, its tensors as numpy arrays.

        An interrupt and the end of `timeout` (seconds) cancel it. Raises SemlaError and TimeoutError.
        """
        sidecar = self._sidecar
        if sidecar is not None and sidecar.on_reader_thread:
            raise SemlaError(f"{method}: a callback of the sidecar cannot wait for it; use another thread")
        call = self.start(method, params, on_progress)
        try:
            return call.result(timeout)
        except (KeyboardInterrupt, TimeoutError):
            call.cancel()
            raise

    def start(
        self, method: str, params: Mapping[str, Any], on_progress: Progress | None = None
    ) -> PendingCall:
        """Asks without waiting.

        `on_progress` gets the value of every progress notification of this request, on the thread that
        reads; its token is `params["progressToken"]`, or a new one. Raises SemlaError where no sidecar can
        start.
        """
        token: str | None = None
        if on_progress is not None:
            token = str(params.get("progressToken") or uuid.uuid4().hex)
            params = {**params, "progressToken": token}
        number = next(self._ids)
        call = PendingCall(lambda: self._cancel(number))
        frame = encode_frame({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        self._send(number, frame, Waiting(call=call, token=token, progress=on_progress))
        return call

    def forward(self, frame: Buffer, reply: Callable[[bytes], None]) -> int:
        """Passes on the request frame of a view under an id of its own, which is returned.

        `reply` gets the answer with the view's id, an error too when the sidecar dies or does not start, on
        whatever thread knows it.
        """
        number = next(self._ids)
        message, _ = decode_frame(frame)
        waiting = Waiting(reply=reply, original_id=message.get("id"))
        try:
            self._send(number, rewrite(frame, id=number), waiting)
        except SemlaError as error:
            self._fail(waiting, error)
        return number

    def forward_cancel(self, number: int) -> None:
        """Asks the sidecar to stop a forwarded request; unknown and answered ones are passed over."""
        self._cancel(number)

    def on_progress(self, token: str, callback: Callable[[bytes], None]) -> Callable[[], None]:
        """Calls back with every raw progress frame of `token`. Returns what ends that."""
        with self._lock:
            self._progress.setdefault(token, []).append(callback)

        def unsubscribe() -> None:
            with self._lock:
                callbacks = self._progress.get(token, [])
                if callback in callbacks:
                    callbacks.remove(callback)
                if not callbacks:
                    self._progress.pop(token, None)

        return unsubscribe

    def close(self) -> None:
        """Ends the sidecar; what was pending fails with kind "cancelled". A later request starts it again."""
        with self._lock:
            sidecar, self._sidecar = self._sidecar, None
            waiting = self._drop(self._serial)
            self._starts.clear()
        for one in waiting:
            self._fail(one, SemlaError("the sidecar was closed", kind="cancelled"))
        if sidecar is not None:
            sidecar.close()

    def _send(self, number: int, frame: bytes, waiting: Waiting) -> None:
        sidecar = self._running()
        with self._lock:
            if self._sidecar is not sidecar:
                raise SemlaError(self._last_words or "the sidecar was closed", kind="sidecar_died")
            waiting.serial = self._serial
            self._waiting[number] = waiting
            sidecar.send(frame)

    def _cancel(self, number: int) -> None:
        with self._lock:
            if number in self._waiting and self._sidecar is not None:
                message = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": number}}
                self._sidecar.send(encode_frame(message))

    def _running(self) -> Sidecar:
        if self._sidecar is not None:
            return self._sidecar
        with self._starting:
            return self._sidecar or self._start()

    def _start(self) -> Sidecar:
        now = self._clock()
        if len(self._starts) > RESTARTS and now - self._starts[0] < RESTART_SECONDS:
            raise SemlaError(
                f"the sidecar was started again {RESTARTS} times in {RESTART_SECONDS / 60:.0f} minutes "
                f"and died each time; restart the kernel, or see: python -m semla doctor. {self._last_words}",
                kind="sidecar_died",
            )
        command = self._command or sidecar_command()
        number = next(self._ids)
        hello = PendingCall(lambda: None)
        with self._lock:
            self._serial = serial = self._serial + 1
            self._waiting[number] = Waiting(call=hello, serial=serial)
        try:
            sidecar = Sidecar(command, self._received, lambda sentence: self._died(serial, sentence))
        except SemlaError:
            with self._lock:
                del self._waiting[number]
            raise
        self._starts.append(now)
        params = {"protocol": PROTOCOL_VERSION, "client": "python"}
        sidecar.send(encode_frame({"jsonrpc": "2.0", "id": number, "method": "initialize", "params": params}))
        try:
            info = hello.result(START_SECONDS)
            if info.get("protocol") != PROTOCOL_VERSION:
                raise SemlaError(
                    f"sidecar: speaks protocol {info.get('protocol')}, Python {PROTOCOL_VERSION}; "
                    "install semla-lab again",
                    kind="protocol_mismatch",
                )
        except BaseException as error:
            with self._lock:
                self._waiting.pop(number, None)
            sidecar.close()
            if isinstance(error, TimeoutError):
                sentence = f"the sidecar did not answer within {START_SECONDS:.0f} s. {sidecar.errors()}"
                raise SemlaError(sentence, kind="sidecar_died") from error
            raise
        with self._lock:
            if self._ended == serial:
                raise SemlaError(self._last_words, kind="sidecar_died")
            self.info = info
            self.generation += 1
            self._sidecar = sidecar
        return sidecar

    def _received(self, frame: bytearray) -> None:
        message, body = decode_frame(frame)
        if "method" in message:
            self._notified(message, body, frame)
            return
        with self._lock:
            waiting = self._waiting.pop(message["id"], None) if isinstance(message.get("id"), int) else None
        if waiting is None:
            return
        if waiting.reply is not None:
            _call(waiting.reply, encode_frame({**message, "id": waiting.original_id}, body))
        elif waiting.call is not None and "error" in message:
            waiting.call.set_exception(_error(message["error"]))
        elif waiting.call is not None:
            waiting.call.set_result(resolve(message["result"], body))

    def _notified(self, message: dict[str, Any], body: memoryview, frame: bytearray) -> None:
        if message["method"] != "$/progress":
            return
        params = message.get("params", {})
        token = params.get("token")
        with self._lock:
            raw = list(self._progress.get(token, []))
            calls = [one.progress for one in self._waiting.values() if one.progress and one.token == token]
        if raw:
            whole = bytes(frame)
            for on_frame in raw:
                _call(on_frame, whole)
        for progress in calls:
            _call(progress, resolve(params.get("value"), body))

    def _died(self, serial: int, sentence: str) -> None:
        with self._lock:
            if self._serial == serial:
                self._sidecar = None
            self._ended = serial
            self._last_words = sentence
            waiting = self._drop(serial)
        for one in waiting:
            self._fail(one, SemlaError(sentence, kind="sidecar_died"))

    def _drop(self, serial: int) -> list[Waiting]:
        dropped = {number: one for number, one in self._waiting.items() if one.serial == serial}
        for number in dropped:
            del self._waiting[number]
        return list(dropped.values())

    def _fail(self, waiting: Waiting, error: SemlaError) -> None:
        if waiting.call is not None:
            waiting.call.set_exception(error)
        if waiting.reply is not None:
            body = {"code": ERROR_CODES[error.kind], "message": str(error), "data": {"kind": error.kind}}
            _call(waiting.reply, encode_frame({"jsonrpc": "2.0", "id": waiting.original_id, "error": body}))

    def _forked(self) -> None:
        sidecar = self._sidecar
        self._reset()
        if sidecar is not None:
            sidecar.forget()


def _error(error: Mapping[str, Any]) -> SemlaError:
    data = error.get("data")
    kind: ErrorKind = kind_of(data.get("kind") if isinstance(data, dict) else None)
    if kind == "internal":
        kind = next((kind for kind, code in ERROR_CODES.items() if code == error.get("code")), kind)
    return SemlaError(str(error.get("message", "the sidecar gave no reason")), kind=kind)


def _call(callback: Callable[[Any], None], value: object) -> None:
    try:
        callback(value)
    except Exception:
        _log.exception("a callback failed")


_shared: Client | None = None
_shared_lock = threading.Lock()


def shared_client() -> Client:
    """The client of this process, made with the first call and closed when Python ends."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = Client()
        return _shared


def _close_all() -> None:
    for client in list(_clients):
        with contextlib.suppress(Exception):
            client.close()


def _after_fork() -> None:
    global _shared_lock
    _shared_lock = threading.Lock()
    for client in list(_clients):
        client._forked()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

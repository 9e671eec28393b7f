"""Carries frames between the page and the sidecar; their arrays are never read."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from semla.analysis import Sidecar
from semla.errors import ERROR_CODES, SemlaError
from semla.wire import decode_frame, encode_frame, resolve

_log = logging.getLogger("semla")

#: What a page may ask: what is known of an analysis, and another view of it. Nothing that opens a file or
#: starts work from new data.
ALLOWED = (
    "dataset/get",
    "analysis/state",
    "analysis/array",
    "analysis/probabilities",
    "analysis/filter",
    "analysis/labels",
    "analysis/confusions",
    "analysis/words",
    "analysis/project",
    "analysis/clusters",
    "analysis/neighbours",
    "analysis/concepts",
    "analysis/compare",
    "analysis/contrast",
    "explain/attribute",
    "explain/relations",
    "explain/predict",
    "explain/trust",
    "explain/salience",
    "explain/word",
)

#: Requests that change an analysis for all who look at it.
CHANGING = ("analysis/project", "analysis/clusters")

#: Longer answers are no errors, so they are not looked into.
_ERROR_BYTES = 65536


class Restorable(Protocol):
    """What is asked of `semla.comparison.Pair`."""

    def restore(self) -> None:
        """Tells the sidecar everything again."""

    def note(self, method: str, params: Mapping[str, Any], result: Mapping[str, Any]) -> None:
        """Takes in that a page has had an analysis changed."""


@dataclass
class _Request:
    view: str
    number: object
    frame: bytes
    #: Method and parameters, where the request changes something.
    change: tuple[str, Mapping[str, Any]] | None = None
    forwarded: int | None = None
    cancelled: bool = False
    again: bool = False


class Relay:
    """Relays the requests of all views of one explorer.

    `send(content, buffers)` sends a custom message to the page. Nothing that a page sends makes `receive`
    raise: what cannot be passed on is answered with a JSON-RPC error.
    """

    def __init__(
        self, client: Sidecar, analysis: Restorable, send: Callable[[dict[str, Any], list[bytes]], None]
    ) -> None:
        self._client = client
        self._analysis = analysis
        self._send = send
        self._lock = threading.Lock()
        self._requests: dict[tuple[str, object], _Request] = {}

    def receive(self, view: object, buffers: Sequence[Any]) -> None:
        """Takes one custom message of type "frame" from a view."""
        if not isinstance(view, str):
            _log.warning("a message of a view without a name was dropped")
            return
        number: object = None
        try:
            if len(buffers) != 1:
                raise ValueError(f"frame: {len(buffers)} buffers (allowed: 1)")
            frame = bytes(buffers[0])
            message, _ = decode_frame(frame)
            method, number = message.get("method"), message.get("id")
            if method == "$/cancelRequest":
                params = message.get("params")
                self._cancel(view, params.get("id") if isinstance(params, dict) else None)
            elif isinstance(number, bool) or not isinstance(number, (int, str)):
                raise ValueError(f"frame: id {number!r} (allowed: an integer or a string)")
            elif method not in ALLOWED:
                raise ValueError(f"method: {method!r} (allowed: {', '.join(ALLOWED)})")
            else:
                params = message.get("params")
                changes = method in CHANGING and isinstance(params, dict)
                # the page knows by this that no running cell keeps its requests from being heard
                self._post(view, encode_frame(_taken(number)))
                self._forward(_Request(view, number, frame, (method, params or {}) if changes else None))
        except ValueError as error:
            answer = number if isinstance(number, (int, str)) else None
            self._refuse(view, answer, SemlaError(str(error), kind="invalid_request"))
        except Exception as error:
            _log.exception("a message of a view failed")
            self._refuse(view, None, SemlaError(f"{type(error).__name__}: {error}"))

    def broadcast(self, frame: bytes) -> None:
        """Sends a progress frame to every view."""
        self._post(None, frame)

    def _forward(self, request: _Request) -> None:
        with self._lock:
            self._requests[request.view, request.number] = request
        if self._client.alive:
            self._pass_on(request)
        else:
            self._restore_then_pass_on(request)

    def _pass_on(self, request: _Request) -> None:
        number = self._client.forward(request.frame, lambda answer: self._answered(request, answer))
        with self._lock:
            request.forwarded = number
            cancelled = request.cancelled
        if cancelled:
            self._client.forward_cancel(number)

    def _answered(self, request: _Request, answer: bytes) -> None:
        if not request.again and not request.cancelled and _says_unknown(answer):
            self._restore_then_pass_on(request)
            return
        self._forget(request)
        if request.change is not None:
            self._note(*request.change, answer)
        self._post(request.view, answer)

    def _note(self, method: str, params: Mapping[str, Any], answer: bytes) -> None:
        message, body = decode_frame(answer)
        if "result" not in message:
            return
        try:
            self._analysis.note(method, params, resolve(message["result"], body))
        except Exception:
            _log.exception("a change that a page asked for was not taken in")

    def _restore_then_pass_on(self, request: _Request) -> None:
        """On a thread of its own: neither the comm nor the sidecar's reader may wait for this."""
        request.again = True

        def work() -> None:
            try:
                self._analysis.restore()
                self._pass_on(request)
            except SemlaError as error:
                self._forget(request)
                self._refuse(request.view, request.number, error)
            except Exception as error:
                _log.exception("a message of a view failed")
                self._forget(request)
                self._refuse(request.view, request.number, SemlaError(f"{type(error).__name__}: {error}"))

        threading.Thread(target=work, name="semla-relay", daemon=True).start()

    def _cancel(self, view: str, number: object) -> None:
        key = (view, number if isinstance(number, (int, str)) else None)
        with self._lock:
            request = self._requests.get(key)
            if request is None:
                return
            request.cancelled = True
            forwarded = request.forwarded
        if forwarded is not None:
            self._client.forward_cancel(forwarded)

    def _forget(self, request: _Request) -> None:
        with self._lock:
            if self._requests.get((request.view, request.number)) is request:
                del self._requests[request.view, request.number]

    def _refuse(self, view: str, number: object, error: SemlaError) -> None:
        body = {"code": ERROR_CODES[error.kind], "message": str(error), "data": {"kind": error.kind}}
        self._post(view, encode_frame({"jsonrpc": "2.0", "id": number, "error": body}))

    def _post(self, view: str | None, frame: bytes) -> None:
        try:
            self._send({"type": "frame", "view": view}, [frame])
        except Exception:
            _log.exception("the page could not be reached")


def _taken(number: int | str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "method": "$/taken", "params": {"id": number}}


def _says_unknown(answer: bytes) -> bool:
    if len(answer) > _ERROR_BYTES:
        return False
    message, _ = decode_frame(answer)
    error = message.get("error")
    return isinstance(error, dict) and error.get("code") == ERROR_CODES["unknown_handle"]

"""The one error that SemLa raises on purpose."""

from __future__ import annotations

from typing import Literal, get_args

ErrorKind = Literal[
    "invalid_request",
    "unknown_handle",
    "bad_data",
    "bad_model",
    "cancelled",
    "sidecar_died",
    "protocol_mismatch",
    "internal",
]

#: JSON-RPC code of each kind, as in the protocol.
ERROR_CODES: dict[ErrorKind, int] = {
    "invalid_request": -32602,
    "internal": -32603,
    "cancelled": -32800,
    "unknown_handle": -32001,
    "bad_data": -32002,
    "bad_model": -32003,
    "sidecar_died": -32004,
    "protocol_mismatch": -32005,
}


class SemlaError(Exception):
    """An error whose message is a sentence for the user; `kind` says the same to a program."""

    def __init__(self, message: str, *, kind: ErrorKind = "internal") -> None:
        super().__init__(message)
        self.kind: ErrorKind = kind


def kind_of(value: object) -> ErrorKind:
    """The kind named by `value`, or "internal" where it names none."""
    for kind in get_args(ErrorKind):
        if value == kind:
            return kind  # type: ignore[no-any-return]
    return "internal"

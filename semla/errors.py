"""The one error that SemLa raises on purpose."""

from __future__ import annotations

from typing import get_args

from semla.protocol import ERROR_CODES, ErrorKind

__all__ = ["ERROR_CODES", "ErrorKind", "SemlaError", "kind_of"]


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

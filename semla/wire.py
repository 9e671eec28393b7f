"""Frames: one JSON-RPC message and its arrays, little endian.

    u32 total | u32 jsonLength | JSON | buffers

`total` counts the whole frame. The JSON is padded with spaces to a multiple of eight bytes and each buffer
with zeros, so that every array can be read in place. An array stands in the JSON as
`{"$tensor": {"dtype", "shape", "offset", "length"}}`, offset and length in bytes within the buffers.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

import numpy as np

Buffer: TypeAlias = bytes | bytearray | memoryview
Message: TypeAlias = dict[str, Any]

HEADER = 8
#: Larger frames are refused: a length beyond it means that the stream is out of step.
MAX_FRAME = 2**31

DTYPES: dict[str, np.dtype[Any]] = {
    "float32": np.dtype("<f4"),
    "int32": np.dtype("<i4"),
    "uint32": np.dtype("<u4"),
    "uint8": np.dtype("u1"),
}


class Readable(Protocol):
    """A raw byte stream such as the end of a pipe."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fills part of `buffer` or all of it: how many bytes, none at the end."""


def _aligned(size: int) -> int:
    return (size + 7) & ~7


def encode_frame(message: Mapping[str, Any], body: Buffer | None = None) -> bytes:
    """One frame holding `message`.

    numpy arrays of float32, int32, uint32 and uint8, and bytes (as uint8), may lie anywhere in it; numpy
    scalars become numbers. `body` holds the buffers of tensors that the message already describes. Raises
    ValueError for NaN outside an array and for frames over 2 GiB, TypeError for other arrays and objects.
    """
    start = 0 if body is None else len(memoryview(body).cast("B"))
    buffers: list[Buffer] = [] if body is None else [body, bytes(_aligned(start) - start)]
    end = _aligned(start)

    def describe(value: object) -> object:
        nonlocal end
        if isinstance(value, np.generic):
            return value.item()
        if isinstance(value, bytes | bytearray | memoryview):
            array = np.frombuffer(value, np.uint8)
        elif isinstance(value, np.ndarray):
            array = value
        else:
            raise TypeError(f"message: {type(value).__name__} (allowed: JSON, numpy arrays, bytes)")
        name = array.dtype.name
        if name not in DTYPES:
            raise TypeError(f"dtype: {name} (allowed: {', '.join(DTYPES)})")
        size = array.nbytes
        data = np.ascontiguousarray(array, DTYPES[name]).reshape(-1).view(np.uint8)
        descriptor = {"dtype": name, "shape": list(array.shape), "offset": end, "length": size}
        buffers.extend((data.data, bytes(_aligned(size) - size)))
        end += _aligned(size)
        return {"$tensor": descriptor}

    text = json.dumps(message, default=describe, separators=(",", ":"), allow_nan=False).encode("ascii")
    text = text.ljust(_aligned(len(text)))
    total = HEADER + len(text) + end
    if total > MAX_FRAME:
        raise ValueError(f"frame: {total} bytes (allowed: up to {MAX_FRAME})")
    return b"".join((struct.pack("<II", total, len(text)), text, *buffers))


def decode_frame(frame: Buffer) -> tuple[Message, memoryview]:
    """The JSON of one whole frame, its tensors still as descriptors, and the buffers they point into."""
    view = memoryview(frame).cast("B")
    total, json_length = struct.unpack_from("<II", view) if len(view) >= HEADER else (-1, 0)
    if total != len(view) or HEADER + json_length > total:
        raise ValueError(f"frame: {len(view)} bytes that say they are {total}")
    message = json.loads(bytes(view[HEADER : HEADER + json_length]))
    if not isinstance(message, dict):
        raise ValueError(f"frame: holds {type(message).__name__} (allowed: an object)")
    return message, view[HEADER + json_length :]


def resolve(message: Any, body: Buffer) -> Any:
    """`message` with every tensor as a numpy array that shares the memory of `body`."""
    if isinstance(message, dict):
        if "$tensor" in message:
            return _read_tensor(message["$tensor"], memoryview(body))
        return {key: resolve(value, body) for key, value in message.items()}
    if isinstance(message, list):
        return [resolve(value, body) for value in message]
    return message


def _read_tensor(descriptor: Mapping[str, Any], body: memoryview) -> np.ndarray[Any, Any]:
    name, offset, length = descriptor["dtype"], int(descriptor["offset"]), int(descriptor["length"])
    shape = tuple(int(side) for side in descriptor["shape"])
    if name not in DTYPES:
        raise ValueError(f"dtype: {name} (allowed: {', '.join(DTYPES)})")
    if offset < 0 or length < 0 or offset + length > len(body):
        raise ValueError(f"tensor: {length} bytes at {offset} lie outside the frame")
    dtype = DTYPES[name]
    if math.prod(shape) * dtype.itemsize != length:
        raise ValueError(f"tensor: shape {list(shape)} of {name} does not fill {length} bytes")
    return np.frombuffer(body[offset : offset + length], dtype).reshape(shape)


def rewrite(frame: Buffer, **changes: object) -> bytes:
    """The same frame with other values for some members of its message; its buffers stay as they are."""
    message, body = decode_frame(frame)
    return encode_frame({**message, **changes}, body)


def read_frame(stream: Readable) -> bytearray | None:
    """The next whole frame of a raw stream, or None at its end. Raises ValueError where none can begin."""
    header = bytearray(HEADER)
    if not _fill(stream, memoryview(header)):
        return None
    total, json_length = struct.unpack("<II", header)
    if total % 8 or json_length % 8 or not HEADER + json_length <= total <= MAX_FRAME:
        raise ValueError(f"frame: begins with {bytes(header)!r}; the stream is out of step")
    frame = bytearray(total)
    frame[:HEADER] = header
    return frame if _fill(stream, memoryview(frame)[HEADER:]) else None


def _fill(stream: Readable, buffer: memoryview) -> bool:
    while buffer:
        count = stream.readinto(buffer)
        if not count:
            return False
        buffer = buffer[count:]
    return True

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import hypothesis.extra.numpy as npst
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from semla.wire import DTYPES, decode_frame, encode_frame, read_frame, resolve, rewrite

GOLDEN = Path(__file__).parent / "golden" / "frame.bin"

arrays = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda name: npst.arrays(name, npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5))
)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
)
names = st.text(max_size=8).filter(lambda name: name != "$tensor")
values = st.recursive(
    leaves | st.text(st.characters()) | arrays,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
messages = st.dictionaries(names, values, max_size=5)


def same(left: Any, right: Any) -> bool:
    if isinstance(left, np.ndarray):
        return bool(
            left.shape == right.shape and left.dtype == right.dtype and left.tobytes() == right.tobytes()
        )
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


@given(messages)
def test_a_message_comes_back_as_it_was_sent(message: dict[str, Any]) -> None:
    assert same(resolve(*decode_frame(encode_frame(message))), message)


@given(messages, st.integers())
def test_rewriting_a_member_leaves_the_arrays_alone(message: dict[str, Any], number: int) -> None:
    changed = rewrite(encode_frame({**message, "id": "old"}), id=number)
    assert same(resolve(*decode_frame(changed)), {**message, "id": number})


@given(messages)
def test_every_array_begins_at_a_multiple_of_eight_bytes(message: dict[str, Any]) -> None:
    frame = encode_frame(message)
    total, json_length = struct.unpack_from("<II", frame)
    assert total == len(frame) and total % 8 == 0 and json_length % 8 == 0


@given(st.lists(messages, max_size=4), st.integers(1, 40))
def test_a_stream_is_cut_into_its_frames_whatever_its_pieces(sent: list[dict[str, Any]], piece: int) -> None:
    class Pieces(io.BytesIO):
        def readinto(self, buffer: Any, /) -> int:
            return super().readinto(memoryview(buffer)[:piece])

    stream = Pieces(b"".join(map(encode_frame, sent)))
    for message in sent:
        frame = read_frame(stream)
        assert frame is not None and same(resolve(*decode_frame(frame)), message)
    assert read_frame(stream) is None


def test_frames_of_the_typescript_codec_are_read_and_written_byte_for_byte() -> None:
    golden = GOLDEN.read_bytes()
    message, body = decode_frame(golden)
    result = resolve(message, body)["result"]
    assert result["text"] == "naïve 🙂"
    np.testing.assert_array_equal(result["matrix"], np.array([[1, -2.5, np.nan], [4, 5, np.inf]], np.float32))
    assert [row.tolist() for row in result["rows"]] == [[1, 4294967295, 3], [9]]
    assert result["empty"].shape == (0, 4)
    again = encode_frame(resolve(message, body))
    assert decode_frame(again)[0] == message and bytes(decode_frame(again)[1]) == bytes(body)


def test_bytes_travel_as_uint8_and_numpy_scalars_as_numbers() -> None:
    message = resolve(
        *decode_frame(encode_frame({"table": b"abc", "row": np.int64(3), "loss": np.float32(0.5)}))
    )
    assert message["table"].tobytes() == b"abc" and message["row"] == 3 and message["loss"] == 0.5


def test_arrays_that_are_not_contiguous_or_of_other_byte_order_are_sent_right() -> None:
    grid = np.arange(12, dtype=">i4").reshape(3, 4)[:, ::2]
    assert resolve(*decode_frame(encode_frame({"grid": grid})))["grid"].tolist() == [[0, 2], [4, 6], [8, 10]]


@pytest.mark.parametrize("array", [np.zeros(2), np.zeros(2, np.int64), np.zeros(2, bool), np.array(["a"])])
def test_an_array_of_another_type_is_refused_by_name(array: np.ndarray[Any, Any]) -> None:
    with pytest.raises(
        TypeError, match=rf"dtype: {array.dtype.name} \(allowed: float32, int32, uint32, uint8\)"
    ):
        encode_frame({"array": array})


def test_nan_outside_an_array_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode_frame({"loss": float("nan")})


@pytest.mark.parametrize("frame", [b"", b"\x08\0\0\0", encode_frame({})[:-1], encode_frame({}) + b" "])
def test_a_frame_of_another_length_than_it_says_is_refused(frame: bytes) -> None:
    with pytest.raises(ValueError, match="bytes that say they are"):
        decode_frame(frame)


def test_a_tensor_outside_its_frame_is_refused() -> None:
    message, body = decode_frame(encode_frame({"a": np.zeros(4, np.float32)}))
    message["a"]["$tensor"]["offset"] = 8
    with pytest.raises(ValueError, match="lie outside the frame"):
        resolve(message, body)


def test_a_shape_that_does_not_fill_its_bytes_is_refused() -> None:
    message, body = decode_frame(encode_frame({"a": np.zeros(4, np.float32)}))
    message["a"]["$tensor"]["shape"] = [5]
    with pytest.raises(ValueError, match="does not fill"):
        resolve(message, body)


@pytest.mark.parametrize("stray", [b"hello, world\n", b"Warning: something", b"[object Object]\n"])
def test_a_stray_print_in_a_stream_is_told_from_a_frame(stray: bytes) -> None:
    with pytest.raises(ValueError, match="out of step"):
        read_frame(io.BytesIO(stray))


def test_a_stream_that_ends_within_a_frame_gives_no_frame() -> None:
    assert read_frame(io.BytesIO(encode_frame({"a": 1})[:-1])) is None

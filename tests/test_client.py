from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from semla import client as client_module
from semla.client import RESTART_SECONDS, RESTARTS, Client, shared_client
from semla.errors import SemlaError
from semla.node import find_node
from semla.wire import decode_frame, encode_frame, resolve

FAKE = Path(__file__).parent / "fake_sidecar.mjs"
REAL = Path(__file__).parents[1] / "semla" / "sidecar" / "main.mjs"
posix = pytest.mark.skipif(os.name == "nt", reason="signals and forks of POSIX")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock) -> Iterator[Client]:
    client = Client([find_node().path, str(FAKE)], clock=clock)
    yield client
    client.close()


def asleep(client: Client) -> int:
    return int(client.request("asleep", {})["count"])


def request_frame(number: object, method: str, **params: object) -> bytes:
    return encode_frame({"jsonrpc": "2.0", "id": number, "method": method, "params": params})


class Replies:
    """Collects the frames that a view gets."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self._came = threading.Semaphore(0)

    def __call__(self, frame: bytes) -> None:
        self.frames.append(frame)
        self._came.release()

    def next(self) -> dict[str, Any]:
        assert self._came.acquire(timeout=10)
        message: dict[str, Any] = resolve(*decode_frame(self.frames[-1]))
        return message


def test_the_sidecar_starts_with_the_first_request(client: Client) -> None:
    assert not client.alive and client.generation == 0
    rows = np.arange(6, dtype=np.uint32).reshape(2, 3)
    result = client.request("echo", {"rows": rows, "table": b"arrow", "name": "naïve 🙂"})
    np.testing.assert_array_equal(result["rows"], rows)
    assert result["table"].tobytes() == b"arrow" and result["name"] == "naïve 🙂"
    assert client.alive and client.generation == 1 and client.info["version"] == "fake"


def test_large_arrays_pass_while_answers_come_back(client: Client) -> None:
    arrays = [np.full(2_000_000, number, np.float32) for number in range(4)]
    calls = [client.start("echo", {"array": array}) for array in arrays]
    for array, call in zip(arrays, calls, strict=True):
        np.testing.assert_array_equal(call.result(20)["array"], array)


def test_many_threads_share_one_sidecar(client: Client) -> None:
    answers: dict[int, int] = {}

    def ask(number: int) -> None:
        answers[number] = client.request("echo", {"number": number})["number"]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number for number in range(20)} and client.generation == 1


def test_an_error_of_the_sidecar_keeps_its_sentence_and_kind(client: Client) -> None:
    with pytest.raises(SemlaError, match=r"^label: 3 \(allowed: 0, 1\)$") as caught:
        client.request("refuse", {})
    assert caught.value.kind == "bad_data"


def test_progress_comes_in_order_and_before_the_answer(client: Client) -> None:
    seen: list[dict[str, Any]] = []
    assert client.request("count", {"upTo": 5}, on_progress=seen.append) == {"done": 5}
    assert [value["done"] for value in seen] == [1, 2, 3, 4, 5]


def test_progress_of_two_requests_is_told_apart(client: Client) -> None:
    first: list[dict[str, Any]] = []
    second: list[dict[str, Any]] = []
    calls = [
        client.start("count", {"upTo": 2}, first.append),
        client.start("count", {"upTo": 3, "progressToken": "mine"}, second.append),
    ]
    for call in calls:
        call.result(10)
    assert (len(first), len(second)) == (2, 3)


def test_a_failing_callback_does_not_disturb_the_rest(client: Client) -> None:
    def fail(value: dict[str, Any]) -> None:
        raise RuntimeError("callback")

    assert client.request("count", {"upTo": 2}, on_progress=fail) == {"done": 2}


def test_a_callback_that_would_wait_for_itself_is_an_error(client: Client) -> None:
    caught: list[SemlaError] = []

    def ask(value: dict[str, Any]) -> None:
        with pytest.raises(SemlaError) as error:
            client.request("echo", {})
        caught.append(error.value)

    client.request("count", {"upTo": 1}, on_progress=ask)
    assert "cannot wait" in str(caught[0])


def test_a_cancelled_call_fails_as_cancelled_and_the_sidecar_stops(client: Client) -> None:
    call = client.start("sleep", {})
    assert asleep(client) == 1
    assert call.cancel()
    with pytest.raises(SemlaError) as caught:
        call.result(10)
    assert caught.value.kind == "cancelled" and asleep(client) == 0 and not call.cancel()


def test_a_timeout_cancels_the_request(client: Client) -> None:
    client.connect()
    with pytest.raises(TimeoutError, match=r"no answer from the sidecar within 0\.05 s"):
        client.request("sleep", {}, timeout=0.05)
    assert asleep(client) == 0


@posix
def test_an_interrupt_cancels_the_request_and_is_raised_again(client: Client) -> None:
    import signal

    def interrupt(value: dict[str, Any]) -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    # a shell's background job starts with interrupts ignored
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            client.request("sleep", {}, on_progress=interrupt)
    finally:
        signal.signal(signal.SIGINT, before)
    assert asleep(client) == 0 and client.generation == 1


def test_a_death_fails_what_is_pending_and_the_next_call_works(client: Client) -> None:
    pending = client.start("sleep", {})
    with pytest.raises(SemlaError, match=r"the sidecar ended .*\nfirst line\nout of memory") as caught:
        client.request("die", {})
    assert caught.value.kind == "sidecar_died"
    with pytest.raises(SemlaError, match="the sidecar ended"):
        pending.result(10)
    assert client.request("echo", {"a": 1}) == {"a": 1} and client.generation == 2


def test_it_is_started_again_five_times_in_three_minutes_and_no_more(client: Client, clock: Clock) -> None:
    for _ in range(RESTARTS + 1):
        with pytest.raises(SemlaError, match="exit code 3"):
            client.request("die", {})
    with pytest.raises(SemlaError, match=r"started again 5 times in 3 minutes .*\nfirst line\nout of memory"):
        client.request("echo", {})
    clock.now = RESTART_SECONDS
    assert client.request("echo", {"a": 1}) == {"a": 1}


def test_a_sidecar_that_cannot_start_says_why(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_START", "die")
    with pytest.raises(SemlaError, match=r"exit code 7.*\ncannot find my graph") as caught:
        client.request("echo", {})
    assert caught.value.kind == "sidecar_died" and not client.alive
    monkeypatch.delenv("FAKE_START")
    assert client.connect() == 1


def test_a_sidecar_of_another_protocol_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_START", "old")
    with pytest.raises(SemlaError, match="speaks protocol 2, Python 1") as caught:
        client.connect()
    assert caught.value.kind == "protocol_mismatch"


def test_closing_fails_what_is_pending_and_a_later_call_starts_again(client: Client) -> None:
    call = client.start("sleep", {})
    assert asleep(client) == 1
    client.close()
    with pytest.raises(SemlaError, match="the sidecar was closed") as caught:
        call.result(10)
    assert caught.value.kind == "cancelled"
    assert client.request("echo", {}) == {} and client.generation == 2


def test_views_that_use_the_same_ids_get_their_own_answers(client: Client) -> None:
    one, other = Replies(), Replies()
    rows = np.array([3, 1], np.uint32)
    client.forward(request_frame(1, "echo", rows=rows), one)
    client.forward(request_frame(1, "echo", who="other"), other)
    answer = one.next()
    assert answer["id"] == 1 and answer["result"]["rows"].tolist() == [3, 1]
    assert other.next() == {"jsonrpc": "2.0", "id": 1, "result": {"who": "other"}}


def test_a_forwarded_request_is_cancelled_by_the_number_it_got(client: Client) -> None:
    replies = Replies()
    number = client.forward(request_frame("a", "sleep"), replies)
    assert asleep(client) == 1
    client.forward_cancel(number)
    answer = replies.next()
    assert (answer["id"], answer["error"]["data"]["kind"]) == ("a", "cancelled")
    client.forward_cancel(number)
    client.forward_cancel(123456)


def test_a_view_hears_that_the_sidecar_died(client: Client) -> None:
    replies = Replies()
    client.forward(request_frame(9, "die"), replies)
    answer = replies.next()
    assert answer["id"] == 9 and answer["error"]["code"] == -32004
    assert "out of memory" in answer["error"]["message"]


def test_a_view_hears_that_the_sidecar_cannot_start() -> None:
    replies = Replies()
    Client(["/nowhere/node"]).forward(request_frame(9, "echo"), replies)
    assert "does not start" in replies.next()["error"]["message"]


def test_raw_progress_frames_go_to_whoever_subscribed(client: Client) -> None:
    frames = Replies()
    stop = client.on_progress("token", frames)
    client.request("count", {"upTo": 2, "progressToken": "token"})
    client.request("count", {"upTo": 2, "progressToken": "another"})
    assert [decode_frame(frame)[0]["params"]["value"]["done"] for frame in frames.frames] == [1, 2]
    stop()
    client.request("count", {"upTo": 2, "progressToken": "token"})
    assert len(frames.frames) == 2


@posix
def test_a_forked_child_has_a_sidecar_of_its_own(client: Client) -> None:
    client.connect()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            client.request("echo", {})
            os.write(write, f"{client.info['pid']}".encode())
            client.close()
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        theirs = int(pipe.read())
    os.waitpid(child, 0)
    assert theirs != client.info["pid"]
    assert client.request("echo", {"a": 1}) == {"a": 1} and client.generation == 1


def test_the_shared_client_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "_shared", None)
    assert shared_client() is shared_client()


@pytest.mark.skipif(not REAL.exists(), reason="semla/sidecar/main.mjs is not built")
def test_the_real_sidecar_answers_and_names_an_unknown_method() -> None:
    client = Client([find_node().path, str(REAL)])
    assert client.connect() == 1
    assert Path(client.info["cacheFolder"]).is_absolute() and client.info["protocol"] == 1
    with pytest.raises(SemlaError, match="analysis/nothing"):
        client.request("analysis/nothing", {})
    client.close()

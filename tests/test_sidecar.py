from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from semla.errors import SemlaError
from semla.node import find_node
from semla.sidecar import STDERR_KEPT, Sidecar, sidecar_script
from semla.wire import decode_frame, encode_frame

FAKE = Path(__file__).parent / "fake_sidecar.mjs"
posix = pytest.mark.skipif(os.name == "nt", reason="signals and process groups of POSIX")


class Heard:
    def __init__(self, command: list[str] | None = None) -> None:
        self.frames: list[bytearray] = []
        self.sentences: list[str] = []
        self.answered = threading.Semaphore(0)
        self.ended = threading.Event()
        self.sidecar = Sidecar(command or [find_node().path, str(FAKE)], self._frame, self._exit)

    def _frame(self, frame: bytearray) -> None:
        self.frames.append(frame)
        self.answered.release()

    def _exit(self, sentence: str) -> None:
        self.sentences.append(sentence)
        self.ended.set()

    def ask(self, method: str, **params: object) -> None:
        self.sidecar.send(encode_frame({"id": 1, "method": method, "params": params}))

    def end(self) -> str:
        assert self.ended.wait(10)
        return self.sentences[0]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z"


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_frames_go_there_and_back() -> None:
    heard = Heard()
    heard.ask("echo", text="naïve 🙂")
    assert heard.answered.acquire(timeout=10)
    assert decode_frame(heard.frames[0])[0]["result"] == {"text": "naïve 🙂"}
    heard.sidecar.close()
    assert heard.end() == "the sidecar ended (exit code 0)"


def test_a_death_is_told_with_the_last_lines_of_standard_error() -> None:
    heard = Heard()
    heard.ask("die")
    assert heard.end() == "the sidecar ended (exit code 3); the last it said:\nfirst line\nout of memory"


def test_a_flood_of_standard_error_is_drained_and_only_its_end_is_kept() -> None:
    heard = Heard()
    heard.ask("chatter", bytes=20 * STDERR_KEPT)
    sentence = heard.end()
    assert sentence.endswith("\nlast line") and len(sentence) <= STDERR_KEPT + 100


def test_a_stray_print_ends_the_sidecar_with_a_sentence() -> None:
    heard = Heard()
    heard.ask("print")
    assert "sent something that is no frame (frame: begins with b'a stray " in heard.end()


def test_the_end_is_told_once_and_sending_afterwards_is_harmless() -> None:
    heard = Heard()
    heard.sidecar.close()
    heard.sidecar.close()
    heard.ask("echo")
    assert heard.end() and len(heard.sentences) == 1


@posix
def test_a_sidecar_that_does_not_leave_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("semla.sidecar.LEAVE_SECONDS", 0.2)
    script = "process.on('SIGTERM', () => {}); process.stdin.on('end', () => {}); setInterval(() => {}, 1000)"
    heard = Heard([find_node().path, "-e", script])
    heard.sidecar.close()
    assert "signal SIGKILL" in heard.end() and gone(heard.sidecar.pid)


def test_a_program_that_is_missing_is_a_sentence() -> None:
    with pytest.raises(SemlaError, match=r"sidecar: /nowhere/node .* does not start") as caught:
        Heard(["/nowhere/node", "main.mjs"])
    assert caught.value.kind == "sidecar_died"


def test_options_of_node_from_outside_do_not_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODE_OPTIONS", "--inspect=0")
    heard = Heard()
    heard.ask("environment")
    assert heard.answered.acquire(timeout=10)
    assert decode_frame(heard.frames[0])[0]["result"] == {"options": None}
    heard.sidecar.close()


def test_a_script_that_is_missing_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMLA_SIDECAR", "/nowhere/main.mjs")
    with pytest.raises(SemlaError, match=r"SEMLA_SIDECAR is /nowhere/main\.mjs"):
        sidecar_script()


HOST = """
import sys, time
from semla.client import Client
client = Client(sys.argv[1:])
client.connect()
print(client.info["pid"], flush=True)
{then}
"""


def host(then: str, command: list[str] | None = None) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOST.format(then=then), *(command or [find_node().path, str(FAKE)])],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def commands() -> list[object]:
    real = Path(__file__).parents[1] / "semla" / "sidecar" / "main.mjs"
    absent = pytest.mark.skipif(not real.exists(), reason="semla/sidecar/main.mjs is not built")
    return [pytest.param(FAKE, id="fake"), pytest.param(real, id="real", marks=absent)]


@posix
@pytest.mark.parametrize("script", commands())
def test_no_sidecar_is_left_when_python_is_killed(script: Path) -> None:
    process, sidecar = host("time.sleep(60)", [find_node().path, str(script)])
    process.kill()
    process.wait()
    assert until(lambda: gone(sidecar))


@posix
@pytest.mark.parametrize("script", commands())
def test_no_sidecar_is_left_when_a_forked_child_holds_its_pipes(script: Path) -> None:
    then = "import os\nif os.fork() == 0:\n    print('forked', flush=True)\ntime.sleep(60)"
    process, sidecar = host(then, [find_node().path, str(script)])
    assert process.stdout is not None and process.stdout.readline() == "forked\n"
    process.kill()
    process.wait()
    assert until(lambda: gone(sidecar))
    os.killpg(process.pid, signal.SIGKILL)


@posix
def test_no_sidecar_is_left_when_python_ends() -> None:
    process, sidecar = host("")
    assert process.wait(10) == 0 and gone(sidecar)


@posix
@pytest.mark.parametrize("script", commands())
def test_an_interrupt_of_the_process_group_does_not_end_the_sidecar(script: Path) -> None:
    then = """
try:
    print("ready", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("interrupted", client.request("initialize", {"protocol": 1, "client": "python"})["pid"], flush=True)
"""
    process, sidecar = host(then, [find_node().path, str(script)])
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)
    assert process.stdout.readline() == f"interrupted {sidecar}\n"
    assert process.wait(10) == 0

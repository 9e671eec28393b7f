"""One sidecar process: how it is started, heard, written to and ended. Knows frames, not what they say."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, cast

from semla.errors import SemlaError
from semla.node import find_node
from semla.wire import Readable, read_frame

#: Bytes of standard error that are kept, and lines of it that an error shows.
STDERR_KEPT = 64 * 1024
STDERR_SHOWN = 12
#: Seconds that a process gets to leave before it is terminated, and again before it is killed.
LEAVE_SECONDS = 2.0


def sidecar_script() -> Path:
    """The bundled script, or the one that `SEMLA_SIDECAR` names. Raises SemlaError where it is missing."""
    chosen = os.environ.get("SEMLA_SIDECAR")
    path = Path(chosen) if chosen else Path(__file__).parent / "sidecar" / "main.mjs"
    if path.is_file():
        return path.resolve()
    if chosen:
        raise SemlaError(f"sidecar: SEMLA_SIDECAR is {chosen} (allowed: an existing script)")
    raise SemlaError(f"sidecar: {path} is missing; install semla-lab again, or run: npm run build:sidecar")


def sidecar_command() -> list[str]:
    """Node and the sidecar's script. Raises SemlaError where either is missing."""
    return [find_node().path, str(sidecar_script())]


class Sidecar:
    """A running sidecar.

    `on_frame` gets each frame it sends; `on_exit` gets, once and after the last frame, a sentence on how it
    ended. Both are called on the thread that reads. Frames are sent by a thread of their own, so that `send`
    never waits and a KeyboardInterrupt cannot cut one in half.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_frame: Callable[[bytearray], None],
        on_exit: Callable[[str], None],
    ) -> None:
        self._on_frame = on_frame
        self._on_exit = on_exit
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._errors = bytearray()
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=_environment(),
                start_new_session=True,
                creationflags=_creation_flags(),
            )
        except OSError as error:
            sentence = f"sidecar: {' '.join(command)} does not start: {error}"
            raise SemlaError(sentence, kind="sidecar_died") from error
        self.pid: int = self._process.pid
        self._stderr_reader = self._thread(self._drain, "stderr")
        self._reader = self._thread(self._read, "reader")
        self._thread(self._write, "writer")

    def send(self, frame: bytes) -> None:
        """Queues one frame; where the process has ended it is dropped, as `on_exit` has told or will tell."""
        self._outgoing.put(frame)

    @property
    def on_reader_thread(self) -> bool:
        """Whether the caller is a callback of this sidecar, which must not wait for it."""
        return threading.current_thread() is self._reader

    def close(self) -> None:
        """Ends the process: by the end of its input, else by a signal. Returns when it has gone."""
        self._outgoing.put(None)
        for force in (self._process.terminate, self._process.kill):
            try:
                self._process.wait(LEAVE_SECONDS)
                break
            except subprocess.TimeoutExpired:
                force()
        self._process.wait()
        if not self.on_reader_thread:
            self._reader.join(LEAVE_SECONDS)

    def forget(self) -> None:
        """In a forked child: lets go of the pipes, so that they end when the parent does."""
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.returncode = 0

    def errors(self) -> str:
        """The last lines that the process wrote to standard error."""
        lines = self._errors.decode("utf-8", "replace").rstrip().splitlines()
        return "\n".join(lines[-STDERR_SHOWN:])

    def _thread(self, run: Callable[[], None], name: str) -> threading.Thread:
        thread = threading.Thread(target=run, name=f"semla sidecar {name}", daemon=True)
        thread.start()
        return thread

    def _read(self) -> None:
        strange: Exception | None = None
        stream = cast(Readable, self._process.stdout)
        try:
            while (frame := read_frame(stream)) is not None:
                self._on_frame(frame)
        except OSError:
            self._process.kill()
        except Exception as error:
            strange = error
            self._process.kill()
        code = self._process.wait()
        self._stderr_reader.join(timeout=1)
        self._outgoing.put(None)
        how = f"sent something that is no frame ({strange})" if strange else f"ended ({_exit_reason(code)})"
        lines = self.errors()
        self._on_exit(f"the sidecar {how}" + (f"; the last it said:\n{lines}" if lines else ""))

    def _write(self) -> None:
        stream = _raw(self._process.stdin)
        with contextlib.suppress(OSError, ValueError):
            while (frame := self._outgoing.get()) is not None:
                rest = memoryview(frame)
                while rest:
                    rest = rest[stream.write(rest) or 0 :]
        with contextlib.suppress(OSError):
            stream.close()

    def _drain(self) -> None:
        stream = _raw(self._process.stderr)
        with contextlib.suppress(OSError, ValueError):
            while piece := stream.read(STDERR_KEPT):
                self._errors += piece
                del self._errors[:-STDERR_KEPT]


def _raw(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _environment() -> dict[str, str]:
    """The user's environment without the variables that could make Node open a port or load other code."""
    return {name: value for name, value in os.environ.items() if name not in {"NODE_OPTIONS", "NODE_PATH"}}


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


def _exit_reason(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"

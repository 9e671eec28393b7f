"""The sidecar of a real kernel: an interrupt leaves it alone, the kernel's death ends it, a restart works."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager, start_new_kernel

ROOT = Path(__file__).parent.parent

EXPLORE = """
import numpy as np, semla
from semla.client import shared_client
ex = semla.explore([f"row {i}" for i in range(40)], embeddings=np.random.default_rng(0).random((40, 8), "float32"))
ex.ready()
print(shared_client().info["pid"])
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


class Kernel:
    """A kernel and the output of what it ran."""

    def __init__(self, manager: KernelManager, client: Any) -> None:
        self.manager = manager
        self.client = client

    def run(self, code: str) -> str:
        said: list[str] = []

        def collect(message: dict[str, Any]) -> None:
            said.append(message["content"].get("text") or message["content"].get("evalue") or "")

        self.client.execute_interactive(code, output_hook=collect, timeout=60)
        return "".join(said).strip()

    def interrupt_when_it_prints(self, code: str) -> str:
        """Starts code, interrupts it at its first output, and returns the status of its end."""
        self.client.execute(code)
        while self.client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
            pass
        self.manager.interrupt_kernel()
        return str(self.client.get_shell_msg(timeout=60)["content"]["status"])


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("SEMLA_CACHE", str(tmp_path))
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        if manager.is_alive():
            manager.shutdown_kernel(now=True)


def lives(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    status = Path(f"/proc/{pid}/stat")
    if Path("/proc").exists():
        return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(pid: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while lives(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not lives(pid)


def test_an_interrupt_ends_the_cell_and_not_the_sidecar(kernel: Kernel) -> None:
    pid = int(kernel.run(EXPLORE).splitlines()[-1])
    code = "import time; print('asleep', flush=True); time.sleep(60)"
    assert kernel.interrupt_when_it_prints(code) == "error"
    assert kernel.run("print(len(ex.frame()), shared_client().info['pid'])").endswith(f"40 {pid}")
    assert lives(pid)


def test_no_sidecar_is_left_when_the_kernel_is_killed(kernel: Kernel) -> None:
    pid = int(kernel.run(EXPLORE).splitlines()[-1])
    kernel.manager.signal_kernel(9)
    assert wait_until_gone(pid)


def test_after_a_restart_of_the_kernel_the_same_call_works_again(kernel: Kernel) -> None:
    first = int(kernel.run(EXPLORE).splitlines()[-1])
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=60)
    second = int(kernel.run(EXPLORE).splitlines()[-1])
    assert second != first
    assert wait_until_gone(first)

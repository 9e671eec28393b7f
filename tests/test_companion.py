"""What JupyterLab asks about the sidecar, and that asking starts none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from explorers import make
from fake_client import FakeClient

from semla import companion


class Comm:
    """A page's end of the connection."""

    def __init__(self):
        self.callback = None
        self.sent = []

    def on_msg(self, callback):
        self.callback = callback

    def send(self, data):
        self.sent.append(data)

    def ask(self, **data):
        self.callback({"content": {"data": data}})
        return self.sent[-1]


class Module:
    def __init__(self, client):
        self.shared_client = lambda: client


class Client:
    """Counts what is done to it."""

    def __init__(self, alive, pid=0):
        self.alive, self.pending, self.info, self.done = alive, 2, {"pid": pid}, []

    def close(self):
        self.done.append("close")

    def connect(self):
        self.done.append("connect")


@pytest.fixture
def comm():
    comm = Comm()
    companion.serve(comm)
    return comm


def use(monkeypatch, client):
    monkeypatch.setitem(sys.modules, "semla.client", Module(client))


def test_asking_for_the_status_starts_no_sidecar(comm, monkeypatch):
    client = Client(alive=False)
    use(monkeypatch, client)
    answer = comm.ask(id=7, method="status")
    assert answer["id"] == 7
    assert (answer["result"]["running"], answer["result"]["pending"], answer["result"]["memory"]) == (
        False,
        0,
        None,
    )
    assert client.done == []


def test_a_running_sidecar_is_told_with_its_memory_and_its_executable(comm, monkeypatch):
    use(monkeypatch, Client(alive=True, pid=os.getpid()))
    result = comm.ask(id=1, method="status")["result"]
    assert result["running"]
    assert result["pending"] == 2
    assert result["memory"] > 10
    assert Path(result["node"]).samefile(sys.executable)


def test_a_process_that_has_gone_has_no_memory_to_tell(comm, monkeypatch):
    use(monkeypatch, Client(alive=True, pid=2**22 + 1))
    result = comm.ask(id=1, method="status")["result"]
    assert (result["running"], result["memory"], result["node"]) == (True, None, None)


def test_restart_and_shutdown_do_what_they_say(comm, monkeypatch):
    client = Client(alive=True)
    use(monkeypatch, client)
    comm.ask(id=1, method="restart")
    assert client.done == ["close", "connect"]
    comm.ask(id=2, method="shutdown")
    assert client.done == ["close", "connect", "close"]


def test_an_unknown_method_is_refused_with_the_known_ones(comm):
    error = comm.ask(id=3, method="format")["error"]
    assert error == "method: 'format' (allowed: status, restart, shutdown)"
    assert "error" in comm.ask(id=4, method=["status"])


def test_what_is_no_question_is_passed_over(comm):
    comm.callback({})
    comm.callback({"content": {"data": "status"}})
    assert comm.sent == []


def test_what_fails_is_told_and_not_raised(comm, monkeypatch):
    client = Client(alive=True)
    client.connect = lambda: (_ for _ in ()).throw(RuntimeError("no room"))
    use(monkeypatch, client)
    assert comm.ask(id=5, method="restart")["error"] == "RuntimeError: no room"


def test_an_explorer_is_listed_with_what_it_does(comm):
    explorer = make(FakeClient())
    token = explorer._status.now["token"]

    def listed():
        return [one for one in comm.ask(id=1, method="status")["result"]["explorers"] if one["id"] == token]

    assert listed() == [{"id": token, "dataset": "requests", "model": "tiny", "phase": listed()[0]["phase"]}]
    explorer.close()
    assert [one["phase"] for one in listed()] == ["closed"]


def test_outside_a_kernel_nothing_is_registered():
    assert companion.register() is False

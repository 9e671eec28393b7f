from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from semla.__main__ import main
from semla.doctor import examine, report
from semla.errors import SemlaError
from semla.lab import NOTEBOOK, NOTEBOOKS, free_port, place_notebooks

ROOT = Path(__file__).parents[1]
SIDECAR = ROOT / "semla" / "sidecar" / "main.mjs"
FAKE = Path(__file__).parent / "fake_sidecar.mjs"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEMLA_CACHE", str(tmp_path / "cache"))
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    return tmp_path


def lines() -> tuple[int, list[str]]:
    written: list[str] = []
    return report(written.append), written


def test_the_doctor_finds_everything_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEMLA_SIDECAR", str(SIDECAR if SIDECAR.exists() else FAKE))
    code, written = lines()
    assert code == 0 and written[-1] == "everything SemLa needs is here"
    assert any(line.startswith("ok  sidecar      starts: version ") for line in written)
    assert any(line.startswith("ok  node ") for line in written)
    assert any(f"{tmp_path / 'cache'}, 0 MB" in line for line in written)


def test_the_doctor_says_why_the_sidecar_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMLA_SIDECAR", str(FAKE))
    monkeypatch.setenv("FAKE_START", "die")
    code, written = lines()
    assert code == 1 and "!!  sidecar      the sidecar ended (exit code 7)" in "\n".join(written)
    assert "cannot find my graph" in "\n".join(written)


def test_the_doctor_goes_on_without_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMLA_NODE", "/nowhere/node")
    findings = {finding.what: finding for finding in examine()}
    assert not findings["node"].good and not findings["sidecar"].good and findings["cache"].good


def test_an_unknown_command_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["shoe"])
    assert "invalid choice: 'shoe'" in capsys.readouterr().err


def test_the_notebooks_are_copied_once_and_edits_are_kept(tmp_path: Path) -> None:
    notebook = place_notebooks()
    assert notebook == tmp_path / "semla-demo" / NOTEBOOK
    names = {"demo.ipynb", "collide.ipynb", "why.ipynb", "share.ipynb"}
    assert {path.name for path in notebook.parent.iterdir()} == names == set(NOTEBOOKS)
    for path in notebook.parent.iterdir():
        assert json.loads(path.read_text("utf-8"))["cells"]
    notebook.write_text("edited")
    (notebook.parent / "collide.ipynb").unlink()
    assert place_notebooks() == notebook and notebook.read_text() == "edited"
    assert (notebook.parent / "collide.ipynb").exists(), "only what is missing is put there again"


def test_the_wheel_holds_every_notebook() -> None:
    included = (ROOT / "pyproject.toml").read_text("utf-8")
    for name in NOTEBOOKS:
        assert f'"notebooks/{name}" = "semla/notebooks/{name}"' in included


def test_a_working_folder_that_cannot_be_written_gives_a_temporary_one(tmp_path: Path) -> None:
    (tmp_path / "semla-demo").write_text("a file in the way")
    notebook = place_notebooks()
    assert tmp_path not in notebook.parents and notebook.exists()
    shutil.rmtree(notebook.parent)
    with pytest.raises(SemlaError, match="choose another --folder"):
        place_notebooks(tmp_path / "semla-demo")


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert free_port(port) > port


@pytest.fixture
def demo() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "semla", "demo", "--no-browser", "--port", "18890"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    yield process
    process.kill()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_serves_its_notebook_and_ends_on_a_signal(
    demo: subprocess.Popen[str], number: signal.Signals
) -> None:
    pytest.importorskip("jupyterlab")
    assert demo.stdout is not None
    address = next(line.strip() for line in demo.stdout if line.startswith("http"))
    base, token = address.split("/lab/tree/demo.ipynb?token=")
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"{base}/api/contents/demo.ipynb?token={token}") as answer:
        assert json.load(answer)["type"] == "notebook"
    demo.send_signal(number)
    assert demo.wait(30) == 0
    with pytest.raises(OSError):
        direct.open(f"{base}/api")

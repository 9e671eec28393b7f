"""JupyterLab on the demo notebook: `python -m semla demo`."""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NoReturn

from semla.errors import SemlaError

NOTEBOOK = "demo.ipynb"
#: What is put into the folder: the notebook that is opened, and the tutorials.
NOTEBOOKS = (NOTEBOOK, "collide.ipynb", "why.ipynb", "share.ipynb")
#: Seconds that JupyterLab may take to start, and to end before it is killed.
START_SECONDS = 90.0
END_SECONDS = 15.0
#: Ports that are tried, counting up.
PORTS = 50


def run_demo(folder: Path | None = None, *, browser: bool = True, port: int = 8888) -> int:
    """Opens JupyterLab on a copy of the demo notebook and stays until it ends or is interrupted.

    `folder`: where it is put with the tutorials, default `semla-demo` in the working folder, or a temporary one
    where that cannot be written. A notebook that is there is kept. The address, with its token, is printed on a line of
    its own. Raises SemlaError where JupyterLab is missing or does not start.
    """
    for name in ("jupyterlab", "ipykernel"):
        if importlib.util.find_spec(name) is None:
            raise SemlaError(f"demo: {name} is missing; run: pip install 'semla-lab[lab]'")
    notebook = place_notebooks(folder)
    free, token = free_port(port), secrets.token_hex(24)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    server = subprocess.Popen(
        _command(notebook, free, browser),
        env={**os.environ, "JUPYTER_TOKEN": token},
        # Interrupts come here first: JupyterLab would ask whether they are meant.
        start_new_session=True,
        stdin=subprocess.DEVNULL,
    )
    try:
        _wait_for(server, free)
        print(f"the demo notebook is {notebook}; end with Ctrl+C", flush=True)
        print(f"http://127.0.0.1:{free}/lab/tree/{NOTEBOOK}?token={token}", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        _end(server)


def place_notebooks(folder: Path | None = None) -> Path:
    """The copy of the demo notebook to work on, the tutorials beside it; each made unless there. Raises SemlaError."""
    sources = [_shipped(name) for name in NOTEBOOKS]
    try:
        return _copy(sources, (folder or Path("semla-demo")).absolute())
    except OSError as error:
        if folder is not None:
            raise SemlaError(
                f"demo: {folder} cannot be written ({error}); choose another --folder"
            ) from error
        return _copy(sources, Path(tempfile.mkdtemp(prefix="semla-demo-")))


def _shipped(name: str) -> Path:
    here = Path(__file__).parent
    places = (here / "notebooks" / name, here.parent / "notebooks" / name)
    source = next((path for path in places if path.is_file()), None)
    if source is None:
        raise SemlaError(f"demo: {places[0]} is missing; install semla-lab again")
    return source


def _copy(sources: list[Path], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for source in sources:
        target = folder / source.name
        if not target.exists():
            shutil.copyfile(source, target)
    return folder / NOTEBOOK


def free_port(first: int) -> int:
    """The first port from `first` on that nothing listens to here. Raises SemlaError where all are taken."""
    for port in range(first, min(first + PORTS, 65536)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SemlaError(f"demo: ports {first} to {first + PORTS - 1} are taken; choose another --port")


def _command(notebook: Path, port: int, browser: bool) -> list[str]:
    options = {
        "root_dir": notebook.parent,
        "ip": "127.0.0.1",
        "port": port,
        "port_retries": 0,
        "base_url": "/",
        "log_level": "WARN",
    }
    command = [sys.executable, "-m", "jupyterlab"]
    command += [f"--ServerApp.{name}={value}" for name, value in options.items()]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return [*command, str(notebook) if browser else "--no-browser"]


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SemlaError(
                f"demo: JupyterLab ended at its start (exit code {server.returncode}); see above"
            )
        try:
            direct.open(f"http://127.0.0.1:{port}/api", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SemlaError(f"demo: JupyterLab did not start within {START_SECONDS:.0f} s")


def _end(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt

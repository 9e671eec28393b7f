"""Saving and loading, with the real sidecar."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from saved_explorers import ROWS, arrays, columns, explore, own_cache

import semla
from semla.client import shared_client
from semla.wire import decode_frame, encode_frame, resolve

MODELS = Path(semla.__file__).parent / "demo_assets" / "model"


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    with own_cache(tmp_path_factory.mktemp("cache")):
        yield


def same(first, second):
    """Everything that can be asked of the two, to the last bit."""
    for name in ("labelNames", "clusterNames", "layout"):
        assert second._known().get(name) == first._known().get(name)
    assert set(second._known()) == set(first._known())
    for name, value in first._known().items():
        if isinstance(value, np.ndarray):
            assert value.tobytes() == second._known()[name].tobytes(), name
            assert value.shape == second._known()[name].shape
    assert second.summary == first.summary
    if isinstance(first.frame(), pa.Table):
        # equals of Arrow holds NaN against NaN for different
        assert second.frame().schema == first.frame().schema
        assert second.frame().to_pandas().equals(first.frame().to_pandas())
    else:
        assert second.frame().equals(first.frame())
    assert (second.filter, second.selection, second._view) == (first.filter, first.selection, first._view)
    for name in ("embeddings", "logits", "probabilities"):
        try:
            wanted = getattr(first, name)
        except semla.SemlaError:
            with pytest.raises(semla.SemlaError):
                getattr(second, name)
        else:
            assert np.array_equal(getattr(second, name), wanted)


def round_trip(explorer, folder, **options):
    explorer.ready(60)
    saved = explorer.save(folder)
    shared_client().close()
    loaded = semla.load(saved, **options)
    loaded.ready(60)
    return loaded


LIBRARIES = {
    "pandas": lambda data: pd.DataFrame(data).astype({"part": "category"}).set_index(pd.Index(range(5, 53))),
    "polars": lambda data: pl.DataFrame(data).with_columns(pl.col("part").cast(pl.Categorical)),
    "pyarrow": lambda data: pa.table(data),
    "list": lambda data: pa.table(data).to_pylist(),
}


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_is_loaded_is_what_was_saved_in_the_library_it_came_in(library, tmp_path):
    explorer = explore(LIBRARIES[library](columns()))
    explorer.ready(60)
    explorer.selection = ["k3", "k7"]
    explorer.filter = {"label": ["loan", "card 💳"], "rows": ["k1", "k4"], "not": {"support": "k2"}}
    explorer._view = {**explorer._view, "clusterNames": {"0": "money 💰"}, "colourBy": "label"}
    loaded = round_trip(explorer, tmp_path / "saved")
    assert type(loaded.frame()) is type(explorer.frame())
    same(explorer, loaded)
    if library == "pandas":
        pd.testing.assert_frame_equal(loaded.frame(), explorer.frame())
    if library == "polars":
        assert loaded.frame().schema == explorer.frame().schema
    assert loaded._status.now["title"] == {"dataset": "requests", "model": None}
    assert loaded.labels().equals(explorer.labels())
    assert loaded.words(min_count=1).equals(explorer.words(min_count=1))
    assert loaded.neighbours("k0").equals(explorer.neighbours("k0"))


def test_a_data_set_of_the_hub_keeps_its_classes(tmp_path):
    datasets = pytest.importorskip("datasets")
    names = sorted(set(columns()["intent"]))
    data = datasets.Dataset.from_dict(columns()).cast_column("intent", datasets.ClassLabel(names=names))
    explorer = explore(data, label_names=names)
    loaded = round_trip(explorer, tmp_path / "saved")
    assert loaded._plan.table.frame.declared("intent") == names
    assert loaded.frame().features == explorer.frame().features
    pd.testing.assert_frame_equal(loaded.frame().to_pandas(), explorer.frame().to_pandas())


def test_columns_of_every_kind_come_back(tmp_path):
    data = pd.DataFrame(columns())
    data["when"] = pd.date_range("2024-01-01", periods=ROWS, tz="Europe/Berlin")
    data["whole"] = pd.array([None if row == 2 else row for row in range(ROWS)], "Int64")
    data["level"] = pd.Categorical(["low", "high"] * (ROWS // 2), ["low", "high"], ordered=True)
    data["tags"] = [["a", "b"][: row % 3] for row in range(ROWS)]
    data["mixed"] = [row if row % 2 else f"n{row}" for row in range(ROWS)]
    data["x"] = "not a position"
    data["id"] = "not an id"
    explorer = explore(data, id=None)
    loaded = round_trip(explorer, tmp_path / "saved")
    expected = explorer.frame().assign(mixed=data["mixed"].map(str))
    found = loaded.frame()
    assert list(found["tags"].map(list)) == list(expected["tags"])
    pd.testing.assert_frame_equal(
        found.drop(columns=["tags", "mixed"]), expected.drop(columns=["tags", "mixed"])
    )
    assert list(found["mixed"]) == list(expected["mixed"])
    rows = pd.read_parquet(tmp_path / "saved" / "rows.parquet")
    assert list(rows["id_semla"]) == list(range(ROWS))
    assert {"x", "x_semla", "prediction", "prediction_semla", "cluster"} <= set(rows)
    assert loaded._plan.table.ids == range(ROWS)


def test_ids_that_are_integers_and_texts_without_labels(tmp_path):
    data = {"text": columns()["text"], "key": list(range(100, 100 + ROWS))}
    embeddings, _, _ = arrays()
    explorer = semla.explore(pd.DataFrame(data), id="key", embeddings=embeddings)
    explorer.selection = [100, 147]
    loaded = round_trip(explorer, tmp_path / "saved")
    same(explorer, loaded)
    assert loaded.label_names == []
    assert loaded.selection == [100, 147]


def test_positions_alone(tmp_path):
    data = pd.DataFrame({**columns(), "x": np.arange(ROWS) / 3, "y": np.arange(ROWS) ** 2})
    explorer = explore(data, embeddings=None, probabilities=None, x="x", y="y")
    loaded = round_trip(explorer, tmp_path / "saved")
    same(explorer, loaded)
    assert sorted(path.name for path in (tmp_path / "saved").iterdir()) == [
        "analysis.parquet",
        "labels.parquet",
        "rows.parquet",
        "semla.json",
    ]
    with pytest.raises(semla.SemlaError, match="where there are embeddings"):
        loaded.project("pca")


def test_the_metric_head(tmp_path):
    explorer = explore(pd.DataFrame(columns()), probabilities=None, head="metric")
    loaded = round_trip(explorer, tmp_path / "saved")
    same(explorer, loaded)


def test_one_row(tmp_path):
    embeddings, probabilities, _ = arrays()
    data = {name: values[:1] for name, values in columns().items()}
    names = ["card 💳", "loan", "ünïcode"]
    explorer = explore(
        pd.DataFrame(data), embeddings=embeddings[:1], probabilities=probabilities[:1], label_names=names
    )
    same(explorer, round_trip(explorer, tmp_path / "saved"))


def test_what_is_loaded_can_be_laid_out_and_grouped_anew_and_saved_again(tmp_path):
    explorer = explore(pd.DataFrame(columns()))
    explorer.ready(60)
    explorer.project("pca")
    explorer.cluster_labels(2)
    loaded = round_trip(explorer, tmp_path / "saved")
    same(explorer, loaded)
    loaded.project("tsne", perplexity=5)
    loaded.cluster_labels(3)
    assert loaded.summary["layout"]["method"] == "tsne"
    changed = loaded.frame()
    # a sidecar that died is told all of it again
    shared_client().close()
    loaded._pair.first._columns = None
    pd.testing.assert_frame_equal(loaded.frame(), changed)
    same(loaded, round_trip(loaded, tmp_path / "again"))


def test_other_programs_read_it(tmp_path):
    explorer = explore(pd.DataFrame(columns()))
    saved = explorer.save(tmp_path / "saved")
    expected = explorer.frame()
    pd.testing.assert_frame_equal(pd.read_parquet(saved / "rows.parquet"), expected)
    read = duckdb.connect()
    found = read.execute(f"""
        select rows.key, rows.x, e.embeddings[1] as first, len(p.probabilities) as labels
        from '{saved}/rows.parquet' rows
        join '{saved}/embeddings.parquet' e on e.id = rows.key
        join '{saved}/probabilities.parquet' p on p.id = rows.key
        where prediction_semla = 'loan' order by rows.key""").fetchall()
    wanted = expected[expected["prediction_semla"] == "loan"].sort_values("key")
    embeddings, _, _ = arrays()
    assert [row[0] for row in found] == list(wanted["key"])
    assert [row[1] for row in found] == list(wanted["x"])
    assert [row[2] for row in found] == [float(embeddings[row][0]) for row in wanted.index]
    assert {row[3] for row in found} == {3}
    frame = pd.read_parquet(saved / "embeddings.parquet")
    assert np.array_equal(np.stack(frame["embeddings"]), embeddings)
    labels = read.execute(
        f"select label, cluster, cluster_name, rows from '{saved}/labels.parquet'"
    ).fetchall()
    assert [row[0] for row in labels] == explorer.label_names
    assert sum(row[3] for row in labels) == ROWS
    said = json.loads((saved / "semla.json").read_text("utf-8"))
    assert said["format"] == "semla-explorer"
    assert said["version"] == 1
    assert set(said["files"]) == {path.name for path in saved.iterdir()} - {"semla.json"}


@pytest.fixture(scope="module")
def modelled(tmp_path_factory):
    """An explorer of the demo's data with two of its models, saved; the models are copies."""
    place = tmp_path_factory.mktemp("models")
    steps = sorted(MODELS.glob("step-*"), key=lambda step: int(step.name.removeprefix("step-")))
    first = Path(shutil.copytree(steps[-1], place / "last"))
    second = Path(shutil.copytree(steps[0], place / "early"))
    data = pd.read_csv(MODELS.parent / "utterances.csv").head(90)
    explorer = semla.explore(data, first, label="intent", text="text", id="id")
    explorer.compare(second, name="an early one")
    explorer.ready(120)
    explorer.filter = {"change": "fixed"}
    return explorer, first, second, explorer.save(place / "saved")


def test_a_comparison_comes_back_with_its_second_model(modelled):
    explorer, _, _, saved = modelled
    shared_client().close()
    loaded = semla.load(saved)
    loaded.ready(60)
    same(explorer, loaded)
    assert {"prediction_b", "x_b", "change"} <= set(loaded.frame())
    assert loaded.comparison == explorer.comparison
    assert loaded.changes().equals(explorer.changes())
    assert loaded.filtered.equals(explorer.filtered)
    assert loaded._status.now["other"]["model"] == "an early one"
    assert (saved / "embeddings_b.parquet").is_file()
    loaded.compare(None)
    assert loaded.filter == {}


def test_a_model_that_is_still_there_explains_as_before(modelled):
    explorer, _, _, saved = modelled
    wanted = explorer.attribute(explorer.frame()["id"].iloc[0])
    predicted = explorer.predict(["wake me at seven", "play jazz"])
    shared_client().close()
    loaded = semla.load(saved)
    loaded.ready(60)
    assert loaded._pair.first._folder is None
    found = loaded.attribute(loaded.frame()["id"].iloc[0])
    assert [repr(one) for one in found] == [repr(one) for one in wanted]
    assert loaded.predict(["wake me at seven", "play jazz"]).equals(predicted)
    assert loaded.summary["source"] == "model"


def ask_as_page(explorer, method, params):
    """A request as a page sends it, and the answer that it gets."""
    answered, answers = threading.Event(), []

    def to_page(content, buffers):
        message, body = decode_frame(buffers[0])
        if message.get("id") == 7:
            answers.append(resolve(message, body))
            answered.set()

    explorer._relay._send = to_page
    asked = {"analysis": explorer._pair.first.handle, **params}
    frame = encode_frame({"jsonrpc": "2.0", "id": 7, "method": method, "params": asked})
    explorer._relay.receive("view", [frame])
    assert answered.wait(60)
    return answers[0]


def test_a_page_that_asks_opens_the_model(modelled):
    _, _, _, saved = modelled
    shared_client().close()
    loaded = semla.load(saved)
    loaded.ready(60)
    answer = ask_as_page(loaded, "explain/predict", {"texts": ["play jazz"]})
    assert answer["result"]["prediction"].shape == (1,)


def test_a_model_that_is_gone_is_named_and_can_be_given(modelled, tmp_path):
    explorer, first, second, saved = modelled
    frame, summary, predicted = explorer.frame(), explorer.summary, explorer.predict("play jazz")
    moved = first.rename(first.parent / "moved")
    try:
        loaded = semla.load(saved)
        loaded.ready(60)
        assert loaded.frame().equals(frame)
        for call in (lambda: loaded.attribute(["play jazz"]), lambda: loaded.predict("play jazz")):
            with pytest.raises(
                semla.SemlaError, match=r"the model last \(.*\) is not there any more.*model="
            ):
                call()
        assert "is not there any more" in loaded.summary["notices"][-1]
        assert loaded.summary["source"] == "arrays"
        with pytest.raises(
            semla.SemlaError, match=r"early \(fingerprint .* is not the one that was saved, last"
        ):
            semla.load(saved, model=second)
        given = semla.load(saved, model=moved)
        assert given.predict("play jazz").equals(predicted)
        # saving what has lost its model loses nothing
        again = loaded.save(tmp_path / "again")
        moved.rename(first)
        found = semla.load(again)
        assert found.summary == summary
        assert found.predict("play jazz").equals(predicted)
    finally:
        if moved.exists():
            moved.rename(first)


def test_a_model_that_changed_at_its_place_is_not_run(modelled):
    _, first, _, saved = modelled
    held = (first / "tokenizer.json").read_bytes()
    try:
        (first / "tokenizer.json").write_bytes(held + b"\n")
        loaded = semla.load(saved)
        with pytest.raises(semla.SemlaError, match="or has changed"):
            loaded.predict("play jazz")
        (first / "tokenizer.json").write_bytes(held)
        loaded = semla.load(saved)
        loaded.ready(60)
        (first / "tokenizer.json").write_bytes(held + b" \n")
        with pytest.raises(semla.SemlaError, match="is not the one that was saved"):
            loaded.predict("play jazz")
        answer = ask_as_page(loaded, "explain/predict", {"texts": ["play jazz"]})
        assert "is not the one that was saved" in answer["error"]["message"]
        assert len(loaded.frame()) == 90
    finally:
        (first / "tokenizer.json").write_bytes(held)


def test_a_model_for_an_explorer_of_arrays_is_refused(tmp_path):
    saved = explore(pd.DataFrame(columns())).save(tmp_path / "saved")
    with pytest.raises(semla.SemlaError, match="was saved without one"):
        semla.load(saved, model=MODELS)

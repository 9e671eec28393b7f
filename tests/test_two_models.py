"""Two checkpoints of the demonstration on some of its rows, in a real sidecar."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import semla
import semla._explore
from semla import Explorer, SemlaError
from semla.client import Client
from semla.wire import decode_frame, encode_frame

ASSETS = Path(semla.__file__).parent / "demo_assets"
ROWS = pd.read_csv(ASSETS / "utterances.csv").head(240)
COLUMNS = {"text": "text", "label": "intent", "id": "id"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEMLA_CACHE", str(tmp_path_factory.mktemp("cache")))
        client = Client()
        patch.setattr(semla._explore, "shared_client", lambda: client)
        yield client
        client.close()


@pytest.fixture(scope="module")
def pair(client: Client) -> Iterator[Explorer]:
    explorer = semla.explore(ROWS, ASSETS / "model" / "step-0300", projection="pca", **COLUMNS)
    explorer.compare(ASSETS / "model" / "step-1400").ready(120)
    yield explorer
    explorer.close()


def test_changes_agree_with_the_predictions_of_both(pair: Explorer) -> None:
    frame = pair.frame()
    before, after = frame["prediction"] == frame["intent"], frame["prediction_b"] == frame["intent"]
    differs = frame["prediction"] != frame["prediction_b"]
    assert set(frame.loc[before & ~after, "change"]) <= {"broken"}
    assert set(frame.loc[~before & after, "change"]) == {"fixed"}
    assert set(frame.loc[before & after, "change"]) == {"right"}
    changes = pair.changes()
    assert changes["id"].tolist() == frame.loc[differs, "id"].tolist()
    found = pair.comparison
    assert found["accuracy_a"] == pytest.approx(before.mean())
    assert found["accuracy_b"] == pytest.approx(after.mean())
    assert found["churn"] == pytest.approx(differs.mean())
    assert found["mcnemar"]["fixed"] == (~before & after).sum()
    assert found["mcnemar"]["broken"] == (before & ~after).sum()


def test_a_filter_on_changes_lets_those_rows_through(pair: Explorer) -> None:
    frame = pair.frame()
    for conditions, wanted in [
        ({"change": "fixed"}, frame["change"] == "fixed"),
        ({"not": {"change": ["right"]}}, frame["change"] != "right"),
        (
            {"rows": frame["id"][:20], "not": {"errors": True}},
            (frame.index < 20) & frame["change"].isin(["right", "broken"]),
        ),
    ]:
        pair.filter = {key: list(value) if key == "rows" else value for key, value in conditions.items()}
        assert pair.filtered["id"].tolist() == frame.loc[wanted, "id"].tolist()
    pair.filter = None


def test_the_contrast_of_two_models_is_the_difference_of_their_shares(pair: Explorer) -> None:
    frame = pair.frame()
    contrast = pair.contrast(kind="prediction", min_count=1).set_index("feature")
    for label, row in contrast.iterrows():
        assert row["count1"] == (frame["prediction"] == label).sum()
        assert row["count2"] == (frame["prediction_b"] == label).sum()
    assert contrast["contrast"].is_monotonic_decreasing


def test_groups_swapped_give_the_negative_contrast(pair: Explorer) -> None:
    a, b = pair.confusions().loc[0, ["label", "prediction"]]
    one = pair.contrast(a, b, min_count=1).set_index("feature")["contrast"]
    other = pair.contrast(b, a, min_count=1).set_index("feature")["contrast"]
    pd.testing.assert_series_equal(one.sort_index(), -other.sort_index())


def test_after_the_death_of_the_sidecar_both_maps_are_as_they_had_been_switched_to(
    pair: Explorer, client: Client
) -> None:
    pair.project("pca", metric="euclidean")
    pair.cluster_labels(4)
    before = pair.frame()
    generation = client.generation
    os.kill(client.info["pid"], signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    deadline = time.monotonic() + 30
    while client.alive and time.monotonic() < deadline:
        time.sleep(0.01)
    columns = [
        pair._pair.first.ask("analysis/state")["columns"],
        pair._pair.second.ask("analysis/state")["columns"],
    ]
    assert client.generation == generation + 1
    for state, names in zip(columns, (["x", "y"], ["x_b", "y_b"]), strict=True):
        assert (state["positions"] == before[names].to_numpy()).all()
    assert len(set(columns[0]["clusterOfLabel"])) == 4
    assert pair.summary["layout"]["metric"] == "euclidean"


def test_a_layout_that_a_page_asks_for_is_read_in_python(pair: Explorer) -> None:
    before = pair.frame()
    answers: list[dict[str, Any]] = []
    came = threading.Event()

    def send(content: dict[str, Any], buffers: Any = None) -> None:
        if content.get("view") != "page":
            return
        message = decode_frame(buffers[0])[0]
        if "id" in message:
            answers.append(message)
            came.set()

    pair.send = send
    params = {"analysis": pair._state["analysis"], "projection": {"method": "tsne", "perplexity": 20}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "analysis/project", "params": params}
    pair._handle_custom_msg({"type": "frame", "view": "page"}, [memoryview(encode_frame(message))])
    assert came.wait(120)
    assert answers[0]["result"]["layout"]["method"] == "tsne"
    assert pair.summary["layout"]["method"] == "tsne"
    assert (pair.frame()[["x", "y"]] != before[["x", "y"]]).all(axis=None)


def test_what_is_no_regular_expression_is_said_in_a_sentence(pair: Explorer) -> None:
    pair.filter = {"regex": "("}
    with pytest.raises(SemlaError, match=r'"\(" is no regular expression'):
        _ = pair.filtered
    pair.filter = None


def test_neighbours_are_the_nearest_rows_by_cosine(pair: Explorer) -> None:
    embeddings = pair.embeddings / (pair.embeddings**2).sum(1, keepdims=True) ** 0.5
    similarity = embeddings @ embeddings[7]
    found = pair.neighbours(ROWS["id"][7])
    rows = [pair._plan.table.row_of[row_id] for row_id in found["id"]]
    assert 7 not in rows
    assert found["similarity"].tolist() == pytest.approx(similarity[rows].tolist(), abs=1e-5)
    nearest = sorted((share for row, share in enumerate(similarity) if row != 7), reverse=True)
    assert found["similarity"].tolist() == pytest.approx(nearest[: len(rows)], abs=1e-5)

import threading

import numpy as np
import pandas as pd
import pytest
from explorers import COLUMNS, FakeModel, SecondModel, asked, count, make
from fake_client import ANALYSIS, OTHER, FakeClient
from fake_client import COLUMNS as KNOWN

import semla.model
from semla.errors import SemlaError
from semla.wire import decode_frame, resolve

SECOND = {
    **KNOWN,
    "labelNames": ["yes", "no"],
    "prediction": np.array([1, 0, 1], "i4"),
    "confidence": np.array([0.25, 0.5, 1], "f4"),
    "positions": np.array([[6, 7], [8, 9], [1, 1]], "f4"),
}


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setattr(semla.model, "Model", SecondModel)
    fake = FakeClient()
    fake.answers["analysis/state", OTHER] = {**fake.answers["analysis/state"], "columns": SECOND}
    return fake


def watch(explorer):
    """Every state that the page is told."""
    states = []
    explorer.observe(lambda change: states.append(change["new"]), "_state")
    return states


def test_a_second_model_runs_beside_the_first_laid_out_like_it(client):
    explorer = make(client)
    explorer.ready(10)
    states = watch(explorer)
    assert explorer.compare("later") is explorer
    explorer.ready(10)
    run = asked(client, "analysis/run")
    assert run["projection"] == {**explorer._plan.layout, "anchor": ANALYSIS}
    assert run["source"] == {"kind": "model", "model": "e" * 32}
    other = explorer._state["other"]
    assert run["progressToken"] == other["token"] != explorer._state["token"]
    assert other == {"analysis": OTHER, "token": other["token"], "model": "later", "error": None}
    assert explorer._state["analysis"] == ANALYSIS
    assert explorer._state["phase"] == "ready"
    assert "running" in [state["phase"] for state in states]
    assert "exporting" not in [state["phase"] for state in states]
    assert repr(explorer) == "Explorer(3 rows of requests, tiny, beside later, accuracy 50.0%)"


def test_the_second_model_waits_for_the_first(client):
    client.gate.clear()
    explorer = make(client).compare("later")
    assert client.running.wait(10)
    assert count(client, "analysis/run") == 1
    with pytest.raises(TimeoutError, match=r"not complete after 0 s"):
        explorer.ready(0)
    client.gate.set()
    explorer.ready(10)
    assert count(client, "analysis/run") == 2


def test_while_the_second_model_runs_the_page_is_told_whose_progress_it_is(client):
    explorer = make(client)
    explorer.ready(10)
    client.gate.clear()
    client.running.clear()
    explorer.compare("later", name="step 2")
    assert client.running.wait(10)
    state = explorer._status.now
    assert (state["phase"], state["message"], state["done"]) == ("running", "step 2: embedding rows", 1)
    assert state["other"]["model"] == "step 2"
    assert explorer.labels()["label"].tolist() == ["no", "yes"], "the first can be asked meanwhile"
    client.gate.set()
    explorer.ready(10)
    assert set(client.tokens) == {explorer._state["token"], explorer._state["other"]["token"]}


def test_what_the_second_model_found_is_in_further_columns(client):
    explorer = make(client).compare("later")
    frame = explorer.frame()
    assert list(frame.columns)[-6:] == ["cluster", "prediction_b", "confidence_b", "x_b", "y_b", "change"]
    assert frame["prediction_b"].tolist() == ["no", "yes", "no"]
    assert frame["confidence_b"].tolist() == [0.25, 0.5, 1]
    assert frame[["x_b", "y_b"]].to_numpy().tolist() == [[6, 7], [8, 9], [1, 1]]
    assert frame["change"].tolist()[:2] == ["fixed", "right"]
    assert frame["change"].isna().tolist() == [False, False, True]
    explorer.compare(None)
    assert "prediction_b" not in explorer.frame()


def test_changes_are_the_rows_predicted_differently(client):
    explorer = make(client).compare("later")
    changes = explorer.changes()
    assert changes.to_dict("records") == [
        {
            "id": "k0",
            "text": "a",
            "label": "no",
            "prediction_a": "yes",
            "prediction_b": "no",
            "change": "fixed",
        }
    ]
    explorer.changes({"split": "y", "change": "fixed"})
    assert asked(client, "analysis/compare") == {
        "analysis": ANALYSIS,
        "other": OTHER,
        "filter": {"rows": [1, 2]},
    }


def test_the_figures_of_a_comparison(client):
    explorer = make(client).compare("later")
    assert explorer.comparison == {
        "accuracy_a": 0.5,
        "accuracy_b": 1.0,
        "churn": 0.5,
        "mcnemar": {"fixed": 1, "broken": 0, "statistic": 0.0, "p_value": 1.0},
    }


@pytest.mark.parametrize(
    "ask",
    [lambda one: one.changes(), lambda one: one.comparison, lambda one: one.contrast()],
    ids=["changes", "comparison", "contrast"],
)
def test_without_a_second_model_nothing_can_be_compared(client, ask):
    explorer = make(client)
    with pytest.raises(SemlaError, match=r"there is no second model; call compare\(model\) first"):
        ask(explorer)


def test_a_second_model_that_fails_leaves_the_first_as_it_was(client):
    client.second_error = SemlaError("no label in common", kind="bad_data")
    explorer = make(client).compare("later")
    with pytest.raises(SemlaError, match="no label in common"):
        explorer.ready(10)
    assert explorer._state["phase"] == "ready"
    assert explorer._state["error"] is None
    assert explorer._state["other"]["error"] == "no label in common"
    assert "prediction_b" not in explorer.frame()
    with pytest.raises(SemlaError, match="no label in common"):
        explorer.changes()
    client.second_error = None
    explorer.retry()
    explorer.ready(10)
    assert explorer._state["other"]["error"] is None
    assert "prediction_b" in explorer.frame()


def test_retry_on_the_page_runs_only_what_failed(client):
    client.second_error = SemlaError("no label in common", kind="bad_data")
    explorer = make(client).compare("later")
    assert explorer._pair.second.wait(10)
    client.second_error = None
    runs = count(client, "analysis/run")
    explorer._received(explorer, {"type": "retry"}, [])
    explorer.ready(10)
    assert explorer._state["other"]["analysis"] == OTHER
    assert explorer._state["other"]["error"] is None
    assert count(client, "analysis/run") == runs + 1


def test_where_the_first_fails_the_second_says_so_and_both_start_again(client):
    client.run_error = SemlaError("no rows in common", kind="bad_data")
    explorer = make(client).compare("later")
    with pytest.raises(SemlaError, match=r"^no rows in common"):
        explorer.ready(10)
    assert explorer._pair.second.wait(10)
    assert explorer._status.now["phase"] == "failed"
    assert explorer._status.now["other"]["error"] == "the first model: no rows in common"
    client.run_error = None
    explorer.retry()
    explorer.ready(10)
    assert explorer.comparison["churn"] == 0.5


def test_cancelling_the_second_model_keeps_the_first(client):
    explorer = make(client)
    explorer.ready(10)
    client.gate.clear()
    client.running.clear()
    explorer.compare("later")
    assert client.running.wait(10)
    explorer.cancel()
    with pytest.raises(SemlaError, match="cancelled; retry"):
        explorer.ready(10)
    assert explorer._state["phase"] == "ready"
    client.gate.set()
    explorer.retry()
    explorer.ready(10)
    assert explorer._state["other"]["analysis"] == OTHER


def test_ending_a_comparison_stops_the_second_model(client):
    explorer = make(client)
    explorer.ready(10)
    client.gate.clear()
    client.running.clear()
    explorer.compare("later")
    assert client.running.wait(10)
    running = client.call
    assert explorer.compare(None) is explorer
    assert running.exception(10).kind == "cancelled"
    state = explorer._status.now
    assert (state["phase"], state["other"]) == ("ready", None)
    assert list(client.tokens) == [state["token"]]


def test_another_second_model_takes_the_place_of_the_one_before(client):
    explorer = make(client)
    explorer.ready(10)
    client.gate.clear()
    client.running.clear()
    explorer.compare("later")
    assert client.running.wait(10)
    explorer.compare("latest")
    client.gate.set()
    explorer.ready(10)
    assert explorer._state["other"]["model"] == "latest"
    assert explorer._state["other"]["error"] is None
    assert len(client.tokens) == 2


def test_a_closed_explorer_stops_both(client):
    client.gate.clear()
    explorer = make(client).compare("later")
    assert client.running.wait(10)
    explorer.close()
    assert client.tokens == {}
    assert explorer._pair.second.wait(10)
    with pytest.raises(SemlaError, match="this explorer is closed"):
        explorer.compare("later")


def test_a_sidecar_started_anew_is_told_of_both_models_and_what_was_changed(client):
    explorer = make(client).compare("later")
    explorer.ready(10)
    explorer.project("pca")
    explorer.cluster_labels(2)
    client.kill()
    client.asked.clear()
    assert explorer.comparison["churn"] == 0.5
    told = [(method, params.get("analysis")) for method, params in client.asked]
    first = [("analysis/run", None), ("analysis/project", ANALYSIS), ("analysis/clusters", ANALYSIS)]
    second = [("analysis/run", None), ("analysis/project", OTHER), ("analysis/compare", ANALYSIS)]
    load = [("dataset/put", None), ("model/load", None)]
    assert told == [*load, *first, *load, *second]
    projections = [params["projection"]["method"] for _, params in client.asked if "projection" in params]
    assert projections == ["umap", "pca", "umap", "pca"]


@pytest.mark.parametrize("lost", [{OTHER}, {ANALYSIS}, {ANALYSIS, OTHER}])
def test_a_sidecar_that_forgot_one_of_them_is_told_again(client, lost):
    explorer = make(client).compare("later")
    explorer.ready(10)
    client.known -= lost
    assert explorer.comparison["churn"] == 0.5
    client.known -= lost
    explorer.project("pca")


def test_a_second_model_may_start_though_the_sidecar_forgot_the_first(client):
    explorer = make(client)
    explorer.ready(10)
    client.known.clear()
    explorer.compare("later").ready(10)
    assert explorer.comparison["churn"] == 0.5
    explorer.compare(None)
    client.kill()
    explorer.compare("later").ready(10)


def test_names_of_outputs_are_those_of_the_first_unless_given(client):
    explorer = make(client, model=FakeModel(), source={"kind": "model", "labelNames": ["a", "b"]})
    explorer.compare("later").ready(10)
    assert asked(client, "analysis/run")["source"]["labelNames"] == ["a", "b"]
    explorer.compare(SecondModel("x"), label_names=["b", "a"]).ready(10)
    assert asked(client, "analysis/run")["source"]["labelNames"] == ["b", "a"]
    assert explorer._state["other"]["model"] == "x"


def test_another_layout_is_that_of_both(client):
    explorer = make(client).compare("later")
    explorer.ready(10)
    explorer.project("tsne", perplexity=30, seed=7)
    sent = [params for method, params in client.asked if method == "analysis/project"]
    layout = {**explorer._plan.layout, "method": "tsne", "perplexity": 30.0, "seed": 7}
    assert [params["projection"] for params in sent] == [layout, {**layout, "anchor": ANALYSIS}]
    assert [params["analysis"] for params in sent] == [ANALYSIS, OTHER]
    tokens = [explorer._state["token"], explorer._state["other"]["token"]]
    assert [params["progressToken"] for params in sent] == tokens


def test_without_groups_the_contrast_is_that_of_the_models(client):
    explorer = make(client).compare("later")
    explorer.contrast(kind="prediction", where={"split": "y"})
    sent = asked(client, "analysis/contrast")
    assert (sent["analysis"], sent["other"], sent["a"]) == (ANALYSIS, OTHER, {"split": ["y"]})
    assert sent["kind"] == "prediction"
    assert "b" not in sent


def test_wrong_options_of_compare_are_refused(client):
    explorer = make(client)
    with pytest.raises(SemlaError, match=r"unknown option: nam .*did you mean 'name'"):
        explorer.compare("later", nam="x")
    with pytest.raises(SemlaError, match="names: given beside a model"):
        explorer.compare("later", names=("a", "b"))
    with pytest.raises(SemlaError, match="tokenizer, label_names and name: given beside a data set"):
        explorer.compare(pd.DataFrame(COLUMNS), name="x")
    with pytest.raises(SemlaError, match="other: neither a model"):
        explorer.compare(3)
    with pytest.raises(SemlaError, match="name: 3"):
        explorer.compare("later", name=3)
    assert explorer._state["other"] is None


def test_clusters_that_were_changed_are_shown_to_every_page(client):
    explorer = make(client)
    explorer.ready(10)
    assert explorer.frame()["cluster"].tolist() == [4, 2, 4]
    sent, came = [], threading.Event()
    explorer.send = lambda content, buffers=None: (sent.append((content, buffers)), came.set())
    clusters = explorer.cluster_labels(2)
    assert clusters.to_dict("list")["cluster"] == [1, 0, -1]
    assert clusters["cluster_name"].tolist()[:2] == ["no", "yes"]
    assert asked(client, "analysis/clusters") == {"analysis": ANALYSIS, "count": 2}
    assert explorer.summary["silhouette"] == 0.25
    assert came.wait(10)
    message, body = decode_frame(sent[0][1][0])
    assert sent[0][0] == {"type": "frame", "view": None}
    assert message["params"]["token"] == explorer._state["token"]
    value = resolve(message["params"]["value"], body)
    assert value["columns"]["clusterOfLabel"].tolist() == [1, 0, -1]
    assert value["summary"]["silhouette"] == 0.25
    explorer.frame()
    assert client.asked[-1][0] == "analysis/state", "the columns are read again"

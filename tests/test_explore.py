import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from fake_client import FakeClient

import semla
import semla._demo
import semla._explore
import semla.model
from semla import SemlaError

FRAME = pd.DataFrame(
    {
        "text": ["a", "b", "c"],
        "intent": ["yes", "no", None],
        "pred": ["no", "no", "maybe"],
        "u": [0.5, 1.5, 2.5],
        "v": [1, 2, 3],
    }
)
EMBEDDINGS = np.arange(6.0).reshape(3, 2)
SHARES = np.array([[0.25, 0.75], [0.5, 0.5], [1, 0]])


@pytest.fixture(autouse=True)
def client(monkeypatch):
    fake = FakeClient()
    monkeypatch.setattr(semla._explore, "shared_client", lambda: fake)
    return fake


def explore(**options):
    return semla.explore(FRAME, **{"text": "text", **options})


def refused(**options):
    with pytest.raises(SemlaError) as caught:
        explore(**options)
    return str(caught.value)


def source_of(client, **options):
    explore(**options).ready()
    return next(params["source"] for method, params in client.asked if method == "analysis/run")


def test_arrays_go_to_the_sidecar_as_float32_with_the_labels_in_order(client):
    source = source_of(client, embeddings=EMBEDDINGS, probabilities=SHARES, label="intent")
    assert source["kind"] == "arrays"
    assert source["labelNames"] == ["no", "yes"]
    assert source["embeddings"].dtype == np.float32
    np.testing.assert_array_equal(source["embeddings"], EMBEDDINGS)
    np.testing.assert_array_equal(source["probabilities"], SHARES)


def test_a_torch_tensor_that_needs_its_gradient_is_an_array(client):
    tensor = torch.tensor(EMBEDDINGS, dtype=torch.bfloat16, requires_grad=True)
    np.testing.assert_array_equal(source_of(client, embeddings=tensor)["embeddings"], EMBEDDINGS)


def test_columns_of_positions_and_predictions_go_as_arrays(client):
    source = source_of(client, x="u", y="v", prediction="pred", label="intent")
    np.testing.assert_array_equal(source["positions"], [[0.5, 1], [1.5, 2], [2.5, 3]])
    assert source["labelNames"] == ["no", "yes", "maybe"]
    assert source["prediction"].tolist() == [0, 0, 2]


def test_a_column_of_predictions_stands_for_the_most_probable_label(client):
    source = source_of(
        client, probabilities=np.full((3, 3), 1 / 3), prediction="pred", label_names=["maybe", "no", "x"]
    )
    assert source["prediction"].tolist() == [1, 1, 0]


def test_options_of_the_layout_reach_the_sidecar(client):
    explore(
        embeddings=EMBEDDINGS, projection="tsne", seed=7, neighbours=5, min_dist=0, metric="euclidean"
    ).ready()
    run = next(params for method, params in client.asked if method == "analysis/run")
    assert run["projection"] == {
        "method": "tsne", "seed": 7, "neighbours": 5, "minDist": 0.0, "metric": "euclidean"
    }  # fmt: skip


def test_unknown_options_are_refused_with_the_near_miss():
    message = refused(embeddings=EMBEDDINGS, lable="intent")
    assert message.startswith(
        "unknown option: lable (allowed: data, model, text, label, split, id, tokenizer,"
    )
    assert message.endswith("did you mean 'label'?")
    assert "unknown," not in message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"head": "metrics"}, "head: 'metrics' (allowed: 'classifier', 'metric'); did you mean 'metric'?"),
        ({"head": "metric"}, "head: 'metric' needs gold labels and embeddings; pass label=, and a model"),
        (
            {"projection": "UMAP"},
            "projection: 'UMAP' (allowed: 'umap', 'tsne', 'pca', 'semla_tsne', 'semla_umap')",
        ),
        ({"metric": "cosin"}, "metric: 'cosin' (allowed: 'cosine', 'euclidean'); did you mean 'cosine'?"),
        ({"neighbours": 1}, "neighbours: 1 (allowed: a whole number from 2 to 200)"),
        ({"neighbours": True}, "neighbours: True (allowed: a whole number from 2 to 200)"),
        ({"min_dist": 1.5}, "min_dist: 1.5 (allowed: from 0 to 1)"),
        ({"min_dist": float("nan")}, "min_dist: nan (allowed: from 0 to 1)"),
        ({"seed": 0.5}, "seed: 0.5 (allowed: a whole number)"),
        ({"pooling": "max"}, "pooling: 'max' (allowed: 'auto', 'cls', 'mean')"),
        ({"height": "tall"}, "height: 'tall' (allowed: a whole number from 200 to 4000)"),
        ({"name": 3}, "name: 3 (allowed: a string)"),
    ],
)
def test_an_option_with_a_wrong_value_is_refused_with_what_is_allowed(options, message):
    assert refused(embeddings=EMBEDDINGS, **options).startswith(message)


class FakeModel:
    def __init__(self, source, tokenizer=None, *, pooling="auto"):
        self.name, self.tokenizer, self.pooling = f"model of {source}", tokenizer, pooling

    def prepare(self, on_progress):
        on_progress("exporting", 1, 3)
        return Path("/exported")


def test_a_model_is_opened_prepared_and_loaded(client, monkeypatch):
    monkeypatch.setattr(semla.model, "Model", FakeModel)
    explorer = explore(model="folder", tokenizer="tok", pooling="mean", label_names=["b", "a"])
    explorer.ready()
    assert explorer._plan.model.tokenizer == "tok"
    asked = dict(client.asked)
    assert asked["model/load"] == {"folder": "/exported", "pooling": "mean"}
    assert asked["analysis/run"]["source"] == {"kind": "model", "model": "e" * 32, "labelNames": ["b", "a"]}


def test_a_semla_model_brings_its_own_tokenizer_and_pooling(client, monkeypatch):
    monkeypatch.setattr(semla.model, "Model", FakeModel)
    model = FakeModel("folder", pooling="mean")
    explore(model=model).ready()
    assert dict(client.asked)["model/load"]["pooling"] == "mean"
    assert refused(model=model, tokenizer="tok") == "tokenizer: given beside a semla.Model, which has one"
    assert refused(model=model, pooling="cls") == (
        "pooling: 'cls' beside a semla.Model with 'mean'; say it in one place"
    )


def test_a_folder_that_is_no_model_is_refused_at_once(tmp_path):
    with pytest.raises(SemlaError) as caught:
        explore(model=tmp_path)
    assert caught.value.kind == "bad_model"


def test_exactly_one_source_is_wanted():
    assert refused() == "model: not given (allowed: a model, or embeddings= and probabilities=, or x= and y=)"
    assert refused(prediction="pred") == refused()
    assert refused(model="folder", embeddings=EMBEDDINGS) == (
        "embeddings: given beside a model (allowed: a model, or arrays and columns instead of one)"
    )
    assert refused(x="u") == "x: given without y=; a position needs both"
    assert refused(embeddings=EMBEDDINGS, tokenizer=object()) == "tokenizer: given without a model; pass both"


@pytest.mark.parametrize("name", ["embeddings", "probabilities"])
def test_arrays_of_the_wrong_shape_are_refused(name):
    side = {"embeddings": "dimension", "probabilities": "labels"}[name]
    assert refused(**{name: SHARES[:2]}) == (
        f"{name}: 2 rows (allowed: 3, one for each row of the data, in its order)"
    )
    assert refused(**{name: [0.5, 0.5, 1]}) == f"{name}: an array of shape [3] (allowed: [3, {side}])"
    assert refused(**{name: [["a"]] * 3}).startswith(f"{name}: an array of <U1 (allowed: numbers")
    assert refused(**{name: [[1], [1, 2], [3]]}).startswith(
        f"{name}: list (allowed: a numpy array [rows, {side}])"
    )


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300])
def test_arrays_with_nan_are_refused_by_row_id(value):
    wrong = EMBEDDINGS.copy()
    wrong[2, 1] = value
    data = FRAME.assign(key=["k0", "k1", "k2"])
    with pytest.raises(SemlaError, match=r"embeddings: NaN or infinite in 1 of 3 \(row 'k2'\)"):
        semla.explore(data, text="text", id="key", embeddings=wrong)


def test_probabilities_that_are_none_are_refused():
    assert refused(probabilities=SHARES * 4 - 1, label_names=["a", "b"]).startswith(
        "probabilities: outside 0 to 1 in 2 of 3 (rows 0, 2)"
    )
    assert refused(probabilities=SHARES / 2, label_names=["a", "b"]).startswith(
        "probabilities: do not sum to 1 in 3 of 3 (rows 0, 1, 2)"
    )
    assert refused(probabilities=SHARES) == (
        "probabilities: 2 columns, and the data has no label column; say which column is which with "
        "label_names=[...]"
    )
    assert refused(probabilities=SHARES, label_names=["a"]) == (
        "label_names: 1 names for 2 columns of probabilities (allowed: 2)"
    )
    assert refused(probabilities=SHARES, label_names=["a", "a"]).startswith("label_names: 'a' more than once")
    assert "without 'maybe', which the data holds" in refused(
        probabilities=SHARES, label_names=["a", "b"], prediction="pred"
    )


def test_positions_that_are_no_numbers_are_refused():
    assert refused(x="text", y="v") == "x: column 'text' holds large_string (allowed: numbers)"
    assert refused(x="u", y="w").startswith("y: no column 'w' (allowed: ")
    with pytest.raises(SemlaError, match=r"x and y: NaN or infinite in 1 of 3 \(row 1\)"):
        semla.explore(FRAME.assign(u=[0, None, 1]), text="text", x="u", y="v")


def test_the_demo_explores_the_last_step_of_its_model(monkeypatch, tmp_path):
    (tmp_path / "utterances.csv").write_text('id,text,intent,split\nu1,"hello, you",greet,train\n')
    for step in ("step-90", "step-1000", "step-200"):
        (tmp_path / "model" / step).mkdir(parents=True)
    asked = {}
    monkeypatch.setattr(semla._demo, "_ASSETS", tmp_path)
    monkeypatch.setattr(semla._demo, "explore", lambda data, **options: asked.update(options, data=data))
    semla.demo(projection="pca", name="mine")
    assert asked.pop("data").to_dict("records") == [
        {"id": "u1", "text": "hello, you", "intent": "greet", "split": "train"}
    ]
    assert asked == {
        "model": tmp_path / "model" / "step-1000",
        "text": "text",
        "label": "intent",
        "split": "split",
        "id": "id",
        "name": "mine",
        "projection": "pca",
    }
    (tmp_path / "model").rename(tmp_path / "gone")
    with pytest.raises(SemlaError, match=r"demo: no model in .*; install semla-lab again"):
        semla.demo()


def test_what_is_public_is_there_and_comes_late():
    assert set(semla.__all__) == {
        "Attribution",
        "Explorer",
        "Model",
        "SemlaError",
        "__version__",
        "demo",
        "explore",
        "load",
    }
    code = (
        "import sys, semla\n"
        "heavy = {'numpy', 'pyarrow', 'pandas', 'narwhals', 'anywidget', 'torch', 'transformers'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "import semla._explore, semla._demo\n"
        "assert not {'pandas', 'torch', 'transformers'} & set(sys.modules)\n"
        "assert callable(semla.explore) and callable(semla.demo), 'a module stands in for a function'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_metric_head_and_the_users_concepts_reach_the_sidecar(client):
    mapping = {"card": "money", "cat": ("animal", "pet"), "cow": {"animal"}}
    explore(embeddings=EMBEDDINGS, label="intent", head="metric", concepts=mapping).ready()
    run = next(params for method, params in client.asked if method == "analysis/run")
    assert run["head"] == "metric"
    assert run["concepts"] == {"card": ["money"], "cat": ["animal", "pet"], "cow": ["animal"]}


@pytest.mark.parametrize(
    ("concepts", "message"),
    [
        ("wordnets", "concepts: 'wordnets' (allowed: 'wordnet', 'none'); did you mean 'wordnet'?"),
        (
            ["money"],
            "concepts: ['money'] (allowed: 'wordnet', 'none', or a dict from word to a list of concepts)",
        ),
        ({"card": 3}, "concepts of 'card': 3 (allowed: a list of strings)"),
        ({"card": [""]}, "concepts of 'card': [''] (allowed: a list of strings)"),
        ({3: "money"}, "concepts: 3 (allowed: words as keys)"),
    ],
)
def test_concepts_that_are_none_are_refused(concepts, message):
    assert refused(embeddings=EMBEDDINGS, concepts=concepts) == message


def test_concepts_can_be_turned_off(client):
    explore(embeddings=EMBEDDINGS, concepts=None).ready()
    assert next(params for method, params in client.asked if method == "analysis/run")["concepts"] == "none"

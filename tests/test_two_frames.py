import numpy as np
import pandas as pd
import polars as pl
import pytest
from explorers import COLUMNS, asked, make
from fake_client import FakeClient

from semla.errors import SemlaError

OTHER = {"text": ["d", "e"], "intent": ["maybe", "no"], "key": ["k0", "k9"], "n": [1, 2]}


@pytest.fixture
def client():
    return FakeClient()


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_two_frames_are_one_data_set_with_two_splits(client, library):
    first = make(client, library(COLUMNS), split=None)
    both = first.compare(library(OTHER), names=("train", "test"))
    assert both is not first
    frame = both.frame()
    assert isinstance(frame, library)
    assert list(frame["text"]) == ["a", "b", "c", "d", "e"]
    assert list(frame["intent"])[:2] + list(frame["intent"])[3:] == ["no", "yes", "maybe", "no"]
    assert list(frame["key"]) == ["train:k0", "train:k1", "train:k2", "test:k0", "test:k9"]
    assert list(frame["split"]) == ["train"] * 3 + ["test"] * 2
    assert "n" not in frame.columns, "only the second has it"
    assert both._state["frames"] == ["train", "test"]
    assert both._state["title"]["dataset"] == "train and test"
    assert first._state["frames"] is None
    both.filter = {"split": "test"}
    assert both.filter == {"split": ["test"]}


@pytest.fixture(autouse=True)
def five_rows(client):
    state = client.answers["analysis/state"]
    state["columns"] = {"labelNames": ["no"], "prediction": np.zeros(5, "i4")}


def test_another_explorer_gives_its_data_whatever_its_columns_are_called(client):
    second = make(
        client, [{"t": "d", "l": "no"}, {"t": "e", "l": "yes"}], text="t", label="l", id=None, split=None
    )
    both = make(client).compare(second, names=("mine", "yours"))
    table = both._plan.table
    assert table.text.to_pylist() == ["a", "b", "c", "d", "e"]
    assert table.label.names == ["no", "yes"]
    assert list(table.ids) == ["mine:k0", "mine:k1", "mine:k2", "yours:0", "yours:1"]


def test_without_ids_the_rows_are_numbered_on(client):
    first = make(client, pd.DataFrame(COLUMNS), id=None)
    assert list(first.compare(pd.DataFrame(OTHER))._plan.table.ids) == [0, 1, 2, 3, 4]


def test_columns_that_both_have_are_kept(client):
    first = pd.DataFrame(COLUMNS).assign(n=[1.5, 2, 3], split="old", mixed=["a", "b", "c"])
    second = pd.DataFrame(OTHER).assign(mixed=[1, 2])
    both = make(client, first).compare(second, names=("a", "b"))
    frame = both.frame()
    assert frame["n"].tolist() == [1.5, 2, 3, 1, 2]
    assert frame["split_semla"].tolist() == ["a"] * 3 + ["b"] * 2
    assert not {"split", "mixed", "part"} & set(frame.columns)


def test_names_are_by_default_those_of_the_data_sets(client):
    first = make(client)
    assert first.compare(pd.DataFrame(OTHER))._plan.frames == ("requests", "other")
    assert first.compare(make(client))._plan.frames == ("A", "B")
    for names, message in [
        (("a",), "names: ('a',) (allowed: two names, such as ('train', 'test'))"),
        (("a", "a"), "names: 'a' more than once"),
        ("ab", "names: 'ab' (allowed: two names"),
    ]:
        with pytest.raises(SemlaError) as caught:
            first.compare(pd.DataFrame(OTHER), names=names)
        assert str(caught.value).replace('"', "'").startswith(message)


def test_a_frame_without_the_columns_of_the_first_is_refused(client):
    with pytest.raises(SemlaError, match=r"other: .*: label: no column 'intent' \(allowed: 'text'\)"):
        make(client).compare(pd.DataFrame({"text": ["d"]}))


def arrays(rows, names, seed=0):
    random = np.random.default_rng(seed)
    shares = random.dirichlet(np.ones(len(names)), rows).astype("f4")
    return {
        "kind": "arrays",
        "labelNames": names,
        "embeddings": random.random((rows, 4), "f4"),
        "probabilities": shares,
        "prediction": shares.argmax(1).astype("i4"),
    }


def test_arrays_of_two_explorers_are_joined_by_the_names_of_labels(client):
    source, other = arrays(3, ["no", "yes"]), arrays(2, ["maybe", "no"], 1)
    first = make(client, source=source)
    both = first.compare(make(client, pd.DataFrame(OTHER), split=None, source=other))
    both.ready(10)
    sent = asked(client, "analysis/run")["source"]
    assert sent["labelNames"] == ["no", "yes", "maybe"]
    np.testing.assert_array_equal(sent["embeddings"], np.vstack([source["embeddings"], other["embeddings"]]))
    np.testing.assert_array_equal(sent["probabilities"][:3, :2], source["probabilities"])
    np.testing.assert_array_equal(sent["probabilities"][3:][:, [2, 0]], other["probabilities"])
    np.testing.assert_allclose(sent["probabilities"].sum(1), 1, rtol=1e-6)
    np.testing.assert_array_equal(sent["prediction"], sent["probabilities"].argmax(1))


def test_positions_and_predictions_are_read_from_the_columns_of_a_frame(client):
    roles = {"x": "u", "y": "v", "prediction": "p"}
    first = pd.DataFrame(COLUMNS).assign(u=[1, 2, 3], v=0.5, p="no")
    second = pd.DataFrame(OTHER).assign(u=[4, 5], v=[0, 1], p=["yes", "no"])
    source = {
        "kind": "arrays",
        "labelNames": ["no", "yes"],
        "positions": first[["u", "v"]].to_numpy("f4"),
        "prediction": np.zeros(3, "i4"),
    }
    both = make(client, first, source=source, **roles).compare(second)
    both.ready(10)
    sent = asked(client, "analysis/run")["source"]
    assert sent["positions"].tolist() == [[1, 0.5], [2, 0.5], [3, 0.5], [4, 0], [5, 1]]
    assert [sent["labelNames"][code] for code in sent["prediction"]] == ["no", "no", "no", "yes", "no"]


def test_arrays_that_do_not_go_together_are_refused(client):
    first = make(client, source=arrays(3, ["no"]))
    with pytest.raises(
        SemlaError, match=r"other: a frame without embeddings, .* an explorer made with embed"
    ):
        first.compare(pd.DataFrame(OTHER))
    with pytest.raises(SemlaError, match="other: an explorer without embeddings, which the first has"):
        first.compare(make(client))
    wide = {**arrays(3, ["no"]), "embeddings": np.zeros((3, 5), "f4")}
    with pytest.raises(SemlaError, match=r"other: embeddings of 5 dimensions \(allowed: 4"):
        first.compare(make(client, source=wide))

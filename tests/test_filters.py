import numpy as np
import pytest
from explorers import SecondModel, asked, make
from fake_client import OTHER, FakeClient
from hypothesis import given
from hypothesis import strategies as st

import semla.model
from semla.errors import SemlaError
from semla.filters import CHANGES, read_filter, show_filter, without_change
from semla.table import read_table

TABLE = read_table([{"text": "a", "key": f"k{row}"} for row in range(3)], id="key")


@pytest.fixture
def client():
    return FakeClient()


def test_the_filter_is_read_like_the_chips(client):
    explorer = make(client)
    explorer.filter = {"label": "no", "text": None, "cluster": [np.int64(4)], "errors": True}
    assert explorer.filter == {"label": ["no"], "cluster": [4], "errors": True}
    assert explorer.filtered["key"].tolist() == ["k1", "k2"]
    assert asked(client, "analysis/filter")["filter"] == explorer.filter
    explorer.filter = None
    assert explorer.filter == {}
    assert len(explorer.filtered) == 3


def test_every_condition_may_be_set_and_negated(client):
    explorer = make(client)
    conditions = {
        "errors": False,
        "text": "card",
        "regex": r"\bcard(s)?\b",
        "word": ["gift card"],
        "concept": ["money"],
        "label": ["no", "yes"],
        "prediction": ["no"],
        "cluster": [0],
        "split": ["x"],
        "confidence": [0.0, 0.5],
        "length": [1, 5],
        "rows": ["k0", "k2"],
        "support": "k1",
    }
    explorer.filter = {**conditions, "not": conditions}
    assert explorer.filter == {**conditions, "not": conditions}
    page = {**conditions, "rows": [0, 2], "support": 1}
    assert explorer._filter == {**page, "not": page}


def test_rows_are_ids_for_the_user_and_indices_for_the_page(client):
    explorer = make(client)
    explorer.filter = {"rows": ["k2", "k0", "k2"], "not": {"support": "k2", "rows": "k1"}}
    assert explorer._filter == {"rows": [0, 2], "not": {"support": 2, "rows": [1]}}
    explorer.set_state({"_filter": {"rows": [2, 1], "support": 0}})
    assert explorer.filter == {"rows": ["k2", "k1"], "support": "k0"}
    explorer.set_state({"_filter": {"rows": [2, 7], "support": 9}})
    assert explorer.filter == {"rows": ["k2"]}


@given(st.sets(st.integers(0, 2)), st.none() | st.integers(0, 2), st.booleans())
def test_what_is_shown_reads_as_the_same_filter(rows, support, negated):
    conditions = {"rows": sorted(rows), **({} if support is None else {"support": support})}
    page = {"not": conditions} if negated else conditions
    assert read_filter(show_filter(page, TABLE), TABLE) == page


def test_an_empty_list_matches_no_row_and_an_empty_negation_is_none(client):
    explorer = make(client)
    explorer.filter = {"label": [], "rows": [], "not": {"text": None}}
    assert explorer._filter == {"label": [], "rows": []}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            {"lable": "no"},
            "unknown filter key: lable (allowed: errors, text, regex, word, concept, label, prediction, cluster, "
            "split, confidence, length, rows, support, change, not); did you mean 'label'?",
        ),
        ({"label": "nope"}, "filter label: 'nope' (allowed: 'no', 'yes')"),
        ({"not": {"label": "nope"}}, "filter label: 'nope' (allowed: 'no', 'yes')"),
        ({"split": ["z"]}, "filter split: 'z' (allowed: 'x', 'y')"),
        ({"errors": 1}, "filter errors: 1 (allowed: True or False)"),
        ({"text": 3}, "filter text: 3 (allowed: a string)"),
        (
            {"regex": 3},
            "filter regex: 3 (allowed: a regular expression of up to 500 characters, as JavaScript",
        ),
        ({"regex": "a" * 501}, "filter regex: str (allowed: a regular expression of up to 500 characters"),
        ({"word": [" "]}, "filter word: [' '] (allowed: a list of words)"),
        ({"concept": 3}, "filter concept: 3 (allowed: a list of concepts)"),
        ({"cluster": -1}, "filter cluster: -1 (allowed: a list of cluster numbers)"),
        (
            {"confidence": 0.5},
            "filter confidence: 0.5 (allowed: least and greatest, from 0 to 1, such as (0, 0.5))",
        ),
        ({"confidence": (0.5, 0.25)}, "filter confidence: (0.5, 0.25) (allowed: least and greatest"),
        ({"confidence": (0, 2)}, "filter confidence: (0, 2) (allowed: least and greatest"),
        ({"confidence": (0, float("nan"))}, "filter confidence: (0, nan) (allowed: least and greatest"),
        ({"length": (1, 2.5)}, "filter length: (1, 2.5) (allowed: fewest and most words, such as (1, 5))"),
        ({"length": (1, 2, 3)}, "filter length: (1, 2, 3) (allowed: fewest and most words, such as (1, 5))"),
        ({"rows": ["k9"]}, "filter rows: no row with id 'k9' (allowed: the values of column 'key', such as"),
        ({"rows": 4}, "filter rows: no row with id 4 (allowed: the values of column 'key', such as"),
        ({"support": "k9"}, "filter support: no row with id 'k9' (allowed: the values of column 'key'"),
        ({"support": ["k0"]}, "filter support: no row with id ['k0'] (allowed: the values of column 'key'"),
        ({"not": {"length": 1}}, "filter not length: 1 (allowed: fewest and most words, such as (1, 5))"),
        ({"not": {"not": {}}}, "unknown filter not key: not (allowed: errors,"),
        ({"not": "errors"}, "filter not: 'errors' (allowed: a dict with any of errors,"),
        ({"change": "fixed"}, "filter change: there is no second model; call compare(model) first"),
        (
            {"change": "mended"},
            "filter change: 'mended' (allowed: 'right', 'fixed', 'broken', 'wrong', 'changed')",
        ),
        ("errors", "filter: 'errors' (allowed: a dict with any of errors,"),
    ],
)
def test_a_wrong_filter_is_refused_with_what_is_allowed(client, value, message):
    explorer = make(client)
    with pytest.raises(SemlaError) as caught:
        explorer.filter = value
    assert str(caught.value).startswith(message)
    assert explorer.filter == {}


def test_a_filter_on_what_the_data_has_not_is_refused(client):
    source = {"kind": "arrays", "labelNames": ["no"], "prediction": np.zeros(3, "i4")}
    explorer = make(client, label=None, split=None, source=source, concepts="none")
    for key, value, what in [
        ("errors", True, "gold labels"),
        ("label", "no", "gold labels"),
        ("split", "x", "splits"),
        ("confidence", (0, 1), "confidence"),
        ("support", "k0", "support sets"),
        ("concept", "money", "concepts"),
    ]:
        for conditions in ({key: value}, {"not": {key: value}}):
            with pytest.raises(SemlaError, match=f"filter {key}: this data set has no {what}"):
                explorer.filter = conditions


def test_predicted_labels_are_checked_once_they_are_known(client):
    explorer = make(client)
    explorer.filter = {"prediction": "who knows"}
    explorer.frame()
    with pytest.raises(
        SemlaError, match=r"filter prediction: 'who knows' \(allowed: 'no', 'yes', 'only in data'\)"
    ):
        explorer.filter = {"prediction": "who knows"}


def test_what_a_regular_expression_lacks_is_said_by_the_sidecar(client):
    explorer = make(client)
    explorer.filter = {"regex": "("}
    client.answers["analysis/filter"] = SemlaError("filter regex: unterminated group", kind="invalid_request")
    with pytest.raises(SemlaError, match="unterminated group"):
        _ = explorer.filtered


def test_a_filter_on_changes_names_both_models_and_ends_with_the_comparison(client, monkeypatch):
    explorer = make(client)
    monkeypatch.setattr(semla.model, "Model", SecondModel)
    explorer.compare("later")
    for change in CHANGES:
        explorer.filter = {"change": change}
    explorer.filter = {"label": "no", "change": ["fixed"], "not": {"change": "broken", "split": "x"}}
    assert len(explorer.filtered) == 2
    assert asked(client, "analysis/filter")["other"] == OTHER
    explorer.words(filter={"change": "fixed"})
    assert asked(client, "analysis/words")["filter"] == {"rows": [1, 2]}
    explorer.compare(None)
    assert explorer.filter == {"label": ["no"], "not": {"split": ["x"]}}


def test_only_conditions_on_changes_are_left_out():
    assert without_change({"change": ["fixed"]}) == {}
    assert without_change({"text": "a", "not": {"change": ["fixed"]}}) == {"text": "a"}

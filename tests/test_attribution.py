"""Explanations of single texts, asked of a client without a sidecar."""

import json
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from explorers import COLUMNS, asked, count, make
from fake_client import FakeClient

import semla
from semla import Attribution, SemlaError
from semla.attribution import METHODS

NUMBERED = {"text": ["a", "b", "c"], "intent": ["no", "yes", None]}


def test_methods_are_those_of_the_protocol():
    schema = json.loads((Path(__file__).parents[1] / "schema/protocol.json").read_text())
    method = schema["methods"]["explain/salience"]["params"]["properties"]["method"]
    assert tuple(method["enum"]) == METHODS


def attribution(text, method, options):
    """Two words, the second behind a character of two UTF-16 units."""
    return {
        "method": method,
        "text": text,
        "target": None if options.get("similarTo") is not None else options.get("target") or 0,
        "against": options.get("against"),
        "value": 2.5,
        "pieces": ["[CLS]", "up", "##per", "🙂", "[SEP]"],
        "special": np.array([1, 0, 0, 0, 1], "u1"),
        "pieceScores": np.array([0, 1, 2, -0.5, 0], "f4"),
        "words": [{"text": "🙂", "start": 0, "end": 2}, {"text": "upper", "start": 3, "end": 8}],
        "wordOfPiece": np.array([-1, 1, 1, 0, -1], "i4"),
        "scores": np.array([-0.5, 3], "f4"),
        "signed": True,
        "cut": 2,
        "delta": 0.25 if method == "integrated_gradients" else None,
        "points": 16 if method == "integrated_gradients" else None,
        "r2": 0.5 if method == "lime" else None,
        "spread": np.array([1, 2], "f4") if method == "lime" else None,
    }


def attributed(params):
    texts = [each.get("text", f"row {each.get('row')}") for each in params["subjects"]]
    methods, options = params["methods"], params["options"]
    return {"attributions": [[attribution(text, method, options) for method in methods] for text in texts]}


def predicted(params):
    size = len(params["texts"])
    shares = np.tile(np.array([0.25, 0.7, 0.05], "f4"), (size, 1))
    return {
        "labelNames": ["no", "yes", "maybe"],
        "probabilities": shares,
        "prediction": np.full(size, 1, "i4"),
        "probability": shares[:, 1],
        "confidence": shares[:, 1] - shares[:, 0],
        "positions": np.full((size, 2), np.nan, "f4"),
        "neighbours": np.zeros((size, 1), "i4"),
        "similarity": np.ones((size, 1), "f4"),
        "pieces": np.full(size, 3, "i4"),
        "cut": np.zeros(size, "i4"),
        "mask": "[MASK]",
    }


@pytest.fixture
def client():
    client = FakeClient()
    client.answers["explain/attribute"] = attributed
    client.answers["explain/predict"] = predicted
    return client


def test_an_attribution_has_words_and_pieces_in_the_order_of_the_text(client):
    [found] = make(client).attribute("🙂 upper")
    assert isinstance(found, semla.Attribution)
    assert (found.method, found.text, found.target) == ("integrated_gradients", "🙂 upper", "no")
    assert (found.words, found.scores.tolist()) == (["🙂", "upper"], [-0.5, 3])
    assert [found.text[start:end] for start, end in found.spans] == found.words
    assert found.pieces[1:3] == ["up", "##per"]
    assert found.special.tolist() == [True, False, False, False, True]
    assert found.piece_scores.tolist() == [0, 1, 2, -0.5, 0]
    assert (found.delta, found.points, found.r2, found.spread) == (0.25, 16, None, None)
    assert repr(found) == (
        "Attribution(integrated_gradients of 'no': upper +3, 🙂 -0.5; delta 0.25 at 16 points; 2 pieces cut off)"
    )


def test_a_list_of_methods_gives_a_list_of_lists(client):
    found = make(client).attribute(["k1", "any text"], ["lime", "gradient_l2"])
    assert [[each.method for each in one] for one in found] == [["lime", "gradient_l2"]] * 2
    assert [one[0].text for one in found] == ["row 1", "any text"]
    assert found[0][0].spread.tolist() == [1, 2]
    assert make(client).attribute([], ["lime"]) == []


@pytest.mark.parametrize(
    ("data", "given", "subjects"),
    [
        (None, "k1", [{"row": 1}]),
        (None, "k9", [{"text": "k9"}]),
        (None, ["k2", "", "k0", "k2"], [{"row": 2}, {"text": ""}, {"row": 0}, {"row": 2}]),
        (NUMBERED, 1, [{"row": 1}]),
        (NUMBERED, "1", [{"text": "1"}]),
        (NUMBERED, np.array([2, 0]), [{"row": 2}, {"row": 0}]),
        (NUMBERED, np.int64(2), [{"row": 2}]),
        (NUMBERED, pd.Series(["x", "y"]), [{"text": "x"}, {"text": "y"}]),
    ],
)
def test_a_string_is_a_text_unless_it_is_an_id(client, data, given, subjects):
    columns = {} if data is None else {"split": None, "id": None}
    make(client, None if data is None else pd.DataFrame(data), **columns).attribute(given)
    assert asked(client, "explain/attribute")["subjects"] == subjects


def test_options_reach_the_sidecar_by_its_names(client):
    make(client).attribute(
        "a text", "shap", target="yes", against=0, points=8, baseline="zero", seed=3, output="probability",
        perturbation="delete", masks=20, evaluations=30,
    )  # fmt: skip
    assert asked(client, "explain/attribute")["options"] == {
        "target": 1, "against": 0, "similarTo": None, "points": 8, "baseline": "zero", "seed": 3,
        "output": "probability", "perturbation": "delete", "masks": 20, "evaluations": 30,
    }  # fmt: skip


def test_a_similarity_is_explained_instead_of_a_label(client):
    [found] = make(client).attribute("a text", similar_to="k2")
    assert asked(client, "explain/attribute")["options"]["similarTo"] == 2
    assert (found.target, found.similar_to) == (None, "k2")
    assert "of similarity to 'k2'" in repr(found)
    [found] = make(client).attribute("a text", target="yes", against="no")
    assert "of 'yes' against 'no'" in repr(found)


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        ("a", {"method": "ig"}, "method: 'ig' (allowed: 'gradient_l1', 'gradient_l2',"),
        ("a", {"method": []}, "method: [] (allowed: one of gradient_l1, gradient_l2,"),
        ("a", {"method": "gradient_L2"}, "method: 'gradient_L2' (allowed: "),
        ("a", {"method": ["lime", 3]}, "method: 3 (allowed: "),
        (
            "a",
            {"target": "yess"},
            "target: 'yess' (allowed: 'no', 'yes', 'only in data'); did you mean 'yes'?",
        ),
        ("a", {"target": 3}, "target: 3 (allowed: a whole number from 0 to 2)"),
        ("a", {"target": "no", "against": 0}, "against: 0, which is the target (allowed: another label)"),
        ("a", {"target": "no", "similar_to": "k0"}, "similar_to: given beside a label (allowed: one of both"),
        ("a", {"similar_to": "k7"}, "similar_to: no row with id 'k7' (allowed: the values of column 'key'"),
        ("a", {"points": 0}, "points: 0 (allowed: a whole number from 1 to 1024)"),
        ("a", {"baseline": 0}, "baseline: 0 (allowed: a string)"),
        ("a", {"output": "loss"}, "output: 'loss' (allowed: 'logit', 'probability')"),
        ("a", {"perturbation": "drop"}, "perturbation: 'drop' (allowed: 'mask', 'delete')"),
        ("a", {"masks": 5}, "masks: 5 (allowed: a whole number from 10 to 20000)"),
        ("a", {"seed": 1.5}, "seed: 1.5 (allowed: a whole number)"),
        ("a", {"n_steps": 50}, "unknown option: n_steps (allowed: rows_or_texts, method, target, against,"),
        (3, {}, "row: no row with id 3 (allowed: the values of column 'key', such as 'k0'"),
        (None, {}, "rows_or_texts: None (allowed: a row id, a text, or a list of them)"),
        ([True], {}, "rows_or_texts: True (allowed: "),
        (
            pd.DataFrame(COLUMNS),
            {},
            "rows_or_texts: DataFrame (allowed: a row id, a text, or a list of them; of a",
        ),
        ("\ud800", {}, "text: a string that is no valid Unicode; mend it with"),
    ],
)
def test_what_cannot_be_explained_is_refused_before_anything_runs(client, given, options, message):
    with pytest.raises(SemlaError) as caught:
        make(client).attribute(given, **options)
    assert str(caught.value).startswith(message)
    assert count(client, "explain/attribute") == 0


def test_without_a_model_nothing_is_explained(client):
    source = {"kind": "arrays", "labelNames": [], "positions": np.zeros((3, 2), "f4")}
    explorer = make(client, source=source)
    for what, ask in {
        "attribute": lambda: explorer.attribute("a"),
        "attributions": lambda: explorer.frame(attributions="lime"),
        "predict": lambda: explorer.predict("a"),
        "relations": lambda: explorer.relations("a"),
        "salience": lambda: explorer.salience(),
        "trust": lambda: explorer.trust(),
    }.items():
        with pytest.raises(SemlaError, match=f"{what}: there is no model to run, only arrays; pass a model"):
            ask()
    assert len(explorer.frame()) == 3


def test_many_texts_are_sent_in_parts(client):
    found = make(client).attribute([f"text {i}" for i in range(40)])
    assert [each.text for each in found] == [f"text {i}" for i in range(40)]
    sizes = [len(params["subjects"]) for name, params in client.asked if name == "explain/attribute"]
    assert sizes == [16, 16, 8]
    client.asked.clear()
    make(client).attribute(["a", "b"], ["gradient_l1", "lime"])
    assert count(client, "explain/attribute") == 2, "one at a time where each takes long"


def test_what_takes_long_says_how_far_it_is_and_can_be_cancelled(client, capsys):
    explorer = make(client)
    explorer.ready(10)
    client.gate.clear()
    failed = []

    def attribute():
        try:
            explorer.attribute("a")
        except SemlaError as error:
            failed.append(error.kind)

    client.running.clear()
    thread = threading.Thread(target=attribute)
    thread.start()
    assert client.running.wait(10)
    told, deadline = "", time.monotonic() + 10
    while "attributing texts" not in told and time.monotonic() < deadline:
        told += capsys.readouterr().err
    assert "semla: attributing texts" in told
    explorer.cancel()
    thread.join(10)
    assert failed == ["cancelled"]


def test_an_interrupt_stops_the_sidecar_too(client, monkeypatch):
    explorer = make(client)
    explorer.ready(10)
    client.gate.clear()

    def interrupted(self, timeout=None):
        raise KeyboardInterrupt

    monkeypatch.setattr("fake_client.FakeCall.result", interrupted)
    with pytest.raises(KeyboardInterrupt):
        explorer.attribute("a")
    assert client.call.exception(0).kind == "cancelled"


def test_a_sidecar_that_dies_in_a_long_run_is_asked_again_for_what_is_left(client):
    deaths = []

    def dying(params):
        if len(params["subjects"]) == 8 and not deaths:
            deaths.append(1)
            client.kill()
        return attributed(params)

    client.answers["explain/attribute"] = dying
    assert len(make(client).attribute([f"text {i}" for i in range(24)])) == 24
    assert deaths == [1]
    sizes = [len(params["subjects"]) for name, params in client.asked if name == "explain/attribute"]
    assert sizes == [16, 8, 8]


def test_predictions_are_a_frame_of_the_library_of_the_data(client):
    frame = make(client, pl.DataFrame(COLUMNS)).predict(["one", "two"])
    assert isinstance(frame, pl.DataFrame)
    assert frame.columns == [
        "text", "prediction", "probability", "confidence", "rival", "rival_probability", "x", "y", "pieces", "cut"
    ]  # fmt: skip
    assert frame["prediction"].to_list() == ["yes", "yes"]
    assert frame["rival"].to_list() == ["no", "no"]
    assert frame["rival_probability"].to_list() == [0.25, 0.25]
    assert frame["x"].null_count() == 2
    assert len(make(client).predict([])) == 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (3, "texts: 3 (allowed: a string)"),
        (["a", None], "texts: item 1: None (allowed: a string)"),
        ({"text": "a"}, "texts: {'text': 'a'} (allowed: a string, or a list of them"),
    ],
)
def test_what_is_no_text_is_not_predicted(client, given, message):
    with pytest.raises(SemlaError) as caught:
        make(client).predict(given)
    assert str(caught.value).startswith(message)


def words(*texts):
    return [{"text": text, "start": 0, "end": 1} for text in texts]


def partner(role, row, **more):
    none = {"links": None, "own": None, "theirs": None, "delta": None}
    return {
        "role": role,
        "row": row,
        "text": "",
        "words": words("c", "d"),
        "similarity": 8.0,
        "cosine": 0.5,
    } | (none | more)


def test_token_relations_are_pairs_of_words_the_strongest_first(client):
    links = np.array([[1, -4], [2, 3]], "f4")
    client.answers["explain/relations"] = {
        "text": "a b", "words": words("a", "b"), "partners": [partner("closest", 2, links=links)],
    }  # fmt: skip
    frame = make(client).relations("a b", "token")
    assert asked(client, "explain/relations")["subject"] == {"text": "a b"}
    columns = ["partner", "row", "word", "partner_word", "value", "word_index", "partner_index"]
    assert frame[columns].to_numpy().tolist() == [
        ["closest", "k2", "a", "d", -4, 0, 1],
        ["closest", "k2", "b", "d", 3, 1, 1],
        ["closest", "k2", "b", "c", 2, 1, 0],
        ["closest", "k2", "a", "c", 1, 0, 0],
    ]
    assert frame["delta"].isna().all()


def test_relations_by_similarity_are_words_of_either_side(client):
    own, theirs = np.array([0.5], "f4"), np.array([-1, 2], "f4")
    parts = [
        partner(role, row, own=own, theirs=theirs, delta=0.125)
        for role, row in (("closest", 0), ("contrast", 1))
    ]
    client.answers["explain/relations"] = {"text": "a", "words": words("a"), "partners": parts}
    frame = make(client).relations("k1", "similarity", points=32)
    assert asked(client, "explain/relations") == {
        "analysis": "a" * 32, "subject": {"row": 1}, "kind": "similarity", "points": 32, "seed": 0,
    }  # fmt: skip
    assert frame["partner"].tolist() == ["closest"] * 3 + ["contrast"] * 3
    assert frame["row"].tolist() == ["k0"] * 3 + ["k1"] * 3
    first = frame.head(3)
    assert first["value"].tolist() == [2, -1, 0.5]
    assert first["partner_word"].tolist()[:2] == ["d", "c"]
    assert first["word"].isna().tolist() == [True, True, False]
    assert (first["delta"] == 0.125).all()
    client.answers["explain/relations"] = {"text": "a", "words": words("a"), "partners": []}
    assert make(client).relations("alone").empty
    with pytest.raises(
        SemlaError, match=r"kind: 'tokens' \(allowed: 'token', 'similarity'\); did you mean 'token'"
    ):
        make(client).relations("k1", "tokens")


def test_trust_is_asked_for_until_all_of_it_is_done(client):
    progress = iter([3, 7, 10])

    def trust(params):
        done = next(progress)
        figure = {
            "method": "lime",
            "measure": "stability",
            "among": "all",
            "value": done / 10,
            "low": 0.0,
            "high": 1.0,
            "n": done,
        }
        return {"done": done, "total": 10, "figures": [figure]}

    client.answers["explain/trust"] = trust
    frame = make(client).trust("lime", rows=10)
    assert list(frame.columns) == ["method", "measure", "among", "value", "low", "high", "n"]
    assert frame["n"].tolist() == [10]
    assert count(client, "explain/trust") == 3
    progress = iter([10])
    make(client).trust()
    assert asked(client, "explain/trust")["methods"] == list(METHODS)
    with pytest.raises(SemlaError, match=r"rows: 5 \(allowed: a whole number from 10 to 1000\)"):
        make(client).trust(rows=5)


def test_words_are_ranked_by_their_mean_attribution_label_by_label(client):
    client.answers["explain/salience"] = {
        "done": 3,
        "total": 3,
        "word": ["card", "fee", "card"],
        "label": np.array([1, 0, 0], "i4"),
        "mean": np.array([0.5, 0.25, 0.75], "f4"),
        "rows": np.array([3, 2, 1], "i4"),
    }
    frame = make(client).salience("lime", filter={"label": "no"}, seed=2)
    assert asked(client, "explain/salience") == {
        "analysis": "a" * 32, "method": "lime", "options": {"seed": 2}, "filter": {"label": ["no"]},
    }  # fmt: skip
    assert frame.to_numpy().tolist() == [
        ["no", "card", 0.75, 1],
        ["no", "fee", 0.25, 2],
        ["yes", "card", 0.5, 3],
    ]
    make(client).salience("lime", target="yes")
    assert asked(client, "explain/salience")["options"] == {"target": 1}
    with pytest.raises(
        SemlaError, match=r"unknown option: steps \(allowed: method, filter, target, against,"
    ):
        make(client).salience("lime", steps=3)


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_a_frame_can_have_the_attributions_of_each_row(client, library):
    frame = make(client, library(COLUMNS)).frame(attributions="gradient_l2", target="yes")
    assert asked(client, "explain/attribute")["options"] == {"target": 1}
    assert len(asked(client, "explain/attribute")["subjects"]) == 3
    assert list(frame.columns)[-2:] == ["cluster", "attributions"]
    assert [list(each) for each in frame["attributions"]] == [
        [{"word": "🙂", "score": -0.5}, {"word": "upper", "score": 3.0}]
    ] * 3
    with pytest.raises(SemlaError, match=r"attributions: 'l2' \(allowed: "):
        make(client).frame(attributions="l2")
    with pytest.raises(SemlaError, match=r"unknown option: seed \(allowed: attributions\)"):
        make(client).frame(seed=2)


def test_attributions_are_public():
    assert semla.Attribution is Attribution
    assert "Attribution" in semla.__all__

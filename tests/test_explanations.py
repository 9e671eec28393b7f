"""Why the demonstration's model decides as it does, on some of its rows, in a real sidecar."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import semla
import semla._explore
from semla import Explorer, SemlaError
from semla.attribution import METHODS
from semla.client import Client

ASSETS = Path(semla.__file__).parent / "demo_assets"
MODEL = ASSETS / "model" / "step-1400"
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
def ex(client: Client) -> Iterator[Explorer]:
    explorer = semla.explore(ROWS, MODEL, projection="pca", **COLUMNS)
    explorer.ready(120)
    yield explorer
    explorer.close()


@pytest.fixture(scope="module")
def metric(client: Client) -> Iterator[Explorer]:
    explorer = semla.explore(ROWS, MODEL, projection="pca", head="metric", **COLUMNS)
    explorer.ready(120)
    yield explorer
    explorer.close()


def test_texts_of_the_data_are_predicted_as_before(ex: Explorer) -> None:
    frame = ex.frame()
    found = ex.predict(frame["text"][:100].tolist())
    assert found["text"].tolist() == frame["text"][:100].tolist()
    assert found["prediction"].tolist() == frame["prediction"][:100].tolist()
    assert found["probability"].to_numpy() == pytest.approx(frame["probability"][:100].to_numpy(), abs=1e-5)
    assert found["confidence"].to_numpy() == pytest.approx(frame["confidence"][:100].to_numpy(), abs=1e-5)
    assert (found["rival"] != found["prediction"]).all()
    second = found["probability"] - found["confidence"]
    assert found["rival_probability"].to_numpy() == pytest.approx(second.to_numpy(), abs=1e-5)


def test_a_new_text_lies_among_the_rows_like_it(ex: Explorer) -> None:
    frame = ex.frame()
    found = ex.predict(frame["text"].tolist())
    distances = np.hypot(found["x"] - frame["x"], found["y"] - frame["y"])
    assert distances.median() < 0.3 * np.hypot(frame["x"].std(), frame["y"].std())


def test_texts_without_much_in_them_are_predicted_too(ex: Explorer) -> None:
    found = ex.predict(["", "[PAD]", "\N{SNOWMAN} zzqqx \U0001f642", "my order is late " * 600])
    assert found["prediction"].notna().all()
    assert found["cut"].tolist()[:3] == [0, 0, 0]
    assert found["cut"][3] > 1000
    assert found["pieces"][0] == 2


def test_the_metric_head_predicts_a_new_text_by_examples(metric: Explorer) -> None:
    frame = metric.frame()
    found = metric.predict(frame["text"].tolist())
    assert (found["prediction"] == frame["intent"]).mean() > 0.8
    assert metric.predict("hello").equals(metric.predict("hello"))


def test_names_given_for_the_labels_are_those_of_predictions(client: Client, ex: Explorer) -> None:
    names = [f"my {name}" for name in ex.label_names]
    renamed = ROWS.assign(intent="my " + ROWS["intent"])
    explorer = semla.explore(renamed, MODEL, projection="pca", label_names=names, **COLUMNS)
    text = ROWS["text"][0]
    assert explorer.predict(text)["prediction"][0] == "my " + ex.predict(text)["prediction"][0]
    [found] = explorer.attribute(text, "gradient_l2", target=names[3])
    assert found.target == names[3]
    explorer.close()


def test_the_words_of_a_row_add_up_to_its_logit(ex: Explorer) -> None:
    ids = ROWS["id"].tolist()[:5]
    names, logits, frame = ex.label_names, ex.logits, ex.frame()
    for at, found in enumerate(ex.attribute(ids)):
        assert found.text == ROWS["text"][at]
        assert found.target == frame["prediction"][at]
        assert found.value == pytest.approx(logits[at, names.index(found.target)], abs=1e-3)
        assert [found.text[start:end] for start, end in found.spans] == found.words
        assert len(found.pieces) == len(found.special) == len(found.piece_scores) == len(found.word_of_piece)
        assert (found.word_of_piece == -1).tolist() == found.special.tolist()
        sums = [found.piece_scores[found.word_of_piece == word].sum() for word in range(len(found.words))]
        assert found.scores.tolist() == pytest.approx(sums, abs=1e-5)
        assert abs(found.delta) <= 0.01 * abs(found.scores.sum()) + 1e-4 or found.points == 257


def test_every_method_scores_every_word(ex: Explorer) -> None:
    row = ROWS["id"][0]
    [found] = ex.attribute(row, list(METHODS), masks=50, evaluations=50)
    assert [each.method for each in found] == list(METHODS)
    for each in found:
        assert each.words == found[0].words
        assert len(each.scores) == len(each.words)
        assert np.isfinite(each.scores).all()
        assert each.scores.any()
    [again] = ex.attribute(row, ["lime"], masks=50)
    assert again[0].scores.tolist() == found[METHODS.index("lime")].scores.tolist()


def test_two_labels_are_held_against_each_other(ex: Explorer) -> None:
    a, b = ex.label_names[:2]
    text = ROWS["text"][0]
    of = {
        name: ex.attribute(text, "gradient_x_input", **labels)[0]
        for name, labels in {
            "a": {"target": a},
            "b": {"target": b},
            "both": {"target": a, "against": b},
        }.items()
    }
    assert of["both"].value == pytest.approx(of["a"].value - of["b"].value, abs=1e-4)
    assert of["both"].scores == pytest.approx(of["a"].scores - of["b"].scores, abs=1e-4)


def test_a_similarity_is_explained(ex: Explorer) -> None:
    first, second = ROWS["id"][:2]
    [found] = ex.attribute(first, similar_to=second)
    assert (found.target, found.similar_to) == (None, second)
    assert found.value == pytest.approx(float(ex.embeddings[0] @ ex.embeddings[1]), rel=1e-4)


@pytest.mark.parametrize("text", ["", "   ", "[CLS]"])
def test_a_text_without_words_has_no_scores(ex: Explorer, text: str) -> None:
    for method in ("integrated_gradients", "lime", "occlusion", "attention"):
        [found] = ex.attribute(text, method)
        assert len(found.words) == len(found.scores) <= 3


@pytest.mark.parametrize("pieces", [27, 28, 29, 127, 600])
def test_words_and_scores_of_long_texts_stay_aligned(ex: Explorer, pieces: int) -> None:
    text = " ".join(f"card {number % 10}" for number in range(pieces // 2))
    [found] = ex.attribute(text, "gradient_l2")
    assert [found.text[start:end] for start, end in found.spans] == found.words
    assert len(found.words) == len(found.scores)
    # each word is a piece, and the model's window holds 62 of them
    assert len(found.words) == min(2 * (pieces // 2), 62)
    assert found.cut == max(2 * (pieces // 2) - 62, 0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": "nonsense"}, "target: 'nonsense' (allowed: "),
        ({"target": 9999}, "target: 9999 (allowed: a whole number from 0 to "),
        ({"method": "saliency"}, "method: 'saliency' (allowed: 'gradient_l1'"),
        ({"baseline": "no such piece"}, "baseline: "),
    ],
)
def test_what_the_model_does_not_have_is_refused(
    ex: Explorer, options: dict[str, object], message: str
) -> None:
    with pytest.raises(SemlaError) as caught:
        ex.attribute("a text", **options)
    assert message in str(caught.value)


def test_a_label_that_only_the_data_has_is_refused(client: Client) -> None:
    rows = ROWS.head(30).copy()
    rows.loc[0, "intent"] = "never heard of"
    explorer = semla.explore(rows, MODEL, projection="pca", **COLUMNS)
    with pytest.raises(SemlaError, match="target: "):
        explorer.attribute("a text", target="never heard of")
    explorer.close()


@pytest.mark.parametrize("head", ["classifier", "metric"])
def test_relations_hold_a_row_against_its_closest_and_its_contrast(
    head: str, ex: Explorer, metric: Explorer
) -> None:
    explorer = ex if head == "classifier" else metric
    row = ROWS["id"][3]
    embeddings = explorer.embeddings
    index = {row_id: at for at, row_id in enumerate(ROWS["id"])}
    for kind in ("token", "similarity"):
        frame = explorer.relations(row, kind)
        assert frame["partner"].unique().tolist() == ["closest", "contrast"]
        for _, part in frame.groupby("partner"):
            other = embeddings[index[part["row"].iloc[0]]]
            product = float(embeddings[3] @ other)
            assert part["similarity"].iloc[0] == pytest.approx(product, rel=1e-4)
            lengths = np.linalg.norm(embeddings[3]) * np.linalg.norm(other)
            assert part["cosine"].iloc[0] == pytest.approx(product / lengths, rel=1e-4)
            assert part["value"].abs().is_monotonic_decreasing
            assert np.isfinite(part["value"]).all()
            if kind == "token":
                words, theirs = part["word_index"].nunique(), part["partner_index"].nunique()
                assert len(part) == words * theirs
            else:
                assert (part["word"].isna() == part["partner_word"].notna()).all()
                assert (part["delta"] >= 0).all()


def test_relations_of_a_new_text_are_those_of_its_prediction(ex: Explorer) -> None:
    frame = ex.relations("my parcel came with a broken corner", "token")
    prediction = ex.predict("my parcel came with a broken corner").loc[0]
    label = dict(zip(ROWS["id"], ROWS["intent"], strict=True))
    partners = {role: label[part["row"].iloc[0]] for role, part in frame.groupby("partner")}
    assert partners["closest"] == prediction["prediction"]
    assert partners.get("contrast", prediction["rival"]) == prediction["rival"]
    assert ex.relations("").empty


def test_trust_is_measured_on_a_sample_of_rows(ex: Explorer) -> None:
    frame = ex.trust(["gradient_l2", "integrated_gradients"], rows=10)
    assert list(frame.columns) == ["method", "measure", "among", "value", "low", "high", "n"]
    measured = set(zip(frame["method"], frame["measure"], strict=True))
    for method in ("gradient_l2", "integrated_gradients"):
        for measure in ("comprehensiveness", "sufficiency", "tau_occlusion"):
            assert (method, measure) in measured
    assert ("integrated_gradients", "delta") in measured
    assert (frame["n"] <= 10).all()
    assert ((frame["low"] <= frame["value"] + 1e-6) & (frame["value"] <= frame["high"] + 1e-6)).all()


def test_a_frame_has_the_words_of_each_row(ex: Explorer) -> None:
    column = ex.frame(attributions="gradient_l2")["attributions"]
    [one] = ex.attribute(ROWS["id"][7], "gradient_l2")
    assert [each["word"] for each in column[7]] == one.words
    assert [each["score"] for each in column[7]] == pytest.approx(one.scores.tolist(), rel=1e-3, abs=1e-5)


def test_words_are_ranked_by_their_attribution_in_the_rows_of_each_label(ex: Explorer) -> None:
    label = ROWS["intent"].mode()[0]
    frame = ex.salience("gradient_l2", filter={"prediction": label})
    assert list(frame.columns) == ["label", "word", "mean", "rows"]
    assert set(frame["label"]) == {label}
    assert frame["mean"].is_monotonic_decreasing
    predicted = ex.frame()["prediction"] == label
    assert frame["rows"].max() <= predicted.sum()
    word = frame[frame["rows"] == 1]["word"].iloc[0]
    [row] = [at for at in ROWS.index[predicted] if word in ROWS["text"][at].lower().split()][:1]
    [found] = ex.attribute(ROWS["id"][row], "gradient_l2")
    shares = found.scores / np.abs(found.scores).sum()
    own = shares[[each.lower() for each in found.words].index(word)]
    assert frame.set_index("word")["mean"][word] == pytest.approx(own, abs=1e-4)


def in_background(ex: Explorer, ask: Callable[[], object], failed: list[str]) -> threading.Thread:
    """A thread that asks; it waits for the sidecar when this returns."""

    def work() -> None:
        try:
            ask()
        except SemlaError as error:
            failed.append(error.kind)

    thread = threading.Thread(target=work)
    thread.start()
    deadline = time.monotonic() + 30
    while ex._pair.first._call is None and time.monotonic() < deadline:
        time.sleep(0.001)
    return thread


def test_a_new_text_need_not_wait_for_a_long_run_which_can_be_cancelled(ex: Explorer) -> None:
    failed: list[str] = []
    ids = ROWS["id"].tolist()
    thread = in_background(ex, lambda: ex.attribute(ids, "lime", masks=20_000), failed)
    call = ex._pair.first._call
    assert ex._ask("explain/predict", texts=["where is my parcel"])["prediction"].shape == (1,)
    assert ex._pair.first._call is call, "the first row is not done yet"
    ex.cancel()
    thread.join(30)
    assert failed == ["cancelled"]


def test_a_sidecar_that_dies_in_a_long_run_is_started_again_for_what_is_left(
    client: Client, ex: Explorer
) -> None:
    found: list[semla.Attribution] = []
    failed: list[str] = []
    ids = ROWS["id"].tolist()[:8]
    thread = in_background(ex, lambda: found.extend(ex.attribute(ids, "lime", masks=1500)), failed)
    os.kill(client.info["pid"], signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    thread.join(60)
    assert not failed
    assert [each.text for each in found] == ROWS["text"].tolist()[:8]

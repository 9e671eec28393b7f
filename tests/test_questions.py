import threading

import numpy as np
import pandas as pd
import pytest
from explorers import COLUMNS, asked, make
from fake_client import ANALYSIS, FakeClient

from semla.errors import SemlaError


@pytest.fixture
def client():
    return FakeClient()


def test_a_contrast_is_a_frame_with_the_greatest_first(client):
    frame = make(client).contrast("no", "yes")
    assert list(frame.columns) == [
        "feature", "count1", "count2", "p1", "p2", "contrast", "p_value", "significant"
    ]  # fmt: skip
    assert frame["feature"].tolist() == ["loan", "card"]
    assert frame["contrast"].tolist() == [1, -0.5]
    assert frame["significant"].tolist() == [True, False]
    assert frame["p_value"].isna().tolist() == [False, True]


def test_options_of_a_contrast_reach_the_sidecar_by_its_names(client):
    make(client).contrast("no", kind="concept", ngram=2, stop_words=True, min_count=1, level=0.01)
    assert asked(client, "analysis/contrast") == {
        "analysis": ANALYSIS, "a": {"label": ["no"]}, "b": None, "kind": "concept", "ngram": 2,
        "stopWords": True, "minCount": 1, "level": 0.01,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("group", "sent"),
    [
        (["k2", "k0"], {"rows": [0, 2]}),
        (pd.Series(["k2"]), {"rows": [2]}),
        ({"split": "y", "not": {"rows": ["k1"]}}, {"split": ["y"], "not": {"rows": [1]}}),
        ("no", {"label": ["no"]}),
    ],
)
def test_a_group_is_a_list_of_ids_a_filter_or_a_label(client, group, sent):
    explorer = make(client)
    explorer.contrast(group, "yes")
    assert asked(client, "analysis/contrast")["a"] == sent
    explorer.contrast("yes", group)
    assert asked(client, "analysis/contrast")["b"] == sent


def test_without_gold_labels_a_name_is_that_of_a_predicted_one(client):
    make(client, label=None).contrast("no")
    assert asked(client, "analysis/contrast")["a"] == {"prediction": ["no"]}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"b": "no"}, "contrast: b without a; give a, or both"),
        ({"a": 3}, "a: 3 (allowed: a list of row ids, a filter, or the name of a label)"),
        ({"a": "nop"}, "filter label: 'nop' (allowed: 'no', 'yes'); did you mean 'no'?"),
        ({"a": ["k9"]}, "a: no row with id 'k9' (allowed: the values of column 'key', such as 'k0'"),
        (
            {"a": "no", "b": ["k9"]},
            "b: no row with id 'k9' (allowed: the values of column 'key', such as 'k0'",
        ),
        ({"a": []}, "a: no row is in this group (allowed: at least one)"),
        ({"a": "no", "b": []}, "b: no row is in this group (allowed: at least one)"),
        ({"a": ["k0", "k1", "k2"]}, "b: no rows are left, since a holds all of them; give b"),
        ({"a": "no", "where": {"split": "x"}}, "where: given beside groups (allowed: without them"),
        ({"a": "no", "kind": "words"}, "kind: 'words' (allowed: 'word', 'concept',"),
        ({"a": "no", "level": 0}, "level: 0 (allowed: a number above 0)"),
        ({"a": "no", "level": 2}, "level: 2 (allowed: above 0, at most 1)"),
        ({"a": "no", "min_count": 0}, "min_count: 0 (allowed: a whole number of at least 1)"),
        ({"where": {"lable": "no"}}, "unknown filter key: lable"),
        (
            {"a": "no", "mincount": 3},
            "unknown option: mincount (allowed: a, b, kind, ngram, stop_words, min_count,",
        ),
    ],
)
def test_groups_that_are_none_are_refused(client, options, message):
    with pytest.raises(SemlaError) as caught:
        make(client).contrast(**options)
    assert str(caught.value).startswith(message)


def test_a_group_that_a_filter_leaves_empty_is_refused(client):
    client.answers["analysis/filter"] = {"rows": np.array([], "u4")}
    with pytest.raises(SemlaError, match="b: no row is in this group"):
        make(client).contrast(["k0"], {"text": "nowhere"})


def test_neighbours_come_with_their_ids(client):
    explorer = make(client)
    frame = explorer.neighbours("k1")
    assert asked(client, "analysis/neighbours")["row"] == 1
    assert list(frame.columns) == ["id", "similarity", "text", "label"]
    assert frame["id"].tolist() == ["k2", "k0"]
    assert frame["text"].tolist() == ["c", "a"]
    assert frame["label"].isna().tolist() == [True, False]
    with pytest.raises(SemlaError, match="row: no row with id 'k9'"):
        explorer.neighbours("k9")


def test_concepts_come_with_their_words(client):
    frame = make(client).concepts()
    assert frame.to_dict("list") == {
        "concept": ["money", "money", "animal"],
        "word": ["card", "loan", "cat"],
    }


def test_where_concepts_are_off_none_are_counted(client):
    assert make(client).concept_source == "WordNet"
    explorer = make(client, concepts="none")
    for ask in (lambda: explorer.words("concept"), lambda: explorer.contrast("no", kind="concept")):
        with pytest.raises(
            SemlaError, match=r"kind: 'concept', but concepts are off; pass concepts= to explore"
        ):
            ask()


def test_a_part_of_the_map_is_asked_for_in_its_pixels(client):
    make(client).words("length", window=(0, 10, 100.5, 20))
    assert asked(client, "analysis/words")["window"] == [0, 10, 100.5, 20]
    assert asked(client, "analysis/words")["kind"] == "length"


@pytest.mark.parametrize(
    "window", [1, (1, 2, 3), (5, 0, 5, 9), (0, 9, 5, 0), (0, 0, float("inf"), 1), "0123"]
)
def test_a_window_that_is_none_is_refused(client, window):
    with pytest.raises(
        SemlaError, match=r"window: .* \(allowed: left, top, right and bottom in pixels of size"
    ):
        make(client).words(window=window)


def test_the_summary_says_which_head_and_what_speaks_against_the_picture(client):
    summary = make(client).summary
    assert (summary["head"], summary["signatures"]) == ("classifier", [])


def test_head_and_concepts_reach_the_sidecar(client):
    make(client, head="metric", concepts={"card": ["money"]}).ready(10)
    run = asked(client, "analysis/run")
    assert (run["head"], run["concepts"]) == ("metric", {"card": ["money"]})


def test_another_layout_is_waited_for_and_read(client):
    explorer = make(client)
    explorer.frame()
    explorer.project("pca")
    assert asked(client, "analysis/project") == {
        "analysis": ANALYSIS,
        "projection": {**explorer._plan.layout, "method": "pca"},
        "progressToken": explorer._state["token"],
    }
    assert explorer.summary["layout"]["method"] == "pca"
    explorer.frame()
    assert client.asked[-1][0] == "analysis/state", "the positions are read again"


def test_a_layout_that_fails_leaves_the_map_as_it_was(client):
    explorer = make(client)
    explorer.ready(10)
    client.run_error = SemlaError("too few rows", kind="bad_data")
    with pytest.raises(SemlaError, match="too few rows"):
        explorer.project("tsne")
    assert explorer._state["phase"] == "ready"
    assert explorer.summary["layout"]["method"] == "umap"


def test_a_layout_under_way_says_so_and_can_be_cancelled(client):
    explorer = make(client)
    explorer.ready(10)
    client.gate.clear()
    client.running.clear()
    failed = []

    def project():
        try:
            explorer.project("tsne")
        except SemlaError as error:
            failed.append(error.kind)

    thread = threading.Thread(target=project)
    thread.start()
    assert client.running.wait(10)
    assert explorer._state["phase"] == "running"
    explorer.cancel()
    thread.join(10)
    assert failed == ["cancelled"]
    assert explorer._state["phase"] == "ready"
    client.gate.set()
    explorer.project("tsne")


@pytest.mark.parametrize(
    ("method", "options", "message"),
    [
        (
            "umpa",
            {},
            "projection: 'umpa' (allowed: 'umap', 'tsne', 'pca', 'semla_tsne', 'semla_umap'); did you",
        ),
        (
            "umap",
            {"neighbors": 5},
            "unknown option of the layout: neighbors (allowed: metric, neighbours, min_dist,",
        ),
        ("umap", {"perplexity": 1}, "perplexity: 1 (allowed: from 2 to 200)"),
        ("umap", {"epochs": 0}, "epochs: 0 (allowed: a whole number from 1 to 5000)"),
    ],
)
def test_a_wrong_layout_is_refused(client, method, options, message):
    with pytest.raises(SemlaError) as caught:
        make(client).project(method, **options)
    assert str(caught.value).startswith(message)


def test_without_embeddings_there_is_no_other_layout(client):
    source = {"kind": "arrays", "labelNames": [], "positions": np.zeros((3, 2), "f4")}
    with pytest.raises(SemlaError, match=r"allowed: where there are embeddings, of a model or embeddings=\)"):
        make(client, source=source).project("pca")


def test_a_new_sidecar_gets_the_layout_that_was_switched_to(client):
    explorer = make(client, pd.DataFrame(COLUMNS))
    explorer.project("pca")
    explorer.project("tsne")
    client.kill()
    client.asked.clear()
    explorer.labels()
    told = [params["projection"]["method"] for _, params in client.asked if "projection" in params]
    assert told == ["umap", "tsne"]

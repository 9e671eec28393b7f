import io
import logging
import threading

import numpy as np
import pandas as pd
import polars as pl
import pytest
from explorers import COLUMNS, FakeModel, count, make
from fake_client import ANALYSIS, DATASET, FakeClient

from semla.errors import SemlaError
from semla.explorer import _NOT_BUILT, Explorer, _static
from semla.progress import ProgressLine
from semla.status import Status
from semla.wire import decode_frame, encode_frame


@pytest.fixture
def client():
    return FakeClient()


def test_a_run_tells_the_sidecar_everything_and_the_page_what_it_needs(client):
    explorer = make(client)
    explorer.ready(10)
    assert [method for method, _ in client.asked] == ["dataset/put", "model/load", "analysis/run"]
    run = client.asked[2][1]
    assert run["source"] == {"kind": "model", "model": "e" * 32}
    assert run["progressToken"] == explorer._state["token"]
    assert {key: explorer._state[key] for key in ("phase", "error", "dataset", "analysis", "title")} == {
        "phase": "ready",
        "error": None,
        "dataset": DATASET,
        "analysis": ANALYSIS,
        "title": {"dataset": "requests", "model": "tiny"},
    }
    assert explorer.summary["layout"] == {"method": "umap", "min_dist": 0.1}
    assert explorer.summary["quality"]["kept"] == 0.5


def test_the_frame_has_what_was_found_in_further_columns(client):
    frame = make(client).frame()
    assert list(frame.columns) == [
        *COLUMNS, "prediction", "confidence", "probability", "loss", "x", "y", "cluster"
    ]  # fmt: skip
    assert frame["prediction"].tolist() == ["yes", "yes", "no"]
    assert frame["confidence"].tolist() == [0.5, 0.25, 0.125]
    assert frame["loss"].isna().tolist() == [False, False, True]
    assert frame[["x", "y"]].to_numpy().tolist() == [[0, 1], [2, 3], [4, 5]]
    assert frame["cluster"].tolist() == [4, 2, 4]


def test_what_the_analysis_does_not_know_is_missing(client):
    client.answers["analysis/state"]["columns"] = {"labelNames": [], "positions": np.zeros((3, 2), "f4")}
    frame = make(client, pl.DataFrame(COLUMNS)).frame()
    assert frame["prediction"].null_count() == 3
    assert frame["loss"].null_count() == 3
    assert frame["cluster"].to_list() == [-1, -1, -1]


def test_columns_of_the_data_are_never_overwritten(client):
    data = pd.DataFrame({**COLUMNS, "prediction": ["mine"] * 3, "x": [7, 8, 9], "loss_semla": 0, "loss": 0})
    frame = make(client, data, prediction="prediction").frame()
    assert frame["prediction"].tolist() == ["mine"] * 3
    assert "prediction_semla" not in frame
    assert frame["x"].tolist() == [7, 8, 9]
    assert frame["x_semla"].tolist() == [0, 2, 4]
    assert "loss_semla_semla" in frame


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_results_come_in_the_library_of_the_data(client, library):
    explorer = make(client, library(COLUMNS))
    assert isinstance(explorer.frame(), library)
    labels, confusions, words = explorer.labels(), explorer.confusions(), explorer.words()
    assert isinstance(labels, library) and isinstance(confusions, library) and isinstance(words, library)
    assert list(labels.columns) == ["label", "count", "precision", "recall", "f1", "cluster", "confidence"]
    assert list(confusions.columns) == ["label", "prediction", "count", "near"]
    assert [value[0] for value in (confusions["label"], confusions["prediction"], confusions["count"])] == [
        "no", "yes", 7
    ]  # fmt: skip
    assert list(words.columns) == ["feature", "count", "x", "y", "spread_x", "spread_y"]


def test_arrays_come_from_the_sidecar_with_the_names_of_their_columns(client):
    explorer = make(client)
    np.testing.assert_array_equal(explorer.embeddings, np.eye(3))
    assert explorer.probabilities.dtype == np.float32
    assert [params["name"] for method, params in client.asked if method == "analysis/array"] == [
        "embeddings", "probabilities"
    ]  # fmt: skip
    assert explorer.label_names == ["no", "yes", "only in data"]


def test_the_selection_goes_both_ways(client):
    explorer = make(client)
    heard = []
    stop = explorer.on_selection(heard.append)
    explorer.selection = ["k2", "k0", "k2"]
    assert explorer._selection == np.array([0, 2], "<u4").tobytes()
    assert explorer.selection == ["k0", "k2"]
    explorer.set_state({"_selection": memoryview(np.array([1], "<u4").tobytes())})
    assert explorer.selection == ["k1"]
    assert explorer.selected["prediction"].tolist() == ["yes"]
    stop()
    explorer.selection = None
    assert heard == [["k0", "k2"], ["k1"]]
    assert len(explorer.selected) == 0
    with pytest.raises(
        SemlaError, match=r"selection: no row with id 'k9' \(allowed: the values of column 'key'"
    ):
        explorer.selection = ["k9"]


def test_a_broken_selection_of_a_page_selects_only_rows_that_there_are(client):
    explorer = make(client)
    explorer.set_state({"_selection": memoryview(np.array([2, 7, 1], "<u4").tobytes() + b"xx")})
    assert explorer.selection == ["k1", "k2"]


def test_a_listener_that_fails_is_reported_and_harms_nobody(client, caplog):
    explorer = make(client)
    heard = []
    explorer.on_selection(lambda ids: 1 / 0)
    explorer.on_selection(heard.append)
    with caplog.at_level(logging.ERROR, "semla"):
        explorer.selection = ["k1"]
    assert heard == [["k1"]]
    assert "a function given to on_selection failed" in caplog.text
    with pytest.raises(SemlaError, match="allowed: a function"):
        explorer.on_selection("print")


def test_options_of_words_reach_the_sidecar_by_its_names(client):
    make(client).words("label", {"split": "y"}, min_count=3, stop_words=True, ngram=2, size=(400, 300))
    asked = next(params for method, params in client.asked if method == "analysis/words")
    assert asked == {
        "analysis": ANALYSIS, "kind": "label", "filter": {"split": ["y"]},
        "minCount": 3, "stopWords": True, "ngram": 2, "size": [400.0, 300.0],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"kind": "words"},
            "kind: 'words' (allowed: 'word', 'concept', 'label', 'prediction', 'length', "
            "'characters'); did you mean 'word'?",
        ),
        ({"mincount": 3}, "unknown option of words: mincount (allowed: kind, filter, min_count, max_count,"),
        ({"ngram": 5}, "ngram: 5 (allowed: a whole number from 1 to 4)"),
        ({"locality": 0}, "locality: 0 (allowed: a number above 0)"),
        ({"size": 100}, "size: 100 (allowed: width and height in pixels, such as (970, 480))"),
        ({"invert": "no"}, "invert: 'no' (allowed: True or False)"),
        ({"shape": "round"}, "shape: 'round' (allowed: 'gaussian', 'square')"),
    ],
)
def test_a_wrong_option_of_words_is_refused(client, options, message):
    with pytest.raises(SemlaError) as caught:
        make(client).words(**options)
    assert str(caught.value).startswith(message)


def test_ready_gives_up_after_its_time_and_the_work_goes_on(client):
    client.gate.clear()
    explorer = make(client)
    assert client.running.wait(10)
    with pytest.raises(
        TimeoutError, match=r"not complete after 0 s \(embedding rows 1 of 3\); it goes on in the"
    ):
        explorer.ready(0)
    client.gate.set()
    explorer.ready(10)
    with pytest.raises(SemlaError, match="timeout: -1"):
        explorer.ready(-1)


def test_an_interrupt_ends_the_waiting_only(client, monkeypatch):
    client.gate.clear()
    explorer = make(client)

    def interrupted(timeout):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(explorer._pair.first, "wait", interrupted)
        with pytest.raises(KeyboardInterrupt):
            explorer.ready()
    client.gate.set()
    explorer.ready(10)


def test_cancel_ends_a_run_and_retry_starts_it_again(client):
    client.gate.clear()
    explorer = make(client)
    assert client.running.wait(10)
    explorer._received(explorer, {"type": "cancel"}, [])
    with pytest.raises(SemlaError) as caught:
        explorer.ready(10)
    assert caught.value.kind == "cancelled"
    assert str(caught.value) == "cancelled; retry() starts the analysis again"
    assert explorer._state["phase"] == "cancelled"
    client.gate.set()
    explorer._received(explorer, {"type": "retry"}, [])
    explorer.ready(10)
    assert explorer._state["phase"] == "ready"
    assert explorer._state["error"] is None


def test_cancel_ends_an_export_at_its_next_step(client):
    exporting, go_on = threading.Event(), threading.Event()

    def prepare(on_progress):
        exporting.set()
        assert go_on.wait(10)
        on_progress("exporting", 1, 2)
        return "/model"

    explorer = make(client, model=FakeModel(prepare))
    assert exporting.wait(10)
    assert explorer._state["phase"] == "exporting"
    explorer.cancel()
    go_on.set()
    with pytest.raises(SemlaError, match="cancelled"):
        explorer.ready(10)
    assert client.asked == []


def test_what_goes_wrong_is_raised_and_shown(client):
    client.run_error = SemlaError("labels: none in common", kind="bad_data")
    explorer = make(client)
    for call in (lambda: explorer.ready(10), explorer.frame, explorer.labels, lambda: explorer.embeddings):
        with pytest.raises(SemlaError, match="labels: none in common"):
            call()
    assert explorer._state["phase"] == "failed"
    assert explorer._state["error"] == {"message": "labels: none in common", "kind": "bad_data"}
    assert count(client, "analysis/run") == 1


def test_an_error_nobody_thought_of_is_a_sentence_too(client):
    def prepare(on_progress):
        raise OSError("disk full")

    with pytest.raises(SemlaError, match="the analysis failed: OSError: disk full") as caught:
        make(client, model=FakeModel(prepare)).ready(10)
    assert isinstance(caught.value.__cause__, OSError)


def test_a_sidecar_killed_during_the_run_fails_the_call_and_the_next_one_works(client):
    client.gate.clear()
    explorer = make(client)
    assert client.running.wait(10)
    client.kill()
    with pytest.raises(SemlaError) as caught:
        explorer.ready(10)
    assert caught.value.kind == "sidecar_died"
    assert str(caught.value) == "the sidecar died; retry() starts the analysis again"
    client.gate.set()
    assert explorer.frame()["prediction"].tolist() == ["yes", "yes", "no"]
    assert explorer._state["phase"] == "ready"


def test_a_sidecar_started_anew_is_told_everything_again(client):
    explorer = make(client)
    explorer.ready(10)
    client.kill()
    client.asked.clear()
    assert len(explorer.labels()) == 2
    assert [method for method, _ in client.asked] == [
        "dataset/put",
        "model/load",
        "analysis/run",
        "analysis/labels",
    ]


def test_a_sidecar_that_forgot_is_told_everything_again_once(client):
    explorer = make(client)
    explorer.ready(10)
    client.known.clear()
    assert len(explorer.confusions()) == 1
    client.answers["analysis/labels"] = SemlaError("a is not here", kind="unknown_handle")
    client.asked.clear()
    with pytest.raises(SemlaError, match="a is not here"):
        explorer.labels()
    assert count(client, "analysis/labels") == 2
    assert count(client, "analysis/run") == 1


def test_progress_frames_go_to_every_view_and_requests_back_to_theirs(client):
    explorer = make(client)
    explorer.ready(10)
    sent = []
    explorer.send = lambda content, buffers=None: sent.append((content, buffers))
    client.tokens[explorer._state["token"]](b"progress")
    assert sent == [({"type": "frame", "view": None}, [b"progress"])]
    frame = encode_frame(
        {"jsonrpc": "2.0", "id": 4, "method": "analysis/words", "params": {"analysis": ANALYSIS}}
    )
    explorer._handle_custom_msg({"type": "frame", "view": "v1"}, [memoryview(frame)])
    taken, answer = sent[1:]
    assert taken[0] == answer[0] == {"type": "frame", "view": "v1"}
    assert decode_frame(taken[1][0])[0]["method"] == "$/taken"
    assert decode_frame(answer[1][0])[0]["result"]["feature"] == ["card"]


@pytest.mark.parametrize(
    "content", [None, "frame", {}, {"type": "frame"}, {"type": "frame", "view": 3}, {"type": "x"}]
)
def test_no_message_of_a_page_raises(client, content):
    explorer = make(client)
    explorer._handle_custom_msg(content, [])
    explorer._handle_custom_msg(content, [b"junk"])
    explorer.ready(10)


def test_a_closed_explorer_says_so(client):
    client.gate.clear()
    explorer = make(client)
    assert client.running.wait(10)
    explorer.close()
    assert client.call.exception(10).kind == "cancelled"
    assert client.tokens == {}
    for call in (explorer.ready, explorer.frame, explorer.retry, lambda: explorer.summary):
        with pytest.raises(SemlaError, match=r"this explorer is closed; call semla\.explore again"):
            call()
    assert explorer._state["phase"] == "closed"
    explorer.close()


def test_an_explorer_says_what_it_is(client):
    client.gate.clear()
    explorer = make(client)
    assert client.running.wait(10)
    assert repr(explorer) == "Explorer(3 rows of requests, tiny, running: embedding rows 1 of 3)"
    client.gate.set()
    explorer.ready(10)
    explorer.selection = ["k1"]
    assert repr(explorer) == "Explorer(3 rows of requests, tiny, accuracy 50.0%, 1 selected)"
    data, _ = explorer._repr_mimebundle_()
    assert data["text/plain"] == repr(explorer)
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_comm_that_answers_on_its_last_shell_is_told_not_to(client, monkeypatch):
    opened = Explorer.open

    def opens(self):
        opened(self)
        self.comm._reply_subshell_for = lambda data, default: "busy"

    monkeypatch.setattr(Explorer, "open", opens)
    explorer = make(client)
    assert explorer.comm._reply_subshell_for({}, "free") == "free"


def test_a_checkout_that_was_not_built_says_what_to_run():
    assert "npm run build" in _static("no-such-file.js", _NOT_BUILT)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def state(message, done=None, total=None, phase="running"):
    return {"phase": phase, "message": message, "done": done, "total": total}


def test_a_terminal_gets_one_line_that_is_cleared():
    stream = Terminal()
    with ProgressLine(stream) as line:
        line.show(state("embedding rows", 1500, 3000))
        line.show(state("laying out", 1, 2))
    first = "semla: [##########..........] embedding rows 1,500 of 3,000"
    second = "semla: [##########..........] laying out 1 of 2".ljust(len(first))
    assert stream.getvalue().startswith(f"\r{first}\r{second}\r")
    assert stream.getvalue().rsplit("\r", 1)[1] == ""


def test_a_file_gets_one_line_for_each_stage():
    stream = io.StringIO()
    with ProgressLine(stream) as line:
        for done in range(3):
            line.show(state("embedding rows", done, 3))
        line.show(state("laying out", 0, 200))
    assert stream.getvalue() == "semla: embedding rows\nsemla: laying out\n"


def test_states_are_told_at_most_twenty_times_a_second_and_the_last_one_always():
    now, timers, told = [0.0], [], []
    status = Status(
        state("", phase="starting"),
        told.append,
        clock=lambda: now[0],
        later=lambda wait, f: timers.append((wait, f)),
    )
    status.update(phase="running")
    for done in range(100):
        now[0] += 0.0001
        status.update(done=done)
    assert [one["done"] for one in told] == [None]
    assert len(timers) == 1
    assert timers[0][0] == pytest.approx(0.0499)
    timers[0][1]()
    assert [one["done"] for one in told] == [None, 99]
    status.update(phase="ready")
    assert told[-1]["phase"] == "ready"
    status.update(phase="ready")
    assert len(told) == 3

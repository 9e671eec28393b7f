import threading

import pytest
from fake_client import ANALYSIS, FakeClient
from hypothesis import given
from hypothesis import strategies as st

from semla.errors import SemlaError
from semla.relay import ALLOWED, Relay
from semla.wire import decode_frame, encode_frame


class FakeAnalysis:
    def __init__(self, client, error=None):
        self.client = client
        self.error = error
        self.restored = 0
        self.noted = []

    def note(self, method, params, result):
        self.noted.append((method, dict(params), result))

    def restore(self):
        self.restored += 1
        if self.error:
            raise self.error
        self.client.connect()
        self.client.known.add(ANALYSIS)


class Page:
    """One relay with the messages that reach the page."""

    def __init__(self, *, known=True, error=None):
        self.client = FakeClient()
        self.client.connect()
        if known:
            self.client.known.add(ANALYSIS)
        self.analysis = FakeAnalysis(self.client, error)
        self.sent = []
        self.taken = []
        self.came = threading.Condition()
        self.relay = Relay(self.client, self.analysis, self.send)

    def send(self, content, buffers):
        message = decode_frame(buffers[0])[0]
        with self.came:
            if message.get("method") == "$/taken":
                self.taken.append((content["view"], message["params"]["id"]))
                return
            self.sent.append((content["view"], message))
            self.came.notify_all()

    def ask(self, view, number, method="analysis/words", **params):
        message = {
            "jsonrpc": "2.0",
            "id": number,
            "method": method,
            "params": {"analysis": ANALYSIS, **params},
        }
        self.relay.receive(view, [memoryview(encode_frame(message))])

    def answers(self, count=1):
        with self.came:
            assert self.came.wait_for(lambda: len(self.sent) >= count, 10)
            return list(self.sent)


def test_answers_go_to_the_view_that_asked_under_its_id():
    page = Page()
    page.ask("v1", 1)
    page.ask("v2", 1, "analysis/confusions")
    page.ask("v1", "two", "analysis/labels")
    assert [(view, answer["id"]) for view, answer in page.answers(3)] == [("v1", 1), ("v2", 1), ("v1", "two")]
    assert page.sent[0][1]["result"]["feature"] == ["card"]


@pytest.mark.parametrize(
    "method", ["dataset/put", "model/load", "analysis/run", "initialize", None, "shutdown"]
)
def test_what_a_page_may_not_ask_is_refused_and_never_passed_on(method):
    page = Page()
    page.ask("v", 7, method)
    (view, answer), = page.answers()  # fmt: skip
    assert (view, answer["id"], answer["error"]["code"]) == ("v", 7, -32602)
    assert answer["error"]["data"] == {"kind": "invalid_request"}
    assert answer["error"]["message"] == f"method: {method!r} (allowed: {', '.join(ALLOWED)})"
    assert page.client.asked == []


@given(
    st.binary(max_size=64)
    | st.just(encode_frame({"id": 1}))
    | st.just(encode_frame({"id": [1], "method": ALLOWED[0]}))
)
def test_frames_that_are_none_are_answered_with_an_error(frame):
    page = Page()
    page.relay.receive("v", [frame])
    (_, answer), = page.answers()  # fmt: skip
    assert answer["error"]["data"] == {"kind": "invalid_request"}
    assert page.client.asked == []


def test_a_message_without_one_buffer_or_without_a_view_harms_nobody():
    page = Page()
    page.relay.receive("v", [])
    page.relay.receive(None, [b""])
    (view, answer), = page.answers()  # fmt: skip
    assert view == "v"
    assert answer["error"]["message"] == "frame: 0 buffers (allowed: 1)"


def test_a_view_is_told_at_once_that_its_request_has_come():
    page = Page()
    page.client.held = []
    page.ask("v1", 1)
    page.ask("v2", "two")
    page.ask("v1", 3, "dataset/put")
    assert page.taken == [("v1", 1), ("v2", "two")]
    assert [answer["id"] for _, answer in page.sent] == [3]


def test_a_cancel_reaches_the_request_of_its_own_view_only():
    page = Page()
    page.client.held = []
    page.ask("v1", 1)
    page.ask("v2", 1)

    def cancel(view, number):
        message = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": number}}
        page.relay.receive(view, [encode_frame(message)])

    cancel("v3", 1)
    cancel("v1", [])
    assert page.client.cancelled == []
    cancel("v2", 1)
    assert page.client.cancelled == [1001]
    for answer in page.client.held:
        answer()
    cancel("v1", 1)
    assert page.client.cancelled == [1001]


def test_a_sidecar_that_forgot_is_told_again_without_the_page_noticing():
    page = Page(known=False)
    page.ask("v", 1)
    assert page.answers()[0][1]["result"]["feature"] == ["card"]
    assert page.analysis.restored == 1


def test_a_dead_sidecar_is_told_again_before_the_request_goes_on():
    page = Page()
    page.client.kill()
    page.ask("v", 1)
    assert page.answers()[0][1]["result"]["feature"] == ["card"]
    assert page.analysis.restored == 1


def test_what_stays_unknown_is_answered_so_after_one_more_try():
    page = Page()
    page.client.answers["analysis/words"] = SemlaError("gone", kind="unknown_handle")
    page.ask("v", 1)
    assert page.answers()[0][1]["error"]["data"] == {"kind": "unknown_handle"}
    assert page.analysis.restored == 1


@pytest.mark.parametrize("error", [SemlaError("no", kind="sidecar_died"), OSError("disk")])
def test_where_telling_again_fails_the_page_is_answered_why(error):
    page = Page(known=False, error=error)
    page.ask("v", 1)
    answer = page.answers()[0][1]
    assert answer["id"] == 1
    assert str(error) in answer["error"]["message"]
    assert answer["error"]["data"]["kind"] == getattr(error, "kind", "internal")


def test_a_page_that_cannot_be_reached_is_no_error(caplog):
    page = Page()

    def gone(content, buffers):
        raise OSError("comm closed")

    page.relay = Relay(page.client, page.analysis, gone)
    page.relay.broadcast(b"frame")
    page.ask("v", 1)
    assert "the page could not be reached" in caplog.text


def test_what_a_page_has_changed_is_noted_with_what_came_of_it():
    page = Page()
    page.ask("v", 1, "analysis/clusters", count=3)
    page.ask("v", 2, "analysis/labels")
    page.ask("v", 3, "analysis/project", projection={"method": "pca"}, progressToken="t")
    page.answers(3)
    (clusters, clusters_params, grouped), (project, project_params, summary) = page.analysis.noted
    assert (clusters, project) == ("analysis/clusters", "analysis/project")
    assert clusters_params == {"analysis": ANALYSIS, "count": 3}
    assert grouped["clusterOfLabel"].tolist() == [1, 0, -1]
    assert project_params["projection"] == {"method": "pca"}
    assert summary["layout"]["method"] == "pca"


def test_a_change_that_failed_or_cannot_be_noted_is_answered_all_the_same(caplog):
    page = Page()
    page.client.answers["analysis/clusters"] = SemlaError("too many clusters", kind="invalid_request")
    page.ask("v", 1, "analysis/clusters", count=900)
    page.analysis.noted = None
    page.ask("v", 2, "analysis/project", projection={"method": "pca"})
    failed, done = page.answers(2)
    assert failed[1]["error"]["message"] == "too many clusters"
    assert done[1]["result"]["layout"]["method"] == "pca"
    assert "a change that a page asked for was not taken in" in caplog.text

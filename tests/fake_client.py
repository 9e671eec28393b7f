"""A client whose sidecar is in this process and does what a test says."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import numpy as np

from semla.errors import ERROR_CODES, SemlaError
from semla.wire import decode_frame, encode_frame, resolve

DATASET, MODEL, ANALYSIS = "d" * 32, "e" * 32, "a" * 32
#: What the fake calls the analysis of a second model: one whose layout has an anchor.
OTHER = "b" * 32

SUMMARY = {
    "analysis": ANALYSIS,
    "rows": 3,
    "source": "model",
    "pooling": "mean",
    "dimension": 2,
    "layout": {"method": "umap", "minDist": 0.1},
    "quality": {"trustworthiness": 0.9, "continuity": 0.8, "kept": 0.5, "neighbours": 15, "sample": 3},
    "accuracy": 0.5,
    "silhouette": None,
    "head": "classifier",
    "signatures": [],
    "seconds": {"embedding": 1.0, "layout": 1.0, "total": 2.0},
    "cached": False,
    "notices": [],
}

COLUMNS = {
    "labelNames": ["no", "yes", "only in data"],
    "gold": np.array([0, 1, -1], "i4"),
    "prediction": np.array([1, 1, 0], "i4"),
    "probability": np.array([0.75, 0.5, 0.25], "f4"),
    "confidence": np.array([0.5, 0.25, 0.125], "f4"),
    "loss": np.array([1.0, 0.5, np.nan], "f4"),
    "clusterOfLabel": np.array([4, 2, -1], "i4"),
    "positions": np.array([[0, 1], [2, 3], [4, 5]], "f4"),
}


class FakeCall(Future):
    def __init__(self):
        super().__init__()
        self.set_running_or_notify_cancel()

    def cancel(self):
        if not self.done():
            self.set_exception(SemlaError("cancelled", kind="cancelled"))
        return True


class FakeClient:
    """Answers from `answers` by method, or by method and handle; `analysis/run` ends when `gate` is open.

    An answer may be a function of the parameters.
    """

    def __init__(self):
        self.alive = False
        self.generation = 0
        self.known = set()
        self.asked = []
        self.tokens = {}
        self.gate = threading.Event()
        self.gate.set()
        self.running = threading.Event()
        self.call = None
        self.run_error = None
        self.second_error = None
        self.cancelled = []
        self.held = None
        self.answers = {
            "dataset/get": {"name": "data", "table": np.zeros(2, "u1")},
            "analysis/state": {
                "analysis": ANALYSIS,
                "stage": "ready",
                "done": 1,
                "total": 1,
                "columns": COLUMNS,
            },
            "analysis/array": {"array": np.eye(3, dtype="f4")},
            "analysis/filter": {"rows": np.array([1, 2], "u4")},
            "analysis/labels": {
                "labelNames": ["no", "yes"],
                "count": np.array([1, 1], "i4"),
                "precision": np.array([np.nan, 0.5], "f4"),
                "recall": np.array([0, 1], "f4"),
                "f1": np.array([np.nan, 0.6], "f4"),
                "cluster": np.array([4, 2], "i4"),
                "confidence": np.array([0.5, np.nan], "f4"),
            },
            "analysis/confusions": {
                "labelNames": ["no", "yes"],
                "gold": np.array([0], "i4"),
                "prediction": np.array([1], "i4"),
                "count": np.array([7], "i4"),
                "near": np.array([3], "i4"),
            },
            "analysis/contrast": {
                "feature": ["card", "loan"],
                "count1": np.array([1, 0], "i4"),
                "count2": np.array([0, 2], "i4"),
                "p1": np.array([0.5, 0], "f4"),
                "p2": np.array([0, 1], "f4"),
                "contrast": np.array([-0.5, 1], "f4"),
                "pValue": np.array([np.nan, 0.01], "f4"),
                "significant": np.array([0, 1], "u1"),
            },
            "analysis/neighbours": {
                "rows": np.array([2, 0], "u4"),
                "similarity": np.array([0.75, 0.5], "f4"),
            },
            "analysis/clusters": {
                "clusterOfLabel": np.array([1, 0, -1], "i4"),
                "clusterNames": ["yes", "no"],
                "silhouette": 0.25,
            },
            "analysis/concepts": {
                "source": "WordNet",
                "names": ["money", "animal"],
                "offsets": np.array([0, 2, 3], "u4"),
                "words": ["card", "loan", "cat"],
            },
            "analysis/compare": {
                "rows": np.array([0, 1, 2], "u4"),
                "change": np.array([1, 0, -1], "i4"),
                "changes": ["right", "fixed", "broken", "wrong", "changed"],
                "accuracyA": 0.5,
                "accuracyB": 1.0,
                "churn": 0.5,
                "mcnemar": {"fixed": 1, "broken": 0, "statistic": 0.0, "pValue": 1.0},
            },
            "analysis/project": {**SUMMARY, "layout": {"method": "pca", "minDist": 0.1}},
            "analysis/words": {
                "feature": ["card"],
                "count": np.array([5], "i4"),
                **{name: np.array([1.5], "f4") for name in ("x", "y", "spreadX", "spreadY")},
            },
        }

    def connect(self):
        if not self.alive:
            self.alive = True
            self.generation += 1
        return self.generation

    def kill(self):
        self.alive = False
        self.known.clear()
        if self.call is not None and not self.call.done():
            self.call.set_exception(SemlaError("the sidecar died", kind="sidecar_died"))

    def request(self, method, params):
        self.connect()
        self.asked.append((method, dict(params)))
        if method == "dataset/put":
            self.known.add(DATASET)
            return {"dataset": DATASET, "rows": 3, "labels": []}
        if method == "model/load":
            self.known.add(MODEL)
            return {
                "model": MODEL,
                "labelNames": ["no", "yes"],
                "dimension": 2,
                "pooling": "mean",
                "maxPieces": 9,
            }
        handle = params["dataset"] if method == "dataset/get" else params["analysis"]
        for wanted in (handle, params.get("other") or handle):
            if wanted not in self.known:
                raise SemlaError(f"{wanted} is not here", kind="unknown_handle")
        answer = self.answers.get((method, handle), self.answers[method])
        if callable(answer):
            answer = answer(params)
        if isinstance(answer, SemlaError):
            raise answer
        return answer

    def start(self, method, params, on_progress=None):
        if method.startswith("explain/"):
            return self._explain(method, params)
        self.connect()
        self.asked.append((method, dict(params)))
        call = self.call = FakeCall()
        anchor = params["projection"].get("anchor")
        handle = params.get("analysis") or (OTHER if anchor else ANALYSIS)
        value = {"analysis": handle, "stage": "embedding", "done": 1, "total": 3}

        def run():
            if on_progress:
                on_progress(value)
            self.running.set()
            while not self.gate.wait(0.01):
                if call.done():
                    return
            error = self.second_error if handle == OTHER else self.run_error
            wanted = {anchor or handle} if method == "analysis/run" else {handle}
            if anchor or method == "analysis/project":
                lost = [one for one in wanted if one not in self.known]
                if lost:
                    error = SemlaError(f"{lost[0]} is not here", kind="unknown_handle")
            if error is not None and not call.done():
                call.set_exception(error)
            elif not call.done():
                self.known.add(handle)
                answer = SUMMARY if method == "analysis/run" else self.answers[method]
                call.set_result({**answer, "analysis": handle})

        threading.Thread(target=run, daemon=True).start()
        return call

    def _explain(self, method, params):
        """Answers when `gate` is open."""
        call = self.call = FakeCall()

        def run():
            self.running.set()
            while not self.gate.wait(0.01):
                if call.done():
                    return
            try:
                answer = self.request(method, params)
                if not call.done():
                    call.set_result(answer)
            except SemlaError as error:
                call.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        return call

    def forward(self, frame, reply):
        number = 1000 + len(self.asked)
        message, body = decode_frame(frame)
        answer = {"jsonrpc": "2.0", "id": message["id"]}
        try:
            answer["result"] = self.request(message["method"], resolve(message.get("params", {}), body))
        except SemlaError as error:
            answer["error"] = {
                "code": ERROR_CODES[error.kind],
                "message": str(error),
                "data": {"kind": error.kind},
            }
        if self.held is None:
            reply(encode_frame(answer))
        else:
            self.held.append(lambda: reply(encode_frame(answer)))
        return number

    def forward_cancel(self, number):
        self.cancelled.append(number)

    def on_progress(self, token, callback):
        self.tokens[token] = callback
        return lambda: self.tokens.pop(token, None)

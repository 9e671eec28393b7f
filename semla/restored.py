"""An analysis that is complete before it begins: that of an explorer that was saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from semla.analysis import Analysis
from semla.errors import SemlaError
from semla.model_reference import ModelReference
from semla.plan import Plan


@dataclass(frozen=True, eq=False)
class Saved:
    """What was known when an explorer was saved, as the protocol has it.

    `arrays`: embeddings, logits and probabilities, those there were. `model`: which one it was made with;
    `label_names`: what the user called its outputs; `lost`: why it cannot be run, in a sentence, where it cannot.
    """

    columns: dict[str, Any]
    summary: dict[str, Any]
    basis: dict[str, Any]
    arrays: dict[str, Any]
    model: ModelReference | None
    label_names: list[str] | None
    lost: str | None


class RestoredAnalysis(Analysis):
    """Hands the sidecar a saved analysis. Its model is opened with the first request that needs it."""

    def work(self, method: str, params: Mapping[str, Any], tick: Callable[[], None]) -> dict[str, Any]:
        """As `Analysis.work`; opens the model before."""
        if self._folder is None and self.plan.model is not None:
            self.restore()
        return super().work(method, params, tick)

    def restore(self) -> None:
        """As `Analysis.restore`, and opens the model.

        Raises what is wrong with that only where it is what the sidecar lacks.
        """
        lacking = self._client.connect() == self._generation
        try:
            self._open_model()
        except SemlaError:
            if lacking:
                raise
        super().restore()

    def _prepare(self) -> None:
        pass

    def _make(self, dataset: str, generation: int) -> dict[str, Any]:
        plan = self.plan
        saved = _saved_of(plan)
        asked = {
            "dataset": dataset,
            "model": self._model_handle(saved),
            "concepts": plan.concepts,
            "columns": saved.columns,
            "summary": saved.summary,
            "basis": saved.basis,
            **saved.arrays,
        }
        self._generation = generation
        return self._client.request("analysis/restore", asked)

    def _model_handle(self, saved: Saved) -> str | None:
        """A handle that nobody knows, until the model is asked for."""
        if self.plan.model is None or saved.model is None:
            return None
        if self._folder is None:
            return saved.model.fingerprint
        loaded = {"folder": str(self._folder), "pooling": self.plan.pooling}
        handle: str = self._client.request("model/load", loaded)["model"]
        return handle

    def _open_model(self) -> None:
        saved, model = _saved_of(self.plan), self.plan.model
        if model is None or saved.model is None or self._folder is not None:
            return
        self._changed(phase="exporting", message="preparing the model", done=None, total=None)
        try:
            saved.model.require(model)
            self._folder = model.prepare(self._export_progress)
        finally:
            self._changed(phase="ready", message="", done=None, total=None)


def analysis_of(plan: Plan, *others: Any) -> Analysis:
    """The analysis of a plan; what follows it is as `Analysis` takes it."""
    return Analysis(plan, *others) if plan.saved is None else RestoredAnalysis(plan, *others)


def _saved_of(plan: Plan) -> Saved:
    if plan.saved is None:
        raise ValueError("plan: holds no saved analysis")
    return plan.saved

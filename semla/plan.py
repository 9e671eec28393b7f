"""What is to be analysed, checked."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from semla.errors import SemlaError
from semla.settings import strings
from semla.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from semla.model import Model
    from semla.restored import Saved


@dataclass(frozen=True, eq=False)
class Plan:
    """Rows, and a model or arrays (`source` as the protocol has it), with how they are looked at.

    `frames`: names of the two frames that the rows come from, where two are compared. `saved`: the complete
    analysis, of an explorer that is loaded.
    """

    table: Table
    name: str
    layout: dict[str, Any]
    model: Model | None
    pooling: str
    source: dict[str, Any]
    head: str = "classifier"
    concepts: str | dict[str, list[str]] = "wordnet"
    frames: tuple[str, str] | None = None
    saved: Saved | None = None

    @property
    def embeds(self) -> bool:
        """Whether rows will have embeddings."""
        return self.model is not None or "embeddings" in self.source

    @property
    def no_model(self) -> str:
        """Why nothing can be run, where there is no model."""
        lost = None if self.saved is None else self.saved.lost
        return lost or "there is no model to run, only arrays; pass a model to explore"

    @property
    def predicts(self) -> bool:
        """Whether rows will have predictions."""
        return self.scores or "prediction" in self.source

    @property
    def scores(self) -> bool:
        """Whether predictions will have probabilities, and so a confidence."""
        return self.model is not None or "probabilities" in self.source or self.head == "metric"


def open_model(model: Any, tokenizer: Any, pooling: str) -> Model:
    """The model of a call, whatever it is given as; a `semla.Model` brings its own tokenizer and pooling."""
    from semla.model import Model

    if not isinstance(model, Model):
        return Model(model, tokenizer, pooling=pooling)
    if tokenizer is not None:
        raise SemlaError("tokenizer: given beside a semla.Model, which has one", kind="invalid_request")
    if pooling not in ("auto", model.pooling):
        raise SemlaError(
            f"pooling: {pooling!r} beside a semla.Model with {model.pooling!r}; say it in one place",
            kind="invalid_request",
        )
    return model


def is_model(value: Any) -> bool:
    """Whether something is meant as a model: a folder or hub id, a model object, a `semla.Model`."""
    from semla.model import Model, is_transformers_model

    return isinstance(value, (str, os.PathLike, Model)) or is_transformers_model(value)


def second_plan(
    first: Plan, model: Any, tokenizer: Any, label_names: Sequence[str] | None
) -> tuple[Plan, str]:
    """The rows of `first` as another model sees them, and what that model is called.

    Names of its outputs and pooling are by default those of the first.
    """
    from semla.model import Model

    pooling = "auto" if isinstance(model, Model) or first.model is None else first.pooling
    opened = open_model(model, tokenizer, pooling)
    source: dict[str, Any] = {"kind": "model"}
    if label_names is not None:
        source["labelNames"] = strings("label_names", label_names)
    elif first.model is not None and "labelNames" in first.source:
        source["labelNames"] = first.source["labelNames"]
    plan = replace(first, model=opened, pooling=opened.pooling, source=source, saved=None)
    return plan, opened.name

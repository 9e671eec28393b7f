"""What a method says about the words of one text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from semla.table import RowId

#: Ways to attribute a decision to words.
METHODS = (
    "gradient_l1",
    "gradient_l2",
    "gradient_x_input",
    "integrated_gradients",
    "attention",
    "attention_rollout",
    "lime",
    "occlusion",
    "shap",
)

FloatArray = np.ndarray[Any, np.dtype[np.float32]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
Numbers = np.ndarray[Any, np.dtype[np.int32]]

#: Words that a representation shows.
_SHOWN = 5


@dataclass(frozen=True, eq=False, repr=False)
class Attribution:
    """Scores of the words of `text`: how much each speaks for `target`, as `method` sees it.

    Words and pieces stand in the order of the text; a word's score is the sum over its pieces, or their
    maximum for methods without a sign (`signed` is False: gradient_l1, gradient_l2 and attention).
    """

    #: One of `METHODS`.
    method: str
    text: str
    #: Name of the label whose evidence is sought; None where a similarity is explained.
    target: str | None
    #: Name of the label that `target` is held against, if any.
    against: str | None
    #: Id of the row whose similarity is explained, if any.
    similar_to: RowId | None
    #: What is explained, at this text: a logit, a probability, a difference of either, or a similarity.
    value: float
    #: Pieces that the model read, special ones such as [CLS] included; True in `special` for those.
    pieces: list[str]
    special: Mask
    #: Scores of the pieces; of methods that change whole words, that of the piece's word.
    piece_scores: FloatArray
    #: Words, where each stands in `text` (start and end), and the word of each piece (-1 for special ones).
    words: list[str]
    spans: list[tuple[int, int]]
    word_of_piece: Numbers
    #: Scores of the words.
    scores: FloatArray
    signed: bool
    #: Pieces of the text that did not fit into the model's window; their words are not among `words`.
    cut: int
    #: Integrated gradients: the sum of the scores less the difference that they explain, and the points used.
    delta: float | None
    points: int | None
    #: LIME: share of the variance that its linear model explains, and the spread of each word's score.
    r2: float | None
    spread: FloatArray | None

    def __repr__(self) -> str:
        if self.target is None:
            what = f"similarity to {self.similar_to!r}"
        else:
            what = repr(self.target) if self.against is None else f"{self.target!r} against {self.against!r}"
        order = np.argsort(-np.abs(self.scores), kind="stable")[:_SHOWN]
        sign = "+" if self.signed else ""
        shown = [f"{self.words[word]} {self.scores[word]:{sign}.3g}" for word in order]
        more = [f"{len(self.words) - _SHOWN} more"] if len(self.words) > _SHOWN else []
        parts = [", ".join([*shown, *more]) or "no words"]
        if self.delta is not None:
            parts.append(f"delta {self.delta:.2g} at {self.points} points")
        if self.r2 is not None:
            parts.append(f"r2 {self.r2:.2f}")
        if self.cut:
            parts.append(f"{self.cut} pieces cut off")
        return f"Attribution({self.method} of {what}: {'; '.join(parts)})"


def read_attribution(
    answer: Mapping[str, Any], label_names: Sequence[str], similar_to: RowId | None
) -> Attribution:
    """An attribution as the sidecar sends it."""
    text = answer["text"]
    words = answer["words"]
    starts = [word["start"] for word in words]
    ends = [word["end"] for word in words]
    return Attribution(
        method=answer["method"],
        text=text,
        target=_name(answer["target"], label_names),
        against=_name(answer["against"], label_names),
        similar_to=similar_to,
        value=answer["value"],
        pieces=list(answer["pieces"]),
        special=np.asarray(answer["special"], bool),
        piece_scores=answer["pieceScores"],
        words=[word["text"] for word in words],
        spans=list(zip(_positions(text, starts), _positions(text, ends), strict=True)),
        word_of_piece=answer["wordOfPiece"],
        scores=answer["scores"],
        signed=answer["signed"],
        cut=answer["cut"],
        delta=answer["delta"],
        points=answer["points"],
        r2=answer["r2"],
        spread=answer["spread"],
    )


def _name(label: int | None, names: Sequence[str]) -> str | None:
    return None if label is None else names[label]


def _positions(text: str, units: Sequence[int]) -> list[int]:
    """Positions in UTF-16 as those of Python."""
    if text.isascii():
        return list(units)
    before = np.cumsum([0, *(2 if ord(character) > 0xFFFF else 1 for character in text)])
    return [int(position) for position in np.searchsorted(before, units)]

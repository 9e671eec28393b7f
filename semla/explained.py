"""Explanations of single texts as columns of Arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from semla.attribution import Attribution

Columns = Mapping[str, Any]


def prediction_columns(texts: Sequence[str], answers: Sequence[Columns]) -> pa.Table:
    """text, prediction, probability, confidence, rival, rival_probability, x, y, pieces, cut.

    A rival without probability is none.
    """
    names = answers[0]["labelNames"] if answers else []
    shares = _stacked(answers, "probabilities", (len(texts), len(names)))
    predicted = _stacked(answers, "prediction", (len(texts),), np.int32)
    rival, second = _rivals(shares, predicted)
    positions = _stacked(answers, "positions", (len(texts), 2))
    return pa.table(
        {
            "text": pa.array(texts, pa.string()),
            "prediction": _names(predicted, names),
            "probability": _floats(_stacked(answers, "probability", (len(texts),))),
            "confidence": _floats(_stacked(answers, "confidence", (len(texts),))),
            "rival": _names(rival, names),
            "rival_probability": _floats(second),
            "x": _floats(positions[:, 0]),
            "y": _floats(positions[:, 1]),
            "pieces": pa.array(_stacked(answers, "pieces", (len(texts),), np.int32)),
            "cut": pa.array(_stacked(answers, "cut", (len(texts),), np.int32)),
        }
    )


def relation_columns(answer: Columns, ids: pa.Array) -> pa.Table:
    """partner, row, word, partner_word, value, word_index, partner_index, similarity, cosine, delta.

    `ids` are those of all rows. The strongest of each partner come first.
    """
    words = [word["text"] for word in answer["words"]]
    tables = [_links(partner, words, ids) for partner in answer["partners"]]
    return pa.concat_tables(tables) if tables else _links(_NO_PARTNER, [], ids).slice(0, 0)


def trust_columns(answer: Columns) -> pa.Table:
    """method, measure, among, value, low, high, n."""
    figures = answer["figures"]
    strings = {
        name: pa.array([each[name] for each in figures], pa.string())
        for name in ("method", "measure", "among")
    }
    numbers = {name: _floats([each[name] for each in figures]) for name in ("value", "low", "high")}
    return pa.table({**strings, **numbers, "n": pa.array([each["n"] for each in figures], pa.int32())})


def salience_columns(answer: Columns, label_names: Sequence[str]) -> pa.Table:
    """label, word, mean, rows: label by label, the highest mean first."""
    order = np.lexsort((-answer["mean"], answer["label"]))
    return pa.table(
        {
            "label": _names(answer["label"], label_names),
            "word": pa.array(answer["word"], pa.string()),
            "mean": _floats(answer["mean"]),
            "rows": pa.array(answer["rows"]),
        }
    ).take(pa.array(order))


def attribution_column(attributions: Sequence[Attribution]) -> pa.Array:
    """For each attribution a list of its words with their scores."""
    kind = pa.list_(pa.struct([("word", pa.string()), ("score", pa.float32())]))
    rows = [
        [{"word": word, "score": score} for word, score in zip(each.words, each.scores.tolist(), strict=True)]
        for each in attributions
    ]
    return pa.array(rows, kind)


#: The shape of a partner, for a text that has none.
_NO_PARTNER: Columns = {
    "role": "closest",
    "row": 0,
    "words": [],
    "similarity": np.nan,
    "cosine": np.nan,
    "links": np.zeros((0, 0), np.float32),
    "delta": None,
}


def _links(partner: Columns, words: Sequence[str], ids: pa.Array) -> pa.Table:
    theirs = [word["text"] for word in partner["words"]]
    if partner["links"] is not None:
        own_index, their_index = (index.ravel() for index in np.indices((len(words), len(theirs))))
        values = np.asarray(partner["links"], np.float32).reshape(-1)
    else:
        none = np.full(len(theirs), -1)
        own_index = np.concatenate([np.arange(len(words)), none])
        their_index = np.concatenate([np.full(len(words), -1), np.arange(len(theirs))])
        values = np.concatenate([partner["own"], partner["theirs"]])
    count = len(values)
    order = pa.array(np.argsort(-np.abs(values), kind="stable"))
    return pa.table(
        {
            "partner": pa.array([partner["role"]] * count, pa.string()),
            "row": ids.take(pa.array([partner["row"]] * count, pa.int64())),
            "word": _names(own_index, words),
            "partner_word": _names(their_index, theirs),
            "value": _floats(values),
            "word_index": pa.array(own_index.astype(np.int32)),
            "partner_index": pa.array(their_index.astype(np.int32)),
            "similarity": _floats([partner["similarity"]] * count),
            "cosine": _floats([partner["cosine"]] * count),
            "delta": _floats([np.nan if partner["delta"] is None else partner["delta"]] * count),
        }
    ).take(order)


def _rivals(shares: np.ndarray[Any, Any], predicted: np.ndarray[Any, Any]) -> tuple[Any, Any]:
    """The label with the second highest probability, and that; -1 and NaN for none."""
    count, labels = shares.shape
    rows = np.arange(count)
    if labels < 2:
        return np.full(count, -1), np.full(count, np.nan, np.float32)
    others = shares.copy()
    others[rows[predicted >= 0], predicted[predicted >= 0]] = -1
    rival = others.argmax(axis=1)
    second = others[rows, rival]
    known = (predicted >= 0) & (second > 0)
    return np.where(known, rival, -1), np.where(known, second, np.nan)


def _stacked(
    answers: Sequence[Columns], name: str, shape: tuple[int, ...], dtype: Any = np.float32
) -> np.ndarray[Any, Any]:
    parts = [answer[name] for answer in answers]
    return np.concatenate(parts) if parts else np.zeros(shape, dtype)


def _floats(values: Any) -> pa.Array:
    numbers = np.asarray(values, np.float32)
    return pa.array(np.ascontiguousarray(numbers), mask=np.isnan(numbers))


def _names(codes: np.ndarray[Any, Any], names: Sequence[str]) -> pa.Array:
    if not names:
        return pa.nulls(len(codes), pa.string())
    return pa.array(names, pa.string()).take(pa.array(codes.astype(np.int32), mask=codes < 0))

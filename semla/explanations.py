"""What can be asked about single texts: why this label, what the model says of new ones, how far to trust it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import pyarrow as pa

from semla.attribution import METHODS, Attribution, read_attribution
from semla.errors import SemlaError
from semla.explained import (
    attribution_column,
    prediction_columns,
    relation_columns,
    salience_columns,
    trust_columns,
)
from semla.progress import ProgressLine
from semla.questions import Questions
from semla.results import beside
from semla.settings import choice, refuse_unknown, whole
from semla.subjects import (
    ATTRIBUTION_OPTIONS,
    attribution_options,
    read_methods,
    read_subject,
    read_subjects,
    read_texts,
)
from semla.table import RowId

#: Texts that are sent at a time, and of methods that run the model hundreds of times a text.
_PART = 16
_SLOW = frozenset({"lime", "shap"})
#: New texts that are sent at a time.
_TEXTS = 64
#: Seconds after which a call says how far it is.
_PATIENCE = 0.5


class Explanations(Questions):
    """The part of `Explorer` that explains single texts; whatever needs an analysis waits for it first."""

    def attribute(
        self,
        rows_or_texts: Any,
        method: str | Sequence[str] = "integrated_gradients",
        target: str | int | None = None,
        against: str | int | None = None,
        points: int | None = None,
        baseline: str = "pad",
        seed: int = 0,
        *,
        similar_to: RowId | None = None,
        **options: Any,
    ) -> list[Any]:
        """How much each word speaks for a label: a list of `Attribution`, one a text, in the order given.

        `rows_or_texts`: row ids, texts, or a single one of either. A string is a text, unless the ids of the
        data are strings and it is one of them. `method`: one of gradient_l1, gradient_l2, gradient_x_input,
        integrated_gradients, attention, attention_rollout, lime, occlusion, shap; a list of them gives a list
        of lists, one a text.

        `target`: name or index of the label (default: the predicted one); `against`: a second one ("why A
        rather than B"); `similar_to`: a row, to explain the similarity to it instead. `points` of integrated
        gradients (default: from 17, intervals halved up to 257 while delta exceeds 1 %) and what they start from:
        `baseline` "pad", "zero", "mask" or a piece of the vocabulary.

        Options: output="logit" or "probability" of the label; perturbation="mask" or "delete", what occlusion,
        LIME and SHAP do with a word; masks=1000 of LIME; evaluations=500 of SHAP. A text that is too long is
        cut, and `Attribution.cut` says so. Shows how far it is; an interrupt stops it.
        """
        options = {"points": points, "baseline": baseline, "seed": seed, **options}
        refuse_unknown(options, ("rows_or_texts", "method", *ATTRIBUTION_OPTIONS))
        methods = read_methods(method)
        subjects = read_subjects(rows_or_texts, self._plan.table)
        self._require_model("attribute")
        labels = {"target": target, "against": against, "similar_to": similar_to}
        asked = attribution_options({**labels, **options}, self.label_names, self._plan.table)
        found = self._attributed(subjects, methods, asked, similar_to)
        return [each[0] for each in found] if isinstance(method, str) else found

    def relations(
        self,
        row_or_text: Any,
        kind: str = "token",
        *,
        points: int | None = None,
        seed: int = 0,
        **unknown: Any,
    ) -> Any:
        """What ties a text to its closest and to its contrast row, word by word, as a frame.

        partner ("closest" or "contrast"), row (its id), word, partner_word, value, word_index, partner_index
        (which word of either text, -1 for none), similarity (inner product of the embeddings), cosine, delta.
        The strongest of each partner comes first.

        `kind` "token": a row for each pair of words, with the strongest inner product of their pieces' last
        hidden states. "similarity": a row for each word of either side (the other side's is missing), with
        its share of the similarity by integrated gradients of `points` (default: from 17, intervals halved up
        to 257 while delta exceeds 1 %); delta is the larger of the two sides.

        `row_or_text`: a row id or a text; a string is a text, unless the ids are strings and it is one.
        """
        refuse_unknown(unknown, ("row_or_text", "kind", "points", "seed"))
        choice("kind", kind, ("token", "similarity"))
        subject = read_subject(row_or_text, self._plan.table)
        asked = {
            "subject": subject,
            "kind": kind,
            "points": None if points is None else whole("points", points, 1, 1024),
            "seed": whole("seed", seed),
        }
        self._require_model("relations")
        [answer] = self._in_parts("explain/relations", "relating words", [(1, asked)])
        return self._frame(relation_columns(answer, self._plan.table.id_array()))

    def predict(self, texts: Any) -> Any:
        """What the model says of texts that need not be in the data, as a frame.

        text, prediction, probability, confidence (p1 - p2), rival (the second label), rival_probability, x, y
        (approximate: the similarity-weighted mean of the 15 nearest rows), pieces (that the model read) and
        cut (that did not fit). `texts`: a list of strings, or one.
        """
        wanted = read_texts(texts)
        self._require_model("predict")
        parts = [(len(part), {"texts": part}) for part in _cut(wanted, _TEXTS)]
        answers = list(self._in_parts("explain/predict", "predicting", parts))
        return self._frame(prediction_columns(wanted, answers))

    def trust(
        self, methods: str | Sequence[str] | None = None, rows: int = 80, seed: int = 0, **unknown: Any
    ) -> Any:
        """How far methods can be trusted on this model and data, measured on a sample of rows, as a frame.

        method, measure, among, value, low, high (95 % bootstrap interval), n (texts behind it). Measures:
        comprehensiveness and sufficiency (change of the probability when the top words are removed or kept,
        less that of random words), tau_occlusion (Kendall's tau with occlusion), delta of integrated
        gradients, stability of LIME over seeds, and side tests of the relation graphs. `methods` (default: all),
        of at most `rows` rows drawn with `seed`. Takes a while: shows how far it is; an interrupt stops it and
        what is done is kept for the next call.
        """
        refuse_unknown(unknown, ("methods", "rows", "seed"))
        self._require_model("trust")
        asked = {
            "methods": read_methods(methods, "methods"),
            "rows": whole("rows", rows, 10, 1000),
            "seed": whole("seed", seed),
        }
        return self._frame(trust_columns(self._until_done("explain/trust", "measuring methods", asked)))

    def salience(
        self,
        method: str = "gradient_l2",
        filter: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> Any:
        """Words by their mean attribution over the rows that `filter` lets through (default: all), as a frame.

        label (the predicted one), word, mean (of the normalised scores |s| / sum |s| with their sign), rows;
        label by label, the highest first. Options are those of `attribute`. Shows how far it is; an interrupt stops it and what is done is kept for the next call.
        """
        refuse_unknown(options, ("method", "filter", *ATTRIBUTION_OPTIONS))
        choice("method", method, METHODS)
        conditions = self._checked(filter)
        self._require_model("salience")
        table = self._plan.table
        chosen = attribution_options(options, self.label_names, table)
        asked: dict[str, Any] = {"method": method, "options": chosen}
        conditions = self._resolved(conditions)
        if conditions:
            asked["filter"] = conditions
        answer = self._until_done("explain/salience", "attributing rows", asked)
        return self._frame(salience_columns(answer, self.label_names))

    def frame(self, *, attributions: str | None = None, **options: Any) -> Any:
        """The input frame, in its library, with what was found out in further columns.

        prediction, confidence (p1 - p2), probability, loss, x, y, cluster (number of the label cluster of the
        gold label, else of the prediction; -1 for none). What is not known is missing. While there is a second
        model: prediction_b, confidence_b, x_b, y_b, change ("right", "fixed", "broken", "wrong" in the same way,
        "changed" from one wrong label to another). A column of the data that has one of these names stays as
        it is, and SemLa's is called `prediction_semla` and so on, unless it is the very column that was given
        as `x=`, `y=` or `prediction=`. A list gives a pandas frame where pandas is installed, else a pyarrow
        Table.

        `attributions`: a method of `attribute`, run over all rows, with its options; the further column
        `attributions` holds a list a row, of a dict with `word` and `score` for each word.
        """
        if attributions is None:
            refuse_unknown(options, ("attributions",))
            return super().frame()
        refuse_unknown(options, ("attributions", *ATTRIBUTION_OPTIONS))
        methods = [choice("attributions", attributions, METHODS)]
        table = self._plan.table
        self._require_model("attributions")
        asked = attribution_options(options, self.label_names, table)
        rows: list[dict[str, Any]] = [{"row": row} for row in range(len(table))]
        column = attribution_column([found for [found] in self._attributed(rows, methods, asked, None)])
        added = self._added()
        named = beside(pa.table({"attributions": column}), [*table.frame.names, *added.column_names])
        return table.frame.with_columns(added.append_column(named.field(0), named.column(0)))

    def _attributed(
        self,
        subjects: Sequence[dict[str, Any]],
        methods: Sequence[str],
        options: Mapping[str, Any],
        similar_to: RowId | None,
    ) -> list[list[Attribution]]:
        """For each subject an attribution of each method."""
        size = 1 if _SLOW.intersection(methods) else _PART
        asked = {"methods": list(methods), "options": dict(options)}
        parts = [(len(part), {"subjects": part, **asked}) for part in _cut(subjects, size)]
        names = self.label_names
        return [
            [read_attribution(each, names, similar_to) for each in of_one]
            for answer in self._in_parts("explain/attribute", "attributing texts", parts)
            for of_one in answer["attributions"]
        ]

    def _in_parts(
        self, method: str, message: str, parts: Sequence[tuple[int, dict[str, Any]]]
    ) -> Iterator[dict[str, Any]]:
        """The answer to each part, which counts for so many texts. A sidecar that died is asked once more."""
        total = sum(size for size, _ in parts)
        with _Patience(message) as patience:
            done = 0
            for size, params in parts:
                yield self._insist(method, partial(patience.show, done, total), params)
                done += size

    def _until_done(self, method: str, message: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """The last answer to a request that is repeated until all is done."""
        with _Patience(message) as patience:
            done, total = 0, 0
            while True:
                answer = self._insist(method, partial(patience.show, done, total), params)
                done, total = answer["done"], answer["total"]
                patience.show(done, total)
                if done >= total:
                    return answer

    def _insist(self, method: str, tick: Callable[[], None], params: Mapping[str, Any]) -> dict[str, Any]:
        self._await_first()
        analysis = self._pair.first
        try:
            return analysis.work(method, params, tick)
        except SemlaError as error:
            if error.kind != "sidecar_died":
                raise
        return analysis.work(method, params, tick)

    def _require_model(self, what: str) -> None:
        if self._plan.model is None:
            raise SemlaError(f"{what}: {self._plan.no_model}", kind="invalid_request")


class _Patience:
    """A line that says how far a call is, once that has taken a while."""

    def __init__(self, message: str) -> None:
        self._message = message
        self._line = ProgressLine()
        self._began = time.monotonic()

    def __enter__(self) -> _Patience:
        self._line.__enter__()
        return self

    def __exit__(self, *how: Any) -> None:
        self._line.__exit__(*how)

    def show(self, done: int, total: int) -> None:
        if time.monotonic() - self._began > _PATIENCE:
            self._line.show({"message": self._message, "done": done, "total": total})


def _cut(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [items[at : at + size] for at in range(0, len(items), size)]

"""What can be asked of a complete analysis, each answer a frame, an array or a dict."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from semla.comparison import Pair, no_second
from semla.errors import SemlaError
from semla.filters import check_filter, names_change, read_filter, show_filter
from semla.frames import read_frame
from semla.groups import read_groups
from semla.plan import Plan
from semla.results import (
    beside,
    change_columns,
    cluster_columns,
    comparison_columns,
    concept_columns,
    confusion_columns,
    contrast_columns,
    label_columns,
    neighbour_columns,
    row_columns,
    snake_case,
    word_columns,
)
from semla.settings import contrast_options, layout, refuse_unknown, refused, whole, word_options
from semla.table import RowId


class Questions:
    """The part of `Explorer` that asks; whatever needs an analysis waits for it first."""

    _plan: Plan
    _pair: Pair
    _filter: dict[str, Any]

    @property
    def summary(self) -> dict[str, Any]:
        """The analysis as a whole.

        rows, source, pooling, dimension, layout, quality (trustworthiness, continuity, kept), accuracy,
        silhouette, head, signatures (reasons not to believe the picture, each with name, sentence, advice,
        value and the level it was held against; none for a healthy one), seconds, cached, notices.
        """
        self._await_first()
        summary: dict[str, Any] = snake_case(self._pair.first.summary)
        del summary["analysis"]
        return summary

    @property
    def label_names(self) -> list[str]:
        """The labels: those the model knows, in its order, then those that only the data has."""
        return list(self._known().get("labelNames", []))

    @property
    def embeddings(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        """float32 [rows, dimension]."""
        return self._array("embeddings")

    @property
    def logits(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        """float32 [rows, labels]; the columns are those of `label_names` that the model knows."""
        return self._array("logits")

    @property
    def probabilities(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        """float32 [rows, labels]; the columns are those of `label_names` that the model knows."""
        return self._array("probabilities")

    def frame(self) -> Any:
        """The input frame with what was found out in further columns."""
        return self._plan.table.frame.with_columns(self._added())

    @property
    def filtered(self) -> Any:
        """The rows of `frame()` that the filter lets through."""
        if not self._filter:
            return self.frame()
        return self._rows(self._rows_of(self._filter))

    def words(self, kind: str = "word", filter: Mapping[str, Any] | None = None, **options: Any) -> Any:
        """Localized words of the rows that `filter` lets through (default: all), as a frame.

        feature, count, x, y, spread_x, spread_y. `kind`: "word", "concept", "label", "prediction", "length" (in
        words), "characters" (tens of them). Options: min_count and max_count (default: .25 % of the rows, from 5
        to 30, and a tenth of them, at least 1,000), locality=100, shape="gaussian" or "square", invert=False,
        stop_words=False, ngram=1, tokens="unicode" or "ascii", size=(970, 480) of the map in pixels,
        window=None or (left, top, right, bottom): the part of the map to look at, in pixels of `size`, shown
        at that size as when one zooms in.
        """
        asked = word_options(kind, options)
        self._require_concepts(kind)
        conditions = self._resolved(self._checked(filter))
        if conditions:
            asked["filter"] = conditions
        return self._frame(word_columns(self._ask("analysis/words", **asked)))

    def contrast(
        self,
        a: Any = None,
        b: Any = None,
        kind: str = "word",
        *,
        ngram: int = 1,
        stop_words: bool = False,
        min_count: int = 5,
        level: float = 0.05,
        where: Mapping[str, Any] | None = None,
        **unknown: Any,
    ) -> Any:
        """Features of two groups of rows by the difference of their shares, greatest first, as a frame.

        feature, count1, count2, p1, p2, contrast (p2 - p1), p_value (two proportions), significant (at `level`
        after Benjamini and Hochberg). A group is a list of row ids, a filter or the name of a label; `b` is by
        default all rows that are not in `a`. `kind` as for `words`; `ngram` and `stop_words` are for words;
        features of fewer than `min_count` rows are left out.

        Without groups: the two models of `compare` on the rows that the filter `where` lets through, by shares
        of predictions (kind "prediction") or else of errors; the test is then McNemar's.
        """
        refuse_unknown(unknown, ("a", "b", "kind", "ngram", "stop_words", "min_count", "level", "where"))
        asked = contrast_options(kind, ngram=ngram, stop_words=stop_words, min_count=min_count, level=level)
        self._require_concepts(kind)
        if a is None and b is None:
            rows = self._checked(where)
            self._await_second("contrast")
            answer = self._pair.ask("analysis/contrast", a=self._resolved(rows), **asked)
        else:
            first, second = read_groups(a, b, where, self._plan, self._checked, self._rows_of)
            answer = self._ask("analysis/contrast", a=first, b=second, **asked)
        return self._frame(contrast_columns(answer))

    def labels(self) -> Any:
        """A frame with a row per label: label, count, precision, recall, f1, cluster, confidence (its mean)."""
        return self._frame(label_columns(self._ask("analysis/labels")))

    def confusions(self) -> Any:
        """A frame with a row per pair of gold and predicted label that differ: label, prediction, count, near.

        `near`: how many of them have a nearest neighbour of the label they were taken for.
        """
        return self._frame(confusion_columns(self._ask("analysis/confusions")))

    def neighbours(self, row: RowId) -> Any:
        """The nearest rows of a row in the embedding, as a frame: id, similarity, text, label."""
        table = self._plan.table
        index = int(table.rows([row], "row")[0])
        answer = self._ask("analysis/neighbours", row=index)
        return self._frame(neighbour_columns(answer, table.id_array(), table.text, self._known()))

    def concepts(self) -> Any:
        """The concepts of the data's words, as a frame: concept, word."""
        return self._frame(concept_columns(self._ask("analysis/concepts")))

    @property
    def concept_source(self) -> str | None:
        """What says which words mean which concepts; None where concepts are off."""
        source: str | None = self._ask("analysis/concepts")["source"]
        return source

    def cluster_labels(self, count: int | None = None) -> Any:
        """Groups the labels anew, into `count` clusters or (None) as many as the silhouette chooses.

        The view follows. Gives a frame: label, cluster, cluster_name.
        """
        wanted = None if count is None else whole("count", count, 1)
        names = self.label_names
        return self._frame(cluster_columns(self._pair.first.regroup(wanted), names))

    def project(self, method: str, **options: Any) -> None:
        """Lays the rows out anew; blocks until that is done, with a progress bar. The view follows.

        `method`: "umap", "tsne", "pca", or, as SemLa has them over inner products, "semla_tsne" and
        "semla_umap". Options, by default as before: metric ("cosine", "euclidean"), neighbours, min_dist, epochs
        (None: by the number of rows), perplexity, seed. The map of a second model is laid out like it.
        """
        asked = layout(method, options)
        if not self._plan.embeds:
            raise refused("method", method, "where there are embeddings, of a model or embeddings=")
        self._await_first()
        self._settled()
        now = {key: value for key, value in self._pair.first.layout.items() if key != "anchor"}
        self._with_progress(lambda tick: self._pair.project({**now, **asked}, tick))

    @property
    def comparison(self) -> dict[str, Any]:
        """What the second model changes.

        accuracy_a, accuracy_b, churn (share of rows predicted differently), mcnemar (fixed, broken, statistic,
        p_value).
        """
        compared: dict[str, Any] = snake_case(self._compared())
        return {name: compared[name] for name in ("accuracy_a", "accuracy_b", "churn", "mcnemar")}

    def changes(self, filter: Mapping[str, Any] | None = None) -> Any:
        """Rows that the second model predicts differently, of those that `filter` lets through, as a frame.

        id, text, label, prediction_a, prediction_b, change: "fixed", "broken", "changed" from one wrong label to
        another, missing without a gold label.
        """
        conditions = self._checked(filter)
        compared = self._compared(self._resolved(conditions)) if conditions else self._compared()
        second = self._pair.second
        if second is None:
            raise no_second("changes")
        table = self._plan.table
        known = (self._known(), second.columns())
        return self._frame(change_columns(table.id_array(), table.text, *known, compared))

    @abstractmethod
    def _await_first(self) -> None:
        """Blocks until the first analysis is complete; raises what went wrong."""

    @abstractmethod
    def _await_second(self, what: str) -> None:
        """Blocks until both are complete; raises what went wrong, and where there is no second."""

    @abstractmethod
    def _settled(self) -> bool:
        """Blocks until the second has ended, if there is one; whether it is complete."""

    @abstractmethod
    def _with_progress(self, work: Callable[[Callable[[], None]], None]) -> None:
        """Does something that takes a while and calls what it is given, under a progress bar."""

    def _require_concepts(self, kind: str) -> None:
        if kind == "concept" and self._plan.concepts == "none":
            raise SemlaError(
                "kind: 'concept', but concepts are off; pass concepts= to explore", kind="invalid_request"
            )

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._await_first()
        return self._pair.first.ask(method, **params)

    def _array(self, name: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        array: np.ndarray[Any, np.dtype[np.float32]] = self._ask("analysis/array", name=name)["array"]
        return array

    def _known(self) -> dict[str, Any]:
        """The columns of the complete analysis."""
        self._await_first()
        return self._pair.first.columns()

    def _compared(self, conditions: Mapping[str, Any] | None = None) -> dict[str, Any]:
        self._await_second("compare")
        return self._pair.ask("analysis/compare", **({"filter": conditions} if conditions else {}))

    def _added(self) -> Any:
        table = self._plan.table
        columns = row_columns(self._known(), len(table))
        second = self._pair.second
        if self._settled() and second is not None:
            further = comparison_columns(second.columns(), self._compared(), len(table))
            for name in further.column_names:
                columns = columns.append_column(name, further[name])
        same = [role for role in ("x", "y", "prediction") if table.name_of.get(role) == role]
        return beside(columns, table.frame.names, same)

    def _frame(self, columns: Any) -> Any:
        return self._plan.table.frame.build(columns)

    def _rows(self, rows: np.ndarray[Any, Any]) -> Any:
        added = self._added().take(rows)
        return read_frame(self._plan.table.frame.take(rows)).with_columns(added)

    def _checked(self, value: Mapping[str, Any] | None) -> dict[str, Any]:
        """A filter of the user as the sidecar takes it."""
        conditions = read_filter(value, self._plan.table)
        known = self._pair.first.label_names
        return check_filter(conditions, self._plan, known, compared=self._pair.second is not None)

    def _shown(self, conditions: Mapping[str, Any]) -> dict[str, Any]:
        """A filter as the user writes it."""
        return show_filter(conditions, self._plan.table)

    def _rows_of(self, conditions: Mapping[str, Any]) -> np.ndarray[Any, Any]:
        """The rows that a filter lets through."""
        if names_change(conditions):
            self._await_second("filter change")
            answer = self._pair.ask("analysis/filter", filter=conditions)
        else:
            answer = self._ask("analysis/filter", filter=conditions)
        rows: np.ndarray[Any, Any] = answer["rows"]
        return rows

    def _resolved(self, conditions: dict[str, Any]) -> dict[str, Any]:
        """The same filter for a request that knows one model only: by its rows, where it asks for changes."""
        return {"rows": self._rows_of(conditions).tolist()} if names_change(conditions) else conditions

import {
  accuracyOf,
  changeNames,
  changesOf,
  churn,
  everyRow,
  mcnemar,
  rowsOf,
  type Categories,
  type Filter,
} from "../../../src/core";
import type { Result } from "../../../src/protocol";
import { tensorOf } from "../analysis";
import { maskOf } from "./filter";
import { otherView, present, viewOf, type Question } from "./question";

/** What the second model changes on the rows of a filter (default all). */
export async function compareModels(
  question: Question,
  filter: Filter | undefined,
): Promise<Result<"analysis/compare">> {
  const { gold, prediction } = viewOf(question.analysis);
  const first = present(prediction, "compare: the first analysis has no predictions (yet)");
  const second = present(
    otherView(question).prediction,
    "compare: the second analysis has no predictions (yet)",
  );
  const mask = filter ? await maskOf(question, filter) : everyRow(question.dataset.rows);
  const rows = rowsOf(mask);
  const change = changeOfRows(gold, first, second, rows);
  const times = (name: (typeof changeNames)[number]): number => {
    const code = changeNames.indexOf(name);
    return change.reduce((count, one) => count + (one === code ? 1 : 0), 0);
  };
  const [fixed, broken] = [times("fixed"), times("broken")];
  const accuracy = (of: Categories): number | null =>
    (gold && orNull(accuracyOf(gold, of, mask).accuracy)) ?? null;
  return {
    rows: tensorOf("uint32", rows),
    change: tensorOf("int32", change),
    changes: [...changeNames],
    accuracyA: accuracy(first),
    accuracyB: accuracy(second),
    churn: orNull(churn(first, second, mask)) ?? 0,
    mcnemar: { fixed, broken, ...mcnemar(broken, fixed) },
  };
}

function changeOfRows(
  gold: Categories | null,
  first: Categories,
  second: Categories,
  rows: Uint32Array,
): Int32Array {
  if (!gold) return new Int32Array(rows.length).fill(-1);
  const { codes } = changesOf(gold, first, second);
  return Int32Array.from(rows, (row) => codes[row] ?? -1);
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

import { createStore, type Store } from "../../../client";
import { noCompute, progressOf } from "../../../client/__tests__/filled-store";
import { type AnalysisProgress, Tensor } from "../../../protocol";

/** Rows that a test makes up: a text, and codes of a gold and of a predicted label. */
export interface Row {
  readonly text: string;
  readonly gold: number;
  readonly predicted: number;
  readonly split?: number;
}

/** A store of such rows, its labels in two clusters; without label names nothing is labelled. */
export function storeOf(rows: readonly Row[], labelNames: readonly string[] = []): Store {
  const store = createStore(noCompute);
  store.setDataset({
    name: "made",
    rows: rows.length,
    ids: rows.map((_, row) => row),
    texts: rows.map(({ text }) => text),
    split: { names: ["train", "test"], codes: Int32Array.from(rows, ({ split = 0 }) => split) },
  });
  if (labelNames.length > 0) store.applyProgress(progressOf({ columns: columnsOf(rows, labelNames) }));
  store.setConcepts({ source: "a test", names: ["money"], wordsOf: [["cash", "fee"]] });
  store.setStatus({ phase: "ready", message: "Ready" });
  return store;
}

/** What a model that predicts so reports. */
export function columnsOf(
  rows: readonly Row[],
  labelNames: readonly string[],
): NonNullable<AnalysisProgress["columns"]> {
  return {
    labelNames: [...labelNames],
    gold: new Tensor(
      "int32",
      Int32Array.from(rows, ({ gold }) => gold),
    ),
    prediction: new Tensor(
      "int32",
      Int32Array.from(rows, ({ predicted }) => predicted),
    ),
    clusterOfLabel: new Tensor(
      "int32",
      Int32Array.from(labelNames, (_, label) => label % 2),
    ),
    clusterNames: ["even · ones", "odd · ones"],
  };
}

/** 30 rows of "lost card …" with label 0, then 30 of "top up …" with label 1; every fifth of the latter is an error. */
export const twoKinds: readonly Row[] = Array.from({ length: 60 }, (_, row) => ({
  text: row < 30 ? `lost card today ${row % 3 ? "cash" : ""}` : `top up today please`,
  gold: row < 30 ? 0 : 1,
  predicted: row < 30 || row % 5 === 0 ? 0 : 1,
  split: row % 2,
}));

export const rowsFrom = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);

import { Tensor } from "../../protocol";
import type { AnalysisProgress } from "../../protocol";
import { createStore, type Compute, type Store } from "..";

export const analysis = "a".repeat(32);

/** Eight rows, three labels in two clusters; rows 2 and 5 are errors, row 6 has no gold label, row 7 no prediction. */
export const texts = [
  "where is my card",
  "my card has not arrived",
  "card payment failed",
  "top up failed",
  "how do I top up",
  "card top up",
  "hello",
  "exchange rate",
];
export const labelNames = ["card_arrival", "top_up", "exchange_rate"];
export const gold = [0, 0, 0, 1, 1, 1, -1, 2];
export const prediction = [0, 0, 1, 1, 1, 0, 1, -1];

export const noCompute: Compute = {
  probabilities: () => Promise.resolve(null),
  neighbours: () => Promise.resolve(null),
  project: () => Promise.resolve(),
  clusters: () => Promise.resolve(),
  attribute: () => Promise.resolve(null),
  relations: () => Promise.resolve(null),
  predict: () => Promise.resolve(null),
  trust: () => Promise.resolve(null),
  salience: () => Promise.resolve(null),
  wordScores: () => Promise.resolve(null),
  cancel: () => undefined,
  retry: () => undefined,
};

/** Progress of a stage with only what is given. */
export function progressOf(change: Partial<AnalysisProgress> = {}): AnalysisProgress {
  return { analysis, stage: "ready", done: 8, total: 8, secondsLeft: 0, ...change };
}

export const labelColumns: NonNullable<AnalysisProgress["columns"]> = {
  labelNames,
  gold: new Tensor("int32", Int32Array.from(gold)),
  prediction: new Tensor("int32", Int32Array.from(prediction)),
  clusterOfLabel: new Tensor("int32", Int32Array.of(0, 0, 1)),
  clusterNames: ["card · top", "rate · exchange"],
};

/** A store that holds those rows, with labels and predictions unless other columns are given. */
export function filledStore(
  columns: AnalysisProgress["columns"] = labelColumns,
  compute: Compute = noCompute,
): Store {
  const store = createStore(compute);
  store.setTitle({ dataset: "cards test", model: "minilm step 12" });
  store.setDataset({
    name: "cards",
    rows: texts.length,
    ids: texts.map((_, row) => `id-${row}`),
    texts,
    split: { names: ["train", "test"], codes: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1) },
  });
  store.applyProgress(progressOf({ ...(columns && { columns }) }));
  store.setStatus({ phase: "ready", message: "Ready" });
  return store;
}

/** Names of the labels as the second model numbers them: in another order than the first. */
export const secondNames = ["exchange_rate", "card_arrival", "top_up"];

/** Adds a second model that breaks row 1, fixes row 2 and takes row 5 for something else. */
export function addSecond(store: Store): void {
  const of = (names: readonly (string | null)[]): Tensor<"int32"> =>
    new Tensor(
      "int32",
      Int32Array.from(names, (name) => (name === null ? -1 : secondNames.indexOf(name))),
    );
  const [card, top, rate] = labelNames as [string, string, string];
  store.setSecond({ model: "minilm step 24", error: null });
  store.applySecond(
    progressOf({
      columns: {
        labelNames: secondNames,
        gold: of([card, card, card, top, top, top, null, rate]),
        prediction: of([card, top, card, top, top, rate, top, null]),
      },
    }),
  );
}

import { confusions, labelReport } from "../../../src/core";
import type { Result, Tensor } from "../../../src/protocol";
import { tensorOf } from "../analysis";
import { viewOf, type Question } from "./question";

/** How each label fares. */
export function labelFigures({ analysis }: Question): Result<"analysis/labels"> {
  const { gold, prediction } = viewOf(analysis);
  const { labelNames = [], clusterOfLabel, confidence } = analysis.feed.columns();
  const codes = new Int32Array(gold?.codes.length ?? prediction?.codes.length ?? 0).fill(-1);
  const report = labelReport(
    gold ?? { names: labelNames, codes },
    prediction ?? undefined,
    clusterOfLabel?.data,
    { confidence: confidence?.data },
  );
  const column = (pick: (entry: (typeof report)[number]) => number): Tensor<"float32"> =>
    tensorOf("float32", Float32Array.from(report, pick));
  const whole = (pick: (entry: (typeof report)[number]) => number): Tensor<"int32"> =>
    tensorOf("int32", Int32Array.from(report, pick));
  return {
    labelNames: report.map(({ name }) => name),
    count: whole(({ count }) => count),
    precision: column(({ precision }) => precision),
    recall: column(({ recall }) => recall),
    f1: column(({ f1 }) => f1),
    confidence: column(({ meanConfidence }) => meanConfidence),
    cluster: whole(({ cluster }) => cluster),
  };
}

/**
 * Which labels are taken for which; empty where gold labels or predictions are missing, and none of them near where
 * the neighbours are not known.
 */
export function confusedLabels({ analysis }: Question): Result<"analysis/confusions"> {
  const { gold, prediction } = viewOf(analysis);
  const { labelNames = [], rivals } = analysis.feed.columns();
  const pairs = gold && prediction ? confusions(gold, prediction, undefined, rivals?.data) : [];
  const whole = (pick: (pair: (typeof pairs)[number]) => number): Tensor<"int32"> =>
    tensorOf("int32", Int32Array.from(pairs, pick));
  return {
    labelNames: [...labelNames],
    gold: whole((pair) => pair.gold),
    prediction: whole((pair) => pair.prediction),
    count: whole(({ count }) => count),
    near: whole(({ near }) => near ?? 0),
  };
}

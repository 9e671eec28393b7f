/** Answers of a sidecar on the filled store's rows, as small as tests need them. */
import type {
  AnalysisSummary,
  Attribution,
  AttributionMethod,
  Compute,
  Partner,
  Predictions,
} from "../../../client";
import { analysis, gold, labelNames, noCompute, texts } from "../../../client/__tests__/filled-store";
import { Tensor } from "../../../protocol";
import { piecesOf } from "../editor/difference";

export function summaryOf(source: AnalysisSummary["source"] = "model"): AnalysisSummary {
  return {
    analysis,
    rows: texts.length,
    source,
    pooling: null,
    dimension: null,
    layout: "given",
    quality: null,
    accuracy: null,
    silhouette: null,
    head: "classifier",
    signatures: [],
    seconds: { embedding: 0, layout: 0, total: 0 },
    cached: false,
    notices: [],
  };
}

export function attributionOf(
  method: AttributionMethod,
  text: string,
  scores: readonly number[] = piecesOf(text).map((_, i) => i + 1),
  change: Partial<Attribution> = {},
): Attribution {
  const words = piecesOf(text);
  return {
    method,
    text,
    target: 0,
    against: null,
    value: 1,
    pieces: words.map((word) => word.text),
    special: new Tensor("uint8", new Uint8Array(words.length)),
    pieceScores: new Tensor("float32", Float32Array.from(scores)),
    words: [...words],
    wordOfPiece: new Tensor("int32", Int32Array.from(words.keys())),
    scores: new Tensor("float32", Float32Array.from(scores)),
    signed: method === "lime",
    cut: 0,
    delta: null,
    points: null,
    r2: null,
    spread: null,
    ...change,
  };
}

/** Readings of texts, a list of probabilities each. */
export function predictionsOf(
  names: readonly string[],
  probabilities: readonly (readonly number[])[],
  change: Partial<Predictions> = {},
): Predictions {
  const texts = probabilities.length;
  const best = probabilities.map((each) => each.indexOf(Math.max(...each)));
  return {
    labelNames: [...names],
    probabilities: new Tensor("float32", Float32Array.from(probabilities.flat()), [texts, names.length]),
    prediction: new Tensor("int32", Int32Array.from(best)),
    probability: new Tensor("float32", new Float32Array(texts)),
    confidence: new Tensor("float32", new Float32Array(texts)),
    positions: new Tensor("float32", Float32Array.from(probabilities.flatMap(() => [1.5, -2])), [texts, 2]),
    neighbours: new Tensor("int32", Int32Array.from(probabilities.flatMap(() => [1, 3])), [texts, 2]),
    similarity: new Tensor("float32", Float32Array.from(probabilities.flatMap(() => [0.875, 0.5])), [
      texts,
      2,
    ]),
    pieces: new Tensor("int32", new Int32Array(texts).fill(6)),
    cut: new Tensor("int32", new Int32Array(texts)),
    mask: "[MASK]",
    ...change,
  };
}

export function partnerOf(
  role: Partner["role"],
  row: number,
  text: string,
  scores: { readonly own?: readonly number[]; readonly theirs?: readonly number[] },
): Partner {
  const tensor = (values: readonly number[] | undefined) =>
    values ? new Tensor("float32", Float32Array.from(values)) : null;
  return {
    role,
    row,
    text,
    words: [...piecesOf(text)],
    similarity: 14.25,
    cosine: 0.966,
    links: null,
    own: tensor(scores.own),
    theirs: tensor(scores.theirs),
    delta: null,
  };
}

/** Texts that say "top" are topping up, others ask for a card; the more words, the surer. */
export function readText(text: string): readonly number[] {
  const sure = Math.min(0.95, 0.5 + piecesOf(text).length / 20);
  return text.includes("top") ? [1 - sure, sure, 0] : [sure, 1 - sure, 0];
}

/** Answers at once; the last word weighs most. */
export const explaining: Compute = {
  ...noCompute,
  probabilities: (row) => Promise.resolve(Float32Array.from(readText(texts[row] ?? ""))),
  attribute: (subject, method) =>
    Promise.resolve(attributionOf(method, "row" in subject ? (texts[subject.row] ?? "") : subject.text)),
  predict: (asked) => Promise.resolve(predictionsOf(labelNames, asked.map(readText))),
  relations: (subject) => {
    const text = "row" in subject ? (texts[subject.row] ?? "") : subject.text;
    const own = piecesOf(text).map((_, i) => (i === 0 ? -1 : i));
    const partner = (role: Partner["role"], row: number): Partner => {
      const other = texts[row] ?? "";
      return partnerOf(role, row, other, { own, theirs: piecesOf(other).map((_, i) => 2 * i) });
    };
    return Promise.resolve({
      text,
      words: [...piecesOf(text)],
      partners: [partner("closest", 3), partner("contrast", 5)],
    });
  },
  neighbours: (row) =>
    Promise.resolve({
      rows: Uint32Array.from(gold.keys()).filter((other) => other !== row),
      similarity: Float32Array.from(gold, (_, i) => 0.975 - i / 100),
    }),
};

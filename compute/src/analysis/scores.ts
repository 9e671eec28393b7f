import type { Slices } from "../threads/slices";

/** Rows scored at a stretch when all of them are there at once. */
const STRETCH = 512;

/** What the scores of a row can be: logits of any size, or probabilities that add up to 1. */
export type ScoreKind = "logits" | "probabilities";

/**
 * Prediction, its probability, confidence and loss of every row, filled in as the rows' scores become known.
 * Before that a prediction is -1 and a number NaN.
 */
export class Scores {
  readonly prediction: Int32Array;
  /** Label with the second highest score; -1 where there is one label only. */
  readonly runnerUp: Int32Array;
  /** Probability of the predicted label: softmax of the logits. */
  readonly probability: Float32Array;
  /** Difference of the two largest probabilities; 1 where there is one label only. */
  readonly confidence: Float32Array;
  /** Cross-entropy, natural logarithm; NaN without gold label or where the model does not know it. Null without gold labels. */
  readonly loss: Float32Array | null;
  private readonly row: Float64Array;

  /**
   * @param labels columns of the scores.
   * @param gold label per row, -1 where missing; codes from `labels` on are labels without a column.
   */
  constructor(
    rows: number,
    private readonly labels: number,
    private readonly gold: Int32Array | null,
  ) {
    this.prediction = new Int32Array(rows).fill(-1);
    this.runnerUp = new Int32Array(rows).fill(-1);
    this.probability = new Float32Array(rows).fill(NaN);
    this.confidence = new Float32Array(rows).fill(NaN);
    this.loss = gold ? new Float32Array(rows).fill(NaN) : null;
    this.row = new Float64Array(labels);
  }

  /** Takes the scores of some rows: rows.length x labels, in the order of `rows`. */
  add(rows: ArrayLike<number>, values: Float32Array, kind: ScoreKind): void {
    for (let i = 0; i < rows.length; i++) this.addRow(rows[i] ?? 0, values, i * this.labels, kind);
  }

  /** Takes the scores of all rows, in slices. */
  async addAll(values: Float32Array, kind: ScoreKind, slices: Slices): Promise<void> {
    const rows = this.prediction.length;
    for (let from = 0; from < rows; from += STRETCH) {
      for (let row = from; row < Math.min(rows, from + STRETCH); row++) {
        this.addRow(row, values, row * this.labels, kind);
      }
      if (slices.due()) await slices.rest();
    }
  }

  private addRow(row: number, values: Float32Array, start: number, kind: ScoreKind): void {
    const scores = values.subarray(start, start + this.labels);
    if (kind === "logits") softmax(scores, this.row);
    else this.row.set(scores);
    // by the scores themselves: probabilities of different logits may round to the same number
    let best = 0;
    let second = -1;
    for (let label = 1; label < this.labels; label++) {
      const score = scores[label] ?? NaN;
      if (score > (scores[best] ?? NaN)) {
        second = best;
        best = label;
      } else if (second < 0 || score > (scores[second] ?? NaN)) second = label;
    }
    const probability = this.row[best] ?? NaN;
    this.prediction[row] = best;
    this.runnerUp[row] = second;
    this.probability[row] = probability;
    this.confidence[row] = probability - (this.row[second] ?? 0);
    const gold = this.gold?.[row] ?? -1;
    if (this.loss && gold >= 0 && gold < this.labels) {
      this.loss[row] = kind === "logits" ? crossEntropy(scores, gold) : -Math.log(scores[gold] ?? NaN);
    }
  }
}

/** Probabilities of some rows of logits (rows x labels, in the order asked for). */
export function softmaxRows(logits: Float32Array, labels: number, rows: ArrayLike<number>): Float32Array {
  const result = new Float32Array(rows.length * labels);
  const row = new Float64Array(labels);
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] ?? 0) * labels;
    softmax(logits.subarray(start, start + labels), row);
    result.set(row, i * labels);
  }
  return result;
}

/** softmax(z) = exp(z - max) / sum, which does not overflow. */
function softmax(logits: Float32Array, into: Float64Array): void {
  let largest = -Infinity;
  for (const value of logits) if (value > largest) largest = value;
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const value = Math.exp((logits[i] ?? 0) - largest);
    into[i] = value;
    sum += value;
  }
  for (let i = 0; i < logits.length; i++) into[i] = (into[i] ?? 0) / sum;
}

/** log sum exp(z) - z[gold], accurate also where the probability rounds to 0 or 1. */
function crossEntropy(logits: Float32Array, gold: number): number {
  let largest = -Infinity;
  for (const value of logits) if (value > largest) largest = value;
  let sum = 0;
  for (const value of logits) sum += Math.exp(value - largest);
  return Math.log(sum) + largest - (logits[gold] ?? NaN);
}

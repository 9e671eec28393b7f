import { SemlaError, type Source, type Tensor } from "../../../src/protocol";
import { Slices } from "../threads/slices";

/** What the user brings instead of a model. */
export type ArraysSource = Extract<Source, { kind: "arrays" }>;

/** How far a row of probabilities may be from adding up to 1: half precision over a thousand labels. */
const SUM_TOLERANCE = 0.01;

/**
 * Checks the arrays against the data set.
 * @throws SemlaError "bad_data" naming the array and the first row that is wrong.
 */
export async function checkArrays(source: ArraysSource, rows: number, signal?: AbortSignal): Promise<void> {
  const { labelNames, embeddings, probabilities, positions, prediction } = source;
  if (!embeddings && !probabilities && !positions) {
    throw bad("arrays: nothing to place the rows by; pass embeddings=, probabilities= or x= and y=");
  }
  const slices = new Slices(signal);
  const repeated = labelNames.find((name, index) => labelNames.indexOf(name) !== index);
  if (repeated !== undefined)
    throw bad(`label_names: ${JSON.stringify(repeated)} stands there twice; give each label its own name`);
  if (embeddings) {
    checkRows("embeddings", embeddings, rows);
    if (side(embeddings) < 1) throw bad("embeddings: no columns (allowed: at least one)");
    await eachRow(embeddings, slices, (row, values) => checkFinite("embeddings", row, values));
  }
  if (positions) {
    checkRows("x and y", positions, rows);
    if (side(positions) !== 2) throw bad(`x and y: ${side(positions)} columns (allowed: 2)`);
    await eachRow(positions, slices, (row, values) => checkFinite("x and y", row, values));
  }
  if (probabilities) {
    checkRows("probabilities", probabilities, rows);
    if (side(probabilities) !== labelNames.length) {
      throw bad(
        `probabilities: ${side(probabilities)} columns (allowed: ${labelNames.length}, one for each of label_names)`,
      );
    }
    await eachRow(probabilities, slices, checkProbabilities);
  }
  if (prediction) {
    checkRows("prediction", prediction, rows);
    const wrong = prediction.data.findIndex((code) => code < -1 || code >= labelNames.length);
    if (wrong >= 0) {
      throw bad(
        `prediction: ${prediction.data[wrong] ?? ""} in row ${wrong} (allowed: -1 to ${labelNames.length - 1})`,
      );
    }
  }
}

/** Columns of a matrix. */
export function side(matrix: Tensor): number {
  return matrix.shape[1] ?? 1;
}

function checkRows(name: string, { shape }: Tensor, rows: number): void {
  if (shape[0] !== rows) {
    throw bad(
      `${name}: ${shape[0] ?? 0} rows (allowed: ${rows}, one for each row of the data set, in its order)`,
    );
  }
}

function checkFinite(name: string, row: number, values: Float32Array): void {
  for (const value of values) {
    if (!Number.isFinite(value))
      throw bad(`${name}: ${value} in row ${row} (allowed: finite numbers); leave the row out`);
  }
}

function checkProbabilities(row: number, values: Float32Array): void {
  checkFinite("probabilities", row, values);
  let sum = 0;
  for (const value of values) {
    if (value < 0)
      throw bad(`probabilities: ${value} in row ${row} (allowed: 0 to 1); logits need a softmax first`);
    sum += value;
  }
  if (Math.abs(sum - 1) > SUM_TOLERANCE) {
    throw bad(
      `probabilities: row ${row} adds up to ${sum.toPrecision(4)} (allowed: 1); logits need a softmax first`,
    );
  }
}

async function eachRow(
  matrix: Tensor<"float32">,
  slices: Slices,
  check: (row: number, values: Float32Array) => void,
): Promise<void> {
  const width = side(matrix);
  const [rows = 0] = matrix.shape;
  for (let row = 0; row < rows; row++) {
    check(row, matrix.data.subarray(row * width, (row + 1) * width));
    if (row % 256 === 0 && slices.due()) await slices.rest();
  }
}

function bad(message: string): SemlaError {
  return new SemlaError("bad_data", message);
}

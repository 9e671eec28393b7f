import type { AttributionOptions, Subject } from "../../../src/protocol";
import { cosines, mostSimilar } from "../analysis/similar-rows";
import { vectorsOf } from "../analysis/vectors";
import type { TargetChoice } from "../explain";
import type { Embeddings } from "../project/similarity";
import { Slices } from "../threads/slices";
import { arraysOf } from "./arrays";
import { modelOf, readFreeTexts } from "./free-text";
import { present, refused, type Question } from "./question";

/** What is explained of a subject; `label` and `against` where they stand behind a similarity to examples of theirs. */
export interface Chosen {
  readonly choice: TargetChoice;
  readonly label: number | null;
  readonly against: number | null;
}

/**
 * What is explained of each subject, by the head of the analysis. A metric head has no logits: that of a label is the
 * inner product with its example in the subject's support set, or where there is none with the nearest row of that
 * label.
 * @throws SemlaError "invalid_request" for a label or a row that is not there, and what the head cannot explain
 */
export async function chooseTargets(
  question: Question,
  subjects: readonly Subject[],
  options: AttributionOptions,
): Promise<Chosen[]> {
  const { target, against, similarTo, output } = options;
  const summary = present(
    question.analysis.feed.state().summary,
    "attribute: the analysis is still under way; ask again when it is ready",
  );
  if (similarTo !== null) {
    if (target !== null || against !== null)
      throw refused("similar_to: beside a label (allowed: a row to be similar to, or target and against)");
    const to = await embeddingOf(question, similarTo);
    return subjects.map(() => ({ choice: { kind: "similarity", to }, label: null, against: null }));
  }
  if (target !== null && target === against)
    throw refused(`against: ${against} is the target itself; choose two different labels`);
  if (summary.head === "metric") {
    if (output === "probability")
      throw refused(
        'output: "probability", but the metric head\'s are those among five examples (allowed: "logit")',
      );
    return chooseExamples(question, subjects, { target, against });
  }
  return subjects.map((subject) => chooseLabel(question, subject, options));
}

function chooseLabel(
  question: Question,
  subject: Subject,
  { target, against, output }: AttributionOptions,
): Chosen {
  const { analysis, resources } = question;
  const { labelNames = [], prediction } = analysis.feed.columns();
  const { labels } = resources.models.info(modelOf(question, "attribute"));
  if (labels === 0)
    throw refused(
      'target: this model has no labels; choose a row in similar_to, or analyse with head="metric"',
    );
  checkLabel("target", target, labelNames.slice(0, labels));
  checkLabel("against", against, labelNames.slice(0, labels));
  const predicted = "row" in subject ? (prediction?.data[subject.row] ?? -1) : -1;
  const label = target ?? (predicted >= 0 ? predicted : null);
  if (label === null) return { choice: { kind: "predicted", against, output }, label: null, against: null };
  if (label === against)
    throw refused(
      `against: ${against} (${labelNames[label] ?? ""}) is what is predicted; choose another, or a target`,
    );
  return { choice: { kind: "label", label, against, output }, label, against };
}

interface Labels {
  readonly target: number | null;
  readonly against: number | null;
}

/** The examples of the metric head whose inner products are explained. */
async function chooseExamples(
  question: Question,
  subjects: readonly Subject[],
  { target, against }: Labels,
): Promise<Chosen[]> {
  const { analysis, resources, signal } = question;
  const { labelNames = [] } = analysis.feed.columns();
  checkLabel("target", target, labelNames);
  checkLabel("against", against, labelNames);
  const { embeddings } = await vectorsOf(analysis, "attribute", resources, signal);
  const chosen: Chosen[] = [];
  for (const subject of subjects) {
    const seen =
      "row" in subject ? seenRow(question, subject.row, embeddings) : await seenText(question, subject.text);
    const label = target ?? seen.prediction;
    if (label < 0) throw refused("target: nothing is predicted here; choose a label");
    if (label === against)
      throw refused(`against: ${against} (${labelNames[label] ?? ""}) is what is predicted; choose another`);
    const to = await exampleOf(question, seen, label, embeddings);
    if (against !== null) {
      const other = await exampleOf(question, seen, against, embeddings);
      for (const [i, value] of other.entries()) to[i] = (to[i] ?? 0) - value;
    }
    chosen.push({ choice: { kind: "similarity", to }, label, against });
  }
  return chosen;
}

/** A subject as the metric head sees it. */
interface Seen {
  readonly text: string;
  readonly embedding: Float32Array;
  readonly prediction: number;
  /** Rows of its support set. */
  readonly support: readonly number[];
}

function seenRow({ analysis, dataset }: Question, row: number, embeddings: Embeddings): Seen {
  const { support, prediction } = analysis.feed.columns();
  const size = support?.shape[1] ?? 0;
  return {
    text: dataset.texts[row] ?? "",
    embedding: vectorOf(embeddings, row),
    prediction: prediction?.data[row] ?? -1,
    support: [...(support?.data.subarray(row * size, (row + 1) * size) ?? [])],
  };
}

async function seenText(question: Question, text: string): Promise<Seen> {
  const [read] = (await readFreeTexts(question, [text], "attribute")).texts;
  const { embedding, prediction, closest } = present(read, "attribute: the text could not be read");
  return { text, embedding, prediction, support: [closest] };
}

/** Embedding of the example of a label, in memory of its own. */
async function exampleOf(
  { analysis, dataset, signal }: Question,
  { text, embedding, support }: Seen,
  label: number,
  embeddings: Embeddings,
): Promise<Float32Array> {
  const { gold, labelNames = [] } = analysis.feed.columns();
  const own = support.find((row) => row >= 0 && gold?.data[row] === label);
  if (own !== undefined) return vectorOf(embeddings, own);
  const similarities = await cosines(embedding, embeddings, new Slices(signal));
  const [nearest] = mostSimilar(
    similarities,
    1,
    (row) => gold?.data[row] === label && dataset.texts[row] !== text,
  );
  if (!nearest)
    throw refused(
      `target: ${label} (${labelNames[label] ?? ""}) has no other row to be compared with; choose another label`,
    );
  return vectorOf(embeddings, nearest.row);
}

async function embeddingOf(question: Question, row: number): Promise<Float32Array> {
  const { embeddings } = await arraysOf(question);
  const { shape, data } = present(embeddings, "similar_to: this analysis has no embeddings");
  const [rows = 0, dimension = 0] = shape;
  if (row >= rows) throw refused(`similar_to: ${row} (allowed: 0 to ${rows - 1})`);
  return data.slice(row * dimension, (row + 1) * dimension);
}

function vectorOf({ data, dimension }: Embeddings, row: number): Float32Array {
  return data.slice(row * dimension, (row + 1) * dimension);
}

/** Labels that a message names, at most. */
const NAMED = 12;

function checkLabel(what: string, label: number | null, names: readonly string[]): void {
  if (label === null || label < names.length) return;
  const named = names.slice(0, NAMED).map((name, i) => `${i} ${name}`);
  const rest = names.length > NAMED ? `, ... ${names.length - 1} ${names.at(-1) ?? ""}` : "";
  throw refused(`${what}: ${label} (allowed: ${named.join(", ")}${rest})`);
}

import { predictFromSupport, seededRandom } from "../../../src/core";
import { labelCodes } from "../analysis/clusters";
import { cosines, mostSimilar, type SimilarRow } from "../analysis/similar-rows";
import { NEAREST } from "../analysis/nearest";
import { Scores, softmaxRows } from "../analysis/scores";
import { vectorsOf } from "../analysis/vectors";
import type { Embeddings } from "../project/similarity";
import { Slices } from "../threads/slices";
import { present, refused, type Question } from "./question";

/** Texts that the model reads at a time: no more, so that others who wait for it have their turn. */
const PART = 16;
/** Labels of the support set of a text that is not in the data. */
const SUPPORT = 5;

/** A text that is not in the data, as the model and its head see it. */
export interface FreeText {
  readonly embedding: Float32Array;
  /** One a label; empty where nothing is predicted. */
  readonly probabilities: Float32Array;
  /** Label; -1 where nothing is predicted. */
  readonly prediction: number;
  /** Probability of the prediction, and its distance to the second one. */
  readonly probability: number;
  readonly confidence: number;
  readonly nearest: readonly SimilarRow[];
  /** Rows that the text is held against, never with the same text; -1 for none. */
  readonly closest: number;
  readonly contrast: number;
  /** Pieces read, special ones included, and pieces that did not fit. */
  readonly pieces: number;
  readonly cut: number;
}

/** Some texts, the labels that their probabilities are of, and how the model writes a masked word. */
export interface FreeTexts {
  readonly labelNames: readonly string[];
  readonly texts: readonly FreeText[];
  readonly mask: string | null;
}

/**
 * Runs the model of an analysis over texts that are not in its data, and finds the rows near them.
 * @param what the request, for messages.
 * @throws SemlaError "invalid_request" for an analysis without a model; errors of the model and of `vectorsOf`.
 */
export async function readFreeTexts(
  question: Question,
  texts: readonly string[],
  what: string,
): Promise<FreeTexts> {
  const { resources, signal } = question;
  const model = modelOf(question, what);
  const { embeddings } = await vectorsOf(question.analysis, what, resources, signal);
  const head = headOf(question, embeddings);
  const slices = new Slices(signal);
  const read: FreeText[] = [];
  let mask: string | null = null;
  for (let from = 0; from < texts.length; from += PART) {
    const part = texts.slice(from, from + PART);
    const answered = await resources.models.answer(model, part, signal);
    mask = answered.mask;
    const similarities = await cosines(answered.embeddings, embeddings, slices);
    for (const [i, text] of part.entries()) {
      const seen: Seen = {
        text,
        embedding: answered.embeddings.slice(i * embeddings.dimension, (i + 1) * embeddings.dimension),
        logits: answered.logits && slice(answered.logits, i, part.length),
        similarities: similarities.subarray(i * embeddings.rows, (i + 1) * embeddings.rows),
      };
      const [pieces, cut] = [answered.pieces[i] ?? 0, answered.cut[i] ?? 0];
      const nearest = mostSimilar(seen.similarities, NEAREST);
      read.push({ embedding: seen.embedding, nearest, pieces, cut, ...head.judge(seen) });
      if (slices.due()) await slices.rest();
    }
  }
  return { labelNames: head.labelNames, texts: read, mask };
}

/** Handle of the model behind an analysis. @throws SemlaError "invalid_request" where there is none. */
export function modelOf({ analysis }: Question, what: string): string {
  return present(
    analysis.model,
    `${what}: this analysis has no model to run, only arrays; pass a model to explore`,
  );
}

interface Seen {
  readonly text: string;
  readonly embedding: Float32Array;
  readonly logits: Float32Array | null;
  /** Cosine with every row. */
  readonly similarities: Float64Array;
}

type Judgement = Omit<FreeText, "embedding" | "nearest" | "pieces" | "cut">;

/** What turns an embedding or logits into a prediction. */
interface Head {
  readonly labelNames: readonly string[];
  judge(seen: Seen): Judgement;
}

function headOf(question: Question, embeddings: Embeddings): Head {
  const { analysis, dataset, resources } = question;
  const { labelNames = [], gold, prediction } = analysis.feed.columns();
  const codes = { gold: gold?.data ?? null, prediction: prediction?.data ?? null };
  const summary = present(
    analysis.feed.state().summary,
    "predict: the analysis is still under way; ask again when it is ready",
  );
  const near = { texts: dataset.texts, labelOf: labelCodes(codes) };
  if (summary.head === "classifier") {
    const { labels } = resources.models.info(modelOf(question, "predict"));
    return classifierHead(labelNames.slice(0, labels), near);
  }
  if (!codes.gold) throw refused("predict: the metric head has no gold labels to draw examples from");
  return metricHead(labelNames, dataset.texts, codes.gold, embeddings);
}

/** Softmax of the logits; closest and contrast are the nearest rows of the first and the second label. */
function classifierHead(
  labelNames: readonly string[],
  { texts, labelOf }: { readonly texts: readonly string[]; readonly labelOf: Int32Array | null },
): Head {
  const labels = labelNames.length;
  return {
    labelNames,
    judge({ text, logits, similarities }) {
      const nearest = (accept: (row: number) => boolean): number =>
        mostSimilar(similarities, 1, (row) => texts[row] !== text && accept(row))[0]?.row ?? -1;
      if (!logits || labels === 0) {
        const closest = nearest(() => true);
        return { ...unknown, probabilities: new Float32Array(labels), closest, contrast: -1 };
      }
      const scores = new Scores(1, labels, null);
      scores.add([0], logits, "logits");
      const [prediction = -1, runnerUp = -1] = [scores.prediction[0], scores.runnerUp[0]];
      const ofLabel = (label: number): number =>
        label < 0 ? -1 : nearest((row) => labelOf?.[row] === label);
      return {
        probabilities: softmaxRows(logits, labels, [0]),
        prediction,
        probability: scores.probability[0] ?? NaN,
        confidence: scores.confidence[0] ?? NaN,
        closest: ofLabel(prediction),
        contrast: ofLabel(runnerUp),
      };
    },
  };
}

const unknown = { prediction: -1, probability: NaN, confidence: NaN } as const;

/**
 * SemLa's head for a text without a gold label: its support set is an example of each of the five labels that come
 * nearest to it. The example of a label is drawn with a seed of the label's, so that it stays while a text is edited.
 */
function metricHead(
  labelNames: readonly string[],
  texts: readonly string[],
  gold: Int32Array,
  embeddings: Embeddings,
): Head {
  const members = labelNames.map((): number[] => []);
  gold.forEach((label, row) => members[label]?.push(row));
  const draw = (label: number, text: string): number | undefined => {
    const rows = members[label] ?? [];
    const start = Math.floor(seededRandom(Math.imul(label + 1, 0x9e3779b1))() * rows.length);
    return [...rows.slice(start), ...rows.slice(0, start)].find((row) => texts[row] !== text);
  };
  return {
    labelNames,
    judge({ text, embedding, similarities }) {
      const support = nearestLabels(similarities, gold, labelNames.length, (row) => texts[row] !== text)
        .map((label) => draw(label, text))
        .filter((row) => row !== undefined);
      const scores = support.map((row) => product(embedding, embeddings, row));
      const found = predictFromSupport(support, scores, gold, -1);
      const probabilities = new Float32Array(labelNames.length);
      found.support.forEach((row, i) => (probabilities[gold[row] as number] = found.probabilities[i] ?? 0));
      const { prediction, confidence, closest, contrast } = found;
      const probability = found.probabilities[0] ?? NaN;
      return { probabilities, prediction, probability, confidence, closest, contrast };
    },
  };
}

/** The labels whose most similar rows come first. */
function nearestLabels(
  similarities: Float64Array,
  gold: Int32Array,
  labels: number,
  accept: (row: number) => boolean,
): number[] {
  const best = new Float64Array(labels).fill(-Infinity);
  for (let row = 0; row < similarities.length; row++) {
    const label = gold[row] as number;
    const similarity = similarities[row] as number;
    if (label >= 0 && similarity > (best[label] as number) && accept(row)) best[label] = similarity;
  }
  return mostSimilar(best, SUPPORT, (label) => best[label] !== -Infinity).map(({ row }) => row);
}

function product(vector: Float32Array, { data, dimension }: Embeddings, row: number): number {
  let sum = 0;
  for (let i = 0; i < dimension; i++) sum += (vector[i] as number) * (data[row * dimension + i] as number);
  return sum;
}

/** One of `count` equal parts. */
function slice(values: Float32Array, at: number, count: number): Float32Array {
  const width = values.length / count;
  return values.slice(at * width, (at + 1) * width);
}

import { seededRandom } from "../../../src/core/random";
import { tokenize } from "../../../src/core";
import type { Params, Result } from "../../../src/protocol";
import { tensorOf } from "../analysis";
import { rankWords, SalienceRows, salientWords, type SalientWords } from "../explain";
import { hashValue } from "../store";
import { inSlices } from "../threads/slices";
import { A_WHILE, attributeRows } from "./attribute-rows";
import { optionsOf } from "./attribution-options";
import { maskOf } from "./filter";
import { modelOf } from "./free-text";
import { present, viewOf, type Question } from "./question";

/** Milliseconds that rows asked for together take, about. */
const PART = 600;
/** Rows that are attributed together, at most. */
const MOST = 256;
/** Rows that are sorted by length together. */
const WINDOW = 4096;

type Choice = Pick<Params<"explain/word">, "method" | "options">;

/**
 * Words of a filter's rows ranked by their mean normalised score within each predicted label, of the rows done so far;
 * works on the others for a while first. What is done is kept, also where the request is cancelled.
 * @throws SemlaError "invalid_request" for an analysis without a model or predictions; errors of the method
 */
export async function rankSalience(
  question: Question,
  { filter, ...choice }: Params<"explain/salience">,
): Promise<Result<"explain/salience">> {
  const { dataset, signal } = question;
  modelOf(question, "salience");
  const labels = present(
    viewOf(question.analysis).prediction,
    "salience: this analysis has no predictions (yet); words are ranked within predicted labels",
  ).codes;
  const mask = filter ? await maskOf(question, filter) : null;
  const wanted = (row: number): boolean => mask === null || mask[row] === 1;
  const rows = await rowsOf(question, choice);
  await rows.alone(async () => {
    await rows.load(wanted, signal);
    try {
      await workOn(question, rows, rows.missing(wanted), choice);
    } finally {
      await rows.save();
      await keep(question, choice, rows);
    }
  });

  const done: [SalientWords, number][] = [];
  let total = 0;
  for (let row = 0; row < dataset.rows; row++) {
    if (!wanted(row)) continue;
    total++;
    const found = rows.get(row);
    if (found) done.push([found, labels[row] ?? -1]);
  }
  const ranked = await inSlices(rankWords(done), signal);
  return {
    done: done.length,
    total,
    word: ranked.word,
    label: tensorOf("int32", ranked.label),
    mean: tensorOf("float32", ranked.mean),
    rows: tensorOf("int32", ranked.rows),
  };
}

/** Normalised scores of a word in the rows that have it, of what has been computed so far; no row where nothing was. */
export async function salienceOfWord(
  question: Question,
  { word, ...choice }: Params<"explain/word">,
): Promise<Result<"explain/word">> {
  const { dataset, signal } = question;
  const [token = word] = tokenize(word, "unicode");
  const known = await rowsOf(question, choice);
  await known.alone(() => known.load(() => true, signal));
  const rows: number[] = [];
  const scores: number[] = [];
  for (let row = 0; row < dataset.rows; row++) {
    const found = known.get(row);
    const at = found?.words.indexOf(token) ?? -1;
    if (at < 0) continue;
    rows.push(row);
    scores.push(found?.scores[at] ?? 0);
  }
  return {
    rows: tensorOf("int32", Int32Array.from(rows)),
    scores: tensorOf("float32", Float32Array.from(scores)),
  };
}

/** Attributes rows until they are done or the time is up, at least one. What comes is kept, also of a part that fails. */
async function workOn(
  question: Question,
  rows: SalienceRows,
  missing: readonly number[],
  { method, options }: Choice,
): Promise<void> {
  const { texts } = question.dataset;
  const began = performance.now();
  const length = (row: number): number => texts[row]?.length ?? 0;
  // texts of a length beside each other, so that little is padded, and parts of them in any order, so that the first
  // stand for all
  const rest = missing.slice(0, WINDOW).sort((a, b) => length(a) - length(b));
  const random = seededRandom(missing.length);
  while (rest.length > 0 && performance.now() - began < A_WHILE) {
    const size = Math.min(Math.max(Math.round(PART / rows.pace), 1), MOST);
    const part = rest.splice(Math.floor(random() * Math.ceil(rest.length / size)) * size, size);
    const started = performance.now();
    await attributeRows(question, part, method, options, (attributed, row) =>
      rows.add(row, salientWords(attributed)),
    );
    rows.pace = Math.max((performance.now() - started) / part.length, 0.1);
  }
}

/** What is known so far, in memory; the rest is found on disk. */
async function rowsOf(question: Question, choice: Choice): Promise<SalienceRows> {
  const { dataset, resources } = question;
  const key = await keyOf(question, choice);
  const held = resources.saliences.get(key);
  if (held) return held;
  const fresh = new SalienceRows(dataset.texts, computedBy(question, choice), resources.disk);
  resources.saliences.set(key, fresh, 0);
  return fresh;
}

async function keep(question: Question, choice: Choice, rows: SalienceRows): Promise<void> {
  question.resources.saliences.set(await keyOf(question, choice), rows, rows.bytes);
}

async function keyOf(question: Question, choice: Choice): Promise<string> {
  return hashValue({ texts: question.dataset.textsHash, computed: computedBy(question, choice) });
}

/** All that a text's scores depend on; those of a metric head, or of a similarity, also on the other rows. */
function computedBy(question: Question, { method, options }: Choice): unknown {
  const { analysis } = question;
  const alone = analysis.feed.state().summary?.head === "classifier" && options.similarTo === null;
  const { target, against, similarTo, output } = options;
  return {
    model: modelOf(question, "salience"),
    method,
    options: { target, against, similarTo, output, ...optionsOf(method, options) },
    analysis: alone ? null : analysis.handle,
  };
}

import type { Categories, Mask, Positions } from "./columns";
import { seededRandom } from "./random";
import { defaultMinCount, localizedWords } from "./words";
import type { Postings } from "./postings";
import { isMadeOf, stopWords } from "./tokens";

export const signatureNames = [
  "no_clusters",
  "words_everywhere",
  "map_distorts",
  "confusion_spread",
] as const;

/** A reason not to believe the picture: the figure, the level it was held against, what to check next. */
export interface PictureSignature {
  readonly name: (typeof signatureNames)[number];
  readonly sentence: string;
  readonly advice: string;
  readonly value: number;
  readonly level: number;
}

/** What a check found: the signature, that all is well, or null where it could not be measured. */
export type Finding = PictureSignature | "fine" | null;

/** How often neighbours share a label. */
export interface SharedLabels {
  /** Mean over rows of the share of their labelled neighbours that have their label (0..1). */
  readonly share: number;
  /** The same of neighbours drawn at random. */
  readonly chance: number;
  /** Rows with a label and a labelled neighbour. */
  readonly rows: number;
}

/** Fewest rows, words or pairs of errors that a figure is worth anything from. */
const FEWEST_ROWS = 50;
const FEWEST_WORDS = 10;
const FEWEST_PAIRS = 100;

/** Way from chance to all neighbours of one label below which there are no clusters to speak of. */
const CLUSTERED = 0.1;
/** Neighbours kept of up to so many rows, and trustworthiness, below which a map distorts. */
const KEPT = 0.2;
const KEPT_ROWS = 10_000;
const TRUSTWORTHY = 0.85;
/** Way from an even spread to one wrong label a label below which errors are spread. */
const CONCENTRATED = 0.1;
/** Share of errors from which it matters where they go. */
const ERRORS = 0.1;
/** Shuffles of the positions that localized words are held against. */
export const shuffles = 5;

/** Neighbours looked at. */
const COUNTED = 15;

/**
 * Counts how many of each row's 15 nearest neighbours share its label, against labels drawn at random.
 * @param neighbours `k` a row, nearest first, in the embedding.
 * @param labels label per row, -1 for none.
 */
export function sharedLabels(
  { k, indices }: { readonly k: number; readonly indices: Int32Array },
  labels: Int32Array,
): SharedLabels {
  const counts = new Map<number, number>();
  let labelled = 0;
  let rows = 0;
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    if (label < 0) continue;
    labelled++;
    counts.set(label, (counts.get(label) ?? 0) + 1);
    let known = 0;
    let same = 0;
    for (let i = row * k; i < row * k + Math.min(k, COUNTED); i++) {
      const other = labels[indices[i] as number] ?? -1;
      if (other >= 0) known++;
      if (other === label) same++;
    }
    if (known === 0) continue;
    rows++;
    sum += same / known;
  }
  let pairs = 0;
  for (const count of counts.values()) pairs += count * (count - 1);
  return { share: sum / rows, chance: pairs / (labelled * (labelled - 1)), rows };
}

/**
 * No clusters to speak of: rows share their label with hardly more of their neighbours in the embedding than by
 * chance. The level is a tenth of the way from chance to all.
 */
export function checkClusters({ share, chance, rows }: SharedLabels): Finding {
  if (rows < FEWEST_ROWS || !(chance < 1)) return null;
  const level = chance + CLUSTERED * (1 - chance);
  if (share >= level) return "fine";
  return {
    name: "no_clusters",
    sentence: `There are no clusters to speak of: ${percent(share)} of a row's nearest rows have its label, ${percent(chance)} would by chance.`,
    advice:
      "Regions on this map say nothing about labels. Check that labels and rows belong together, then try another pooling or a checkpoint trained longer.",
    value: share,
    level,
  };
}

/**
 * The map distorts: it keeps fewer than a fifth of the true neighbours, or its trustworthiness is below .85. UMAP of
 * a trained classifier's embeddings keeps .60 of 3,080 rows and .44 of 10,003, trustworthy to .998; two principal
 * components of 77 labels are trustworthy to .80. As the share falls with the number of rows on any map, so does the
 * level above 10,000 rows.
 */
export function checkMap(
  quality: { readonly kept: number; readonly trustworthiness: number } | null,
  rows: number,
): Finding {
  if (!quality || rows < FEWEST_ROWS) return null;
  const { kept, trustworthiness } = quality;
  const least = KEPT * Math.min(1, (KEPT_ROWS / rows) ** 0.3);
  const advice =
    "Do not read distances off this map. Try another projection, colour by neighbours kept, and look at neighbour lists instead.";
  if (kept < least)
    return {
      name: "map_distorts",
      sentence: `The map distorts: it keeps ${percent(kept)} of the rows' true neighbours.`,
      advice,
      value: kept,
      level: least,
    };
  if (trustworthiness >= TRUSTWORTHY) return "fine";
  return {
    name: "map_distorts",
    sentence: `The map distorts: its trustworthiness is ${trustworthiness.toFixed(2)}, rows that are near on it are often far apart in truth.`,
    advice,
    value: trustworthiness,
    level: TRUSTWORTHY,
  };
}

/**
 * Errors spread evenly: how often two errors of one gold label go to the same wrong label, against an even spread
 * over all wrong labels. Measured from three labels on, where a tenth of the rows or more are errors. The level is
 * a tenth of the way from the even spread to one wrong label for each label.
 */
export function checkConfusion(gold: Categories, prediction: Categories): Finding {
  const names = new Map(prediction.names.map((name, code) => [name, code]));
  const goldAs = gold.names.map((name) => names.get(name) ?? -1);
  const width = prediction.names.length;
  const counts = new Map<number, number>();
  const errorsOf = new Float64Array(gold.names.length);
  const seen = new Set<number>();
  let [judged, errors] = [0, 0];
  for (let row = 0; row < gold.codes.length; row++) {
    const label = gold.codes[row] ?? -1;
    const guess = prediction.codes[row] ?? -1;
    if (label < 0 || guess < 0) continue;
    judged++;
    const right = goldAs[label] ?? -1;
    seen.add(guess);
    if (right >= 0) seen.add(right);
    if (right === guess) continue;
    errors++;
    errorsOf[label] = (errorsOf[label] ?? 0) + 1;
    counts.set(label * width + guess, (counts.get(label * width + guess) ?? 0) + 1);
  }
  let pairs = 0;
  for (const count of errorsOf) pairs += (count * (count - 1)) / 2;
  if (seen.size < 3 || judged < FEWEST_ROWS) return null;
  if (errors < ERRORS * judged) return "fine";
  if (pairs < FEWEST_PAIRS) return null;
  let agreeing = 0;
  for (const count of counts.values()) agreeing += (count * (count - 1)) / 2;
  const value = agreeing / pairs;
  const even = 1 / (seen.size - 1);
  const level = even + CONCENTRATED * (1 - even);
  if (value >= level) return "fine";
  const accuracy = 1 - errors / judged;
  const nearChance = accuracy < even + 0.1;
  return {
    name: "confusion_spread",
    sentence: `Errors are spread over all labels: two errors of one label agree in ${percent(value)} of cases, ${percent(even)} if spread evenly; accuracy is ${percent(accuracy)}.`,
    advice: nearChance
      ? "The model guesses. Check that its labels are those of the data, in the same order, and that it has been trained."
      : "No pair of labels stands out. Read a few errors of the largest labels: gold labels may be wrong or ambiguous.",
    value,
    level,
  };
}

/**
 * Words everywhere: no more localized words than on positions shuffled among the rows, by more than three standard
 * deviations of such a count. Null where hardly any word is frequent enough to be localized.
 */
export function checkWords(found: number, shuffled: readonly number[], candidates: number): Finding {
  if (candidates < FEWEST_WORDS || shuffled.length === 0) return null;
  const mean = shuffled.reduce((sum, count) => sum + count, 0) / shuffled.length;
  const level = mean + 3 * Math.sqrt(mean + 1);
  if (found > level) return "fine";
  return {
    name: "words_everywhere",
    sentence: `Words are everywhere and nowhere: ${found} of ${candidates} are local to a part of the map, ${mean.toFixed(1)} would be with the rows shuffled.`,
    advice:
      "Regions do not differ by single words. Try n-grams or length as features, and check that texts and embeddings belong to the same rows.",
    value: found,
    level,
  };
}

/** Localized words found on the map and on shuffled positions, and the words frequent enough to be one. */
export interface LocalWordCounts {
  readonly found: number;
  readonly shuffled: readonly number[];
  readonly candidates: number;
}

/**
 * Counts localized words with default settings on the map and on positions shuffled among the rows, seeded. Yields
 * after about a hundred thousand occurrences, so that the caller can rest.
 * @param positions px of a map of 970 x 480.
 */
export function* countLocalWords(
  postings: Postings,
  positions: Positions,
  seed = 0,
): Generator<void, LocalWordCounts, void> {
  const rows = positions.length / 2;
  const everyRow: Mask = new Uint8Array(rows).fill(1);
  const minCount = defaultMinCount(rows);
  const frequent = yield* frequentWords(postings, minCount);
  const count = function* (at: Positions): Generator<void, number, void> {
    let found = 0;
    for (const part of frequent.parts) {
      found += localizedWords(part, at, everyRow, { minCount, stopWords: true }).length;
      yield;
    }
    return found;
  };
  const found = yield* count(positions);
  const random = seededRandom(seed);
  const shuffled: number[] = [];
  for (let i = 0; i < shuffles; i++) shuffled.push(yield* count(shuffledRows(positions, random)));
  return { found, shuffled, candidates: frequent.count };
}

const PART = 100_000;

/** The words that a localized word can come from, in parts of about a hundred thousand occurrences. */
function* frequentWords(
  { features, offsets, rows }: Postings,
  minCount: number,
): Generator<void, { parts: readonly Postings[]; count: number }, void> {
  const parts: Postings[] = [];
  let names: string[] = [];
  let ends: number[] = [0];
  let entries: Uint32Array[] = [];
  let length = 0;
  let count = 0;
  const flush = (): void => {
    const joined = new Uint32Array(length);
    let at = 0;
    for (const each of entries) {
      joined.set(each, at);
      at += each.length;
    }
    parts.push({ features: names, offsets: Uint32Array.from(ends), rows: joined });
    [names, ends, entries, length] = [[], [0], [], 0];
  };
  for (let feature = 0; feature < features.length; feature++) {
    if (feature % 4096 === 4095) yield;
    const own = rows.subarray(offsets[feature], offsets[feature + 1]);
    const name = features[feature] ?? "";
    if (own.length < minCount || own.length > 1000 || isMadeOf(name, stopWords)) continue;
    count++;
    names.push(name);
    entries.push(own);
    length += own.length;
    ends.push(length);
    if (length < PART) continue;
    flush();
    yield;
  }
  flush();
  return { parts, count };
}

/** Positions given to other rows at random (Fisher-Yates). */
function shuffledRows(positions: Positions, random: () => number): Positions {
  const result = positions.slice();
  for (let last = result.length / 2 - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    for (const axis of [0, 1]) {
      const moved = result[2 * last + axis] as number;
      result[2 * last + axis] = result[2 * other + axis] as number;
      result[2 * other + axis] = moved;
    }
  }
  return result;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(share < 0.1 ? 1 : 2))} %`;
}

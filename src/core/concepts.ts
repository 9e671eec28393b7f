import { everyRow } from "./columns";
import type { Mask } from "./columns";
import type { Postings } from "./postings";
import { finished } from "./steps";
import { localizedWordsSteps } from "./words";
import type { LocalizedWord, LocalizedWordOptions } from "./words";

/** Words by what they mean. */
export interface ConceptTable {
  /** Who says so, in words for the user; null where concepts are off. */
  readonly source: string | null;
  readonly names: readonly string[];
  /** Words of each concept. */
  readonly wordsOf: readonly (readonly string[])[];
}

/**
 * The features of `words` that belong to each concept: as `rows` stand indices of features. Words of the table that
 * are not among the features are left out.
 */
export function conceptWords(words: Postings, table: ConceptTable): Postings {
  const featureOf = new Map(words.features.map((word, feature) => [word, feature]));
  const offsets = new Uint32Array(table.names.length + 1);
  const found: number[] = [];
  for (let concept = 0; concept < table.names.length; concept++) {
    for (const word of table.wordsOf[concept] ?? []) {
      const feature = featureOf.get(word);
      if (feature !== undefined) found.push(feature);
    }
    offsets[concept + 1] = found.length;
  }
  return { features: table.names, offsets, rows: Uint32Array.from(found) };
}

/** The rows that contain a word of each concept: the union of the rows of its words, each row once, ascending. */
export function conceptPostings(words: Postings, table: ConceptTable): Postings {
  return finished(conceptPostingsSteps(words, table));
}

/** The same in slices: yields the number of concepts done after about every 50,000 rows. */
export function* conceptPostingsSteps(
  words: Postings,
  table: ConceptTable,
): Generator<number, Postings, void> {
  const links = conceptWords(words, table);
  const concepts = links.features.length;
  const offsets = new Uint32Array(concepts + 1);
  const parts: Uint32Array[] = [];
  let seenFor = new Int32Array(1024).fill(-1);
  let sinceYield = 0;
  for (let concept = 0; concept < concepts; concept++) {
    const union: number[] = [];
    for (const feature of linked(links, concept)) {
      for (const row of linked(words, feature)) {
        if (row >= seenFor.length) seenFor = grown(seenFor, row);
        if (seenFor[row] === concept) continue;
        seenFor[row] = concept;
        union.push(row);
      }
    }
    parts.push(Uint32Array.from(union).sort());
    offsets[concept + 1] = (offsets[concept] ?? 0) + union.length;
    sinceYield += union.length;
    if (sinceYield > 50_000) {
      sinceYield = 0;
      yield concept + 1;
    }
  }
  const rows = new Uint32Array(offsets[concepts] ?? 0);
  parts.forEach((part, concept) => rows.set(part, offsets[concept]));
  return { features: links.features, offsets, rows };
}

/** A word without its English ending, roughly: enough to tell that "card" and "cards" are one word. */
export function wordStem(word: string): string {
  const stem = word.replace(/(?:ies|ing|ed|es|s|e|y)$/, "").replace(/([^aeiou])\1$/, "$1");
  return stem.length > 1 ? stem : word;
}

/** Which concepts count as localized. */
export interface LocalizedConceptOptions extends Pick<LocalizedWordOptions, "shape" | "invert"> {
  /** A concept is local when its words lie within half of this on both axes; default 100 px. */
  readonly locality?: number | undefined;
}

/**
 * Localized concepts (SemLa, arXiv 2403.15492): localized words as points, and concepts as what 2 to 1,000 of them
 * of different stems have in common; local when the spread of their words is below half the locality of words. Their count is the
 * number of visible rows that contain one of these words. A concept whose localized words all belong to narrower
 * ones that are shown already is left out.
 * @param local what `localizedWords` found in `words`.
 * @param links `conceptWords` of the same postings.
 */
export function localizedConcepts(
  local: readonly LocalizedWord[],
  words: Postings,
  links: Postings,
  visible: Mask,
  options: LocalizedConceptOptions = {},
): LocalizedWord[] {
  return finished(localizedConceptsSteps(local, words, links, visible, options));
}

/** The same in slices. */
export function* localizedConceptsSteps(
  local: readonly LocalizedWord[],
  words: Postings,
  links: Postings,
  visible: Mask,
  options: LocalizedConceptOptions = {},
): Generator<void, LocalizedWord[], void> {
  const { locality = 100, shape, invert } = options;
  const votes = votesOf(local, words, links);
  const found = yield* localizedWordsSteps(
    votes,
    Float32Array.from(local.flatMap(({ x, y }) => [x, y])),
    everyRow(local.length),
    { minCount: 2, maxCount: 1000, locality: locality / 2, shape, invert, stopWords: true },
  );
  const width = ({ feature }: LocalizedWord): number =>
    (links.offsets[feature + 1] ?? 0) - (links.offsets[feature] ?? 0);
  const said = new Uint8Array(local.length);
  const shown: LocalizedWord[] = [];
  const countedFor = new Int32Array(visible.length).fill(-1);
  let sinceYield = 0;
  for (const concept of found.sort((a, b) => width(a) - width(b) || a.feature - b.feature)) {
    const voters = linked(votes, concept.feature);
    if (voters.every((word) => said[word] === 1)) continue;
    if (new Set(Array.from(voters, (word) => wordStem(local[word]?.word ?? ""))).size < 2) continue;
    for (const word of voters) said[word] = 1;
    let count = 0;
    for (const word of voters) {
      const rows = linked(words, local[word]?.feature ?? -1);
      sinceYield += rows.length;
      for (const row of rows) {
        if (!visible[row] || countedFor[row] === concept.feature) continue;
        countedFor[row] = concept.feature;
        count++;
      }
    }
    shown.push({ ...concept, count });
    if (sinceYield > 50_000) {
      sinceYield = 0;
      yield;
    }
  }
  return shown.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}

/** For each concept the localized words that belong to it, as indices into `local`. */
function votesOf(local: readonly LocalizedWord[], words: Postings, links: Postings): Postings {
  const localOf = new Int32Array(words.features.length).fill(-1);
  local.forEach(({ feature }, i) => (localOf[feature] = i));
  const offsets = new Uint32Array(links.features.length + 1);
  const voters = new Uint32Array(links.rows.length);
  let length = 0;
  for (let concept = 0; concept < links.features.length; concept++) {
    for (let i = links.offsets[concept] ?? 0; i < (links.offsets[concept + 1] ?? 0); i++) {
      const word = localOf[links.rows[i] ?? 0] ?? -1;
      if (word >= 0) voters[length++] = word;
    }
    offsets[concept + 1] = length;
  }
  return { features: links.features, offsets, rows: voters };
}

function linked({ offsets, rows }: Postings, feature: number): Uint32Array {
  return rows.subarray(offsets[feature], offsets[feature + 1]);
}

function grown(array: Int32Array<ArrayBuffer>, index: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(2 * array.length, index + 1)).fill(-1);
  larger.set(array);
  return larger;
}

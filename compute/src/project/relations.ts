import type { Control } from "./cancelled";
import { checkStop, uninterrupted } from "./cancelled";
import type { Neighbours } from "./neighbours";
import type { CreateSession, Embeddings, Prepared, Search } from "./similarity";
import { openSearch, prepare } from "./similarity";

/** Rows of a support set. */
const SUPPORT = 5;
/** Neighbours among which rivals are counted. */
const COUNTED = 15;
/** Candidates and rows that are compared at a time: at most 4 million scores. */
const CANDIDATES = 8_192;
const BLOCK = 512;
/** Best ones looked at before a row whose text is often repeated is compared one by one. */
const BEST = 8;

/** What rows are compared by. Labels are codes; -1 where there is none. */
export interface Labelled {
  /** Label of each row as an example of it: gold, or predicted where the data has no gold labels. */
  readonly example: Int32Array | null;
  readonly gold: Int32Array | null;
  readonly prediction: Int32Array | null;
  /** Label with the second highest probability. */
  readonly runnerUp: Int32Array | null;
  /** A number per row, equal for equal texts. */
  readonly texts: Int32Array;
}

/** For each row the rows it is compared with; never the row itself nor an equal text, -1 for none. */
export interface Relations {
  /** Rows x 5: closest, contrast, then the nearest others. */
  readonly support: Int32Array;
  /** Nearest row of the predicted label; the nearest of all where nothing is predicted. */
  readonly closest: Int32Array;
  /**
   * Nearest row of the gold label where the prediction is wrong, else of the runner-up. Where predictions come
   * without probabilities, the nearest row of another label among the row's neighbours.
   */
  readonly contrast: Int32Array;
  /** How many of the 15 nearest rows have the predicted label. */
  readonly rivals: Int32Array;
}

/**
 * Relations by cosine. Most are found among a row's neighbours; the others by comparing the row with all rows of
 * the label, block by block.
 * @param neighbours exact, by cosine, at least 15 of each row where there are so many.
 * @throws {Cancelled} between blocks.
 */
export async function rowRelations(
  embeddings: Embeddings,
  neighbours: Neighbours,
  labelled: Labelled,
  createSession: CreateSession,
  control: Control = uninterrupted,
): Promise<Relations> {
  const { rows } = embeddings;
  const { example, gold, prediction, runnerUp, texts } = labelled;
  const closest = new Int32Array(rows).fill(-1);
  const contrast = new Int32Array(rows).fill(-1);
  const wanted: Wanted = new Map();
  for (let row = 0; row < rows; row++) {
    const predicted = prediction?.[row] ?? -1;
    const near = (accept: (label: number) => boolean): number =>
      nearest(neighbours, row, texts, (other) => accept(example?.[other] ?? -1));
    const want = (label: number, into: Int32Array): void => {
      into[row] = near((other) => other === label);
      if (into[row] === -1) ask(wanted, label, row, into);
    };
    if (predicted < 0) {
      closest[row] = nearest(neighbours, row, texts, () => true);
      continue;
    }
    want(predicted, closest);
    const own = gold?.[row] ?? -1;
    const against = own >= 0 && own !== predicted ? own : (runnerUp?.[row] ?? -1);
    if (against >= 0) want(against, contrast);
    else contrast[row] = near((other) => other >= 0 && other !== predicted);
  }
  if (wanted.size > 0 && example) await compare(embeddings, example, texts, wanted, createSession, control);
  return {
    support: supportOf(neighbours, texts, closest, contrast),
    closest,
    contrast,
    rivals: rivalsOf(neighbours, example, prediction),
  };
}

/** How many of each row's 15 nearest rows are examples of the label it is predicted to have; 0 without labels. */
export function rivalsOf(
  { rows, k, indices }: Neighbours,
  example: Int32Array | null,
  prediction: Int32Array | null,
): Int32Array {
  const rivals = new Int32Array(rows);
  if (!example || !prediction) return rivals;
  for (let row = 0; row < rows; row++) {
    const predicted = prediction[row] as number;
    if (predicted < 0) continue;
    let count = 0;
    for (let i = row * k; i < row * k + Math.min(k, COUNTED); i++)
      if (example[indices[i] as number] === predicted) count++;
    rivals[row] = count;
  }
  return rivals;
}

/** First of a row's neighbours with another text that is accepted, else -1. */
function nearest(
  { k, indices }: Neighbours,
  row: number,
  texts: Int32Array,
  accept: (other: number) => boolean,
): number {
  for (let i = row * k; i < (row + 1) * k; i++) {
    const other = indices[i] as number;
    if (texts[other] !== texts[row] && accept(other)) return other;
  }
  return -1;
}

function supportOf(
  { rows, k, indices }: Neighbours,
  texts: Int32Array,
  closest: Int32Array,
  contrast: Int32Array,
): Int32Array {
  const support = new Int32Array(rows * SUPPORT).fill(-1);
  for (let row = 0; row < rows; row++) {
    const own = support.subarray(row * SUPPORT, (row + 1) * SUPPORT);
    let count = 0;
    for (const other of [closest[row] as number, contrast[row] as number])
      if (other >= 0 && !own.includes(other)) own[count++] = other;
    for (let i = row * k; i < (row + 1) * k && count < SUPPORT; i++) {
      const other = indices[i] as number;
      if (texts[other] !== texts[row] && !own.includes(other)) own[count++] = other;
    }
  }
  return support;
}

/** Rows that want their nearest row of a label, and where to write it. */
type Wanted = Map<number, { readonly row: number; readonly into: Int32Array }[]>;

function ask(wanted: Wanted, label: number, row: number, into: Int32Array): void {
  const list = wanted.get(label);
  if (list) list.push({ row, into });
  else wanted.set(label, [{ row, into }]);
}

async function compare(
  embeddings: Embeddings,
  example: Int32Array,
  texts: Int32Array,
  wanted: Wanted,
  createSession: CreateSession,
  control: Control,
): Promise<void> {
  const prepared = prepare(embeddings, "cosine");
  const members = new Map<number, number[]>([...wanted.keys()].map((label) => [label, []]));
  for (let row = 0; row < example.length; row++) members.get(example[row] as number)?.push(row);
  const search = await openSearch(embeddings.dimension, createSession);
  let done = 0;
  try {
    for (const [label, asking] of wanted) {
      await compareLabel(prepared, members.get(label) ?? [], texts, asking, search, control);
      control.onProgress?.(++done, wanted.size);
    }
  } finally {
    await search.close();
  }
}

async function compareLabel(
  prepared: Prepared,
  members: readonly number[],
  texts: Int32Array,
  asking: readonly { readonly row: number; readonly into: Int32Array }[],
  search: Search,
  control: Control,
): Promise<void> {
  const reached = new Float64Array(asking.length).fill(-Infinity);
  for (let from = 0; from < members.length; from += CANDIDATES) {
    const part = members.slice(from, from + CANDIDATES);
    const candidates = gather(prepared, part);
    const best = Math.min(BEST, part.length);
    for (let first = 0; first < asking.length; first += BLOCK) {
      checkStop(control, "row relations");
      const block = asking.slice(first, first + BLOCK);
      const rows = gather(
        prepared,
        block.map(({ row }) => row),
      );
      const { scores, indices } = await search.run(rows, candidates, best);
      block.forEach(({ row, into }, i) => {
        const offer = (other: number, score: number): boolean => {
          if (texts[other] === texts[row]) return false;
          if (score > (reached[first + i] as number)) {
            reached[first + i] = score;
            into[row] = other;
          }
          return true;
        };
        for (let j = i * best; j < (i + 1) * best; j++)
          if (offer(part[Number(indices[j])] as number, scores[j] as number)) return;
        if (best < part.length) for (const other of part) offer(other, product(prepared, row, other));
      });
    }
  }
}

function gather({ data, dimension }: Prepared, rows: readonly number[]): Float32Array {
  const block = new Float32Array(rows.length * dimension);
  rows.forEach((row, i) => block.set(data.subarray(row * dimension, (row + 1) * dimension), i * dimension));
  return block;
}

function product({ data, dimension }: Prepared, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < dimension; i++)
    sum += (data[a * dimension + i] as number) * (data[b * dimension + i] as number);
  return sum;
}

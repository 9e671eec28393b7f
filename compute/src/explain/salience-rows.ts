import { seededRandom } from "../../../src/core/random";
import { Tensor } from "../../../src/protocol";
import { shuffled } from "../models/batches";
import { hashValue, type DiskCache } from "../store";
import { Slices } from "../threads/slices";
import type { SalientWords } from "./salience";

/** Rows that are on disk together. */
const BLOCK = 512;
/** Raised when a file's content changes. */
const FILE_VERSION = 1;
/** Bytes that a word of a row takes in memory, about. */
const WORD_BYTES = 16;
const ROW_BYTES = 160;

/** Words of a block's rows behind each other; `count` of them a row, -1 for one that is not done. */
interface BlockFile {
  readonly vocabulary: string[];
  readonly count: Tensor<"int32">;
  readonly word: Tensor<"int32">;
  readonly scores: Tensor<"float32">;
}

/**
 * The salient words of a data set's rows, as far as they are known, in memory and on disk. Rows are visited in a
 * seeded random order, so that those which are known at any time stand for all, and saved in blocks of that order
 * under a name made of what was computed and of their texts.
 */
export class SalienceRows {
  /** Milliseconds that a row took the last time; Infinity before the first. */
  pace = Infinity;
  private readonly known: (SalientWords | undefined)[] = [];
  private readonly strings = new Map<string, string>();
  private readonly order: Uint32Array;
  private readonly blockOf: Int32Array;
  private readonly names = new Map<number, string>();
  private readonly loaded = new Set<number>();
  private readonly unsaved = new Set<number>();
  private size = 0;
  private last: Promise<unknown> = Promise.resolve();

  /** @param computed what says how the scores are made: model, method and options */
  constructor(
    private readonly texts: readonly string[],
    private readonly computed: unknown,
    private readonly disk: DiskCache,
  ) {
    this.order = shuffled(texts.length, seededRandom(0));
    this.blockOf = new Int32Array(texts.length);
    this.order.forEach((row, at) => (this.blockOf[row] = Math.floor(at / BLOCK)));
  }

  /** Bytes in memory, about. */
  get bytes(): number {
    return this.size;
  }

  /** Runs tasks on these rows one after the other. */
  async alone<T>(task: () => Promise<T>): Promise<T> {
    const run = this.last.then(task);
    this.last = run.catch(() => undefined);
    return run;
  }

  get(row: number): SalientWords | undefined {
    return this.known[row];
  }

  /** Keeps what was computed of a row, until `save` in memory only. */
  add(row: number, found: SalientWords): void {
    this.keep(row, found);
    this.unsaved.add(this.blockOf[row] ?? 0);
  }

  /** Rows of `wanted` that are not known, in the order to visit them. */
  missing(wanted: (row: number) => boolean): number[] {
    return Array.from(this.order).filter((row) => wanted(row) && !this.known[row]);
  }

  /** Reads from disk what earlier runs left of the rows of `wanted`. */
  async load(wanted: (row: number) => boolean, signal: AbortSignal): Promise<void> {
    const slices = new Slices(signal);
    const blocks = new Set<number>();
    this.blockOf.forEach((block, row) => wanted(row) && !this.loaded.has(block) && blocks.add(block));
    for (const block of blocks) {
      const { value } = await this.disk.read(await this.nameOf(block), signal);
      if (isBlockFile(value)) this.unpack(block, value);
      this.loaded.add(block);
      if (slices.due()) await slices.rest();
    }
  }

  /** Writes what has been added since the last time. */
  async save(): Promise<void> {
    for (const block of this.unsaved) {
      // what cannot be written stays for this session: the disk's notices are told by other requests
      await this.disk.write(await this.nameOf(block), this.pack(block));
      this.unsaved.delete(block);
    }
  }

  private keep(row: number, { words, scores }: SalientWords): void {
    if (!this.known[row]) this.size += ROW_BYTES + WORD_BYTES * words.length;
    this.known[row] = { words: words.map((word) => this.interned(word)), scores };
  }

  private interned(word: string): string {
    const known = this.strings.get(word);
    if (known !== undefined) return known;
    this.strings.set(word, word);
    return word;
  }

  private rowsOf(block: number): Uint32Array {
    return this.order.subarray(block * BLOCK, (block + 1) * BLOCK);
  }

  private async nameOf(block: number): Promise<string> {
    const known = this.names.get(block);
    if (known !== undefined) return known;
    const texts = Array.from(this.rowsOf(block), (row) => this.texts[row]);
    const name = `salience-${FILE_VERSION}-${await hashValue({ computed: this.computed, texts })}`;
    this.names.set(block, name);
    return name;
  }

  private pack(block: number): BlockFile {
    const rows = Array.from(this.rowsOf(block), (row) => this.known[row]);
    const vocabulary = [...new Set(rows.flatMap((row) => row?.words ?? []))];
    const numberOf = new Map(vocabulary.map((word, i) => [word, i]));
    const word = rows.flatMap((row) => row?.words.map((each) => numberOf.get(each) ?? -1) ?? []);
    const scores = rows.flatMap((row) => (row ? Array.from(row.scores) : []));
    return {
      vocabulary,
      count: new Tensor(
        "int32",
        Int32Array.from(rows, (row) => row?.words.length ?? -1),
      ),
      word: new Tensor("int32", Int32Array.from(word)),
      scores: new Tensor("float32", Float32Array.from(scores)),
    };
  }

  private unpack(block: number, { vocabulary, count, word, scores }: BlockFile): void {
    let at = 0;
    for (const [i, row] of this.rowsOf(block).entries()) {
      const words = count.data[i] ?? -1;
      if (words < 0) continue;
      if (!this.known[row])
        this.keep(row, {
          words: Array.from(word.data.subarray(at, at + words), (each) => vocabulary[each] ?? ""),
          scores: scores.data.slice(at, at + words),
        });
      at += words;
    }
  }
}

function isBlockFile(value: unknown): value is BlockFile {
  return typeof value === "object" && value !== null && "vocabulary" in value && "count" in value;
}

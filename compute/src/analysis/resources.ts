import { wordPostingsSteps, type WordOptions, type WordPostings } from "../../../src/core";
import { SemlaError, Tensor, type Attribution } from "../../../src/protocol";
import { datasetBytes, type Dataset } from "../data";
import { inSlices } from "../threads/slices";
import type { SalienceRows, TrustRun } from "../explain";
import type { DiskCache } from "../store";
import { MemoryStore } from "../store";
import type { ProjectionThread } from "../threads/projection";
import type { Models } from "./models";

const MIB = 2 ** 20;

/** Large arrays behind an analysis; null where there is none. Each is rows x columns. */
export interface RowArrays {
  readonly embeddings: Tensor<"float32"> | null;
  readonly logits: Tensor<"float32"> | null;
  readonly probabilities: Tensor<"float32"> | null;
}

/** Probabilities made from the arrays kept under `base`, which are found with them. */
export interface DerivedArrays {
  readonly probabilities: Tensor<"float32">;
  readonly base: string;
}

/** What every analysis shares: data sets, large arrays, word lists, attributions, models, the projection thread, the disk. */
export class Resources {
  private readonly datasets = new MemoryStore<Dataset>(1024 * MIB);
  private readonly arrays = new MemoryStore<RowArrays>(1024 * MIB);
  private readonly words = new MemoryStore<WordPostings>(256 * MIB);
  /** Attributions by the content they were made from. */
  readonly attributions = new MemoryStore<Attribution>(64 * MIB);
  /** Scores of words in all rows of a data set, by what they were made from. */
  readonly saliences = new MemoryStore<SalienceRows>(256 * MIB);
  /** Measurements of methods, by analysis and sample. */
  readonly trusts = new MemoryStore<TrustRun>(16 * MIB);

  constructor(
    readonly models: Models,
    readonly projector: ProjectionThread,
    readonly disk: DiskCache,
  ) {}

  /** @throws SemlaError "unknown_handle" */
  dataset(handle: string): Dataset {
    const dataset = this.datasets.get(handle);
    if (!dataset) throw new SemlaError("unknown_handle", `dataset: ${handle} is not here; send it again`);
    return dataset;
  }

  keepDataset(dataset: Dataset): void {
    this.datasets.set(dataset.handle, dataset, datasetBytes(dataset));
  }

  keepArrays(key: string, arrays: RowArrays): void {
    const lengths = [arrays.embeddings, arrays.logits, arrays.probabilities].map(
      (array) => array?.data.byteLength ?? 0,
    );
    this.arrays.set(
      key,
      arrays,
      lengths.reduce((sum, length) => sum + length, 0),
    );
  }

  /** Keeps probabilities on disk, and in memory beside the arrays they were made from. Answers a notice, else null. */
  async keepDerived(key: string, derived: DerivedArrays): Promise<string | null> {
    const base = this.arrays.get(derived.base);
    if (base) this.arrays.set(key, merged(base, derived), derived.probabilities.data.byteLength);
    return this.disk.write(key, derived);
  }

  /** Large arrays from memory, else from disk, else null; a notice says when the disk's copy was damaged. */
  async findArrays(
    key: string,
    signal?: AbortSignal,
  ): Promise<{ arrays: RowArrays | null; notice: string | null }> {
    const held = this.arrays.get(key);
    if (held) return { arrays: held, notice: null };
    const { value, notice } = await this.disk.read(key, signal);
    if (isDerivedArrays(value)) {
      const base = await this.findArrays(value.base, signal);
      if (!base.arrays) return base;
      const arrays = merged(base.arrays, value);
      this.arrays.set(key, arrays, value.probabilities.data.byteLength);
      return { arrays, notice: base.notice };
    }
    if (!isRowArrays(value)) return { arrays: null, notice };
    this.keepArrays(key, value);
    return { arrays: value, notice };
  }

  /** The words of a data set's texts, found in slices and kept. */
  async postings(dataset: Dataset, options: WordOptions, signal: AbortSignal): Promise<WordPostings> {
    const key = `${dataset.textsHash} ${options.tokens ?? "unicode"} ${options.ngram ?? 1}`;
    const held = this.words.get(key);
    if (held) return held;
    const found = await inSlices(wordPostingsSteps(dataset.texts, options), signal);
    const { rows, features, lengths } = found;
    this.words.set(key, found, 4 * (rows.length + lengths.length) + 64 * features.length);
    return found;
  }
}

/** The logits of another head do not belong to these probabilities. */
function merged({ embeddings }: RowArrays, { probabilities }: DerivedArrays): RowArrays {
  return { embeddings, logits: null, probabilities };
}

function isDerivedArrays(value: unknown): value is DerivedArrays {
  return (
    typeof value === "object" &&
    value !== null &&
    "base" in value &&
    typeof value.base === "string" &&
    "probabilities" in value &&
    value.probabilities instanceof Tensor
  );
}

function isRowArrays(value: unknown): value is RowArrays {
  return (
    typeof value === "object" &&
    value !== null &&
    "embeddings" in value &&
    (value.embeddings === null || value.embeddings instanceof Tensor)
  );
}

import { wordPostingsSteps, type Postings, type WordOptions } from "../../../src/core";
import { SemlaError, Tensor } from "../../../src/protocol";
import { datasetBytes, type Dataset } from "../data";
import { Slices } from "../threads/slices";
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

/** What every analysis shares: data sets, large arrays, word lists, models, the projection thread, the disk. */
export class Resources {
  private readonly datasets = new MemoryStore<Dataset>(1024 * MIB);
  private readonly arrays = new MemoryStore<RowArrays>(1024 * MIB);
  private readonly words = new MemoryStore<Postings>(256 * MIB);

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

  /** Large arrays from memory, else from disk, else null; a notice says when the disk's copy was damaged. */
  async findArrays(
    key: string,
    signal?: AbortSignal,
  ): Promise<{ arrays: RowArrays | null; notice: string | null }> {
    const held = this.arrays.get(key);
    if (held) return { arrays: held, notice: null };
    const { value, notice } = await this.disk.read(key, signal);
    if (!isRowArrays(value)) return { arrays: null, notice };
    this.keepArrays(key, value);
    return { arrays: value, notice };
  }

  /** The words of a data set's texts, found in slices and kept. */
  async postings(dataset: Dataset, options: WordOptions, signal: AbortSignal): Promise<Postings> {
    const key = `${dataset.textsHash} ${options.tokens ?? "unicode"} ${options.ngram ?? 1}`;
    const held = this.words.get(key);
    if (held) return held;
    const slices = new Slices(signal);
    const steps = wordPostingsSteps(dataset.texts, options);
    let step = steps.next();
    while (!step.done) {
      if (slices.due()) await slices.rest();
      step = steps.next();
    }
    const { rows, features } = step.value;
    this.words.set(key, step.value, 4 * rows.length + 64 * features.length);
    return step.value;
  }
}

function isRowArrays(value: unknown): value is RowArrays {
  return (
    typeof value === "object" &&
    value !== null &&
    "embeddings" in value &&
    (value.embeddings === null || value.embeddings instanceof Tensor)
  );
}

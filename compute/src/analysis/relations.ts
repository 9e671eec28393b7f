import type { SharedLabels } from "../../../src/core";
import { Tensor } from "../../../src/protocol";
import { hashValue } from "../store";
import { Slices } from "../threads/slices";
import { labelCodes } from "./clusters";
import type { Material, Task } from "./material";
import type { ProgressFeed } from "./progress";
import type { Resources } from "./resources";
import { tensorOf } from "./tensors";
import { textNumbers } from "./texts";

/** What came of comparing rows; their columns have been published. */
export interface Compared {
  /** How often neighbours share a gold label; null without gold labels or embeddings. */
  readonly shared: SharedLabels | null;
  readonly cacheNotices: readonly (string | null)[];
  readonly saved: Promise<string | null>;
}

interface RelationsFile {
  readonly support: Tensor<"int32">;
  readonly closest: Tensor<"int32">;
  readonly contrast: Tensor<"int32">;
  readonly rivals: Tensor<"int32">;
  readonly shared: SharedLabels | null;
}

/**
 * Finds what each row is compared with, once its neighbours are known; or takes what an earlier run left on disk.
 * Support sets that the head has drawn itself stay as they are.
 */
export async function relateRows(
  { dataset }: Task,
  material: Material,
  feed: ProgressFeed,
  { disk, projector }: Resources,
  signal: AbortSignal,
): Promise<Compared> {
  const { vectors, gold, prediction, runnerUp, support } = material;
  if (!vectors) return { shared: null, cacheNotices: [], saved: Promise.resolve(null) };
  const codes = { gold: column(gold), prediction: column(prediction), runnerUp: column(runnerUp) };
  const key = { key: vectors.key, texts: dataset.textsHash, ...codes };
  const name = `relations-${await hashValue(key, signal)}`;
  const found = await disk.read(name, signal);
  if (isRelationsFile(found.value, dataset.rows)) {
    publish(found.value, support, feed);
    return { shared: found.value.shared, cacheNotices: [found.notice], saved: Promise.resolve(null) };
  }
  const texts = await textNumbers(dataset, new Slices(signal));
  const example = labelCodes(material);
  const { embeddings } = vectors;
  const { relations, shared } = await projector.run(
    "relations",
    { vectors: { embeddings, key: vectors.key }, labelled: { example, gold, prediction, runnerUp, texts } },
    { signal, onUpdate: ({ stage, done, total }) => feed.step(stage, done, total) },
  );
  const made: RelationsFile = {
    support: tensorOf("int32", relations.support, [dataset.rows, relations.support.length / dataset.rows]),
    closest: tensorOf("int32", relations.closest),
    contrast: tensorOf("int32", relations.contrast),
    rivals: tensorOf("int32", relations.rivals),
    shared,
  };
  publish(made, support, feed);
  return { shared, cacheNotices: [found.notice], saved: disk.write(name, made) };
}

function publish(
  { support, closest, contrast, rivals }: RelationsFile,
  drawn: Material["support"],
  feed: ProgressFeed,
): void {
  feed.publish({ rivals, ...(drawn ? {} : { support, closest, contrast }) });
}

function column(codes: Int32Array | null): Tensor<"int32"> | null {
  return codes && tensorOf("int32", codes);
}

function isRelationsFile(value: unknown, rows: number): value is RelationsFile {
  return (
    typeof value === "object" &&
    value !== null &&
    "rivals" in value &&
    value.rivals instanceof Tensor &&
    value.rivals.shape[0] === rows
  );
}

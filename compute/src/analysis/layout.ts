import { Tensor, type AnalysisSummary, type Projection } from "../../../src/protocol";
import { hashValue } from "../store";
import type { Judgement, Vectors } from "../threads/projection";
import type { KnownAnchor } from "./material";
import type { ProgressFeed } from "./progress";
import type { Resources } from "./resources";
import { tensorOf } from "./tensors";

/** How a layout came out; its positions have been published. */
export interface Layout {
  readonly positions: Float32Array;
  readonly quality: AnalysisSummary["quality"];
  readonly seconds: number;
  readonly cacheNotices: readonly (string | null)[];
  readonly saved: Promise<string | null>;
}

/**
 * Lays rows out as `projection` says; or takes what an earlier run left on disk.
 * @param anchor the map to go on from and to align with, that `projection` names.
 * @param first whether principal components are shown before.
 */
export async function layOut(
  vectors: Vectors,
  projection: Projection,
  anchor: KnownAnchor | null,
  first: boolean,
  feed: ProgressFeed,
  { disk, projector }: Resources,
  signal: AbortSignal,
): Promise<Layout> {
  const began = performance.now();
  const { embeddings, key } = vectors;
  const name = `layout-${await hashValue({ key, projection: { ...projection, anchor: anchor?.key ?? null } })}`;
  const found = await disk.read(name, signal);
  if (isLayoutFile(found.value, embeddings.rows)) {
    return finished(found.value, began, [found.notice], Promise.resolve(null), feed, projection);
  }

  if (first && !anchor) {
    const early = await projector.run("pca", { embeddings, known: null }, { signal });
    feed.publish({ positions: rowsByTwo(early.positions), layout: { method: "pca", final: false } });
  }
  const made = await projector.run(
    "layout",
    { vectors, projection, anchor },
    {
      signal,
      onUpdate: (update) => {
        feed.step(update.stage, update.done, update.total);
        if (!update.positions) return;
        feed.publish({
          positions: rowsByTwo(update.positions),
          layout: { method: projection.method, final: false },
        });
      },
    },
  );
  const file = toFile(made.positions, made);
  return finished(file, began, [found.notice], disk.write(name, file), feed, projection);
}

/** Positions that the user gave; their quality where there are embeddings to hold them against. */
export async function keepGiven(
  positions: Float32Array,
  vectors: Vectors | null,
  metric: Projection["metric"],
  feed: ProgressFeed,
  { projector }: Resources,
  signal: AbortSignal,
): Promise<Layout> {
  const began = performance.now();
  const judgement: Judgement = vectors
    ? await projector.run(
        "judge",
        { vectors, positions, metric },
        { signal, onUpdate: ({ stage, done, total }) => feed.step(stage, done, total) },
      )
    : { quality: null, kept: null };
  const { kept, quality } = judgement;
  if (kept) feed.publish({ kept: tensorOf("float32", kept) });
  return {
    positions,
    quality,
    seconds: (performance.now() - began) / 1000,
    cacheNotices: [],
    saved: Promise.resolve(null),
  };
}

interface LayoutFile {
  readonly positions: Tensor<"float32">;
  readonly kept: Tensor<"float32"> | null;
  readonly quality: AnalysisSummary["quality"];
}

function toFile(positions: Float32Array, { kept, quality }: Judgement): LayoutFile {
  return { positions: rowsByTwo(positions), kept: kept ? tensorOf("float32", kept) : null, quality };
}

function finished(
  { positions, kept, quality }: LayoutFile,
  began: number,
  cacheNotices: Layout["cacheNotices"],
  saved: Layout["saved"],
  feed: ProgressFeed,
  { method }: Projection,
): Layout {
  feed.publish({ positions, layout: { method, final: true }, ...(kept ? { kept } : {}) });
  const seconds = (performance.now() - began) / 1000;
  return { positions: positions.data, quality, seconds, cacheNotices, saved };
}

function isLayoutFile(value: unknown, rows: number): value is LayoutFile {
  return (
    typeof value === "object" &&
    value !== null &&
    "positions" in value &&
    value.positions instanceof Tensor &&
    value.positions.shape[0] === rows
  );
}

function rowsByTwo(positions: Float32Array): Tensor<"float32"> {
  return tensorOf("float32", positions, [positions.length / 2, 2]);
}

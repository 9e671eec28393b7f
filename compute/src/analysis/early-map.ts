import { type AnalysisColumns } from "../../../src/protocol";
import type { Embeddings } from "../project/similarity";
import type { ProjectionThread } from "../threads/projection";
import { tensorOf } from "./tensors";

/** Share of the rows that makes a first picture worth while. */
const FIRST_SHARE = 0.22;
/** Rows that a picture needs. */
const FIRST_ROWS = 16;
/** No picture when the rest of the rows takes less than this, in milliseconds. */
const WORTH_WHILE = 400;
/** Time between two pictures, in milliseconds, and at least so many times what the last one took. */
const INTERVAL = 2000;
const SPARING = 20;

/**
 * Shows the principal components of the rows embedded so far while the others are still being embedded, when that
 * takes long enough to be worth it. Rows without an embedding have no position (NaN).
 */
export class EarlyMap {
  private readonly began = performance.now();
  private busy = false;
  private next = -Infinity;

  constructor(
    private readonly embeddings: Embeddings,
    private readonly projector: ProjectionThread,
    private readonly signal: AbortSignal,
    private readonly publish: (columns: AnalysisColumns) => void,
  ) {}

  /**
   * Told after each batch.
   * @param known rows that have their embedding, in any order; may be written to later.
   */
  grown(known: Uint32Array): void {
    const { rows } = this.embeddings;
    const now = performance.now();
    const left = ((now - this.began) / known.length) * (rows - known.length);
    if (known.length < Math.max(FIRST_ROWS, FIRST_SHARE * rows) || left < WORTH_WHILE) return;
    if (this.busy || now < this.next) return;
    this.busy = true;
    this.projector
      .run("pca", { embeddings: this.embeddings, known: known.slice() }, { signal: this.signal })
      .then(({ positions }) => {
        this.publish({
          positions: tensorOf("float32", positions, [rows, 2]),
          layout: { method: "pca", final: false },
        });
      })
      // the analysis itself meets the same fault or cancel, and reports it
      .catch(() => undefined)
      .finally(() => {
        this.busy = false;
        this.next = now + Math.max(INTERVAL, SPARING * (performance.now() - now));
      });
  }
}

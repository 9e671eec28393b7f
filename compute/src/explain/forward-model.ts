import { groupByLength } from "../models/batches";
import type { ModelSession } from "../models/session";
import type { GradientSettings } from "./gradient-model";
import type { ForwardModel } from "./model";

/**
 * The model forward only, in batches.
 * @param between called before each batch: lets others use the thread, and throws when it is to stop.
 */
export function forwardModel(
  session: Pick<ModelSession, "run">,
  { labels, dimension, padId, maskId, batchPieces }: GradientSettings,
  between: () => Promise<void>,
): ForwardModel {
  return {
    labels,
    dimension,
    maskId,
    padId,
    async run(texts) {
      const embeddings = new Float32Array(texts.length * dimension);
      const logits = labels > 0 ? new Float32Array(texts.length * labels) : null;
      const lengths = texts.map((ids) => ids.length);
      for (const members of groupByLength(lengths, batchPieces)) {
        await between();
        const batch = members.map((i) => ({ ids: texts[i] ?? [], cut: 0 }));
        const found = await session.run(batch, padId);
        members.forEach((i, row) => {
          embeddings.set(found.embeddings.subarray(row * dimension, (row + 1) * dimension), i * dimension);
          if (logits && found.logits)
            logits.set(found.logits.subarray(row * labels, (row + 1) * labels), i * labels);
        });
      }
      return { logits, embeddings };
    },
  };
}

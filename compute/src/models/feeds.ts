import type { Tensor } from "onnxruntime-node";
import type { ModelPlan } from "./plan";
import type { Pieces } from "./tokens";

/**
 * What a graph is fed for some texts: the inputs that it has, [texts, longest].
 * @param padId fills short texts up.
 */
export function makeFeeds(
  plan: ModelPlan,
  pieces: readonly Pick<Pieces, "ids">[],
  padId: number,
  TensorClass: typeof Tensor,
): Record<string, Tensor> {
  const width = pieces.reduce((longest, { ids }) => Math.max(longest, ids.length), 1);
  const values = (feed: ModelPlan["feeds"][number]["name"], ids: readonly number[], at: number): number => {
    const id = ids[at];
    if (feed === "input_ids") return id ?? padId;
    if (feed === "attention_mask") return id === undefined ? 0 : 1;
    if (feed === "position_ids")
      return id === undefined ? Math.max(plan.firstPosition - 1, 0) : plan.firstPosition + at;
    return 0;
  };
  return Object.fromEntries(
    plan.feeds.map(({ name, type }) => {
      const wide = type === "int64";
      const data = wide ? new BigInt64Array(pieces.length * width) : new Int32Array(pieces.length * width);
      pieces.forEach(({ ids }, row) => {
        for (let at = 0; at < width; at++) {
          const value = values(name, ids, at);
          if (value === 0) continue;
          if (data instanceof BigInt64Array) data[row * width + at] = BigInt(value);
          else data[row * width + at] = value;
        }
      });
      return [name, new TensorClass(type, data, [pieces.length, width])];
    }),
  );
}

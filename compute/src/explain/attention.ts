/** Attention of one layer: [heads, pieces, pieces], query before key. */
export interface Attention {
  readonly heads: number;
  readonly data: Float32Array;
}

/** Attention paid to each piece: mean over layers, heads and query rows. */
export function meanAttention(layers: readonly Attention[], pieces: number): Float32Array {
  const total = new Float64Array(pieces);
  for (const layer of layers) {
    const mean = meanOfHeads(layer, pieces);
    for (let at = 0; at < mean.length; at++)
      total[at % pieces] = (total[at % pieces] ?? 0) + (mean[at] ?? 0) / (layers.length * pieces);
  }
  return Float32Array.from(total);
}

/**
 * Attention rollout (Abnar and Zuidema 2020): the layers' mean attention, half of it replaced by the identity for the
 * residual connection and its rows made to add up to 1, multiplied from the last layer to the first.
 * @param from the query row that the model reads its embedding from: the first piece, or all alike.
 */
export function attentionRollout(
  layers: readonly Attention[],
  pieces: number,
  from: "first" | "all",
): Float32Array {
  let flow = new Float64Array(pieces).fill(from === "all" ? 1 / pieces : 0);
  if (from === "first") flow[0] = 1;
  for (const layer of layers.toReversed()) {
    const mean = meanOfHeads(layer, pieces);
    const next = new Float64Array(pieces);
    for (let query = 0; query < pieces; query++) {
      const row = mean.subarray(query * pieces, (query + 1) * pieces);
      const sum = row.reduce((total, value) => total + value, 1);
      const share = (flow[query] ?? 0) / sum;
      for (let key = 0; key < pieces; key++)
        next[key] = (next[key] ?? 0) + share * ((row[key] ?? 0) + (key === query ? 1 : 0));
    }
    flow = next;
  }
  return Float32Array.from(flow);
}

/** [pieces, pieces] */
function meanOfHeads({ heads, data }: Attention, pieces: number): Float64Array {
  const size = pieces * pieces;
  const mean = new Float64Array(size);
  for (let head = 0; head < heads; head++)
    for (let at = 0; at < size; at++) mean[at] = (mean[at] ?? 0) + (data[head * size + at] ?? 0) / heads;
  return mean;
}

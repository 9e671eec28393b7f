import type { Categories, Mask } from "../../core";

/** Rows of the mask that each label has. */
export function labelCounts({ names, codes }: Categories, mask: Mask): Uint32Array {
  const counts = new Uint32Array(names.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? -1;
    if (mask[row] && code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

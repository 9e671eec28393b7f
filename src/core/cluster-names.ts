import type { Postings } from "./postings";
import { functionWords, isMadeOf } from "./tokens";

/** How names are found. */
export interface ClusterNameOptions {
  /** Words a name; default 2. */
  readonly words?: number | undefined;
  /** Fewest rows that contain a word; default 3. */
  readonly minCount?: number | undefined;
}

/**
 * The most telling words of each cluster: those whose share of its rows most exceeds their share elsewhere. No
 * function words, no word for two clusters, and two words of one stem only if there is no other. A cluster may get
 * fewer words than asked for, or none.
 * @param postings single words.
 * @param clusterOfRow label cluster per row, -1 for none.
 * @param count number of clusters.
 */
export function nameClusters(
  postings: Postings,
  clusterOfRow: Int32Array,
  count: number,
  options: ClusterNameOptions = {},
): string[][] {
  const { words = 2, minCount = 3 } = options;
  const candidates = tellingWords(postings, clusterOfRow, count, minCount);
  const names = Array.from({ length: count }, (): string[] => []);
  const used = new Set<string>();
  for (const allowSameStem of [false, true])
    for (const { word, cluster } of candidates) {
      const name = names[cluster];
      if (name === undefined || name.length >= words || used.has(word)) continue;
      if (!allowSameStem && name.some((other) => haveSameStem(word, other))) continue;
      name.push(word);
      used.add(word);
    }
  return names;
}

/** Whether two words look like forms of one stem: they share their beginning up to a short ending. */
export function haveSameStem(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < shorter && a[shared] === b[shared]) shared++;
  return shared >= 3 && shared >= (shorter <= 4 ? shorter : Math.max(4, shorter - 2));
}

function tellingWords(
  postings: Postings,
  clusterOfRow: Int32Array,
  count: number,
  minCount: number,
): { word: string; cluster: number }[] {
  const sizes = new Float64Array(count);
  let total = 0;
  for (const cluster of clusterOfRow)
    if (cluster >= 0) {
      sizes[cluster] = (sizes[cluster] ?? 0) + 1;
      total++;
    }
  const { features, offsets, rows } = postings;
  const within = new Float64Array(count);
  const candidates: { word: string; cluster: number; contrast: number }[] = [];
  for (let feature = 0; feature < features.length; feature++) {
    const start = offsets[feature] ?? 0;
    const end = offsets[feature + 1] ?? 0;
    const word = features[feature] ?? "";
    if (end - start < minCount || !/\p{L}{2}/u.test(word) || isMadeOf(word, functionWords)) continue;
    within.fill(0);
    let containing = 0;
    for (let i = start; i < end; i++) {
      const cluster = clusterOfRow[rows[i] as number] ?? -1;
      if (cluster < 0) continue;
      within[cluster] = (within[cluster] ?? 0) + 1;
      containing++;
    }
    for (let cluster = 0; cluster < count; cluster++) {
      const inside = within[cluster] ?? 0;
      const size = sizes[cluster] ?? 0;
      if (inside < minCount) continue;
      const contrast = inside / size - (containing - inside) / Math.max(1, total - size);
      if (contrast > 0) candidates.push({ word, cluster, contrast });
    }
  }
  return candidates.sort((a, b) => b.contrast - a.contrast || (a.word < b.word ? -1 : 1));
}

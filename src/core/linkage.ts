/** Two clusters, each known by one of its members, joined at a distance. */
export interface Merge {
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

/**
 * Average-link agglomeration of n points by nearest-neighbour chain (Murtagh 1983), O(n^2): all n - 1 merges, by
 * height.
 * @param distances n x n, symmetric; overwritten.
 */
export function averageLinkage(distances: Float64Array, n: number): Merge[] {
  const size = new Float64Array(n).fill(1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < n - 1) {
    if (chain.length === 0) chain.push(size.findIndex((members) => members > 0));
    for (;;) {
      const tip = chain[chain.length - 1] as number;
      const before = chain[chain.length - 2] ?? -1;
      let nearest = before;
      let height = before < 0 ? Infinity : (distances[tip * n + before] as number);
      for (let other = 0; other < n; other++) {
        if (other === tip || size[other] === 0) continue;
        const distance = distances[tip * n + other] as number;
        if (distance < height || nearest < 0) {
          nearest = other;
          height = distance;
        }
      }
      if (nearest !== before) {
        chain.push(nearest);
        continue;
      }
      chain.length -= 2;
      merges.push({ a: tip, b: nearest, height });
      join(distances, n, size, tip, nearest);
      break;
    }
  }
  // a stable sort keeps a merge after those it builds on when heights are equal
  return merges.sort((first, second) => first.height - second.height);
}

/** Cluster per point after the lowest merges have left `count` clusters, numbered by first appearance. */
export function cutTree(merges: readonly Merge[], n: number, count: number): Int32Array {
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const find = (point: number): number => {
    let root = point;
    while (parent[root] !== root) root = parent[root] as number;
    return root;
  };
  for (const { a, b } of merges.slice(0, Math.max(0, n - count))) parent[find(a)] = find(b);
  const numberOf = new Map<number, number>();
  return Int32Array.from({ length: n }, (_, point) => {
    const root = find(point);
    const known = numberOf.get(root) ?? numberOf.size;
    numberOf.set(root, known);
    return known;
  });
}

/** Lance-Williams update for the mean distance: b takes a's members, a is gone. */
function join(distances: Float64Array, n: number, size: Float64Array, a: number, b: number): void {
  const membersA = size[a] as number;
  const membersB = size[b] as number;
  for (let other = 0; other < n; other++) {
    if (other === a || other === b || size[other] === 0) continue;
    const mean =
      (membersA * (distances[a * n + other] as number) + membersB * (distances[b * n + other] as number)) /
      (membersA + membersB);
    distances[b * n + other] = mean;
    distances[other * n + b] = mean;
  }
  size[a] = 0;
  size[b] = membersA + membersB;
}

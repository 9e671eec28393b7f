import type { Ordering, Neighbours } from "../project";

/** Bytes of neighbours kept: those of 50,000 rows for t-SNE beside those for UMAP. */
const BUDGET = 96 * 2 ** 20;

/** The neighbours found last, so that another layout of the same rows does not look for them again. */
export class RecentNeighbours {
  private readonly held = new Map<string, Neighbours>();

  /** Neighbours of these vectors, at least `k` of each row; undefined where they are not known. */
  find(key: string, ordering: Ordering, k: number): Neighbours | undefined {
    const name = `${ordering} ${key}`;
    const found = this.held.get(name);
    if (!found || found.k < k) return undefined;
    this.held.delete(name);
    this.held.set(name, found);
    return found;
  }

  keep(key: string, ordering: Ordering, found: Neighbours): void {
    const name = `${ordering} ${key}`;
    this.held.delete(name);
    this.held.set(name, found);
    let bytes = 0;
    for (const each of [...this.held.keys()].reverse()) {
      const { rows, k } = this.held.get(each) ?? found;
      bytes += 8 * rows * k;
      if (bytes > BUDGET && each !== name) this.held.delete(each);
    }
  }
}

/** What is drawn of attributions: shares of each word, and how they stack. Plain functions. */
import type { VifiMethod } from "../../parts/methods";

/** Scores as shares of their absolute sum, signs kept; all 0 where every score is. */
export function sharesOf(scores: Float32Array): Float32Array {
  const sum = scores.reduce((total, score) => total + Math.abs(score), 0);
  return scores.map((score) => (sum > 0 ? score / sum : 0));
}

export interface MethodShares {
  readonly method: VifiMethod;
  /** Of each word, signed. */
  readonly shares: Float32Array;
}

/** One method's part of a word's bar, in shares; a bar grows away from the sentence's line in either direction. */
export interface Segment {
  readonly method: VifiMethod;
  readonly share: number;
  /** Speaks against what is explained. */
  readonly against: boolean;
  readonly from: number;
  readonly to: number;
}

export interface Stack {
  readonly up: readonly Segment[];
  /** Only of a signed view. */
  readonly down: readonly Segment[];
  /** Sum of absolute shares. */
  readonly total: number;
}

/** The bars of all words: parts in the order of the methods; below the line what speaks against, if `signed`. */
export function stacksOf(parts: readonly MethodShares[], words: number, signed: boolean): readonly Stack[] {
  return Array.from({ length: words }, (_, word) => {
    const up: Segment[] = [];
    const down: Segment[] = [];
    for (const { method, shares } of parts) {
      const share = shares[word] ?? 0;
      if (share === 0) continue;
      const against = share < 0;
      const pile = signed && against ? down : up;
      const from = pile.at(-1)?.to ?? 0;
      pile.push({ method, share, against, from, to: from + Math.abs(share) });
    }
    return { up, down, total: (up.at(-1)?.to ?? 0) + (down.at(-1)?.to ?? 0) };
  });
}

/** Heights of the tallest bars above and below the line, in shares; never both 0. */
export function extentOf(stacks: readonly Stack[]): { readonly up: number; readonly down: number } {
  const tallest = (side: "up" | "down"): number =>
    stacks.reduce((most, stack) => Math.max(most, stack[side].at(-1)?.to ?? 0), 0);
  return { up: tallest("up") || 1e-9, down: tallest("down") };
}

/** The words with the largest totals, heaviest first; none that weighs nothing. */
export function heaviest(stacks: readonly Stack[], count: number): readonly number[] {
  return [...stacks.keys()]
    .filter((word) => (stacks[word]?.total ?? 0) > 0)
    .sort((a, b) => (stacks[b]?.total ?? 0) - (stacks[a]?.total ?? 0) || a - b)
    .slice(0, count);
}

/** Shares of the words over which importance spreads: of all methods together, and of each by itself. */
const [EVEN, NOISE] = [0.95, 0.75];

/**
 * Whether all words contribute alike. The effective number of words, exp of the entropy of the bars, must be at least
 * .95 of their number: since that is about n (1 - v² / 2) for bars of a coefficient of variation v, they then differ
 * from their mean by less than a third of it. And no method may single out words that the others level out: each
 * must spread over .75 of the words, which is how far absolute normal noise spreads. Fewer than three words are
 * never alike.
 */
export function isEven(stacks: readonly Stack[]): boolean {
  if (stacks.length < 3) return false;
  const methods = new Map<VifiMethod, Float32Array>();
  stacks.forEach(({ up, down }, word) => {
    for (const { method, share } of [...up, ...down]) {
      const shares = methods.get(method) ?? new Float32Array(stacks.length);
      shares[word] = Math.abs(share);
      methods.set(method, shares);
    }
  });
  const totals = Float32Array.from(stacks, ({ total }) => total);
  return spread(totals) >= EVEN && [...methods.values()].every((shares) => spread(shares) >= NOISE);
}

/** exp of the entropy of some shares, as a share of their number; 1 where all are 0. */
function spread(shares: Float32Array): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (sum === 0) return 1;
  const entropy = shares.reduce((total, value) => {
    const share = value / sum;
    return share > 0 ? total - share * Math.log(share) : total;
  }, 0);
  return Math.exp(entropy) / shares.length;
}

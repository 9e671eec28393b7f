import { matchingCodes } from "./columns";
import type { Categories, Mask } from "./columns";
import { type Change, changeNames } from "./filter";
import { twoSidedP } from "./normal";

/**
 * What a second model does to each row, as codes of `changeNames`: both right, wrong before and right now (fixed),
 * right before and wrong now (broken), wrong in the same way (wrong) or in another (changed). -1 where a gold label
 * or a prediction is missing.
 */
export function changesOf(gold: Categories, a: Categories, b: Categories): Categories {
  const goldOfA = matchingCodes(a, gold);
  const goldOfB = matchingCodes(b, gold);
  const codes = new Int32Array(gold.codes.length).fill(-1);
  for (let row = 0; row < codes.length; row++) {
    const label = gold.codes[row] ?? -1;
    const [first, second] = [a.codes[row] ?? -1, b.codes[row] ?? -1];
    if (label < 0 || first < 0 || second < 0) continue;
    const rightA = goldOfA[first] === label;
    const rightB = goldOfB[second] === label;
    if (rightA) codes[row] = rightB ? 0 : 2;
    else if (rightB) codes[row] = 1;
    else codes[row] = a.names[first] === b.names[second] ? 3 : 4;
  }
  return { names: changeNames, codes };
}

/** Rows that two models can be judged on, and which of them either has wrong. */
export interface JudgedRows {
  readonly among: Mask;
  readonly wrongA: Mask;
  readonly wrongB: Mask;
}

/** The rows of `among` that have a change of `changesOf`, and which of all rows either model has wrong. */
export function judgedRows({ names, codes }: Categories, among: Mask): JudgedRows {
  const wrongIn = (...changes: readonly Change[]): Mask => {
    const wrong = Uint8Array.from(names, (name) => Number(changes.includes(name as Change)));
    return Uint8Array.from(codes, (code) => wrong[code] ?? 0);
  };
  return {
    among: among.map((bit, row) => ((codes[row] ?? -1) < 0 ? 0 : bit)),
    wrongA: wrongIn("fixed", "wrong", "changed"),
    wrongB: wrongIn("broken", "wrong", "changed"),
  };
}

/** McNemar's test of two judgements of the same rows. */
export interface McNemar {
  /** Chi-square with continuity correction, (|b - c| - 1)^2 / (b + c); 0 where the two do not differ. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
}

/** Discordant rows below which McNemar's p-value is exact. */
const EXACT = 25;

/**
 * McNemar's test on the rows that only the first judgement holds for and those that only the second does. Below 25
 * such rows the p-value is that of the exact binomial test, else that of the statistic.
 */
export function mcnemar(onlyFirst: number, onlySecond: number): McNemar {
  const discordant = onlyFirst + onlySecond;
  const excess = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1);
  const statistic = discordant === 0 ? 0 : (excess * excess) / discordant;
  if (discordant >= EXACT) return { statistic, pValue: twoSidedP(Math.sqrt(statistic)) };
  let term = 2 ** -discordant;
  let tail = term;
  for (let k = 0; k < Math.min(onlyFirst, onlySecond); k++) {
    term *= (discordant - k) / (k + 1);
    tail += term;
  }
  return { statistic, pValue: Math.min(1, 2 * tail) };
}

/** Share of the rows of `among` (default all) that two models predict differently; NaN where neither predicts any. */
export function churn(a: Categories, b: Categories, among?: Mask): number {
  const codeOf = matchingCodes(b, a);
  let rows = 0;
  let differ = 0;
  for (let row = 0; row < a.codes.length; row++) {
    const [first, second] = [a.codes[row] ?? -1, b.codes[row] ?? -1];
    if (first < 0 || second < 0 || among?.[row] === 0) continue;
    rows++;
    if (codeOf[second] !== first) differ++;
  }
  return differ / rows;
}

import type { Store } from "../../client";
import { churn, mcnemar } from "../../core";
import { count } from "../parts/format";

/** How far the map can be trusted: "trustworthiness .998, 58 % of neighbours kept"; "" while not measured. */
export function sayQuality({ summary }: Pick<Store, "summary">): string {
  const quality = summary.value?.quality;
  if (!quality) return "";
  const trust = quality.trustworthiness.toFixed(3).replace(/^0/, "");
  return `trustworthiness ${trust}, ${Math.round(quality.kept * 100)} % of neighbours kept`;
}

/**
 * What a second model comes to on the rows shown: how many it fixes and breaks, whether that is more than chance, and
 * how many it predicts differently; null where two models are not compared.
 */
export function sayComparison(store: Store): string | null {
  const sides = store.view.value.compare ? store.sides.value : null;
  const [a, b] = [sides?.a.prediction.value, sides?.b.prediction.value];
  if (sides?.kind !== "models" || !a || !b) return null;
  const shown = store.shownMask.value;
  const share = churn(a, b, shown);
  const differently = Number.isNaN(share) ? null : `${Math.round(share * 100)} % predicted differently`;
  const change = store.change.value;
  if (!change) return differently;
  const [fixing, breaking] = [change.names.indexOf("fixed"), change.names.indexOf("broken")];
  let [fixed, broken] = [0, 0];
  for (const row of store.shown.value) {
    const code = change.codes[row];
    if (code === fixing) fixed++;
    else if (code === breaking) broken++;
  }
  const { pValue } = mcnemar(broken, fixed);
  const verdict = `B fixes ${count(fixed)} and breaks ${count(broken)} (McNemar p ${sayP(pValue)})`;
  return differently ? `${verdict}, ${differently}` : verdict;
}

/** A p-value with its sign: "< .001", "= .04", "= 1". */
function sayP(p: number): string {
  if (p < 0.001) return "< .001";
  const digits = p.toFixed(p < 0.1 ? 3 : 2);
  return `= ${Number(digits) === 1 ? "1" : digits.replace(/^0/, "")}`;
}

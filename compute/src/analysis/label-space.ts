import type { Categories } from "../../../src/core";
import { SemlaError } from "../../../src/protocol";

/** The labels of an analysis: the predicted ones in their order, then those that only the data has. */
export interface LabelSpace {
  readonly names: readonly string[];
  /** Gold label per row as a code of `names`, -1 where missing; null where the data has no gold labels. */
  readonly gold: Int32Array | null;
  /** What the user should know about labels that did not match. */
  readonly notices: readonly string[];
}

const SHOWN = 5;

/**
 * Brings predicted and gold labels together, by exact name. Names that say nothing (`LABEL_0`, `LABEL_1` ...) give
 * way to gold labels that are their numbers ("0", "1" ...).
 * @param predicted names of the columns of the logits or probabilities; empty where nothing is predicted.
 * @throws SemlaError "bad_data" when both sides have labels and none in common.
 */
export function uniteLabels(predicted: readonly string[], gold: Categories | null): LabelSpace {
  if (!gold) return { names: predicted, gold: null, notices: [] };
  const used = usedNames(gold);
  const own = numbered(predicted, used) ? predicted.map((_, index) => String(index)) : predicted;
  const known = new Set(own);
  const lacking = used.filter((name) => !known.has(name));
  if (own.length > 0 && used.length > 0 && lacking.length === used.length) throw nothingInCommon(own, used);

  const names = [...own, ...lacking];
  const codeOf = new Map(names.map((name, code) => [name, code]));
  const recode = gold.names.map((name) => codeOf.get(name) ?? -1);
  const notices = own.length > 0 && lacking.length > 0 ? [lackingNotice(own, lacking)] : [];
  return { names, gold: gold.codes.map((code) => recode[code] ?? -1), notices };
}

function usedNames({ names, codes }: Categories): string[] {
  const used = new Uint8Array(names.length);
  for (const code of codes) if (code >= 0) used[code] = 1;
  return names.filter((_, code) => used[code]);
}

/** Whether the predicted names are LABEL_0 ... LABEL_(n-1) and all the gold ones are numbers below n. */
function numbered(predicted: readonly string[], gold: readonly string[]): boolean {
  return (
    predicted.length > 0 &&
    predicted.every((name, index) => name === `LABEL_${index}`) &&
    gold.every((name) => /^(0|[1-9]\d*)$/.test(name) && Number(name) < predicted.length)
  );
}

function nothingInCommon(predicted: readonly string[], gold: readonly string[]): SemlaError {
  return new SemlaError(
    "bad_data",
    `labels: none of the data's ${gold.length} (${few(gold)}) is among the model's ${predicted.length} ` +
      `(${few(predicted)})${spellings(predicted, gold)}; pass label_names= with the data's name for each of the ` +
      `model's labels, in the model's order`,
  );
}

function lackingNotice(predicted: readonly string[], lacking: readonly string[]): string {
  const noun = lacking.length === 1 ? "label" : "labels";
  return (
    `the model does not know ${lacking.length} ${noun} of the data (${few(lacking)})` +
    `${spellings(predicted, lacking)}; rows with ${lacking.length === 1 ? "it" : "them"} count as errors and have no loss`
  );
}

/** Says so where names differ only in case, spaces, hyphens or underscores. */
function spellings(predicted: readonly string[], gold: readonly string[]): string {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]+/g, "");
  const byPlain = new Map(predicted.map((name) => [plain(name), name]));
  for (const name of gold) {
    const other = byPlain.get(plain(name));
    if (other !== undefined)
      return `; ${JSON.stringify(name)} and ${JSON.stringify(other)} differ only in spelling`;
  }
  return "";
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => JSON.stringify(name));
  return names.length > SHOWN ? `${shown.join(", ")} ...` : shown.join(", ");
}

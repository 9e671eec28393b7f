import type { Store } from "../../client";
import type { Change } from "../../core";
import { count, counted } from "../parts/format";

/**
 * What the chips come to: of a selection in a comparison what the second model changes in it, of a pair how many rows
 * are mixed up, else how many rows the filters hide. "" where there is nothing to say.
 */
export function sayRows(store: Store): string {
  return sayChanges(store) ?? sayPair(store) ?? sayHidden(store);
}

function sayChanges(store: Store): string | null {
  const change = store.change.value;
  const compared = store.view.value.compare && store.sides.value?.kind === "models";
  if (!change || !compared || store.selection.value.length === 0) return null;
  const shown = store.shownMask.value;
  const counts: Partial<Record<Change, number>> = {};
  for (const row of store.selection.value) {
    const name = change.names[change.codes[row] ?? -1] as Change | undefined;
    if (name && shown[row]) counts[name] = (counts[name] ?? 0) + 1;
  }
  const { fixed = 0, broken = 0, wrong = 0, changed = 0 } = counts;
  return `${count(fixed)} fixed, ${count(broken)} broken, ${count(wrong + changed)} still wrong in the selection`;
}

function sayPair(store: Store): string | null {
  const pair = store.pair.value;
  if (!pair) return null;
  const { gold, prediction } = store.columns.value;
  const either = new Set([pair.gold, pair.prediction]);
  const shown = store.shownMask.value;
  let [rows, mixed] = [0, 0];
  for (const row of store.selection.value) {
    if (!shown[row]) continue;
    rows++;
    const [g, p] = [gold?.[row] ?? -1, prediction?.[row] ?? -1];
    if (g !== p && either.has(g) && either.has(p)) mixed++;
  }
  return `${counted(rows, "row")} hold${rows === 1 ? "s" : ""} either label, ${count(mixed)} mixed up`;
}

function sayHidden(store: Store): string {
  const hidden = store.rows.value - store.shown.value.length;
  return hidden > 0 ? `${counted(hidden, "row")} hidden by filters` : "";
}

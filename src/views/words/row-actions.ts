import { useEffect, useMemo } from "preact/hooks";
import type { Store } from "../../client";
import { type Entry, groupName, toggled } from "./entry";

/** Rest of the pointer or the focus on a row after which its rows are lit, ms. */
const REST = 60;

/** What the rows of the lists do, wherever they stand. */
export interface RowActions {
  /** Lights the rows of an entry once the pointer or the focus rests on it. */
  light(entry: Entry): void;
  /** Puts out what is lit; given an entry, only if it is lit (or about to be) by that one. */
  fade(entry?: Entry): void;
  /** Filters by the entry or no more, or selects its rows where no filter knows it; with Shift makes it a group to be contrasted. */
  press(entry: Entry, shift: boolean): void;
}

/** The actions of one screen of lists; what they lit goes out with it. */
export function useRowActions(store: Store): RowActions {
  const actions = useMemo(() => createRowActions(store), [store]);
  useEffect(() => actions.dispose, [actions]);
  return actions;
}

export function createRowActions(store: Store): RowActions & { dispose(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted: Entry | null = null;
  let lit = false;
  // moving over a list, or from row to row, draws the points once it rests
  const change = (entry: Entry | null): void => {
    wanted = entry;
    clearTimeout(timer);
    timer = setTimeout(apply, REST);
  };
  const apply = (): void => {
    clearTimeout(timer);
    if (!wanted && !lit) return;
    const shown = store.shownMask.peek();
    store.setEmphasis(
      wanted && { rows: wanted.rows().filter((row) => shown[row] === 1), labels: wanted.labels },
    );
    lit = wanted !== null;
  };
  return {
    light: change,
    fade: (entry) => {
      if (!entry || (entry.key === wanted?.key && entry.name === wanted.name)) change(null);
    },
    press: (entry, shift) => {
      if (shift) store.addGroup({ name: groupName(entry), rows: entry.rows().slice() });
      else if (entry.onlySelects) store.select(entry.rows());
      else store.refine(toggled(store.filter.peek(), entry));
    },
    dispose: () => {
      wanted = null;
      apply();
    },
  };
}

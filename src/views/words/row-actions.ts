import { useEffect, useMemo } from "preact/hooks";
import type { Store } from "../../client";
import { createLighting } from "../parts/lighting";
import { toggled } from "../parts/toggled";
import { type Entry, groupName } from "./entry";

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
  const lighting = createLighting(store);
  let wanted: Entry | null = null;
  return {
    light: (entry) => {
      wanted = entry;
      lighting.light(() => {
        const shown = store.shownMask.peek();
        return { rows: entry.rows().filter((row) => shown[row] === 1), labels: entry.labels };
      });
    },
    fade: (entry) => {
      if (entry && (entry.key !== wanted?.key || entry.name !== wanted.name)) return;
      wanted = null;
      lighting.fade();
    },
    press: (entry, shift) => {
      if (shift) store.addGroup({ name: groupName(entry), rows: entry.rows().slice() });
      else if (entry.onlySelects) store.select(entry.rows());
      else store.refine(toggled(store.filter.peek(), entry.key, entry.name));
    },
    dispose: lighting.dispose,
  };
}

import { batch } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Store } from "../../client";
import type { Filter } from "../../core";

/** Many small changes of the filter, such as those of a slider that is dragged, as one step of undoing. */
export interface Gesture {
  apply(change: (filter: Filter) => Filter): void;
  /** What comes next is another step. */
  end(): void;
}

export function createGesture(store: Pick<Store, "filter" | "history" | "setFilter">): Gesture {
  let before: Filter | null = null;
  let last: Filter | null = null;
  return {
    apply: (change) =>
      batch(() => {
        // the step before is replaced, unless something else has changed the filter since
        if (before && store.filter.peek() === last) store.history.undo();
        before = store.filter.peek();
        last = change(before);
        store.setFilter(last);
      }),
    end() {
      before = null;
    },
  };
}

/** A gesture of a control; it ends with the control. */
export function useGesture(store: Store): Gesture {
  const gesture = useMemo(() => createGesture(store), [store]);
  useEffect(() => gesture.end, [gesture]);
  return gesture;
}

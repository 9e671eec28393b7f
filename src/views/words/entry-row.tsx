import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Store } from "../../client";
import { type Entry, isOn } from "./entry";
import type { RowActions } from "./row-actions";

interface Options {
  readonly store: Store;
  readonly actions: RowActions;
  readonly entry: Entry;
  /** All that the row says, in words. */
  readonly title: string;
  readonly children: ComponentChildren;
  /** A further control, at the end of the row. */
  readonly aside?: ComponentChildren;
}

/** A row of a list: resting on it lights its rows, a click filters by it, with Shift compares. */
export function EntryRow({ store, actions, entry, title, children, aside }: Options) {
  const { onlySelects } = entry;
  const now = useRef(entry);
  now.current = entry;
  // a row that is taken away under the pointer is never left
  useEffect(() => () => actions.fade(now.current), [actions]);
  const light = (): void => actions.light(entry);
  const fade = (): void => actions.fade();
  return (
    <li>
      <button
        type="button"
        aria-pressed={onlySelects ? undefined : isOn(store.filter.value, entry)}
        title={`${title} ${onlySelects ? `${onlySelects}: click to select its rows` : "Click to filter by it"}, Shift and click to compare.`}
        onPointerEnter={light}
        onPointerLeave={fade}
        onFocus={light}
        onBlur={fade}
        onClick={(event) => actions.press(entry, event.shiftKey)}
      >
        {children}
      </button>
      {aside}
    </li>
  );
}

import type { Store } from "../../client";
import { Icon } from "../parts/icons";

const how = "ex.compare(model) in a cell adds a second model";

/** What the button does, or why it does nothing. */
export function compareReason(store: Store): string | undefined {
  return store.sides.value ? undefined : how;
}

/** Two maps side by side, and one again; without a second model it says how there would be one. */
export function Compare({ store, compact }: { store: Store; compact: boolean }) {
  const sides = store.sides.value;
  const on = sides !== null && store.view.value.compare;
  const reason = compareReason(store);
  const name = sides ? `Compare ${sides.nameA} and ${sides.nameB}` : "Compare";
  return (
    <button
      type="button"
      class={compact ? "jp-Semla-iconButton" : "jp-Semla-button"}
      title={reason ?? name}
      aria-label={reason ? `${name}: ${reason}` : name}
      aria-pressed={on}
      aria-disabled={!sides}
      onClick={() => sides && store.setView({ compare: !on })}
    >
      <Icon name="compare" size={compact ? 16 : 14} />
      {!compact && <span class="jp-Semla-barWord">Compare</span>}
    </button>
  );
}

import type { Store } from "../../client";
import { confidenceColour } from "../../core";
import { count, percent } from "../parts/format";
import { Icon } from "../parts/icons";

const stops = 12;

/** The colours of confidence from 0 to 1. */
export function ConfidenceScale({ store }: { readonly store: Store }) {
  const theme = store.theme.value;
  const colours = Array.from({ length: stops }, (_, i) => confidenceColour(i / (stops - 1), theme));
  return (
    <div class="jp-Semla-legendScale">
      <div style={{ background: `linear-gradient(to right, ${colours.join(", ")})` }} />
      <p>
        <span>0</span>
        <span>.5</span>
        <span>1</span>
      </p>
      <p class="jp-Semla-quiet">
        <span>unsure</span>
        <span>sure</span>
      </p>
    </div>
  );
}

/** Right and wrong predictions among the rows shown; a click shows only those. */
export function OutcomeKey({ store }: { readonly store: Store }) {
  const errors = store.errors.value;
  const { gold, prediction } = store.columns.value;
  let [right, wrong] = [0, 0];
  for (const row of store.shown.value) {
    if ((gold?.[row] ?? -1) < 0 || (prediction?.[row] ?? -1) < 0) continue;
    if (errors[row]) wrong++;
    else right++;
  }
  const only = store.filter.value.errors;
  const all = right + wrong;
  const entry = (value: boolean, rows: number) => (
    <div class="jp-Semla-legendRow" data-picked={only === value}>
      <button
        type="button"
        class="jp-Semla-legendName jp-Semla-legendOutcome"
        data-error={value}
        aria-pressed={only === value}
        onClick={() => store.refine({ errors: only === value ? undefined : value })}
      >
        <Icon name={value ? "cross" : "tick"} size={12} />
        <span>{value ? "wrong" : "right"}</span>
        <span class="jp-Semla-figure" title={all ? percent(rows / all) : undefined}>
          {count(rows)}
        </span>
      </button>
    </div>
  );
  return (
    <div class="jp-Semla-legendRows">
      {entry(false, right)}
      {entry(true, wrong)}
    </div>
  );
}

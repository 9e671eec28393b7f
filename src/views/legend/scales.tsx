import type { Store } from "../../client";
import { clusterColour } from "../../core";
import { type RampMode, rampOf } from "../map/ramps";
import { count, percent } from "../parts/format";
import { Icon } from "../parts/icons";

const stops = 12;

/** Words for both ends of a scale, and how its figures are written. */
const wording: Record<RampMode, { readonly low: string; readonly high: string }> = {
  confidence: { low: "unsure", high: "sure" },
  loss: { low: "expected", high: "as guessing" },
  kept: { low: "misplaced", high: "true position" },
};

/** The colours of a figure from 0 to its top, with ticks. */
export function Scale({ store, mode }: { readonly store: Store; readonly mode: RampMode }) {
  const ramp = rampOf(mode, store.theme.value, store.columns.value.labelNames.length);
  const colours = Array.from({ length: stops }, (_, i) => ramp.colour(i / (stops - 1)));
  const { low, high } = wording[mode];
  const ticks = mode === "kept" ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
  const unknown = store.columns.value[mode] !== null && hasUnknown(store, mode);
  return (
    <div class="jp-Semla-legendScale">
      <div style={{ background: `linear-gradient(to right, ${colours.join(", ")})` }} />
      <p class="jp-Semla-legendTicks">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${tick * 100}%` }}>
            {figure(tick * ramp.top)}
          </span>
        ))}
      </p>
      <p class="jp-Semla-quiet">
        <span>{low}</span>
        <span>{high}</span>
      </p>
      {unknown && (
        <p class="jp-Semla-legendUnknown">
          <span>
            <i style={{ background: clusterColour(-1, store.theme.value) }} /> not measured
          </span>
        </p>
      )}
    </div>
  );
}

function hasUnknown(store: Store, mode: RampMode): boolean {
  const values = store.columns.value[mode];
  return store.shown.value.some((row) => Number.isNaN(values?.[row] ?? NaN));
}

function figure(value: number): string {
  return Number.isInteger(value)
    ? String(value)
    : value
        .toFixed(value < 1 ? 2 : 1)
        .replace(/^0/, "")
        .replace(/^(\.\d)0$/, "$1");
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

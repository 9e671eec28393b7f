import type { ComponentChildren } from "preact";
import type { Store } from "../../client";
import { clusterColour } from "../../core";
import { attributionRamp, type Ramp, type RampMode, rampOf } from "../map/ramps";
import { count, counted, percent } from "../parts/format";
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
  const ticks = mode === "kept" ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
  const unknown = store.columns.value[mode] !== null && hasUnknown(store, mode);
  return (
    <ScaleBar ramp={ramp} ticks={ticks} {...wording[mode]}>
      {unknown && <Unknown colour={clusterColour(-1, store.theme.value)}>not measured</Unknown>}
    </ScaleBar>
  );
}

/** The colours of a word's attribution: shares of |score| in each row, with what speaks against on the left. */
export function AttributionScale({ store }: { readonly store: Store }) {
  const scores = store.salience.coloured.value;
  const theme = store.theme.value;
  if (!scores)
    return <p class="jp-Semla-legendWaits">{store.salience.error.value ?? "asking for its attributions"}</p>;
  const ramp = attributionRamp(scores, theme);
  const ends = scores.signed ? { low: "against", high: "for" } : { low: "none", high: "much" };
  const shown = store.shown.value.reduce(
    (sum, row) => sum + (Number.isNaN(scores.column[row] ?? NaN) ? 0 : 1),
    0,
  );
  return (
    <ScaleBar ramp={ramp} ticks={[0, 0.5, 1]} {...ends}>
      <Unknown colour={`color-mix(in srgb, ${clusterColour(-1, theme)} 35%, transparent)`}>
        {scores.found === 0 ? "no row is computed yet" : `without it (${counted(shown, "row")} with it)`}
      </Unknown>
    </ScaleBar>
  );
}

function ScaleBar(options: {
  readonly ramp: Ramp;
  /** Shares of the way. */
  readonly ticks: readonly number[];
  readonly low: string;
  readonly high: string;
  readonly children?: ComponentChildren;
}) {
  const { ramp, ticks, low, high, children } = options;
  const colours = Array.from({ length: stops }, (_, i) => ramp.colour(i / (stops - 1)));
  return (
    <div class="jp-Semla-legendScale">
      <div style={{ background: `linear-gradient(to right, ${colours.join(", ")})` }} />
      <p class="jp-Semla-legendTicks">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${tick * 100}%` }}>
            {figure(ramp.bottom + tick * (ramp.top - ramp.bottom))}
          </span>
        ))}
      </p>
      <p class="jp-Semla-quiet">
        <span>{low}</span>
        <span>{high}</span>
      </p>
      {children}
    </div>
  );
}

function Unknown({ colour, children }: { readonly colour: string; readonly children: ComponentChildren }) {
  return (
    <p class="jp-Semla-legendUnknown">
      <span>
        <i style={{ background: colour }} /> {children}
      </span>
    </p>
  );
}

function hasUnknown(store: Store, mode: RampMode): boolean {
  const values = store.columns.value[mode];
  return store.shown.value.some((row) => Number.isNaN(values?.[row] ?? NaN));
}

function figure(value: number): string {
  if (value < 0) return `−${figure(-value)}`;
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

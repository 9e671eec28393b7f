import { Histogram, histogram } from "../parts/range";

/** Least and greatest locality that the slider takes, in px of a map of 970 x 480. */
const least = 10;
const greatest = 400;
const bins = 39;

interface Options {
  readonly value: number;
  /** Of the words in view, in the same px; null while not measured. */
  readonly spreads: Float64Array | null;
  /** Words farther apart than the value are taken, not those nearer. */
  readonly invert: boolean;
  readonly onChange: (value: number) => void;
}

/** How near each other the rows of a word must lie: a slider over how far those of the words in view are apart. */
export function Locality({ value, spreads, invert, onChange }: Options) {
  const at = `${(100 * (Math.min(greatest, value) - least)) / (greatest - least)}%`;
  const [from, to] = invert ? [at, "100%"] : ["0%", at];
  return (
    <div class="jp-Semla-range">
      <div class="jp-Semla-rangeHead">
        <span id="semla-locality">Locality</span>
        <output>
          spread {invert ? "from" : "below"} {value} px
        </output>
      </div>
      <div class="jp-Semla-rangeBody" data-single="true">
        {spreads && <Histogram counts={histogram(spreads, least, greatest, bins)} from={from} to={to} />}
        <span class="jp-Semla-rangeTrack" aria-hidden="true">
          <span style={{ left: from, right: `calc(100% - ${to})` }} />
        </span>
        <input
          type="range"
          aria-labelledby="semla-locality"
          aria-valuetext={`${value} px`}
          min={least}
          max={greatest}
          step={5}
          value={value}
          onInput={(event) => onChange(Number(event.currentTarget.value))}
        />
      </div>
    </div>
  );
}

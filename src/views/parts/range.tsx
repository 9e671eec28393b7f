import { useRef } from "preact/hooks";

export interface RangeOptions {
  /** What is bounded; named over the slider and in its accessible names. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Least and greatest value taken, within `min` and `max`. */
  readonly value: readonly [number, number];
  readonly step: number;
  /** Rows in bins of equal width from `min` to `max`; empty or absent: no histogram. */
  readonly counts?: ArrayLike<number> | undefined;
  /** How a value reads, as in ".25" or "12 words". Default: the number. */
  readonly format?: ((value: number) => string) | undefined;
  readonly onChange: (value: readonly [number, number]) => void;
  /** Told when a handle is let go or loses the focus: what came before was one gesture. */
  readonly onRelease?: (() => void) | undefined;
}

const ends = ["least", "greatest"] as const;

/**
 * A slider with two handles over a histogram: what lies between them is taken. Both handles are native sliders, so
 * arrows, Home, End and Page Up and Down move them; a press on the track brings the nearer one. A scale that is not
 * linear is the caller's: pass transformed bounds and a `format` that turns them back.
 */
export function Range(options: RangeOptions) {
  const { name, min, max, value, step, counts, format = String, onChange, onRelease } = options;
  const handles = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)] as const;
  const [low, high] = value;
  const set = (end: 0 | 1, wanted: number): void => {
    const next = end === 0 ? Math.min(wanted, high) : Math.max(wanted, low);
    // where the other handle stops this one, no new value would bring it back
    const handle = handles[end].current;
    if (handle) handle.value = String(next);
    if (next !== value[end]) onChange(end === 0 ? [next, high] : [low, next]);
  };
  const onPointerDown = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (event.target instanceof HTMLInputElement) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width === 0) return;
    const share = Math.max(0, Math.min(1, (event.clientX - left) / width));
    const at = min + Math.round((share * (max - min)) / step) * step;
    const end = Math.abs(at - low) <= Math.abs(at - high) && at < high ? 0 : 1;
    set(end, Math.min(max, at));
    handles[end].current?.focus();
    onRelease?.();
    event.preventDefault();
  };
  const place = (at: number): string => `${max > min ? ((at - min) / (max - min)) * 100 : 0}%`;
  return (
    <div class="jp-Semla-range" role="group" aria-label={name}>
      <div class="jp-Semla-rangeHead">
        <span>{name}</span>
        <output>{low === high ? format(low) : `${format(low)} to ${format(high)}`}</output>
      </div>
      <div class="jp-Semla-rangeBody" onPointerDown={onPointerDown}>
        {counts && counts.length > 0 && <Histogram counts={counts} from={place(low)} to={place(high)} />}
        <span class="jp-Semla-rangeTrack" aria-hidden="true">
          <span style={{ left: place(low), right: `calc(100% - ${place(high)})` }} />
        </span>
        {ends.map((end, i) => (
          <input
            key={end}
            ref={handles[i as 0 | 1]}
            type="range"
            aria-label={`${name}, ${end}`}
            aria-valuetext={format(i ? high : low)}
            min={min}
            max={max}
            step={step}
            value={i ? high : low}
            // where both stand at the right end only the lower one can move
            data-top={i === 0 && low > (min + max) / 2}
            onInput={(event) => set(i as 0 | 1, Number(event.currentTarget.value))}
            onPointerUp={onRelease}
            onBlur={onRelease}
          />
        ))}
      </div>
    </div>
  );
}

export function Histogram({ counts, from, to }: { counts: ArrayLike<number>; from: string; to: string }) {
  const all = Array.from(counts);
  const most = Math.max(1, ...all);
  // square roots, or one full bin would hide the rest
  const path = all
    .map((count, bin) => {
      const height = count > 0 ? Math.max(0.05, Math.sqrt(count / most)) : 0;
      return height ? `M${bin + 0.08} 1V${1 - height}h.84V1z` : "";
    })
    .join("");
  const picture = (kind: "out" | "in") => (
    <svg
      class="jp-Semla-rangeBars"
      data-kind={kind}
      viewBox={`0 0 ${all.length} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
      {...(kind === "in" && { style: { clipPath: `inset(0 calc(100% - ${to}) 0 ${from})` } })}
    >
      <path d={path} />
    </svg>
  );
  return (
    <>
      {picture("out")}
      {picture("in")}
    </>
  );
}

/** Counts of the values in bins of equal width from `min` to `max`; what lies outside or is NaN is left out. */
export function histogram(values: Iterable<number>, min: number, max: number, bins: number): Uint32Array {
  const counts = new Uint32Array(bins);
  const scale = max > min ? bins / (max - min) : 0;
  for (const value of values) {
    if (!(value >= min && value <= max)) continue;
    const bin = Math.min(bins - 1, Math.floor((value - min) * scale));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

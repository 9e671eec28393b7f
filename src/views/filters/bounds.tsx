import { useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { count, share } from "../parts/format";
import { Range } from "../parts/range";
import { dropped } from "./clauses";
import { countValues, rowsBut } from "./facets";
import { useGesture } from "./gesture";

const BINS = 40;
/** Lengths up to this stand on a linear scale, longer texts on a logarithmic one. */
const LINEAR = 120;

/** Least and greatest confidence, over the confidences of the rows. */
export function ConfidenceBounds({ store }: { store: Store }) {
  const gesture = useGesture(store);
  const counts = useComputed(() => {
    const { confidence } = store.columns.value;
    return (
      confidence && countValues(confidence, rowsBut(store, "confidence"), { min: 0, max: 1, bins: BINS })
    );
  });
  if (!counts.value) return null;
  return (
    <Range
      name="Confidence"
      min={0}
      max={1}
      step={0.01}
      value={store.filter.value.confidence ?? [0, 1]}
      counts={counts.value}
      format={share}
      onChange={([low, high]) =>
        gesture.apply((filter) =>
          low <= 0 && high >= 1
            ? dropped(filter, "confidence")
            : { ...filter, confidence: [rounded(low), rounded(high)] },
        )
      }
      onRelease={gesture.end}
    />
  );
}

/** Fewest and most words of a text, over the lengths of the texts. */
export function LengthBounds({ store }: { store: Store }) {
  const gesture = useGesture(store);
  const extent = useComputed(() => extentOf(store.features.lengths.value));
  const scale = useComputed(() => scaleOf(extent.value));
  const counts = useComputed(() => {
    const lengths = store.features.lengths.value;
    const { min, max, to } = scale.value;
    const bins = Math.min(BINS, Math.max(1, extent.value.max - extent.value.min + 1));
    return lengths && countValues(lengths, rowsBut(store, "length"), { min, max, bins }, to);
  });
  if (!counts.value) return null;
  const { min: fewest, max: most } = extent.value;
  if (fewest >= most) return null;
  const { min, max, step, to, from } = scale.value;
  const [low, high] = store.filter.value.length ?? [fewest, most];
  const within = (value: number): number => Math.max(min, Math.min(max, to(value)));
  return (
    <Range
      name="Length in words"
      min={min}
      max={max}
      step={step}
      value={[within(low), within(high)]}
      counts={counts.value}
      format={(at) => count(from(at))}
      onChange={([left, right]) =>
        gesture.apply((filter) =>
          left <= min && right >= max
            ? dropped(filter, "length")
            : { ...filter, length: [from(left), from(right)] },
        )
      }
      onRelease={gesture.end}
    />
  );
}

interface Scale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Of a number of words its place on the slider, and the other way round. */
  readonly to: (words: number) => number;
  readonly from: (at: number) => number;
}

function scaleOf({ min, max }: { min: number; max: number }): Scale {
  if (max <= LINEAR) return { min, max, step: 1, to: (words) => words, from: Math.round };
  // one word more, so that texts without words have a place
  const to = (words: number): number => Math.round(100 * Math.log(words + 1)) / 100;
  const bounds = { min: to(min), max: Math.ceil(100 * Math.log(max + 1)) / 100 };
  const from = (at: number): number => Math.max(min, Math.min(max, Math.round(Math.exp(at) - 1)));
  return { ...bounds, step: 0.01, to, from };
}

function extentOf(lengths: ArrayLike<number> | null): { readonly min: number; readonly max: number } {
  let [min, max] = [Infinity, 0];
  for (let row = 0; row < (lengths?.length ?? 0); row++) {
    min = Math.min(min, lengths?.[row] ?? 0);
    max = Math.max(max, lengths?.[row] ?? 0);
  }
  return { min: Math.min(min, max), max };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

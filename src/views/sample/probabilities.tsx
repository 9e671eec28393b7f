import { useEffect, useState } from "preact/hooks";
import type { Store } from "../../client";
import { share } from "../parts/format";
import { Icon } from "../parts/icons";
import { LabelName } from "../parts/label-name";
import { ShareBar } from "../parts/share-bar";
import { Tracks } from "../parts/tracks";

const SHOWN = 5;

interface Loaded {
  readonly row: number;
  /** Null where the analysis has no probabilities. */
  readonly values: Float32Array | null;
  readonly failed: string | null;
}

/** The most probable labels of a row, asked of the kernel; the last picture stays until the next is there. */
export function Probabilities({ store, row }: { store: Store; row: number }) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [tries, setTries] = useState(0);
  const known = store.columns.value.prediction !== null;
  useEffect(() => {
    if (!known) return undefined;
    const abort = new AbortController();
    const show = (values: Float32Array | null, failed: string | null): void => {
      if (!abort.signal.aborted) setLoaded({ row, values, failed });
    };
    store.compute.probabilities(row, abort.signal).then(
      (values) => show(values, null),
      (error: unknown) => show(null, error instanceof Error ? error.message : String(error)),
    );
    return () => abort.abort();
  }, [store, row, known, tries]);

  if (!known || (loaded && !loaded.values && !loaded.failed)) return null;
  const values = loaded?.values;
  const best = values ? mostProbable(values) : [];
  return (
    <section class="jp-Semla-probabilities" aria-busy={loaded?.row !== row}>
      <h3>
        Class probability{" "}
        {values && (
          <small>
            {best.length} of {values.length}
          </small>
        )}
      </h3>
      {!loaded && <Tracks rows={SHOWN} />}
      {loaded?.failed && (
        <p class="jp-Semla-error" role="alert">
          <Icon name="cross" size={12} />
          <span>{loaded.failed}</span>
          <button type="button" class="jp-Semla-link" onClick={() => setTries(tries + 1)}>
            Retry
          </button>
        </p>
      )}
      <ul>
        {best.map((label) => (
          <li key={label}>
            <LabelName store={store} label={label} />
            <span class="jp-Semla-number">{share(values?.[label] ?? NaN)}</span>
            <ShareBar value={values?.[label] ?? 0} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function mostProbable(values: Float32Array): number[] {
  return [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).slice(0, SHOWN);
}

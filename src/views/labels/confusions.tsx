import { useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { confusions } from "../../core";
import { count, share } from "../parts/format";
import { RowList } from "../parts/group";
import { labelCounts } from "../parts/label-counts";
import { LabelName } from "../parts/label-name";
import type { Picking } from "./picked";

const SHOWN = 30;

/** Pairs of gold and predicted label most often mixed up, with their share of the gold label's rows. */
export function Confusions({ store, picking }: { store: Store; picking: Picking }) {
  const pairs = useComputed(() => {
    const [gold, prediction] = [store.gold.value, store.prediction.value];
    if (!gold || !prediction) return [];
    const sizes = labelCounts(gold, store.shownMask.value);
    return confusions(gold, prediction, store.shownMask.value)
      .slice(0, SHOWN)
      .map((pair) => ({ ...pair, share: pair.count / (sizes[pair.gold] ?? NaN) }));
  });
  const picked = picking.picked();
  return (
    <section class="jp-Semla-confusions">
      <h3>
        Confusions <small>gold over predicted</small>
        <small>n</small>
        <small>share</small>
      </h3>
      {pairs.value.length === 0 && <p class="jp-Semla-note">No errors among the rows shown.</p>}
      <RowList name="Confusions">
        {pairs.value.map((pair) => (
          <li key={`${pair.gold} ${pair.prediction}`}>
            <button
              type="button"
              title="Click to select these rows"
              aria-pressed={picked?.gold === pair.gold && picked.prediction === pair.prediction}
              onClick={() => picking.pick({ gold: pair.gold, prediction: pair.prediction })}
            >
              <span class="jp-Semla-twoLines">
                <LabelName store={store} label={pair.gold} />
                <LabelName store={store} label={pair.prediction} />
              </span>
              <strong class="jp-Semla-number">{count(pair.count)}</strong>
              <span class="jp-Semla-number">{share(pair.share)}</span>
            </button>
          </li>
        ))}
      </RowList>
    </section>
  );
}

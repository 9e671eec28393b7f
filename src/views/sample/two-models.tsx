import type { Sides, Store } from "../../client";
import { share } from "../parts/format";
import { Icon } from "../parts/icons";
import { LabelName } from "../parts/label-name";
import { SideBadge } from "../parts/side-badge";

/** What each of two compared models reads in the row; absent where one model is shown. */
export function TwoModels({ store, row }: { store: Store; row: number }) {
  const sides = store.view.value.compare ? store.sides.value : null;
  if (sides?.kind !== "models") return null;
  return (
    <section class="jp-Semla-twoModels">
      <h3>Predictions of both models</h3>
      <ul>
        <Reading sides={sides} side="a" name={sides.nameA} row={row} />
        <Reading sides={sides} side="b" name={sides.nameB} row={row} />
      </ul>
    </section>
  );
}

function Reading(options: { sides: Sides; side: "a" | "b"; name: string; row: number }) {
  const { sides, side, name, row } = options;
  const model = sides[side];
  const predicted = model.prediction.value?.codes[row] ?? -1;
  const wrong = model.errors.value[row] === 1;
  const known = predicted >= 0 && (model.gold.value?.codes[row] ?? -1) >= 0;
  return (
    <li data-wrong={wrong}>
      <SideBadge side={side} title={name} />
      {predicted >= 0 ? <LabelName store={model} label={predicted} /> : <span>not predicted</span>}
      {known && (
        <span
          class="jp-Semla-verdictMark"
          role="img"
          aria-label={wrong ? "wrong" : "right"}
          title={wrong ? "wrong" : "right"}
        >
          <Icon name={wrong ? "cross" : "tick"} size={12} />
        </span>
      )}
      <span class="jp-Semla-number">{share(model.columns.value.probability?.[row] ?? NaN)}</span>
    </li>
  );
}

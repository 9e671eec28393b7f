import { useEffect } from "preact/hooks";
import type { Store } from "../../client";
import { Icon } from "../parts/icons";
import { RowList } from "../parts/group";
import { LabelName } from "../parts/label-name";

interface Partner {
  readonly row: number;
  readonly role: string;
  readonly means: string;
}

/** The rows that this one is held against; hover rings them on the map, a click opens them. */
export function Partners({ store, row }: { store: Store; row: number }) {
  useEffect(() => () => store.setHover(-1), [store, row]);
  const partners = partnersOf(store, row);
  if (partners.length === 0) return null;
  return (
    <section class="jp-Semla-partners">
      <h3>Held against</h3>
      <RowList name="Rows it is held against">
        {partners.map((partner) => (
          <li key={partner.role}>
            <Entry store={store} {...partner} />
          </li>
        ))}
      </RowList>
    </section>
  );
}

function Entry({ store, row, role, means }: Partner & { store: Store }) {
  const label = store.gold.value?.codes[row] ?? store.prediction.value?.codes[row] ?? -1;
  const text = store.dataset.value?.texts[row] ?? "";
  const id = store.dataset.value?.ids[row] ?? row;
  const hover = (): void => store.setHover(row);
  const leave = (): void => store.setHover(-1);
  return (
    <button
      type="button"
      title={`${means}\nrow ${id}: ${text}`}
      onClick={() => store.openRow(row)}
      onPointerEnter={hover}
      onPointerLeave={leave}
      onFocus={hover}
      onBlur={leave}
    >
      <span class="jp-Semla-quiet">{role}</span>
      <span class="jp-Semla-partnerText" dir="auto">
        {text || "(empty text)"}
      </span>
      <span class="jp-Semla-partnerLabel">
        {label >= 0 && <LabelName store={store} label={label} />}
        {store.errors.value[row] === 1 && (
          <span class="jp-Semla-alsoError">
            <Icon name="cross" size={12} /> also an error
          </span>
        )}
      </span>
    </button>
  );
}

function partnersOf(store: Store, row: number): readonly Partner[] {
  const { closest, contrast } = store.columns.value;
  const wrong = store.errors.value[row] === 1;
  const found: readonly Partner[] = [
    { row: closest?.[row] ?? -1, role: "closest", means: "The nearest row of the predicted label" },
    {
      row: contrast?.[row] ?? -1,
      role: "contrast",
      means: wrong ? "The nearest row of the gold label" : "The nearest row of the runner-up",
    },
  ];
  return found.filter((partner) => partner.row >= 0 && partner.row < store.rows.value);
}

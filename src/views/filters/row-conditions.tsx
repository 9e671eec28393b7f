import type { Store } from "../../client";
import type { Filter } from "../../core";
import { Icon } from "../parts/icons";

interface RowCondition {
  readonly name: string;
  readonly title: string;
  readonly change: Pick<Filter, "support" | "label" | "prediction">;
  readonly on: boolean;
}

/** Filters that a row suggests: its support set, its gold label, its prediction; those that its columns allow. */
function rowConditions(store: Store, row: number): readonly RowCondition[] {
  const { labelNames, support } = store.columns.value;
  const filter = store.filter.value;
  const gold = labelNames[store.gold.value?.codes[row] ?? -1];
  const predicted = labelNames[store.prediction.value?.codes[row] ?? -1];
  const conditions: RowCondition[] = [];
  if (support)
    conditions.push({
      name: "Its support set",
      title: "Only the row and those it was compared with",
      change: { support: row },
      on: filter.support === row,
    });
  if (gold !== undefined)
    conditions.push({
      name: "Same label",
      title: `Only rows whose gold label is ${gold}`,
      change: { label: [gold] },
      on: isOnly(filter.label, gold),
    });
  if (predicted !== undefined)
    conditions.push({
      name: "Same prediction",
      title: `Only rows that are predicted to be ${predicted}`,
      change: { prediction: [predicted] },
      on: isOnly(filter.prediction, predicted),
    });
  return conditions;
}

/** The same as buttons; a second press shows the other rows again. */
export function RowConditions({ store, row }: { store: Store; row: number }) {
  return (
    <>
      {rowConditions(store, row).map(({ name, title, change, on }) => (
        <button
          key={name}
          type="button"
          class="jp-Semla-button"
          title={title}
          aria-pressed={on}
          onClick={() =>
            store.refine(on ? Object.fromEntries(Object.keys(change).map((key) => [key, undefined])) : change)
          }
        >
          <Icon name="filter" size={12} />
          {name}
        </button>
      ))}
    </>
  );
}

function isOnly(names: readonly string[] | undefined, name: string): boolean {
  return names?.length === 1 && names[0] === name;
}

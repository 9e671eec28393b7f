import type { Store } from "../../client";
import { describeClause, type Filter } from "../../core";
import { counted } from "../parts/format";
import { Icon } from "../parts/icons";

/** Every filter (grey: removes rows) and the selection (blue: fades the rest) as a chip. Absent when there is none. */
export function Chips({ store }: { store: Store }) {
  const filter = store.filter.value;
  const keys = Object.keys(filter) as (keyof Filter)[];
  const selected = store.selection.value.length;
  if (!keys.length && !selected) return null;
  const hidden = store.rows.value - store.shown.value.length;
  return (
    <div class="jp-Semla-chips" role="group" aria-label="Filters and selection">
      {keys.map((key) => {
        const clause = describe(store, key);
        return (
          <Chip
            key={key}
            name={clause.key}
            value={clause.value}
            onRemove={() => store.refine({ [key]: undefined })}
          />
        );
      })}
      {selected > 0 && (
        <Chip name="selection" value={counted(selected, "row")} selection onRemove={() => store.select([])} />
      )}
      <button type="button" class="jp-Semla-link" onClick={() => store.clearAll()}>
        Clear all
      </button>
      <span class="jp-Semla-space" />
      {hidden > 0 && <span class="jp-Semla-note">{counted(hidden, "row")} hidden by filters</span>}
    </div>
  );
}

/** Clusters read by their names, which only the store knows. */
function describe(store: Store, key: keyof Filter): { key: string; value: string } {
  const filter = store.filter.value;
  const clusters = store.clusters.value;
  if (key === "cluster" && filter.cluster && clusters.length) {
    return {
      key: "cluster",
      value: filter.cluster.map((index) => clusters[index]?.name ?? String(index)).join(", "),
    };
  }
  return describeClause(key, filter[key]);
}

function Chip(options: { name: string; value: string; selection?: boolean; onRemove: () => void }) {
  const { name, value, selection = false, onRemove } = options;
  return (
    <span class="jp-Semla-chip" data-selection={selection}>
      <span class="jp-Semla-chipText" title={`${name} ${value}`}>
        <span class="jp-Semla-quiet">{name}</span> {value}
      </span>
      <button
        type="button"
        title={`Remove ${name}`}
        aria-label={`Remove ${name} ${value}`}
        onClick={onRemove}
      >
        <Icon name="cross" size={12} />
      </button>
    </span>
  );
}

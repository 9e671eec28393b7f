import type { Store } from "../../client";
import { describeClause, type Filter, filterKeys } from "../../core";
import { counted } from "../parts/format";
import { Group } from "../parts/group";
import { Icon } from "../parts/icons";

/** Every filter (grey: removes rows) and the selection (blue: fades the rest) as a chip. */
export function Chips({ store }: { store: Store }) {
  const filter = store.filter.value;
  const selected = store.selection.value.length;
  const clusterNames = store.columns.value.clusterNames;
  const clause = (key: keyof Filter) => {
    const { key: name, value } = describeClause(key, filter[key], clusterNames);
    return { name, value };
  };
  const hidden = store.rows.value - store.shown.value.length;
  return (
    <Group class="jp-Semla-chips" name="Filters and selection" axis="horizontal">
      <div class="jp-Semla-chipList">
        {filterKeys
          .filter((key) => filter[key] !== undefined)
          .map((key) => (
            <Chip key={key} {...clause(key)} onRemove={() => store.refine({ [key]: undefined })} />
          ))}
        {selected > 0 && (
          <Chip
            key="selection"
            name="selection"
            value={counted(selected, "row")}
            selection
            onRemove={() => store.select([])}
          />
        )}
      </div>
      <button type="button" class="jp-Semla-link" onClick={() => store.clearAll()}>
        Clear all
      </button>
      <span class="jp-Semla-space" />
      {hidden > 0 && <Note text={`${counted(hidden, "row")} hidden by filters`} />}
    </Group>
  );
}

function Note({ text }: { text: string }) {
  return (
    <span class="jp-Semla-note" title={text}>
      {text}
    </span>
  );
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

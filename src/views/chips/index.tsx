import { useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { describeClause, type FilterClause, filterClauses } from "../../core";
import { changeWords } from "../compare/kinds";
import { flipClause, withoutClause } from "../filters";
import { counted, labelText } from "../parts/format";
import { Group } from "../parts/group";
import { Icon } from "../parts/icons";
import { Chip } from "./chip";
import { sayRows } from "./note";
import { Scroller } from "./scroller";

/** Every filter (grey: removes rows), selection, pair and groups (blue: fade the rest) as a chip. */
export function Chips({ store }: { store: Store }) {
  const clauses = useComputed(() => filterClauses(store.filter.value));
  const note = useComputed(() => sayRows(store));
  return (
    <Group class="jp-Semla-chips" name="Filters and selection" axis="horizontal">
      <Scroller>
        {clauses.value.map((clause) => (
          <Clause key={keyOf(clause)} store={store} clause={clause} />
        ))}
        {(["a", "b"] as const).map((side) => (
          <GroupChip key={side} store={store} side={side} />
        ))}
        <Selected key="selection" store={store} />
      </Scroller>
      <button type="button" class="jp-Semla-link" onClick={() => store.clearAll()}>
        Clear all
      </button>
      <span class="jp-Semla-space" />
      {note.value && (
        <span class="jp-Semla-note" title={note.value}>
          {note.value}
        </span>
      )}
    </Group>
  );
}

/** A condition; its text turns it round, its cross takes it away. */
function Clause({ store, clause }: { store: Store; clause: FilterClause }) {
  const { key, value, negated } = clause;
  const clusterNames = store.clusters.value.map((cluster) => cluster.name);
  const said = describeClause(key, value, clusterNames);
  const words =
    key === "change"
      ? (value as readonly (keyof typeof changeWords)[]).map((name) => changeWords[name]).join(", ")
      : said.value;
  const flipped = flipClause(store.filter.value, clause);
  return (
    <Chip
      name={said.key}
      value={words}
      negated={negated}
      {...(flipped
        ? { onNegate: () => store.setFilter(flipped) }
        : { fixed: `Another ${said.key} stands there already` })}
      onRemove={() => store.setFilter(withoutClause(store.filter.peek(), clause))}
    />
  );
}

/** One of the groups that the lists hold against each other. */
function GroupChip({ store, side }: { store: Store; side: "a" | "b" }) {
  const group = store.groups.value[side];
  if (!group) return null;
  return (
    <Chip
      name={`group ${side.toUpperCase()}`}
      value={`${labelText(group.name)} ${counted(group.rows.length, "row")}`}
      side={side}
      blue
      onRemove={() => store.setGroup(side, null)}
    />
  );
}

/** The selection, or the pair of labels that it was made of. */
function Selected({ store }: { store: Store }) {
  const rows = store.selection.value;
  const pair = store.pair.value;
  if (!pair && rows.length === 0) return null;
  const names = store.columns.value.labelNames;
  const keep = (): void =>
    store.history.step(() => {
      store.refine({ rows: [...rows] });
      store.select([]);
    });
  return (
    <Chip
      name={pair ? "pair" : "selection"}
      value={
        pair
          ? [pair.gold, pair.prediction].map((code) => labelText(names[code] ?? "")).join(", ")
          : counted(rows.length, "row")
      }
      blue
      action={
        <button
          type="button"
          class="jp-Semla-chipAction"
          title="Show these rows only"
          aria-label={`Filter to the ${pair ? "pair" : "selection"}`}
          onClick={keep}
        >
          <Icon name="filter" size={12} />
          <span>filter to it</span>
        </button>
      }
      onRemove={() => (pair ? store.selectPair(null) : store.select([]))}
    />
  );
}

function keyOf({ key, value, negated }: FilterClause): string {
  const entry = key === "word" || key === "concept" ? String(value) : "";
  return `${negated ? "not " : ""}${key} ${entry}`;
}

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { Store } from "../../../client";
import type { ContrastFeature } from "../../../core";
import { count, counted, labelText, percent } from "../../parts/format";
import { RowList } from "../../parts/group";
import { Dot } from "../../parts/label-name";
import { Tracks } from "../../parts/tracks";
import { type Entry, isOn, shortened } from "../entry";
import { EntryRow } from "../entry-row";
import type { RowActions } from "../row-actions";
import type { Sliced } from "../sliced";
import { folded } from "./fold";

/** Rows at each end of a folded list, and how many more each press on "more between" shows. */
const ENDS = 8;
const STEP = 100;

interface Options {
  readonly store: Store;
  readonly actions: RowActions;
  readonly title: string;
  /** What the percentage points are of. */
  readonly unit: string;
  /** Largest gain of B first; null while not known. */
  readonly differences: Sliced<readonly ContrastFeature[]>;
  readonly entryOf: (row: ContrastFeature) => Entry;
  /** What the search field holds, in lower case. */
  readonly wanted: string;
  /** How many rows the shares of one are of, where they differ from row to row. */
  readonly rowsOf?: (entry: Entry) => number;
  /** In place of rows, when there are none to compare. */
  readonly nothing: string;
  /** Why there will be no list. */
  readonly absent?: string | false;
  /** Below the rows. */
  readonly children?: ComponentChildren;
}

/** Diverging bars around a centre line: what A has more of to the left, what B has more of to the right. */
export function DifferenceList(options: Options) {
  const { store, actions, title, unit, entryOf, rowsOf, wanted, nothing, absent, children } = options;
  const { value: differences, busy } = options.differences;
  const opened = useSignal(0);
  const rows = useMemo(() => differences && named(differences, wanted), [differences, wanted]);
  const largest = Math.max(...ends(differences ?? []).map(({ contrast }) => Math.abs(contrast)));
  const { head, hidden, tail } = folded(rows ?? [], ENDS, opened.value, {
    valueOf: (row) => row.contrast,
    keep: (row) => isOn(store.filter.value, entryOf(row)),
  });
  const draw = (row: ContrastFeature) => {
    const entry = entryOf(row);
    const rows = rowsOf?.(entry) ?? null;
    return <Row key={row.word} {...{ store, actions, entry, row, rows, largest, unit }} />;
  };
  return (
    <section class="jp-Semla-differences" aria-busy={busy || (!rows && !absent)}>
      <h3>
        {title} <small>{unit}</small>
      </h3>
      {absent && <p class="jp-Semla-note">{absent}</p>}
      {!rows && !absent && <Tracks rows={ENDS} />}
      {rows?.length === 0 && (
        <p class="jp-Semla-note">{differences?.length ? `None has “${wanted}” in its name.` : nothing}</p>
      )}
      <RowList name={title}>
        {head.map(draw)}
        {hidden > 0 && (
          <li key="" class="jp-Semla-between">
            <button type="button" onClick={() => (opened.value += STEP)}>
              {count(hidden)} more between
            </button>
          </li>
        )}
        {tail.map(draw)}
      </RowList>
      {opened.value > 0 && (
        <button type="button" class="jp-Semla-link jp-Semla-listMore" onClick={() => (opened.value = 0)}>
          Only the ends
        </button>
      )}
      {children}
    </section>
  );
}

interface RowOptions {
  readonly store: Store;
  readonly actions: RowActions;
  readonly entry: Entry;
  readonly row: ContrastFeature;
  readonly rows: number | null;
  readonly largest: number;
  readonly unit: string;
}

function Row({ store, actions, entry, row, rows, largest, unit }: RowOptions) {
  const { word: name, p1, p2, contrast, significant } = row;
  const isLabel = entry.key === "label" || entry.key === "prediction";
  const [label] = entry.labels;
  const shown = shortened(isLabel ? labelText(name) : name);
  const of = rows === null ? "" : `, ${counted(rows, "row")}`;
  const chance = significant ? "more than chance" : "within chance";
  const title = `${shortened(name)}${of}. ${unit}: A ${percent(p1)}, B ${percent(p2)}, ${chance} at 5 % (BH).`;
  return (
    <EntryRow store={store} actions={actions} entry={entry} title={title}>
      <span class={isLabel ? "jp-Semla-label" : "jp-Semla-counted"}>
        {label !== undefined && <Dot colour={store.labelColours.value[label]} />}
        <span class="jp-Semla-ellipsis" dir="auto">
          {shown}
        </span>
        {rows !== null && <span class="jp-Semla-quiet">{count(rows)}</span>}
      </span>
      <DifferenceBar value={contrast / largest} significant={significant} />
      <span class={`jp-Semla-number${significant ? "" : " jp-Semla-quiet"}`}>{points(contrast)}</span>
    </EntryRow>
  );
}

/** @param value -1 (A alone) to 1 (B alone). */
function DifferenceBar({ value, significant }: { value: number; significant: boolean }) {
  const size = Math.min(1, Math.abs(value) || 0);
  return (
    <span class="jp-Semla-diverging" aria-hidden="true">
      {size > 0 && (
        <span
          data-side={value < 0 ? "a" : "b"}
          data-chance={!significant}
          style={{ width: `${size * 50}%` }}
        />
      )}
    </span>
  );
}

/** A difference of shares as percentage points with its sign. */
export function points(difference: number): string {
  const rounded = Math.abs(difference * 100).toFixed(1);
  if (rounded === "0.0") return rounded;
  return `${difference < 0 ? "−" : "+"}${rounded}`;
}

/** Those whose name holds a text, given in lower case. */
function named(rows: readonly ContrastFeature[], wanted: string): readonly ContrastFeature[] {
  return wanted ? rows.filter(({ word }) => labelText(word).toLowerCase().includes(wanted)) : rows;
}

/** The first and the last, which are the largest either way. */
function ends<T>(sorted: readonly T[]): readonly T[] {
  return [...sorted.slice(0, 1), ...sorted.slice(-1)];
}

import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Store } from "../../client";
import type { Postings } from "../../core";
import { counted, percent } from "../parts/format";
import { RowList } from "../parts/group";
import { ShareBar } from "../parts/share-bar";
import { Tracks } from "../parts/tracks";
import { type Feature, type Group, topFeatures } from "./group";

interface Options {
  readonly store: Store;
  readonly group: ReadonlySignal<Group>;
  readonly postings: ReadonlySignal<Postings | null>;
  readonly title: string;
  readonly limit: number;
}

/** Words or phrases with their share of the group's rows as a bar and of the rest's as a tick. */
export function Features({ store, group, postings, title, limit }: Options) {
  const rows = useComputed(() => postings.value && topFeatures(postings.value, group.value, limit));
  const largest = Math.max(...(rows.value ?? []).map((row) => Math.max(row.inside, row.elsewhere ?? 0)));
  return (
    <section aria-busy={!rows.value}>
      <h3>
        {title} <small>% of rows</small>
      </h3>
      {!rows.value && <Tracks rows={limit} />}
      {rows.value?.length === 0 && (
        <p class="jp-Semla-note">
          {group.value.selected ? "None more frequent here beyond chance." : "None but function words."}
        </p>
      )}
      <RowList name={title}>
        {rows.value?.map((row) => (
          <Row key={row.name} store={store} row={row} largest={largest} />
        ))}
      </RowList>
    </section>
  );
}

function Row({ store, row, largest }: { store: Store; row: Feature; largest: number }) {
  const on = store.filter.value.text === row.name;
  const elsewhere = row.elsewhere === null ? "" : `, ${percent(row.elsewhere)} of the others`;
  return (
    <li>
      <button
        type="button"
        aria-pressed={on}
        title={`${row.name}: ${counted(row.count, "row")}, ${percent(row.inside)}${elsewhere}. Click to filter by this text.`}
        onClick={() => store.refine({ text: on ? undefined : row.name })}
      >
        <span class="jp-Semla-ellipsis">{row.name}</span>
        <ShareBar
          kind="selection"
          value={row.inside / largest}
          {...(row.elsewhere !== null && { tick: row.elsewhere / largest })}
        />
        <span class="jp-Semla-number">{wholePercent(row.inside)}</span>
      </button>
    </li>
  );
}

function wholePercent(value: number): string {
  return value < 0.005 ? "< 1" : String(Math.round(value * 100));
}

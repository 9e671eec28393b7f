import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Store } from "../../client";
import type { Postings } from "../../core";
import { counted, percent } from "../parts/format";
import { RowList } from "../parts/group";
import { ListMore } from "../parts/list-more";
import { ShareBar } from "../parts/share-bar";
import { Tracks } from "../parts/tracks";
import { featureEntry, shortened } from "./entry";
import { EntryRow } from "./entry-row";
import { type Feature, featureOf, type Group, topFeatures } from "./group";
import type { RowActions } from "./row-actions";
import { useSliced } from "./sliced";

interface Options {
  readonly store: Store;
  readonly actions: RowActions;
  readonly group: ReadonlySignal<Group>;
  readonly postings: ReadonlySignal<Postings | null>;
  readonly title: string;
  /** The filter that a click on a row adds to. */
  readonly filterBy: "word" | "concept";
  /** Rows before "more". */
  readonly limit: number;
  /** Below the rows. */
  readonly children?: ComponentChildren;
}

/** Rows of a list that is opened. */
const MOST = 100;

/** Words, phrases or concepts with their share of the group's rows as a bar and of the rest's as a tick. */
export function Features({ store, actions, group, postings, title, filterBy, limit, children }: Options) {
  const open = useSignal(false);
  const index = postings.value;
  const { value: found, busy } = useSliced(index, (whole) => topFeatures(whole, group.value, MOST), [
    group.value,
  ]);
  // what is filtered by stays in the list, so that a second click can take it back
  const filtered = useComputed(() => {
    const names = store.filter.value[filterBy] ?? [];
    const held = names.map((name) => postings.value && featureOf(postings.value, name, group.value));
    return held.filter((row) => row !== null);
  });
  const rows = listed(found ?? [], filtered.value, open.value ? MOST : limit);
  const largest = Math.max(...rows.map((row) => Math.max(row.inside, row.elsewhere ?? 0)));
  const more = (found?.length ?? 0) - limit;
  return (
    <section aria-busy={busy || !index}>
      <h3>
        {title} <small>% of rows</small>
      </h3>
      {!found && <Tracks rows={limit} />}
      {found && rows.length === 0 && <p class="jp-Semla-note">{nothing(filterBy, group.value)}</p>}
      {index && found && (
        <RowList name={title}>
          {rows.map((row) => (
            <EntryRow
              key={row.name}
              store={store}
              actions={actions}
              entry={featureEntry(filterBy, index, row.feature)}
              title={said(row)}
            >
              <span class="jp-Semla-ellipsis" dir="auto">
                {shortened(row.name)}
              </span>
              <ShareBar
                kind="selection"
                value={row.inside / largest}
                {...(row.elsewhere !== null && { tick: row.elsewhere / largest })}
              />
              <span class="jp-Semla-number">{wholePercent(row.inside)}</span>
            </EntryRow>
          ))}
        </RowList>
      )}
      <ListMore open={open} more={more} />
      {children}
    </section>
  );
}

/** The first rows, and after them those that the filter asks for. */
function listed(found: readonly Feature[], filtered: readonly Feature[], limit: number): readonly Feature[] {
  const first = found.slice(0, limit);
  return [...first, ...filtered.filter(({ name }) => first.every((row) => row.name !== name))];
}

function nothing(what: "word" | "concept", { selected, size, shownSize }: Group): string {
  if (selected && size < shownSize) return "None more frequent here beyond chance.";
  return what === "concept" ? "No word here means a concept of the list." : "None but function words.";
}

function said({ name, count, inside, elsewhere }: Feature): string {
  const others = elsewhere === null ? "" : `, ${percent(elsewhere)} of the others`;
  return `${shortened(name)}: ${counted(count, "row")}, ${percent(inside)}${others}.`;
}

function wholePercent(value: number): string {
  return value < 0.005 ? "< 1" : String(Math.round(value * 100));
}

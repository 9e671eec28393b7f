import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Store } from "../../client";
import { clusterColour } from "../../core";
import { count, counted, share } from "../parts/format";
import { Icon } from "../parts/icons";
import { Dot, LabelName } from "../parts/label-name";
import { useRoving } from "../parts/roving";
import { ShareBar } from "../parts/share-bar";
import { type Figures, type LabelGroup, type SortBy, sortNames } from "./order";
import type { Picking } from "./picked";

/** Labels that an opened cluster shows before "n more". */
const FIRST = 5;

interface Options {
  readonly store: Store;
  readonly groups: readonly LabelGroup[];
  /** Heading of the first column. */
  readonly title: string;
  /** Whether there are gold labels and predictions, and so precision, recall and errors. */
  readonly judged: boolean;
  /** Shows every label, as when some have been searched for. */
  readonly everyOpen: boolean;
  readonly sort: SortBy;
  readonly onSort: (sort: SortBy) => void;
  readonly picking: Picking;
}

/** Rows of clusters that open to their labels; labels without clusters stand alone. */
export function LabelTable({ store, groups, title, judged, everyOpen, sort, onSort, picking }: Options) {
  const body = useRef<HTMLTableElement>(null);
  useRoving(body, "vertical");
  const flat = groups.length === 1 && groups[0]?.cluster === -1;
  // the first is open until one is opened or shut by hand
  const opened = useSignal<ReadonlySet<number> | null>(null);
  const whole = useSignal<ReadonlySet<number>>(new Set());
  const open = opened.value ?? new Set(groups.slice(0, 1).map(({ cluster }) => cluster));
  const columns: readonly SortBy[] = judged ? ["count", "precision", "recall", "errors"] : ["count"];

  return (
    <div class="jp-Semla-tableScroll">
      <table class="jp-Semla-labelTable" data-flat={flat} ref={body}>
        <colgroup>
          <col />
          {columns.map((key) => (
            <col key={key} data-column={key} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <Header title={title} name="name" sort={sort} onSort={onSort} />
            {columns.map((key) => (
              <Header key={key} title={sortNames[key]} name={key} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        {groups.map((group) => {
          const { cluster, labels } = group;
          const isOpen = flat || everyOpen || open.has(cluster);
          const all = flat || everyOpen || whole.value.has(cluster);
          const hidden = all ? 0 : Math.max(0, labels.length - FIRST);
          return (
            <tbody key={cluster}>
              {!flat && (
                <ClusterRow
                  store={store}
                  group={group}
                  judged={judged}
                  open={isOpen}
                  onToggle={() => (opened.value = toggled(open, cluster))}
                />
              )}
              {isOpen &&
                labels.slice(0, all ? undefined : FIRST).map((row) => {
                  const current = picking.picked();
                  return (
                    <tr
                      key={row.label}
                      class="jp-Semla-labelRow"
                      data-picked={current?.gold === row.label || current?.prediction === row.label}
                    >
                      <th scope="row">
                        <button
                          type="button"
                          title={`${row.name}. Click to select its rows.`}
                          onClick={() => picking.pick({ gold: row.label })}
                        >
                          <LabelName store={store} label={row.label} />
                        </button>
                      </th>
                      <Cells figures={row} judged={judged} />
                    </tr>
                  );
                })}
              {isOpen && hidden > 0 && (
                <tr class="jp-Semla-labelRow">
                  <th scope="row">
                    <button
                      type="button"
                      class="jp-Semla-more"
                      onClick={() => (whole.value = toggled(whole.value, cluster))}
                    >
                      {counted(hidden, "more label")}
                    </button>
                  </th>
                </tr>
              )}
            </tbody>
          );
        })}
      </table>
      {groups.length === 0 && <p class="jp-Semla-note">No label has this in its name.</p>}
    </div>
  );
}

function Header(options: { title: string; name: SortBy; sort: SortBy; onSort: (sort: SortBy) => void }) {
  const { title, name, sort, onSort } = options;
  const direction = name === "count" || name === "errors" ? "descending" : "ascending";
  return (
    <th scope="col" data-column={name} aria-sort={sort === name ? direction : "none"}>
      <button type="button" title={`Sort by ${sortNames[name]}`} onClick={() => onSort(name)}>
        {title}
      </button>
    </th>
  );
}

interface ClusterOptions {
  readonly store: Store;
  readonly group: LabelGroup;
  readonly judged: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function ClusterRow({ store, group, judged, open, onToggle }: ClusterOptions) {
  const { cluster, figures, labels } = group;
  return (
    <tr>
      <th scope="rowgroup">
        <button type="button" aria-expanded={open} title={figures.name} onClick={onToggle}>
          <Icon name={open ? "caretDown" : "caretRight"} size={12} />
          <Dot colour={clusterColour(cluster, store.theme.value)} />
          <span class="jp-Semla-ellipsis">{figures.name}</span>
          <span class="jp-Semla-quiet">{count(labels.length)}</span>
        </button>
      </th>
      <Cells figures={figures} judged={judged} />
    </tr>
  );
}

function Cells({ figures, judged }: { figures: Figures; judged: boolean }) {
  const { precision, recall, errors } = figures;
  return (
    <>
      <td class="jp-Semla-quiet">{count(figures.count)}</td>
      {judged && <ShareCell column="precision" value={precision} />}
      {judged && <ShareCell column="recall" value={recall} />}
      {judged && <td>{count(errors)}</td>}
    </>
  );
}

function ShareCell({ column, value }: { column: SortBy; value: number }) {
  return (
    <td data-column={column}>
      <span class="jp-Semla-shareCell">
        <ShareBar value={value} />
        {share(value)}
      </span>
    </td>
  );
}

function toggled(set: ReadonlySet<number>, member: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
}

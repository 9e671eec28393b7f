/** Labels by cluster with counts, precision, recall and errors; below, the pairs most often mixed up. */
import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Store } from "../../client";
import { labelReport } from "../../core";
import { counted, labelText } from "../parts/format";
import { Icon } from "../parts/icons";
import { Menu } from "../parts/menu";
import { Tracks } from "../parts/tracks";
import { Confusions } from "./confusions";
import { groupLabels, type SortBy, sortNames } from "./order";
import { usePicking } from "./picked";
import { LabelTable } from "./table";

export function Labels({ store }: { store: Store }) {
  const [find, setFind] = useState("");
  const [chosenSort, setSort] = useState<SortBy>("recall");
  const picking = usePicking(store);
  const judged = store.gold.value !== null && store.prediction.value !== null;
  const sort: SortBy = judged || chosenSort === "name" ? chosenSort : "count";
  const report = useComputed(() => {
    const labels = store.gold.value ?? store.prediction.value;
    const guesses = store.gold.value && store.prediction.value;
    return labels
      ? labelReport(labels, guesses ?? undefined, undefined, { mask: store.shownMask.value })
      : [];
  });

  if (!report.value.length) return <Absent store={store} />;
  const wanted = find.trim().toLowerCase();
  const matching = report.value.filter(({ name }) => labelText(name).toLowerCase().includes(wanted));
  const groups = groupLabels(report.value, store.clusters.value, sort)
    .map((group) => ({ ...group, labels: group.labels.filter((label) => matching.includes(label)) }))
    .filter(({ labels }) => labels.length > 0);
  return (
    <div class="jp-Semla-tabBody jp-Semla-labels">
      <div class="jp-Semla-labelControls">
        <label class="jp-Semla-search">
          <Icon name="search" />
          <input
            type="search"
            placeholder="Find a label"
            aria-label="Find a label"
            value={find}
            onInput={(event) => setFind(event.currentTarget.value)}
          />
        </label>
        <SortMenu sort={sort} choices={judged ? undefined : ["name", "count"]} onChange={setSort} />
      </div>
      <LabelTable
        store={store}
        groups={groups}
        title={counted(matching.length, "label")}
        judged={judged}
        everyOpen={wanted !== ""}
        sort={sort}
        onSort={setSort}
        picking={picking}
      />
      {judged && <Confusions store={store} picking={picking} />}
    </div>
  );
}

function SortMenu(options: {
  sort: SortBy;
  choices?: readonly SortBy[] | undefined;
  onChange: (sort: SortBy) => void;
}) {
  const { sort, choices = ["recall", "precision", "errors", "count", "name"], onChange } = options;
  return (
    <Menu
      name={`Sort by ${sortNames[sort]}`}
      className="jp-Semla-button"
      items={choices.map((key) => ({
        name: sortNames[key],
        checked: key === sort,
        onSelect: () => onChange(key),
      }))}
    >
      <span class="jp-Semla-quiet">Sort</span> {sortNames[sort]}
      <Icon name="caretDown" size={12} />
    </Menu>
  );
}

function Absent({ store }: { store: Store }) {
  const { phase } = store.status.value;
  if (phase === "starting" || phase === "exporting" || phase === "running") {
    return (
      <div class="jp-Semla-tabBody jp-Semla-labels" aria-busy="true">
        {["Labels", "Confusions"].map((title) => (
          <section key={title}>
            <h3>{title}</h3>
            <Tracks rows={8} />
          </section>
        ))}
      </div>
    );
  }
  return <p class="jp-Semla-empty">No labels: pass label= with the rows, or a model that predicts them.</p>;
}

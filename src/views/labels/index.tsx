/** Labels by cluster with their figures, the pairs that are mixed up, and the matrix of all pairs: one picks for all. */
import type { Sides, Store } from "../../client";
import { Tracks } from "../parts/tracks";
import { ClustersMenu, GroupingNotice, useGrouping } from "./clusters-menu";
import { Confusions } from "./confusions";
import { FindField, MixedSwitch, SideSwitch, SortMenu } from "./controls";
import { Matrix } from "./matrix";
import { type Arrangement, type LabelsModel, useArrangement, useModel } from "./model";
import type { Order, SortBy } from "./order";
import { LabelTable } from "./table";

export function Labels({ store }: { store: Store }) {
  const arrangement = useArrangement();
  const sides = store.sides.value;
  const side = sides ? store.view.value.side : "a";
  // another side's figures are other computeds: the parts begin anew
  return <Side key={side} base={store} sides={sides} arrangement={arrangement} />;
}

interface Options {
  /** Filters, selects and groups for both sides. */
  readonly base: Store;
  readonly sides: Sides | null;
  readonly arrangement: Arrangement;
}

function Side({ base, sides, arrangement }: Options) {
  const store = sides ? sides[base.view.value.side] : base;
  const model = useModel(store, sides, arrangement);
  const grouping = useGrouping(base);
  const { reports, judged, confident } = model.figures;
  if (!reports.value.length) return <Absent store={store} />;

  const choices: readonly SortBy[] = [
    ...(judged.value ? (["recall", "precision", "f1"] as const) : []),
    ...(confident.value ? (["confidence"] as const) : []),
    ...(judged.value ? (["errors"] as const) : []),
    "count",
    "name",
  ];
  const wanted = arrangement.sort.value;
  const order: Order<SortBy> = choices.includes(wanted.by) ? wanted : { by: "count", reversed: false };
  const withRows = reports.value.filter(({ count }) => count > 0).length;
  return (
    <div class="jp-Semla-tabBody jp-Semla-labels">
      <div class="jp-Semla-labelControls">
        <FindField value={arrangement.find.value} onChange={(value) => (arrangement.find.value = value)} />
        {sides && <SideSwitch store={base} sides={sides} />}
        {store.clusters.value.length > 0 && (
          <ClustersMenu
            store={base}
            labels={withRows}
            onGroup={(count) => {
              void grouping.group(count);
            }}
          />
        )}
        <SortMenu order={order} choices={choices} onChange={(next) => (arrangement.sort.value = next)} />
      </div>
      <GroupingNotice
        grouping={grouping.state.value}
        onRetry={(count) => {
          void grouping.group(count);
        }}
        onCancel={grouping.cancel}
      />
      <LabelTable model={model} order={order} />
      {judged.value ? <Mixed model={model} matrix={reports.value.length > 1} /> : <Unjudged store={store} />}
    </div>
  );
}

/** The pairs that are mixed up, as a list and (of two labels or more) as a matrix. */
function Mixed({ model, matrix }: { model: LabelsModel; matrix: boolean }) {
  const { front } = model.arrangement;
  return (
    <div class="jp-Semla-mixed" data-front={matrix ? front.value : "list"}>
      {matrix && <MixedSwitch front={front.value} onChange={(next) => (front.value = next)} />}
      <Confusions model={model} />
      {matrix && <Matrix model={model} />}
    </div>
  );
}

/** In place of the confusions, where one of the two that they need is missing. */
function Unjudged({ store }: { store: Store }) {
  if (isBusy(store))
    return (
      <section class="jp-Semla-mixed jp-Semla-unjudged" aria-busy="true">
        <h3>Confusions</h3>
        <Tracks rows={4} />
      </section>
    );
  return (
    <p class="jp-Semla-empty">
      {store.gold.value
        ? "No predictions: pass model= to see precision, recall and which labels are mixed up."
        : "No gold labels: pass label= to see precision, recall and which labels are mixed up."}
    </p>
  );
}

function Absent({ store }: { store: Store }) {
  if (!isBusy(store))
    return <p class="jp-Semla-empty">No labels: pass label= with the rows, or a model that predicts them.</p>;
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

function isBusy(store: Store): boolean {
  const { phase } = store.status.value;
  return phase === "starting" || phase === "exporting" || phase === "running";
}

import { useLayoutEffect } from "preact/hooks";
import type { Store } from "../../client";
import { Legend } from "../legend";
import { Tooltip } from "../tooltip";
import { Footer } from "./footer";
import { OverviewPanel } from "./overview-panel";
import { Placeholder } from "./placeholder";
import { ReadingHelp } from "./reading-help";
import type { MapStage } from "./stage";
import { isLegendButton, type MapState } from "./state";
import { RowTable } from "./table";
import { Tools } from "./tools";
import { WordList, WordTip } from "./word-panels";

interface PanelsProps {
  readonly store: Store;
  readonly stage: MapStage;
  readonly state: MapState;
  /** Hidden while the table stands for it. */
  readonly plane: HTMLElement;
}

/** What lies over the points. */
export function Panels({ store, stage, state, plane }: PanelsProps) {
  const { table, legend, colourBy } = store.view.value;
  const { positions } = store.columns.value;
  const size = state.size.value;
  const opened = state.legendOpened.value;
  const signatures = store.summary.value?.signatures;
  useLayoutEffect(() => {
    plane.hidden = table;
    stage.panelsChanged();
  }, [table, legend, colourBy, positions === null, size, opened, signatures]);

  const anchor = state.anchor.value;
  return (
    <>
      {table ? (
        <RowTable store={store} height={size.height} />
      ) : positions ? (
        <>
          <Legend store={store} state={state} asButton={isLegendButton(size)} />
          {state.zoomed.value && <OverviewPanel stage={stage} />}
          <Footer store={store} state={state} />
          <ReadingHelp store={store} onChange={() => stage.panelsChanged()} />
          {anchor && <Tooltip store={store} anchor={anchor} size={size} placed={state.tooltip} />}
          <WordTip store={store} stage={stage} state={state} />
          <WordList store={store} stage={stage} state={state} />
        </>
      ) : (
        <Placeholder store={store} />
      )}
      {!table && state.failure.value !== null && <Failure store={store} reason={state.failure.value} />}
      {state.hint.value && (
        <p class="jp-Semla-mapHint" role="status">
          Click the map, or hold Ctrl, to zoom with the wheel
        </p>
      )}
      <Tools store={store} stage={stage} state={state} />
    </>
  );
}

function Failure({ store, reason }: { readonly store: Store; readonly reason: string }) {
  return (
    <div class="jp-Semla-mapFailure" role="alert">
      <p>
        <strong>Points cannot be drawn: this browser has no WebGL.</strong>
      </p>
      <p>
        Turn on hardware acceleration or WebGL in the browser's settings and reload. The table shows the same
        rows.
      </p>
      <p class="jp-Semla-quiet">{reason}</p>
      <button type="button" class="jp-Semla-button" onClick={() => store.setView({ table: true })}>
        Show the table
      </button>
    </div>
  );
}

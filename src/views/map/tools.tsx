import { useSignal } from "@preact/signals";
import type { Store, Tool } from "../../client";
import { IconButton } from "../parts/icon-button";
import { Icon, type IconName } from "../parts/icons";
import { WordSettingsButton } from "../word-settings";
import { mostSpreadRows } from "./drawn-layout";
import type { MapStage } from "./stage";
import { hasCompactTools, type MapState } from "./state";

const pointerTools: readonly { tool: Tool; icon: IconName; name: string }[] = [
  { tool: "move", icon: "move", name: "Move the map" },
  { tool: "lasso", icon: "lasso", name: "Select with a lasso (Shift adds, Alt removes)" },
  { tool: "box", icon: "box", name: "Select with a box (Shift adds, Alt removes)" },
];

interface ToolsProps {
  readonly store: Store;
  readonly stage: MapStage;
  readonly state: MapState;
}

/** Tools, at their largest, that stand one above the other in a map of that height, px. */
function toolsAColumn(height: number): number {
  return Math.max(1, Math.floor((height - 28) / 34));
}

/** Pointer tools and switches above, zoom below. A small map shows the few it needs and the rest on demand. */
export function Tools({ store, stage, state }: ToolsProps) {
  const size = state.size.value;
  const compact = hasCompactTools(size);
  const more = useSignal(false);
  const { tool, words, spread, neighbours, table } = store.view.value;
  const selected = store.selection.value.length;
  const all = !compact || more.value;
  const noPoints = state.failure.value !== null || table;
  const near = store.summary.value?.dimension !== null;
  const tooMany = store.rows.value > mostSpreadRows;

  const pointer = pointerTools
    .filter(({ tool: each }) => all || each !== "box")
    .map(({ tool: each, icon, name }) => (
      <IconButton
        key={each}
        icon={<Icon name={icon} />}
        name={name}
        pressed={tool === each}
        disabled={noPoints}
        onClick={() => store.setView({ tool: each })}
      />
    ));
  const switches = (
    <>
      <IconButton
        icon={<Icon name="words" />}
        name="Words over the points"
        pressed={words}
        disabled={noPoints}
        onClick={() => store.setView({ words: !words })}
      />
      <WordSettingsButton
        store={store}
        state={state}
        disabled={noPoints}
        onToggle={() => stage.panelsChanged()}
      />
      <IconButton
        icon={<Icon name="spread" />}
        name={
          tooMany ? `Spread points (up to ${mostSpreadRows.toLocaleString("en-GB")} rows)` : "Spread points"
        }
        pressed={spread && !tooMany}
        disabled={noPoints || tooMany}
        onClick={() => store.setView({ spread: !spread })}
      />
      <IconButton
        icon={<Icon name="neighbours" />}
        name={
          near ? "Lines to the nearest rows" : "Lines to the nearest rows (this analysis has no embeddings)"
        }
        pressed={neighbours && near}
        disabled={noPoints || !near}
        onClick={() => store.setView({ neighbours: !neighbours })}
      />
      <IconButton
        icon={<Icon name="table" />}
        name="Rows as a table"
        pressed={table}
        onClick={() => store.setView({ table: !table })}
      />
    </>
  );
  const fit = (
    <IconButton
      icon={<Icon name="fit" />}
      name="Show the whole map"
      disabled={noPoints}
      onClick={() => stage.viewport.fit()}
    />
  );
  const zoom = (
    <>
      <IconButton
        icon={<Icon name="plus" />}
        name="Zoom in"
        disabled={noPoints}
        onClick={() => stage.viewport.zoomBy(1.5)}
      />
      <IconButton
        icon={<Icon name="minus" />}
        name="Zoom out"
        disabled={noPoints}
        onClick={() => stage.viewport.zoomBy(1 / 1.5)}
      />
      <IconButton
        icon={<Icon name="zoomToSelection" />}
        name={selected ? "Zoom to the selection" : "Zoom to the selection (nothing is selected)"}
        disabled={noPoints || selected === 0}
        onClick={() => stage.zoomToSelection()}
      />
      {fit}
    </>
  );

  if (compact)
    return (
      <div class="jp-Semla-mapTools" role="toolbar" aria-label="Map tools" aria-orientation="vertical">
        <div
          class="jp-Semla-mapToolGroup jp-Semla-mapToolColumns"
          style={{ gridTemplateRows: `repeat(${toolsAColumn(size.height)}, auto)` }}
          data-semla-panel
        >
          {pointer}
          {!more.value && fit}
          {more.value && switches}
          {more.value && zoom}
          <IconButton
            icon={<Icon name="more" />}
            name={more.value ? "Fewer tools" : "More tools"}
            pressed={more.value}
            onClick={() => {
              more.value = !more.value;
              stage.panelsChanged();
            }}
          />
        </div>
      </div>
    );
  return (
    <div class="jp-Semla-mapTools" role="toolbar" aria-label="Map tools" aria-orientation="vertical">
      <div class="jp-Semla-mapToolGroup" data-semla-panel>
        {pointer}
      </div>
      <div class="jp-Semla-mapToolGroup" data-semla-panel>
        {switches}
      </div>
      <span class="jp-Semla-mapToolGap" />
      <div class="jp-Semla-mapToolGroup" data-semla-panel>
        {zoom}
      </div>
    </div>
  );
}

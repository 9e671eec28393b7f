import type { ReadonlySignal } from "@preact/signals";
import type { Store } from "../../client";
import type { Layout } from "../explorer/layout";
import { count, counted, percent } from "../parts/format";
import { Group } from "../parts/group";
import { Icon } from "../parts/icons";
import { Colour } from "./colour";
import { More } from "./more";
import { Search } from "./search";
import { DatasetTitle, ModelTitle } from "./titles";

interface Options {
  readonly store: Store;
  readonly layout: ReadonlySignal<Layout>;
  readonly onHelp: () => void;
}

/** Data set and model, what is shown and how right it is; search, colour, errors, menu. */
export function Bar({ store, layout, onHelp }: Options) {
  const roomy = layout.value === "wide";
  const compact = layout.value === "narrow" || layout.value === "single";
  return (
    <Group class="jp-Semla-bar" role="toolbar" name="Explorer" axis="horizontal">
      <DatasetTitle store={store} />
      <ModelTitle store={store} />
      <Figures store={store} roomy={roomy} compact={compact} />
      <span class="jp-Semla-space" />
      <Search store={store} compact={compact} />
      <Colour store={store} roomy={roomy} compact={compact} />
      <Errors store={store} compact={compact} />
      <More store={store} onHelp={onHelp} />
    </Group>
  );
}

function Figures({ store, roomy, compact }: { store: Store; roomy: boolean; compact: boolean }) {
  const rows = store.rows.value;
  const accuracy = store.accuracy.value;
  if (!rows) return null;
  return (
    <span class="jp-Semla-figures">
      <span>
        <strong>{count(store.shown.value.length)}</strong>
        {compact ? " rows" : ` of ${count(rows)} rows`}
      </span>
      {accuracy !== null && (
        <span title="Share of the rows shown whose prediction is the gold label">
          {roomy && "accuracy "}
          <strong>{percent(accuracy)}</strong>
          {!roomy && " right"}
        </span>
      )}
    </span>
  );
}

function Errors({ store, compact }: { store: Store; compact: boolean }) {
  if (!store.gold.value || !store.prediction.value) return null;
  const on = store.filter.value.errors === true;
  const errors = store.errorCount.value;
  return (
    <button
      type="button"
      class={compact ? "jp-Semla-quietButton" : "jp-Semla-button"}
      title={on ? "Show right rows too" : "Show errors only"}
      aria-label={`Show errors only, ${counted(errors, "error")}`}
      aria-pressed={on}
      onClick={() => store.refine({ errors: on ? undefined : true })}
    >
      <Icon name="cross" size={12} />
      {!compact && "Errors"}
      <span class="jp-Semla-badge">{count(errors)}</span>
    </button>
  );
}

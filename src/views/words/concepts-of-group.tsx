import type { ReadonlySignal } from "@preact/signals";
import type { Store } from "../../client";
import { Tracks } from "../parts/tracks";
import { Features } from "./features";
import type { Group } from "./group";
import type { RowActions } from "./row-actions";

const SHOWN = 5;

interface Options {
  readonly store: Store;
  readonly actions: RowActions;
  readonly group: ReadonlySignal<Group>;
}

/** What the words of the group mean, and who said so. */
export function ConceptsOfGroup({ store, actions, group }: Options) {
  const state = conceptsState(store);
  if (state === "there")
    return (
      <Features
        store={store}
        actions={actions}
        group={group}
        postings={store.features.concepts}
        title="Concepts"
        filterBy="concept"
        limit={SHOWN}
      >
        <ConceptSource store={store} />
      </Features>
    );
  return (
    <section aria-busy={state === "awaited"}>
      <h3>Concepts</h3>
      {state === "awaited" ? <Tracks rows={SHOWN} /> : <p class="jp-Semla-note">{conceptsSay[state]}</p>}
      {state === "hidden" && <ConceptSource store={store} />}
    </section>
  );
}

/** Where the concepts come from, and the switch that hides them. */
export function ConceptSource({ store }: { store: Store }) {
  const { concepts: on } = store.view.value;
  const source = store.concepts.value?.source ?? "";
  return (
    <p class="jp-Semla-source">
      <span class="jp-Semla-ellipsis" title={source}>
        {on ? `from ${source}` : source}
      </span>
      <button
        type="button"
        class="jp-Semla-link"
        aria-label={on ? "Hide concepts" : "Show concepts"}
        onClick={() => store.setView({ concepts: !on })}
      >
        {on ? "Hide" : "Show"}
      </button>
    </p>
  );
}

/** Whether there are concepts to show; `untold` where the kernel can no longer be asked, `unsaved` in a snapshot. */
export function conceptsState(store: Store): "there" | "hidden" | "off" | "awaited" | "untold" | "unsaved" {
  const table = store.concepts.value;
  if (!table) {
    const { phase } = store.status.value;
    if (phase === "saved") return "unsaved";
    return ["failed", "closed", "cancelled"].includes(phase) ? "untold" : "awaited";
  }
  if (table.source === null) return "off";
  return store.view.value.concepts ? "there" : "hidden";
}

/** In place of the concepts. */
export const conceptsSay = {
  hidden: "Hidden.",
  off: "Off: pass concepts= to explore, “wordnet” or a mapping of your own.",
  untold: "Not known: the analysis did not finish.",
  unsaved: "Not in what was saved.",
} as const;

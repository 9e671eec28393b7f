/** Words, phrases and labels of the selection, or of all rows shown while nothing is selected. */
import { useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { Tracks } from "../parts/tracks";
import { Features } from "./features";
import { groupOf } from "./group";
import { Heading } from "./heading";
import { LabelsOfGroup } from "./labels-of-group";

export { GroupAccuracy } from "./heading";

const WORDS = 10;

export function Words({ store }: { store: Store }) {
  const group = useComputed(() => groupOf(store.shownMask.value, store.selectionMask.value));
  if (!store.dataset.value) return <Waiting />;
  const { size, selected } = group.value;
  if (!size) {
    return (
      <p class="jp-Semla-empty">
        {selected
          ? "The filters hide every selected row. Remove one above the map."
          : store.rows.value
            ? "No row passes the filters. Remove one above the map."
            : "The data set has no rows."}
      </p>
    );
  }
  return (
    <div class="jp-Semla-tabBody jp-Semla-words">
      <Heading store={store} group={group} />
      <Features store={store} group={group} postings={store.features.words} title="Words" limit={WORDS} />
      <Features store={store} group={group} postings={store.features.phrases} title="Phrases" limit={WORDS} />
      <p class="jp-Semla-key">
        <span class="jp-Semla-swatch" data-kind="selection" />
        {selected ? "selection" : "rows shown"}
        {selected && (
          <>
            <span class="jp-Semla-swatch" data-kind="tick" />
            elsewhere
            <span class="jp-Semla-space" />
            more than chance at 5 % (BH)
          </>
        )}
      </p>
      <LabelsOfGroup store={store} group={group} />
    </div>
  );
}

function Waiting() {
  return (
    <div class="jp-Semla-tabBody jp-Semla-words" aria-busy="true">
      {["Words", "Phrases", "Labels"].map((title) => (
        <section key={title}>
          <h3>{title}</h3>
          <Tracks rows={title === "Labels" ? 8 : WORDS} />
        </section>
      ))}
    </div>
  );
}

/**
 * Words, phrases, concepts and labels of the selection, or of all rows shown while nothing is selected; of two
 * groups, frames or models their differences.
 */
import { useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { Tracks } from "../parts/tracks";
import { WordsByAttribution } from "./attribution";
import { ConceptsOfGroup } from "./concepts-of-group";
import { Contrast, useContrasted } from "./contrast";
import { Features } from "./features";
import { groupOf } from "./group";
import { HalfChosen, Heading } from "./heading";
import { LabelsOfGroup } from "./labels-of-group";
import { type RowActions, useRowActions } from "./row-actions";
import { PhrasesNeedTexts } from "./without-texts";

export { GroupAccuracy } from "./heading";

const WORDS = 10;
const PHRASES = 5;

export function Words({ store }: { store: Store }) {
  const actions = useRowActions(store);
  const contrasted = useContrasted(store);
  if (!store.dataset.value) return <Waiting />;
  if (contrasted.value) return <Contrast store={store} actions={actions} contrasted={contrasted.value} />;
  return <OneGroup store={store} actions={actions} />;
}

function OneGroup({ store, actions }: { store: Store; actions: RowActions }) {
  const group = useComputed(() => groupOf(store.shownMask.value, store.selectionMask.value));
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
  const given = { store, actions, group };
  return (
    <div class="jp-Semla-tabBody jp-Semla-words">
      <HalfChosen store={store} />
      <Heading store={store} group={group} />
      <Features {...given} postings={store.features.words} title="Words" filterBy="word" limit={WORDS} />
      <div>
        {store.dataset.value?.withoutTexts ? (
          <PhrasesNeedTexts />
        ) : (
          <Features
            {...given}
            postings={store.features.phrases}
            title="Phrases"
            filterBy="word"
            limit={PHRASES}
          />
        )}
        <ConceptsOfGroup {...given} />
      </div>
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
      <LabelsOfGroup {...given} />
      <WordsByAttribution {...given} />
    </div>
  );
}

function Waiting() {
  return (
    <div class="jp-Semla-tabBody jp-Semla-words" aria-busy="true">
      {["Words", "Phrases", "Concepts", "Labels"].map((title) => (
        <section key={title}>
          <h3>{title}</h3>
          <Tracks rows={title === "Words" ? WORDS : PHRASES} />
        </section>
      ))}
    </div>
  );
}

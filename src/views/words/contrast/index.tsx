/** Two groups of rows, two frames or two models, contrasted: what has more of which words, concepts and labels. */
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Store } from "../../../client";
import { categoryPostings, type ContrastFeature, contrastSteps, type Postings } from "../../../core";
import { labelText } from "../../parts/format";
import { ConceptSource, conceptsSay, conceptsState } from "../concepts-of-group";
import { featureEntry, labelEntry, noPostings } from "../entry";
import type { RowActions } from "../row-actions";
import { type Sliced, useSliced } from "../sliced";
import { PhrasesNeedTexts } from "../without-texts";
import { type Contrasted, contrastedOf, warningOf } from "./contrasted";
import { ContrastHeading } from "./heading";
import { DifferenceList } from "./list";
import { ModelLists } from "./models";

export { CompareWith } from "./compare-with";
export { ChosenGroups } from "./heading";

/** What is contrasted at present; null where one group is looked at. */
export function useContrasted(store: Store): ReadonlySignal<Contrasted | null> {
  // the rest of the view changes often, and changes nothing here
  const compare = useComputed(() => store.view.value.compare);
  return useComputed(() => contrastedOf(store, compare.value));
}

interface Options {
  readonly store: Store;
  readonly actions: RowActions;
  readonly contrasted: Contrasted;
}

export function Contrast({ store, actions, contrasted }: Options) {
  const typed = useSignal("");
  const wanted = labelText(typed.value.trim()).toLowerCase();
  const warning = warningOf(contrasted);
  const lists = !warning?.stop;
  const given = { store, actions, contrasted, wanted };
  return (
    <div class="jp-Semla-tabBody jp-Semla-contrast">
      <ContrastHeading store={store} contrasted={contrasted} typed={typed} lists={lists} />
      {warning && <p class="jp-Semla-note jp-Semla-contrastNote">{warning.text}</p>}
      {lists && (contrasted.kind === "models" ? <ModelLists {...given} /> : <GroupLists {...given} />)}
    </div>
  );
}

interface ListsOptions extends Options {
  /** What the names must hold, in lower case. */
  readonly wanted: string;
}

/** Shares of the rows of A against those of B. */
function GroupLists({ store, actions, contrasted, wanted }: ListsOptions) {
  const concepts = conceptsState(store);
  const given = { store, actions, wanted, unit: "share of rows" };
  const words = store.features.words.value;
  const phrases = store.features.phrases.value;
  const meanings = store.features.concepts.value;
  const [goldLabels, predictedLabels] = [store.gold.value, store.prediction.value];
  const golds = useMemo(() => goldLabels && categoryPostings(goldLabels), [goldLabels]);
  const predictions = useMemo(() => predictedLabels && categoryPostings(predictedLabels), [predictedLabels]);
  const byPhrase = useContrast(phrases, contrasted, false);
  const byMeaning = useContrast(meanings, contrasted, true);
  const entry = (key: "word" | "concept", postings: Postings | null) => (row: ContrastFeature) =>
    featureEntry(key, postings ?? noPostings, row.feature);
  return (
    <>
      <DifferenceList
        {...given}
        title="Words"
        differences={useContrast(words, contrasted, false)}
        entryOf={entry("word", words)}
        nothing="No word is in five rows of both together."
      />
      {store.dataset.value?.withoutTexts ? (
        <PhrasesNeedTexts />
      ) : (
        <DifferenceList
          {...given}
          title="Phrases"
          differences={byPhrase}
          entryOf={entry("word", phrases)}
          nothing="No phrase of two words is in five rows of both together."
        />
      )}
      {concepts === "there" || concepts === "awaited" ? (
        <DifferenceList
          {...given}
          title="Concepts"
          differences={byMeaning}
          entryOf={entry("concept", meanings)}
          nothing="No concept is in five rows of both together."
        >
          {concepts === "there" && <ConceptSource store={store} />}
        </DifferenceList>
      ) : (
        <section>
          <h3>Concepts</h3>
          <p class="jp-Semla-note">{conceptsSay[concepts]}</p>
          {concepts === "hidden" && <ConceptSource store={store} />}
        </section>
      )}
      <DifferenceList
        {...given}
        title="Gold labels"
        differences={useContrast(golds, contrasted, true)}
        absent={!store.gold.value && settled(store) && "None: pass label= to explore."}
        entryOf={(row) => labelEntry(store, "label", row.feature)}
        nothing="No gold label has five rows in both together."
      />
      <DifferenceList
        {...given}
        title="Predicted labels"
        differences={useContrast(predictions, contrasted, true)}
        absent={
          !store.prediction.value && settled(store) && "None: the analysis has no model that predicts labels."
        }
        entryOf={(row) => labelEntry(store, "prediction", row.feature)}
        nothing="No label is predicted for five rows of both together."
      />
    </>
  );
}

function useContrast(
  postings: Postings | null,
  { a, b }: Contrasted,
  stopWords: boolean,
): Sliced<readonly ContrastFeature[]> {
  return useSliced(postings, (whole) => contrastSteps(whole, a.mask, b.mask, { stopWords }), [
    a.mask,
    b.mask,
    stopWords,
  ]);
}

/** Whether what is not there will not come. */
function settled(store: Store): boolean {
  const { phase } = store.status.value;
  return phase === "ready" || phase === "failed" || ["cancelled", "closed", "saved"].includes(phase);
}

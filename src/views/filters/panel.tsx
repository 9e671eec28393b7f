import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import type { Store } from "../../client";
import type { Change } from "../../core";
import { changeWords } from "../compare/kinds";
import { count, counted } from "../parts/format";
import { Group } from "../parts/group";
import { ConfidenceBounds, LengthBounds } from "./bounds";
import { Fold } from "./choices";
import { toggleEntry } from "./clauses";
import { ColumnChoices, type ColumnKey, chosenOf, columnNames, knownColumns } from "./columns";
import { countCodes, rowsBut } from "./facets";
import { Pattern } from "./pattern";
import { RowConditions } from "./row-conditions";
import { Vocabulary, type VocabularyKey } from "./vocabulary";

const vocabularyNames: Readonly<Record<VocabularyKey, string>> = { word: "Word", concept: "Concept" };
const changes: readonly Change[] = ["fixed", "broken", "wrong", "changed"];

/** Every condition that the rows can be filtered by, each in force as it is set. */
export function FilterPanel({ store }: { store: Store }) {
  const [open, setOpen] = useState<ColumnKey | VocabularyKey | null>(null);
  const { row } = store.view.value;
  const texts = store.dataset.value?.texts.length ?? 0;
  const vocabulary = (["word", "concept"] as const).filter((kind) =>
    kind === "word" ? store.features.words.value : store.features.concepts.value?.features.length,
  );
  const fold = (key: ColumnKey | VocabularyKey) => ({
    open: open === key,
    onOpen: (next: boolean) => setOpen(next ? key : null),
  });
  const rowId = store.dataset.value?.ids[row];
  return (
    <div class="jp-Semla-filters">
      {store.gold.value && store.prediction.value && <Outcomes store={store} />}
      {store.change.value && <Changed store={store} />}
      {texts > 0 && (
        <div class="jp-Semla-filterTexts">
          <Pattern store={store} kind="text" name="Text contains" />
          <Pattern store={store} kind="regex" name="Regular expression" />
        </div>
      )}
      <ConfidenceBounds store={store} />
      <LengthBounds store={store} />
      <div class="jp-Semla-folds">
        {knownColumns(store).map((key) => (
          <Fold key={key} name={columnNames[key]} chosen={chosenOf(store, key)} {...fold(key)}>
            {() => <ColumnChoices store={store} column={key} />}
          </Fold>
        ))}
        {vocabulary.map((kind) => (
          <Fold
            key={kind}
            name={vocabularyNames[kind]}
            chosen={(store.filter.value[kind] ?? []).join(", ")}
            {...fold(kind)}
          >
            {() => <Vocabulary store={store} kind={kind} />}
          </Fold>
        ))}
      </div>
      {rowId !== undefined && (
        <section class="jp-Semla-filterRow" aria-label="Of the open row">
          <h3 class="jp-Semla-ellipsis" title={`row ${rowId}`}>
            Row {rowId}
          </h3>
          <RowConditions store={store} row={row} />
        </section>
      )}
      <footer>
        <output>
          {count(store.shown.value.length)} of {counted(store.rows.value, "row")} shown
        </output>
        <button
          type="button"
          class="jp-Semla-link"
          disabled={Object.keys(store.filter.value).length === 0}
          onClick={() => store.setFilter({})}
        >
          Clear filters
        </button>
      </footer>
    </div>
  );
}

/** All rows, errors only, or right predictions only. */
function Outcomes({ store }: { store: Store }) {
  const { errors } = store.filter.value;
  const choices = [
    ["All rows", undefined],
    ["Errors only", true],
    ["Correct only", false],
  ] as const;
  return (
    <Group class="jp-Semla-segments" name="Predictions" axis="horizontal">
      {choices.map(([name, value]) => (
        <button
          key={name}
          type="button"
          aria-pressed={errors === value}
          onClick={() => store.refine({ errors: value })}
        >
          {name}
        </button>
      ))}
    </Group>
  );
}

/** What the second model changes. */
function Changed({ store }: { store: Store }) {
  const counts = useComputed(() => {
    const change = store.change.value;
    return change && countCodes(change.codes, change.names.length, rowsBut(store, "change"));
  });
  const names: readonly string[] = store.change.value?.names ?? [];
  const picked = store.filter.value.change ?? [];
  return (
    <Group class="jp-Semla-segments" name="Changes by the second model" axis="horizontal">
      {changes.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={picked.includes(name)}
          onClick={() => store.setFilter(toggleEntry(store.filter.peek(), "change", name))}
        >
          {changeWords[name]} <span>{count(counts.value?.[names.indexOf(name)] ?? 0)}</span>
        </button>
      ))}
    </Group>
  );
}

import { useComputed } from "@preact/signals";
import { type FeatureKind, featureKinds, type Store, type WordSettings } from "../../client";
import type { MapState } from "../map/state";
import { featureNoun } from "../parts/feature-noun";
import { counted } from "../parts/format";
import { Icon } from "../parts/icons";
import { histogram, Range } from "../parts/range";
import { Choice } from "./choice";
import { Locality } from "./locality";
import { isPreset, placeOfCount, presets, withCounts } from "./scale";

const kindNames: Record<FeatureKind, string> = {
  word: "Words",
  concept: "Concepts",
  label: "Gold labels",
  prediction: "Predicted labels",
  length: "Lengths in words",
  characters: "Lengths in characters",
};
const bins = 40;
/** Of the places of the slider of frequencies, which are powers of ten. */
const step = 0.02;

interface Props {
  readonly store: Store;
  readonly state: MapState;
  readonly onClose: () => void;
}

/** How the words over the points are found; each change shows at once. */
export function Panel({ store, state, onClose }: Props) {
  const settings = store.view.value.wordSettings;
  const set = (change: Partial<WordSettings>): void =>
    store.setView({ words: true, wordSettings: { ...settings, ...change } });
  const known = useComputed(() => {
    const { gold, prediction } = store.columns.value;
    return { label: gold !== null, prediction: prediction !== null, concept: store.concepts.value !== null };
  });
  const isKnown = (kind: FeatureKind): boolean => !(kind in known.value) || known.value[kind as "label"];
  const words = state.words.value;
  return (
    <>
      <h3>
        Words on the map
        <span class="jp-Semla-space" />
        <small role="status">{words === null ? "off" : `${counted(words, featureNoun(settings))} now`}</small>
        <button type="button" class="jp-Semla-iconButton" aria-label="Close" title="Close" onClick={onClose}>
          <Icon name="cross" size={14} />
        </button>
      </h3>
      <label class="jp-Semla-field">
        <span>Show</span>
        <select
          value={settings.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as FeatureKind })}
        >
          {featureKinds.map((kind) => (
            <option key={kind} value={kind} disabled={!isKnown(kind)}>
              {kindNames[kind]}
            </option>
          ))}
        </select>
      </label>
      {settings.kind === "word" && (
        <Choice
          name="Words a phrase"
          value={settings.ngram}
          choices={([1, 2, 3, 4] as const).map((value) => ({ value, name: String(value) }))}
          onChange={(ngram) => set({ ngram })}
        />
      )}
      <Frequency store={store} state={state} settings={settings} set={set} />
      <Locality
        value={settings.locality}
        spreads={state.wordStatistics.value?.spreads ?? null}
        invert={settings.invert}
        onChange={(locality) => set({ locality })}
      />
      <Choice
        name="Spread"
        value={settings.shape}
        choices={[
          { value: "gaussian", name: "Gaussian", title: "Twice the standard deviation of the rows' places" },
          { value: "square", name: "Square", title: "Range of the rows' places" },
        ]}
        onChange={(shape) => set({ shape })}
      />
      <Check
        name="Not localized instead (invert)"
        checked={settings.invert}
        onChange={(invert) => set({ invert })}
      />
      <Check
        name="Stop words"
        checked={settings.stopWords}
        disabled={settings.kind !== "word" && settings.kind !== "concept"}
        onChange={(stopWords) => set({ stopWords })}
      />
      <Check
        name={`Concepts in lists (${conceptSource(store)})`}
        checked={store.view.value.concepts}
        onChange={(concepts) => store.setView({ concepts })}
      />
      <p class="jp-Semla-presets" role="group" aria-label="Presets">
        {presets.map((preset) => (
          <button
            key={preset.name}
            type="button"
            class="jp-Semla-button"
            title={preset.title}
            aria-pressed={isPreset(settings, preset.settings)}
            onClick={() => set(preset.settings)}
          >
            {preset.name}
          </button>
        ))}
      </p>
    </>
  );
}

interface FrequencyProps {
  readonly store: Store;
  readonly state: MapState;
  readonly settings: WordSettings;
  readonly set: (change: Partial<WordSettings>) => void;
}

/** Least and most rows that contain a word, over how many words are in how many rows. */
function Frequency({ store, state, settings, set }: FrequencyProps) {
  const statistics = state.wordStatistics.value;
  const top = placeOfCount(Math.max(1000, store.rows.value));
  const bins = useFrequencies(state, top);
  const low = settings.minCount ?? statistics?.minCount ?? 5;
  const high = Math.max(low, settings.maxCount ?? statistics?.maxCount ?? 1000);
  const auto = settings.minCount === null && settings.maxCount === null;
  return (
    <div class="jp-Semla-frequency">
      <Range
        name={`Rows in view with the ${featureNoun(settings)}`}
        min={0}
        max={Math.max(top, placeOfCount(high))}
        step={step}
        value={[placeOfCount(low), placeOfCount(high)]}
        counts={bins}
        format={(place) => Math.round(10 ** place).toLocaleString("en-GB")}
        onChange={(places) => set(withCounts(settings, [low, high], places))}
      />
      <Check
        name="Bounds follow the number of rows"
        checked={auto}
        onChange={(on) => set(on ? { minCount: null, maxCount: null } : { minCount: low, maxCount: high })}
      />
    </div>
  );
}

function useFrequencies(state: MapState, top: number): ArrayLike<number> | undefined {
  return useComputed(() => {
    const counts = state.wordStatistics.value?.counts;
    return counts && histogram(Float64Array.from(counts, placeOfCount), 0, top, bins);
  }).value;
}

function Check(props: {
  readonly name: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <label class="jp-Semla-wordCheck">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      {props.name}
    </label>
  );
}

function conceptSource(store: Store): string {
  const table = store.concepts.value;
  if (!table) return "not known yet";
  return table.source ? `from ${table.source}` : "off";
}

/** Words ranked by how much of the model's decision they carry, over all rows of the filters or of some labels. */
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { AttributionMethod, SalientRows, Store } from "../../../client";
import { counted, labelText } from "../../parts/format";
import { sizeOf } from "../../../core";
import { methodName, methodsByCost } from "../../parts/methods";
import type { Group } from "../group";
import type { RowActions } from "../row-actions";
import { RankedList } from "./list";
import { leastRows, rankedWords } from "./ranking";
import { Run } from "./run";
import { labelOfGroup, predictedIn, type Scope, scopeFilter } from "./scope";

interface Options {
  readonly store: Store;
  readonly actions: RowActions;
  readonly group: ReadonlySignal<Group>;
}

/** Nothing where there is no model to ask. */
export function WordsByAttribution(options: Options) {
  const { store } = options;
  if (store.summary.value?.source !== "model" || !store.prediction.value) return null;
  return <Section {...options} />;
}

function Section({ store, actions, group }: Options) {
  const { salience } = store;
  const scope = useSignal<Scope>("likeSelection");
  /** Name of a label, "" for all of them; null the group's. */
  const chosen = useSignal<string | null>(null);
  const filter = useComputed(() => scopeFilter(store, group.value, scope.value));
  const mask = useComputed(() => store.matching(filter.value));
  const result = salience.result.value;
  const running = salience.running.value;
  const failed = salience.error.value !== null;
  const known = result && same(result.filter, filter.value) ? result : null;
  useEffect(() => {
    // rows that are done need no computing: words are ranked anew at once
    if (!running && !known && !failed && salience.covers(mask.value)) salience.start(filter.value);
  }, [running, known, failed, mask.value, salience.method.value]);

  const method = salience.method.value;
  return (
    <section class="jp-Semla-attributed" data-method={method} aria-busy={running !== null}>
      <header class="jp-Semla-sectionHead">
        <h3>Words by attribution</h3>
        <span class="jp-Semla-space" />
        <select
          aria-label="Method of attribution"
          value={method}
          onChange={({ currentTarget: { value } }) => salience.setMethod(value as AttributionMethod)}
        >
          {methodsByCost.map(({ name, methods }) => (
            <optgroup key={name} label={name}>
              {methods.map((each) => (
                <option key={each} value={each}>
                  {methodName(each)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </header>
      {group.value.selected && (
        <div class="jp-Semla-choices">
          <label>
            of
            <select
              aria-label="Rows to rank words of"
              value={scope.value}
              onChange={({ currentTarget: { value } }) => (scope.value = value as Scope)}
            >
              <option value="likeSelection">rows predicted as the selection</option>
              <option value="shown">all rows shown</option>
            </select>
          </label>
        </div>
      )}
      {result && <Ranking {...{ store, actions, group, chosen, result }} />}
      {result && !known && !running && !salience.covers(mask.value) && (
        <p class="jp-Semla-note">
          These are of {counted(result.words.done, "row")} computed before; the rows asked for have changed.
        </p>
      )}
      {!result && !running && (
        <p class="jp-Semla-note">
          Which words carry the decisions: the model is run on each row, and the words ranked by their mean
          share of a row’s attribution.
        </p>
      )}
      <Run store={store} filter={filter.value} mask={mask.value} known={known} />
    </section>
  );
}

function Ranking(
  options: Options & {
    readonly chosen: { value: string | null };
    readonly result: SalientRows;
  },
) {
  const { store, actions, group, chosen, result } = options;
  const { words, mask, method } = result;
  const names = store.columns.value.labelNames;
  /** Whether what speaks against comes first. */
  const lowest = useSignal(false);
  const labels = useMemo(() => predictedIn(store, mask), [store.prediction.value, mask]);
  const wanted = chosen.value === null ? labelOfGroup(store, group.value) : names.indexOf(chosen.value);
  // a label without rows here has no words: then all have their say
  const label = wanted !== null && labels.some((each) => each.label === wanted) ? wanted : null;
  const rows = label === null ? sizeOf(mask) : (labels.find((each) => each.label === label)?.rows ?? 0);
  const least = leastRows(Math.ceil((rows * words.done) / Math.max(1, words.total)));
  const first = lowest.value ? "lowest" : "highest";
  const ranked = useMemo(() => rankedWords(words, label, least, first), [words, label, least, first]);
  const signed = lowest.value || words.mean.data.some((mean) => mean < 0);
  const value = label === null ? "" : (names[label] ?? "");
  return (
    <>
      <div class="jp-Semla-choices">
        <label>
          for
          <select
            aria-label="Predicted label"
            value={`label ${value}`}
            onChange={({ currentTarget }) => (chosen.value = currentTarget.value.slice(6))}
          >
            <option value="label ">all predicted labels</option>
            {labels.map(({ label: code, rows: predicted }) => (
              <option key={code} value={`label ${names[code] ?? ""}`}>
                {labelText(names[code] ?? "")}, {predicted}
              </option>
            ))}
          </select>
        </label>
        <span class="jp-Semla-space" />
        {signed && (
          <button
            type="button"
            class="jp-Semla-link"
            title={
              lowest.value
                ? "Words that speak most for the label first"
                : "Words that speak most against the label first"
            }
            onClick={() => (lowest.value = !lowest.value)}
          >
            {lowest.value ? "lowest first" : "highest first"}
          </button>
        )}
        {ranked.length > 0 && <small>mean share, rows</small>}
      </div>
      {ranked.length > 0 ? (
        <RankedList {...{ store, actions, method }} words={ranked} />
      ) : (
        <p class="jp-Semla-note">
          {words.done === 0 ? "No row is done yet." : `No word is in ${counted(least, "row")} or more yet.`}
        </p>
      )}
      {ranked.length > 0 && least > 1 && (
        <p class="jp-Semla-note">
          Words of at least {counted(least, "row")}; the bars are shares of |score|.
        </p>
      )}
    </>
  );
}

/** Whether two filters say the same, whatever the order of their conditions. */
function same(a: object, b: object): boolean {
  const plain = (filter: object): string =>
    JSON.stringify(
      Object.entries(filter)
        .filter(([, value]) => value !== undefined)
        .sort(([x], [y]) => (x < y ? -1 : 1)),
    );
  return plain(a) === plain(b);
}

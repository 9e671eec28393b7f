import { computed, type ReadonlySignal } from "@preact/signals-core";
import { type Categories, type Mask, matchingCodes } from "../core";
import { derive } from "./derive";
import { featuresOfModel } from "./features";
import type { Inputs } from "./inputs";
import { createSalience } from "./salience";
import { type Columns, type Compute, noColumns, type ViewState } from "./state";
import type { Store } from "./store";

/** Two stores of one screen: what is hovered, selected, filtered and lit in one is so in the other. */
export interface Sides {
  readonly kind: "models" | "frames";
  readonly a: Store;
  readonly b: Store;
  readonly nameA: string;
  readonly nameB: string;
}

/** The sides of the comparison that there is; null while there is none. */
export function createSides(
  inputs: Inputs,
  base: Store,
  computeB: Compute,
  change: ReadonlySignal<Categories | null>,
): ReadonlySignal<Sides | null> {
  const models = secondModel(inputs, base, computeB, change);
  const framesA = oneFrame(inputs, base, change, 0);
  const framesB = oneFrame(inputs, base, change, 1);
  const compared = computed(() => inputs.second.value !== null);
  const nameB = computed(() => inputs.second.value?.model ?? "");
  return computed(() => {
    const frames = inputs.frames.value;
    if (compared.value)
      return {
        kind: "models",
        a: base,
        b: models,
        nameA: inputs.title.value.model ?? "first",
        nameB: nameB.value,
      };
    if (frames) return { kind: "frames", a: framesA, b: framesB, nameA: frames[0], nameB: frames[1] };
    return null;
  });
}

/** The same rows as a second model sees them, in the clusters and colours of the first. */
function secondModel(
  inputs: Inputs,
  base: Store,
  compute: Compute,
  change: ReadonlySignal<Categories | null>,
): Store {
  const own = computed(() => inputs.second.value?.columns ?? noColumns);
  const names = computed(() => own.value.labelNames);
  /** Of each label of the second model, its code in the first; and the other way round. */
  const toA = computed(() => matching(names.value, base.columns.value.labelNames));
  const fromA = computed(() => matching(base.columns.value.labelNames, names.value));
  const columns = computed<Columns>(() => {
    const clusters = base.columns.value.clusterOfLabel;
    return {
      ...own.value,
      clusterOfLabel: clusters && toA.value.map((code) => clusters[code] ?? -1),
      clusterNames: base.columns.value.clusterNames,
    };
  });
  const colours = computed(() => Array.from(toA.value, (code) => base.labelColours.value[code] ?? "#838d9c"));
  const codes = (labels: readonly number[]): number[] =>
    labels.map((code) => fromA.value[code] ?? -1).filter((code) => code >= 0);
  const codesOfA = (labels: readonly number[]): number[] => labels.map((code) => toA.value[code] ?? -1);
  const summary = computed(() => inputs.second.value?.summary ?? null);
  const { view, rows, matching: matchingRows } = base;
  return {
    ...base,
    ...derive({ ...inputs, columns, features: base.features, change }, base.shownMask, colours),
    ...ownView(base),
    columns,
    features: featuresOfModel(base.features, columns),
    salience: createSalience({ compute, view, summary, rows, matching: matchingRows }),
    compute,
    summary,
    status: computed(() => {
      const known = inputs.second.value;
      if (known?.error) {
        const error = { message: known.error, kind: "internal" };
        return { ...base.status.value, phase: "failed", message: known.error, error };
      }
      return base.status.value;
    }),
    title: computed(() => ({ dataset: base.title.value.dataset, model: inputs.second.value?.model ?? null })),
    // its place is the first model's
    probe: computed(() => null),
    emphasis: computed(() => {
      const lit = base.emphasis.value;
      return lit && { ...lit, labels: codes(lit.labels) };
    }),
    pair: computed(() => {
      const pair = base.pair.value;
      const [gold = -1, prediction = -1] = pair ? [fromA.value[pair.gold], fromA.value[pair.prediction]] : [];
      return pair && { gold, prediction };
    }),
    setEmphasis: (lit) =>
      base.setEmphasis(lit && { ...lit, labels: codesOfA(lit.labels).filter((code) => code >= 0) }),
    selectPair: (pair) => {
      const [gold = -1, prediction = -1] = pair ? codesOfA([pair.gold, pair.prediction]) : [];
      base.selectPair(pair && { gold, prediction });
    },
  };
}

/** The rows of one of two frames. */
function oneFrame(
  inputs: Inputs,
  base: Store,
  change: ReadonlySignal<Categories | null>,
  side: 0 | 1,
): Store {
  const mask = computed<Mask>(() => {
    const split = inputs.dataset.value?.split;
    const code = split?.names.indexOf(inputs.frames.value?.[side] ?? "") ?? -1;
    return base.shownMask.value.map((bit, row) => (split?.codes[row] === code ? bit : 0));
  });
  return {
    ...base,
    ...derive({ ...inputs, features: base.features, change }, mask, base.labelColours),
    ...(side === 1 ? ownView(base) : {}),
  };
}

/** The second side keeps its own way to colour. */
function ownView(base: Store): Pick<Store, "view" | "setView"> {
  return {
    view: computed<ViewState>(() => ({ ...base.view.value, colourBy: base.view.value.colourByB })),
    setView: ({ colourBy, ...change }) =>
      base.setView({ ...change, ...(colourBy !== undefined && { colourByB: colourBy }) }),
  };
}

function matching(from: readonly string[], to: readonly string[]): Int32Array {
  const none = new Int32Array(0);
  return matchingCodes({ names: from, codes: none }, { names: to, codes: none });
}

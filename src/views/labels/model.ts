import { signal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Sides, Store } from "../../client";
import { figuresOf, type LabelFigures } from "./figures";
import { createLighting, type Lighting } from "../parts/lighting";
import type { Order, PairSort, SortBy } from "./order";
import { createPicking, type Picking } from "./picking";

/** What stands in front where list and matrix do not both fit. */
export type MixedFront = "list" | "matrix";

/** How the tab is arranged; kept while its side changes. */
export interface Arrangement {
  readonly find: Signal<string>;
  readonly sort: Signal<Order<SortBy>>;
  readonly pairSort: Signal<Order<PairSort>>;
  /** Clusters that are open; null until one is opened or shut by hand: the first. */
  readonly opened: Signal<ReadonlySet<number> | null>;
  /** Clusters that show all of their labels. */
  readonly whole: Signal<ReadonlySet<number>>;
  /** Confusions that are listed. */
  readonly limit: Signal<number>;
  readonly front: Signal<MixedFront>;
}

/** Confusions that are listed before "more" is asked for. */
export const FIRST_PAIRS = 30;

export function useArrangement(): Arrangement {
  return useMemo(
    () => ({
      find: signal(""),
      sort: signal<Order<SortBy>>({ by: "recall", reversed: false }),
      pairSort: signal<Order<PairSort>>({ by: "count", reversed: false }),
      opened: signal<ReadonlySet<number> | null>(null),
      whole: signal<ReadonlySet<number>>(new Set()),
      limit: signal(FIRST_PAIRS),
      front: signal<MixedFront>("list"),
    }),
    [],
  );
}

/** What the parts of the tab share. */
export interface LabelsModel {
  /** The side that is shown, or all there is. */
  readonly store: Store;
  readonly figures: LabelFigures;
  readonly picking: Picking;
  readonly lighting: Lighting;
  readonly arrangement: Arrangement;
}

export function useModel(store: Store, sides: Sides | null, arrangement: Arrangement): LabelsModel {
  // the filter's predictions are those of the first model
  const own = !(sides?.kind === "models" && store === sides.b);
  const model = useMemo(() => {
    const figures = figuresOf(store);
    const picking = createPicking(store, figures, own);
    return { store, figures, picking, lighting: createLighting(store), arrangement };
  }, [store, own, arrangement]);
  useEffect(() => model.lighting.dispose, [model]);
  return model;
}

import { signal, type Signal } from "@preact/signals";
import type { AttributionMethod, Store } from "../../client";
import { vifiMethods } from "../parts/methods";

/** How the importance of words is drawn. */
export type VifiMode = "bars" | "signed" | "heat";

/** What the user has chosen in the Sample tab. Kept with the store, so that another tab can come in between. */
export interface SampleModel {
  readonly store: Store;
  /** The edited text of a row; null while it stands as it is. */
  readonly draft: Signal<{ readonly row: number; readonly text: string } | null>;
  readonly methods: Signal<ReadonlySet<AttributionMethod>>;
  readonly mode: Signal<VifiMode>;
  /** Name of the label that is explained; null is the predicted one. */
  readonly target: Signal<string | null>;
  /** Name of the label it is held against; null none, "rival" the runner-up. */
  readonly against: Signal<{ readonly label: string } | "rival" | null>;
  readonly kind: Signal<"similarity" | "token">;
  /** Links shown of each side. */
  readonly top: Signal<number>;
}

const models = new WeakMap<Store, SampleModel>();

export function sampleModel(store: Store): SampleModel {
  const known = models.get(store);
  if (known) return known;
  const model: SampleModel = {
    store,
    draft: signal(null),
    methods: signal(new Set(vifiMethods)),
    mode: signal("bars"),
    target: signal(null),
    against: signal(null),
    kind: signal("similarity"),
    top: signal(3),
  };
  models.set(store, model);
  return model;
}

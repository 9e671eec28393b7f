import type { ReadonlySignal } from "@preact/signals";
import type { Store } from "../../client";
import type { Layout } from "../explorer/layout";
import { FilterButton } from "../filters";
import { Group } from "../parts/group";
import { Colour } from "./colour";
import { Compare } from "./compare";
import { Errors, Figures } from "./figures";
import { More } from "./more";
import { Search } from "./search";
import { DatasetTitle, ModelTitle } from "./titles";

interface Options {
  readonly store: Store;
  readonly layout: ReadonlySignal<Layout>;
  readonly onHelp: () => void;
}

/** Data set and model, what is shown and how right it is; search, colour, filter, errors, compare, menu. */
export function Bar({ store, layout, onHelp }: Options) {
  const roomy = layout.value === "wide";
  const single = layout.value === "single";
  const compared = store.sides.value !== null && store.view.value.compare;
  const compact = layout.value === "narrow" || single;
  return (
    <Group class="jp-Semla-bar" role="toolbar" name="Explorer" axis="horizontal">
      <DatasetTitle store={store} />
      <ModelTitle store={store} />
      <Figures store={store} roomy={roomy} />
      <span class="jp-Semla-space" />
      <Search store={store} compact={compact} />
      <Colour store={store} roomy={roomy} compact={compact} />
      <FilterButton store={store} compact={!roomy || compared} />
      <Errors store={store} compact={compact} />
      {!single && <Compare store={store} compact={!roomy} />}
      <More store={store} single={single} onHelp={onHelp} />
    </Group>
  );
}

import type { Store } from "../../client";
import { labelText } from "./format";

/** A label's dot and name; the raw name in the title. */
export function LabelName({ store, label }: { store: Store; label: number }) {
  const name = store.columns.value.labelNames[label] ?? "";
  return (
    <span class="jp-Semla-label" title={name}>
      <Dot colour={store.labelColours.value[label]} />
      <span class="jp-Semla-ellipsis">{labelText(name)}</span>
    </span>
  );
}

/** The mark of a label or cluster in its colour. */
export function Dot({ colour }: { colour: string | undefined }) {
  return <span class="jp-Semla-dot" style={{ background: colour }} aria-hidden="true" />;
}

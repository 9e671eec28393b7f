import type { Store } from "../../client";
import { count, counted, labelText } from "../parts/format";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";
import { neighbouringError, type Outcome, outcomeOf } from "./outcome";

const outcomeNames: Record<Outcome["kind"], string> = { error: "Error", right: "Right", unknown: "Row" };

/** Whether the row is an error, the way to the next one, and one sentence on what was read. */
export function Heading({ store, row }: { store: Store; row: number }) {
  const outcome = outcomeOf(store, row);
  const { kind, place, errors } = outcome;
  const step = (direction: 1 | -1): void => {
    const next = neighbouringError(store, row, direction);
    if (next >= 0) store.openRow(next);
  };
  const id = String(store.dataset.value?.ids[row] ?? row);
  return (
    <header class="jp-Semla-sampleHeading">
      <div class="jp-Semla-outcome" data-outcome={kind}>
        {kind === "error" && <Icon name="cross" size={12} />}
        {kind === "right" && <Icon name="tick" size={12} />}
        <h3>{outcomeNames[kind]}</h3>
        <span class="jp-Semla-quiet jp-Semla-ellipsis" title={`row ${id}`}>
          {kind !== "unknown" && "row "}
          {id}
          {place > 0 && `, ${count(place)} of ${counted(errors, "error")}`}
        </span>
        <span class="jp-Semla-space" />
        {errors > 0 && (
          <>
            <IconButton icon={<Icon name="previous" />} name="Previous error" onClick={() => step(-1)} />
            <IconButton icon={<Icon name="next" />} name="Next error" onClick={() => step(1)} />
          </>
        )}
      </div>
      <Sentence store={store} row={row} kind={kind} />
    </header>
  );
}

function Sentence({ store, row, kind }: { store: Store; row: number; kind: Outcome["kind"] }) {
  const names = store.columns.value.labelNames;
  const gold = names[store.gold.value?.codes[row] ?? -1];
  const predicted = names[store.prediction.value?.codes[row] ?? -1];
  if (gold === undefined && predicted === undefined) return null;
  return (
    <p>
      {predicted === undefined ? (
        <>
          Gold is <Name name={gold} />.
        </>
      ) : kind === "right" ? (
        <>
          Read as <Name name={predicted} />, which is the gold label.
        </>
      ) : gold === undefined ? (
        <>
          Read as <Name name={predicted} />; it has no gold label.
        </>
      ) : (
        <>
          Read as <Name name={predicted} />, gold is <Name name={gold} />.
        </>
      )}
    </p>
  );
}

function Name({ name = "" }: { name: string | undefined }) {
  return <strong title={name}>{labelText(name)}</strong>;
}

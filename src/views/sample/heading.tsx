import { count, counted } from "../parts/format";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";
import type { Explanation } from "./explanation";
import { neighbouringError, type Outcome, outcomeOf } from "./outcome";
import { HeldAgainst, Sentence } from "./sentence";

const outcomeNames: Record<Outcome["kind"], string> = { error: "Error", right: "Right", unknown: "Row" };

/** Whether the row is an error, the way to the next one, and one sentence on what was read. */
export function Heading({ explanation }: { explanation: Explanation }) {
  const { store, row } = explanation;
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
      <Sentence explanation={explanation} kind={kind} />
      {explanation.hasModel && <HeldAgainst explanation={explanation} />}
    </header>
  );
}

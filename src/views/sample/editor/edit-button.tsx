import { share } from "../../parts/format";
import type { Explanation } from "../explanation";
import type { Edit } from "./edits";

const verbs: Record<Edit["kind"], string> = { remove: "remove", mask: "mask", swap: "" };

/** Puts the changed text into the editor; says what it does to the probability once that is known. */
export function EditButton(options: {
  explanation: Explanation;
  edit: Edit;
  change: number | undefined;
  /** Whether the column says what is done. */
  brief?: boolean;
}) {
  const { explanation, edit, change, brief = false } = options;
  const { model, row } = explanation;
  const said = edit.kind === "swap" ? edit.replacement : brief ? "" : verbs[edit.kind];
  return (
    <button
      type="button"
      class="jp-Semla-edit"
      title={`Read instead: ${edit.text}`}
      aria-label={`${edit.kind === "swap" ? `swap in ${edit.replacement}` : verbs[edit.kind]}, ${difference(change)}`}
      onClick={({ currentTarget, detail }) => {
        // the button goes with the text that it was for; keys then write on in the text
        const field = currentTarget.closest(".jp-Semla-sample")?.querySelector("textarea");
        model.draft.value = { row, text: edit.text };
        if (detail === 0) field?.focus();
      }}
    >
      {said && <span dir="auto">{said}</span>}
      <span class="jp-Semla-delta" data-sign={Math.sign(rounded(change))}>
        {difference(change)}
      </span>
    </button>
  );
}

/** "+.12", "−.30", "0", or dots while it is not known. */
export function difference(change: number | undefined): string {
  if (change === undefined || Number.isNaN(change)) return "…";
  const value = rounded(change);
  if (value === 0) return "0";
  return `${value > 0 ? "+" : "−"}${share(Math.abs(value))}`;
}

function rounded(change: number | undefined): number {
  return Math.round((change ?? 0) * 100) / 100;
}

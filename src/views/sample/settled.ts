import { effect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { SampleModel } from "./model";

/**
 * The text of a row as it stands in the editor, once it has stayed so for some milliseconds; at once where it is the
 * row's own. Who uses it is drawn anew at each pause, not at each key.
 */
export function useSettledText(
  model: SampleModel,
  row: number,
  original: string,
  milliseconds: number,
): string {
  const [settled, setSettled] = useState({ row: -1, text: "" });
  useEffect(
    () =>
      effect(() => {
        const text = draftOf(model.draft.value, row) ?? original;
        const settle = (): void => setSettled({ row, text });
        if (text === original) return settle();
        const timer = setTimeout(settle, milliseconds);
        return () => clearTimeout(timer);
      }),
    [model, row, original, milliseconds],
  );
  return settled.row === row ? settled.text : (draftOf(model.draft.peek(), row) ?? original);
}

export function draftOf(draft: SampleModel["draft"]["value"], row: number): string | null {
  return draft?.row === row ? draft.text : null;
}

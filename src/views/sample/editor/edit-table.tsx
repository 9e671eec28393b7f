import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { TextWord } from "../../../client";
import { counted, labelText } from "../../parts/format";
import { useRoving } from "../../parts/roving";
import { Tracks } from "../../parts/tracks";
import type { Explanation } from "../explanation";
import { Failed } from "../../parts/failed";
import { useChanges } from "./changes";
import { EditButton } from "./edit-button";
import { type Edit, type EditKind, editsOf } from "./edits";

/** Rows before "n more". */
const FIRST = 8;

const columns: readonly { readonly kind: EditKind; readonly name: string }[] = [
  { kind: "remove", name: "remove" },
  { kind: "mask", name: "mask" },
  { kind: "swap", name: "swap in" },
];

interface Options {
  readonly explanation: Explanation;
  readonly words: readonly TextWord[];
  readonly mask: string | null;
  /** Of each word the contrast row's in its place. */
  readonly swaps: readonly (string | null)[];
}

/** Every word with what its removal, its mask and the contrast row's word in its place do; most lowering first. */
export function EditTable({ explanation, words, mask, swaps }: Options) {
  const table = useRef<HTMLTableElement>(null);
  useRoving(table, "vertical");
  const by = useSignal<EditKind>("remove");
  const every = useSignal(false);
  const edits = words.flatMap((_, word) => {
    const swap = swaps[word];
    return editsOf(explanation.text, words, word, mask, swap ? [swap] : []);
  });
  const { asked, changes, label } = useChanges(explanation, edits);
  if (asked.failed) return <Failed message={asked.failed} onRetry={asked.retry} />;
  if (!changes) return <Tracks rows={4} />;
  const places = new Map<number, Partial<Record<EditKind, number>>>();
  edits.forEach((edit, at) => places.set(edit.word, { ...places.get(edit.word), [edit.kind]: at }));
  const changeOf = (word: number): number => changes[places.get(word)?.[by.value] ?? -1] ?? Infinity;
  const sorted = [...words.keys()].sort((a, b) => changeOf(a) - changeOf(b) || a - b);
  const shown = every.value ? sorted : sorted.slice(0, FIRST);
  const used = columns.filter(({ kind }) => edits.some((edit) => edit.kind === kind));
  return (
    <>
      <p class="jp-Semla-note">Change of the probability of {labelText(label)}, most lowering first:</p>
      <table class="jp-Semla-editTable" ref={table} aria-label="Changes of every word">
        <thead>
          <tr>
            <th scope="col">word</th>
            {used.map(({ kind, name }) => (
              <th key={kind} scope="col" aria-sort={by.value === kind ? "ascending" : undefined}>
                <button type="button" onClick={() => (by.value = kind)} title={`Sort by ${name}`}>
                  {name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((word) => (
            <tr key={word}>
              <th scope="row" dir="auto">
                {words[word]?.text}
              </th>
              {used.map(({ kind }) => {
                const at = places.get(word)?.[kind] ?? -1;
                const edit: Edit | undefined = edits[at];
                return (
                  <td key={kind}>
                    {edit && <EditButton {...{ explanation, edit }} change={changes[at]} brief />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > FIRST && (
        <button type="button" class="jp-Semla-link" onClick={() => (every.value = !every.value)}>
          {every.value ? "Fewer" : `${counted(sorted.length - FIRST, "more word")}`}
        </button>
      )}
    </>
  );
}

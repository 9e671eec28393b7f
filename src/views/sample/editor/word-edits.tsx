import { type Signal, useSignal } from "@preact/signals";
import type { TextWord } from "../../../client";
import { labelText } from "../../parts/format";
import { Group } from "../../parts/group";
import type { Explanation } from "../explanation";
import { Failed } from "../../parts/failed";
import { piecesOf } from "./difference";
import { counterparts, type Edit, editsOf, foreignWords } from "./edits";
import { EditButton } from "./edit-button";
import { EditTable } from "./edit-table";
import { useChanges } from "./changes";

/** Other words tried in the place of one. */
const SWAPS = 12;

/** What happens when a word is taken away, masked, or replaced by one of the contrast row; for one word, or for all. */
export function WordEdits(options: {
  explanation: Explanation;
  words: readonly TextWord[];
  chosen: Signal<number>;
}) {
  const { explanation, words, chosen } = options;
  const all = useSignal(false);
  const { text, prediction } = explanation;
  const mask = prediction.value?.mask ?? null;
  const contrast = contrastWords(explanation);
  const own = words.map((word) => word.text);
  const word = words[chosen.value];
  const swaps = foreignWords(own, contrast);
  const one = word ? editsOf(text, words, chosen.value, mask, swaps.slice(0, SWAPS)) : [];
  return (
    <div class="jp-Semla-wordEdits">
      {word && <ChosenWord {...{ explanation, word, edits: one }} />}
      <button
        type="button"
        class="jp-Semla-link"
        aria-expanded={all.value}
        onClick={() => (all.value = !all.value)}
      >
        {all.value ? "Hide the changes of every word" : "Try every word changed"}
      </button>
      {all.value && <EditTable {...{ explanation, words, mask, swaps: counterparts(own, contrast) }} />}
    </div>
  );
}

function ChosenWord({
  explanation,
  word,
  edits,
}: {
  explanation: Explanation;
  word: TextWord;
  edits: readonly Edit[];
}) {
  const { asked, changes, label } = useChanges(explanation, edits);
  const sorted = [...edits.keys()].sort((a, b) =>
    edits[a]?.kind === "swap" && edits[b]?.kind === "swap" ? (changes?.[a] ?? 0) - (changes?.[b] ?? 0) : 0,
  );
  return (
    <>
      <p class="jp-Semla-note">
        Change <strong dir="auto">{word.text}</strong>, and the probability of {labelText(label)} changes by:
      </p>
      {asked.failed && <Failed message={asked.failed} onRetry={asked.retry} />}
      <Group class="jp-Semla-editChoices" name={`Changes of ${word.text}`} axis="horizontal">
        {sorted.map((at) => {
          const edit = edits[at];
          return (
            edit && (
              <EditButton
                key={`${edit.kind} ${edit.replacement}`}
                {...{ explanation, edit }}
                change={changes?.[at]}
              />
            )
          );
        })}
      </Group>
    </>
  );
}

/** Words of the row that this one is held against; of none where there is none. */
function contrastWords({ relations, store, row }: Explanation): readonly string[] {
  const partner = relations.current
    ? relations.value?.partners.find(({ role }) => role === "contrast")
    : undefined;
  if (partner) return partner.words.map(({ text }) => text);
  const other = store.columns.value.contrast?.[row] ?? -1;
  return piecesOf(store.dataset.value?.texts[other] ?? "").map(({ text }) => text);
}

import { useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Store } from "../../client";
import type { Postings } from "../../core";
import { count, counted } from "../parts/format";
import { RowList } from "../parts/group";
import { Icon } from "../parts/icons";
import { toggleEntry } from "./clauses";

export type VocabularyKey = "word" | "concept";

const SUGGESTIONS = 8;

interface Suggestion {
  readonly name: string;
  /** Rows of all that contain it. */
  readonly rows: number;
}

/**
 * Words (or phrases) and concepts that texts must contain, every one; suggestions come from the texts. Enter takes what
 * is typed where the texts have it, else the first suggestion.
 */
export function Vocabulary({ store, kind }: { store: Store; kind: VocabularyKey }) {
  const input = useRef<HTMLInputElement>(null);
  const query = useSignal("");
  const held = useComputed(() => store.filter.value[kind] ?? []);
  const suggestions = useComputed(() => {
    const typed = query.value.trim().toLowerCase().replace(/\s+/g, " ");
    const { words, phrases, concepts } = store.features;
    const sources = kind === "concept" ? [concepts] : typed.includes(" ") ? [phrases] : [words];
    return suggest(sources[0]?.value ?? null, typed, held.value);
  });
  const add = (entry: string): void => {
    const { current } = input;
    if (current) current.value = "";
    query.value = "";
    store.setFilter(toggleEntry(store.filter.peek(), kind, entry));
    current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const typed = query.value.trim();
    if (event.key === "Escape" && typed) {
      if (input.current) input.current.value = "";
      query.value = "";
      event.stopPropagation();
    }
    if (event.key !== "Enter") return;
    const [first] = suggestions.value;
    // longer phrases are in no list, and can be looked for all the same
    const entry = first?.name ?? (kind === "word" && typed.includes(" ") ? typed : undefined);
    if (entry !== undefined) add(entry);
  };
  const nothing = query.value.trim() !== "" && suggestions.value.length === 0;
  return (
    <>
      {held.value.length > 0 && (
        <ul class="jp-Semla-held" aria-label={kind === "word" ? "Words chosen" : "Concepts chosen"}>
          {held.value.map((entry) => (
            <li key={entry} class="jp-Semla-chip">
              <span class="jp-Semla-chipText">{entry}</span>
              <button type="button" aria-label={`Remove ${entry}`} onClick={() => add(entry)}>
                <Icon name="cross" size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <label class="jp-Semla-search">
        <Icon name="search" size={14} />
        <input
          ref={input}
          type="search"
          placeholder={kind === "word" ? "Word or phrase" : "Concept"}
          aria-label={kind === "word" ? "Word or phrase" : "Concept"}
          onInput={(event) => {
            query.value = event.currentTarget.value;
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      {nothing && (
        <p class="jp-Semla-note">
          {kind === "word" && query.value.trim().includes(" ")
            ? "Enter looks for this phrase."
            : `No text contains a ${kind} that begins so.`}
        </p>
      )}
      <div class="jp-Semla-choices">
        <RowList name="Suggestions">
          {suggestions.value.map(({ name, rows }) => (
            <li key={name}>
              <button
                type="button"
                aria-label={`Add ${name}, ${counted(rows, "row")}`}
                onClick={() => add(name)}
              >
                <Icon name="plus" size={12} />
                <span class="jp-Semla-ellipsis">{name}</span>
                <span class="jp-Semla-number">{count(rows)}</span>
              </button>
            </li>
          ))}
        </RowList>
      </div>
    </>
  );
}

/** What begins as typed (the thing itself first), then what contains it; each most frequent first. */
function suggest(postings: Postings | null, typed: string, taken: readonly string[]): readonly Suggestion[] {
  if (!postings) return [];
  const { features, offsets } = postings;
  const best: (Suggestion & { readonly rank: number })[] = [];
  for (let id = 0; id < features.length; id++) {
    const name = features[id] ?? "";
    const at = typed ? name.toLowerCase().indexOf(typed) : 0;
    if (at < 0) continue;
    const rows = (offsets[id + 1] ?? 0) - (offsets[id] ?? 0);
    const rank = name === typed ? 3 : at === 0 ? 2 : 1;
    const last = best[SUGGESTIONS - 1];
    if (last && (rank - last.rank || rows - last.rows) <= 0) continue;
    if (taken.includes(name)) continue;
    best.push({ name, rows, rank });
    best.sort((a, b) => b.rank - a.rank || b.rows - a.rows);
    best.length = Math.min(best.length, SUGGESTIONS);
  }
  return best;
}

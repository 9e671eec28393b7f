import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { AttributionMethod, ColourBy, Store } from "../../../client";
import type { Postings } from "../../../core";
import { counted, share, shortQuote } from "../../parts/format";
import { RowList } from "../../parts/group";
import { Icon } from "../../parts/icons";
import { ListMore } from "../../parts/list-more";
import { ShareBar } from "../../parts/share-bar";
import { featureEntry, noPostings, shortened } from "../entry";
import { EntryRow } from "../entry-row";
import type { RowActions } from "../row-actions";
import type { RankedWord } from "./ranking";

/** Rows before "more", and of the opened list. */
const FEW = 10;
const MOST = 100;

interface Options {
  readonly store: Store;
  readonly actions: RowActions;
  readonly words: readonly RankedWord[];
  readonly method: AttributionMethod;
}

/** Words with their mean attribution as a bar, and a switch that colours the map by each. */
export function RankedList({ store, actions, words, method }: Options) {
  const open = useSignal(false);
  const featureOf = useFeatureOf(store.features.words);
  const { attributionWord, colourBy } = store.view.value;
  const coloured =
    colourBy === "attribution" && attributionWord?.method === method ? attributionWord.word : null;
  const first = words.slice(0, open.value ? MOST : FEW);
  // what is filtered or coloured by stays in the list, so that a second click can take it back
  const held = new Set([...(store.filter.value.word ?? []), ...(coloured === null ? [] : [coloured])]);
  const rows = [...first, ...words.slice(first.length).filter(({ word }) => held.has(word))];
  const largest = Math.max(...rows.map(({ mean }) => Math.abs(mean)));
  const more = Math.min(words.length, MOST) - FEW;
  const postings = store.features.words.value ?? noPostings;
  const before = useRef<ColourBy>("gold");
  const colour = (word: string): void => {
    if (word === coloured) return store.setView({ colourBy: before.current });
    if (colourBy !== "attribution") before.current = colourBy;
    store.setView({ colourBy: "attribution", attributionWord: { word, method } });
  };
  return (
    <>
      <RowList name="Words by attribution">
        {rows.map(({ word, mean, rows: behind }) => (
          <EntryRow
            key={word}
            store={store}
            actions={actions}
            entry={{ ...featureEntry("word", postings, featureOf.value(word)), name: word }}
            title={`${shortened(word)}: ${signed(mean)} of a row's attribution on average, in ${counted(behind, "row")}.`}
            aside={
              <button
                type="button"
                class="jp-Semla-iconButton"
                aria-pressed={word === coloured}
                aria-label={`Colour the map by ${shortQuote(word)}`}
                title={
                  word === coloured
                    ? "Colour the map as before"
                    : "Colour the map by the attribution of this word"
                }
                onClick={() => colour(word)}
              >
                <Icon name="palette" size={14} />
              </button>
            }
          >
            <span class="jp-Semla-ellipsis" dir="auto">
              {shortened(word)}
            </span>
            <span data-against={mean < 0}>
              <ShareBar value={Math.abs(mean) / largest} />
            </span>
            <span class="jp-Semla-number">{signed(mean)}</span>
            <span class="jp-Semla-number jp-Semla-quiet">{behind}</span>
          </EntryRow>
        ))}
      </RowList>
      <ListMore open={open} more={more} />
    </>
  );
}

/** Place of a word among the features; -1 for one that no text has, which lights nothing. */
function useFeatureOf(postings: ReadonlySignal<Postings | null>): ReadonlySignal<(word: string) => number> {
  return useComputed(() => {
    const places = new Map(postings.value?.features.map((feature, i) => [feature, i]));
    return (word: string) => places.get(word) ?? -1;
  });
}

function signed(mean: number): string {
  return mean < 0 ? `−${share(-mean)}` : share(mean);
}

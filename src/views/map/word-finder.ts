import type { Mask, Postings, Rows } from "../../core";
import {
  type DrawnWord,
  type SelectionWords,
  selectionWords,
  type WordScene,
  wordsOfView,
} from "./local-words";

/** Least time between two searches while the view moves, in ms. */
const pause = 90;

/** Finds the words of the view, and searches no more often than it must. */
export class WordFinder {
  private postings: Postings | null = null;
  private ownWords: { selection: Rows; shown: Mask; words: SelectionWords | null } | null = null;
  private stale = true;
  private last = 0;
  private timer = 0;

  /** @param onReady called when a search is worth a try. */
  constructor(private readonly onReady: () => void) {}

  /** Takes the index of the words; null while it is being made. */
  read(postings: Postings | null): void {
    this.postings = postings;
    this.ownWords = null;
    if (postings) this.changed();
  }

  /** Something has changed that words depend on. */
  changed(): void {
    this.stale = true;
    this.onReady();
  }

  /** The words of a scene; null where they are as before, or not to be searched yet. */
  find(
    now: number,
    selection: { readonly rows: Rows; readonly mask: Mask },
    scene: () => Omit<WordScene, "postings" | "selection">,
  ): readonly DrawnWord[] | null {
    if (!this.stale || !this.postings) return null;
    const wait = this.last + pause - now;
    if (wait > 0) {
      this.timer ||= window.setTimeout(() => {
        this.timer = 0;
        this.onReady();
      }, wait);
      return null;
    }
    this.last = now;
    this.stale = false;
    const rest = scene();
    const own = this.wordsOfSelection(this.postings, selection, rest.shown);
    return wordsOfView({ ...rest, postings: this.postings, selection: own });
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private wordsOfSelection(
    postings: Postings,
    selection: { readonly rows: Rows; readonly mask: Mask },
    shown: Mask,
  ): SelectionWords | null {
    if (this.ownWords?.selection !== selection.rows || this.ownWords.shown !== shown)
      this.ownWords = { selection: selection.rows, shown, words: selectionWords(postings, selection, shown) };
    return this.ownWords.words;
  }
}

import type { WordSettings } from "../../client";
import { conceptWords, type ConceptTable, type Mask, type Postings, type Rows } from "../../core";
import {
  type DrawnWord,
  type SelectionWords,
  selectionWords,
  type WordScene,
  type WordSource,
  wordsOfView,
  type WordStatistics,
  wordStatistics,
} from "./local-words";

/** Least time between two searches while the view moves, in ms. */
const pause = 90;

/** What a scene is made of besides the features and what tells the selection. */
export type WordView = Omit<WordScene, keyof WordSource | "selection" | "settings" | "steady">;

/** Words of a view, and what was measured where it was asked for. */
export interface FoundWords {
  readonly words: readonly DrawnWord[];
  readonly statistics: WordStatistics | null;
}

/** What must be as before for words to keep to their places while the view moves. */
type Ground = readonly [
  scale: number,
  shown: Mask,
  selection: Rows,
  source: WordSource,
  settings: WordSettings,
];

/** Finds the words of the view, and searches no more often than it must. */
export class WordFinder {
  /** The features searched; null while they are being made. */
  source: WordSource | null = null;
  private settings: WordSettings | null = null;
  private measuring = false;
  private ownWords: { selection: Rows; shown: Mask; words: SelectionWords | null } | null = null;
  private ground: Ground | null = null;
  private stale = true;
  private last = 0;
  private timer = 0;

  /** @param onReady called when a search is worth a try. */
  constructor(private readonly onReady: () => void) {}

  /**
   * Takes what is searched and how.
   * @param postings null while they are being made.
   * @param concepts for concepts: the words they are found by.
   */
  read(
    settings: WordSettings,
    postings: Postings | null,
    concepts: { readonly words: Postings; readonly table: ConceptTable } | null,
  ): void {
    this.settings = settings;
    if (this.source?.postings !== postings || this.source?.concepts?.words !== concepts?.words)
      this.source = postings && {
        postings,
        concepts: concepts && { words: concepts.words, links: conceptWords(concepts.words, concepts.table) },
      };
    this.ownWords = null;
    this.changed();
  }

  /** Whether to measure all features, for the settings. */
  measure(measuring: boolean): void {
    if (measuring && !this.measuring) this.changed();
    this.measuring = measuring;
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
    view: () => WordView,
  ): FoundWords | null {
    if (!this.stale || !this.settings) return null;
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
    const { source, settings } = this;
    if (!source) return { words: [], statistics: null };
    const rest = view();
    const ground = [rest.camera.scale, rest.shown, selection.rows, source, settings] as const;
    const steady = ground.every((part, i) => part === this.ground?.[i]);
    this.ground = ground;
    const own = this.wordsOfSelection(source.postings, settings, selection, rest.shown);
    const scene: WordScene = { ...rest, ...source, settings, selection: own, steady };
    return { words: wordsOfView(scene), statistics: this.measuring ? wordStatistics(scene) : null };
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private wordsOfSelection(
    postings: Postings,
    settings: WordSettings,
    selection: { readonly rows: Rows; readonly mask: Mask },
    shown: Mask,
  ): SelectionWords | null {
    if (this.ownWords?.selection !== selection.rows || this.ownWords.shown !== shown)
      this.ownWords = {
        selection: selection.rows,
        shown,
        words: selectionWords(postings, selection, shown, settings),
      };
    return this.ownWords.words;
  }
}

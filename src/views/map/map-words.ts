import type { Store, WordSettings } from "../../client";
import { clusterInk, type Positions, type Rect } from "../../core";
import { labelText } from "../parts/format";
import type { Camera, Size } from "./camera";
import type { DrawnWord } from "./local-words";
import type { MapState } from "./state";
import type { MapStyle } from "./style";
import { extentOfRows, paintExtent } from "./word-extent";
import { WordFinder } from "./word-finder";
import { WordLayer } from "./word-layer";
import { pick, rowsOfFeature } from "./word-pick";

/** What words are painted over. */
export interface WordGround {
  readonly camera: Camera;
  readonly size: Size;
  readonly truth: Positions;
  readonly drawn: Positions;
  /** No word is found or shown while points are on their way. */
  readonly gliding: boolean;
  readonly blocked: () => readonly Rect[];
}

/** The pointer rests on a word so long before its rows are lit, in ms. */
const dwell = 60;
/** The list of words follows once they have rested so long, in ms. */
const rest = 200;
const longestLabel = 28;

/** The words over the points: found, painted, pointed at and picked. */
export class MapWords {
  private readonly finder: WordFinder;
  private readonly layer: WordLayer;
  /** Where rows were drawn when words were found. */
  private drawn: Positions | null = null;
  private timer = 0;
  private listTimer = 0;

  /**
   * @param onChange called when something is to be painted anew.
   * @param still whether fades are cuts.
   */
  constructor(
    private readonly store: Store,
    private readonly state: MapState,
    private style: MapStyle,
    private readonly onChange: () => void,
    still: () => boolean,
  ) {
    this.finder = new WordFinder(onChange);
    this.layer = new WordLayer(style, still);
  }

  restyle(style: MapStyle): void {
    this.style = style;
    this.layer.restyle(style);
    this.finder.changed();
  }

  /** Something has changed that words depend on. */
  changed(): void {
    this.finder.changed();
  }

  /** Reads the signals that decide which words there are. */
  follow(settings: WordSettings): void {
    const { features, concepts } = this.store;
    const words = settings.kind === "concept" ? features.words.value : null;
    const table = settings.kind === "concept" ? concepts.value : null;
    const postings = features.of(settings.kind, settings.ngram).value;
    this.finder.read(settings, postings, words && table && { words, table });
    this.finder.measure(this.state.wordSettingsOpen.value);
    this.point(null);
  }

  dispose(): void {
    this.finder.dispose();
    clearTimeout(this.timer);
    clearTimeout(this.listTimer);
  }

  /** The word at a place in px; null where there is none. */
  at(camera: Camera, x: number, y: number): DrawnWord | null {
    return this.shown ? this.layer.at(camera, x, y) : null;
  }

  /** Where a word is drawn now, in px. */
  placeOf(word: DrawnWord, camera: Camera): { readonly x: number; readonly y: number } {
    return this.layer.places(camera).get(word.text) ?? word;
  }

  /** Shows what a word is and where it lies, and lights the rows that contain it; null ends that. */
  point(word: DrawnWord | null): void {
    const { store, state } = this;
    const before = state.pointedWord.peek();
    if (word?.text === before?.word.text) return;
    clearTimeout(this.timer);
    const { source } = this.finder;
    if (!word || !source) {
      state.pointedWord.value = null;
      store.setEmphasis(null);
    } else {
      const rows = rowsOfFeature(source.postings, word.feature, store.shownMask.peek());
      const { shape } = store.view.peek().wordSettings;
      const extent = this.drawn && extentOfRows(rows, this.drawn, shape);
      state.pointedWord.value = { word, rows: rows.length, extent };
      this.timer = window.setTimeout(() => store.setEmphasis({ rows, labels: [] }), dwell);
    }
    this.onChange();
  }

  /** Filters the rows to those of a word, or names them as a group to contrast. */
  pick(word: DrawnWord, as: "filter" | "group"): void {
    const { source } = this.finder;
    if (source) pick(this.store, this.store.view.value.wordSettings.kind, source.postings, word.feature, as);
    this.point(null);
  }

  /** Finds words anew where that is due. */
  find(now: number, ground: WordGround): void {
    const { store, state } = this;
    if (!this.shown || ground.gliding) return;
    const { camera } = ground;
    const selection = { rows: store.selection.value, mask: store.selectionMask.value };
    const { kind } = store.view.value.wordSettings;
    const found = this.finder.find(now, selection, () => ({
      camera,
      size: ground.size,
      truth: ground.truth,
      drawn: ground.drawn,
      shown: store.shownMask.value,
      clusterOfRow: store.clusterOfRow.value,
      blocked: ground.blocked(),
      previous: this.layer.places(camera),
      labelOf: kind === "label" || kind === "prediction" ? shortLabel : (feature) => feature,
      measure: this.layer.measure,
    }));
    if (!found) return;
    this.drawn = ground.drawn;
    const theme = store.theme.value;
    this.layer.update(found.words, camera, ({ own, cluster }) => {
      if (selection.rows.length > 0) return own ? this.style.ink : this.style.quietInk;
      return cluster < 0 ? this.style.ink : clusterInk(cluster, theme);
    });
    state.words.value = found.words.length;
    if (found.statistics) state.wordStatistics.value = found.statistics;
    clearTimeout(this.listTimer);
    this.listTimer = window.setTimeout(() => (state.wordList.value = found.words), rest);
  }

  /** @returns whether some words are still fading. */
  paint(
    context: CanvasRenderingContext2D,
    camera: Camera,
    now: number,
    options: { readonly covered: Rect | null; readonly gliding: boolean },
  ): boolean {
    const pointed = this.shown ? this.state.pointedWord.value : null;
    if (pointed?.extent) {
      const { cluster } = pointed.word;
      const colour = cluster < 0 ? this.style.ink : clusterInk(cluster, this.store.theme.value);
      paintExtent(context, pointed.extent, camera, colour);
    }
    return this.layer.paint(context, camera, now, {
      covered: options.covered,
      hidden: options.gliding || !this.shown,
      pointed: pointed?.word.text ?? null,
    });
  }

  private get shown(): boolean {
    return this.store.view.value.words;
  }
}

/** A label as it reads, cut where it is long. */
function shortLabel(name: string): string {
  const text = labelText(name);
  return text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text;
}

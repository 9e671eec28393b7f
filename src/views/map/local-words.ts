import type { WordSettings } from "../../client";
import {
  characteristic,
  defaultMaxCount,
  defaultMinCount,
  type FeatureExtents,
  featureExtents,
  localizedConcepts,
  localizedWords,
  type LocalizedWord,
  localWordsAmong,
  type Mask,
  type PlacedWord,
  placeWords,
  type Positions,
  type Postings,
  type Rect,
  type Rows,
  type WordToPlace,
} from "../../core";
import type { Camera, Size } from "./camera";

/** Most words of a selection that are drawn. */
const mostOwnWords = 9;
/** Words tried for a place; the rest would find none. */
const mostCandidates = 400;
/** Rows looked at to tell the cluster that a word lies in. */
const sampledRows = 256;
/** A word keeps its size until it should differ by more px: while the view only moves, and otherwise. */
const steadySize = 3;
const zoomedSize = 1;

/**
 * What px of a map of 970 x 480 px, where SemLa's default locality comes from, are on another: the same on larger
 * ones, less on smaller ones, on which the same words would lie closer together.
 */
export function localityScale(size: Size): number {
  return Math.min(1, Math.sqrt((size.width * size.height) / (970 * 480)));
}

/** Font size in px, 11 to 20, in proportion to a word's count against the largest: only few words may be large. */
export function fontSize(share: number): number {
  return Math.round(11 + 9 * Math.min(1, share));
}

/** Where a word is drawn, in px of the present view, and how large. */
export interface WordPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** The features that words are taken from. */
export interface WordSource {
  /** What words over the points stand for: the rows of each. */
  readonly postings: Postings;
  /** For concepts: the words they are found by, and which of these belong to each. */
  readonly concepts: { readonly words: Postings; readonly links: Postings } | null;
}

/** What the words over the points depend on. Positions are of the plane. */
export interface WordScene extends WordSource {
  readonly settings: WordSettings;
  /** Where rows truly lie: decides which words are local. */
  readonly truth: Positions;
  /** Where rows are drawn: decides where their words stand. */
  readonly drawn: Positions;
  readonly shown: Mask;
  /** Label cluster of each row, -1 none. */
  readonly clusterOfRow: Int32Array;
  readonly camera: Camera;
  readonly size: Size;
  /** Legend, tools and the like, in px. */
  readonly blocked: readonly Rect[];
  readonly selection: SelectionWords | null;
  /** Words at the last drawing, by text. */
  readonly previous: ReadonlyMap<string, WordPlace>;
  /** Whether the view has only moved since: words then stay as they are if they can. */
  readonly steady: boolean;
  /** How a feature reads on the map. */
  readonly labelOf: (feature: string) => string;
  /** Width of what it reads, in px. */
  readonly measure: (label: string, size: number) => number;
}

/** A selection and, by feature, the z of features more frequent in it than elsewhere beyond chance. */
export interface SelectionWords {
  readonly mask: Mask;
  readonly beyondChance: ReadonlyMap<number, number>;
}

/** A word with its place in px; `own` where it is one of the selection's. */
export interface DrawnWord extends PlacedWord {
  readonly own: boolean;
  /** How `text` reads. */
  readonly label: string;
  /** Index into the features of the postings. */
  readonly feature: number;
  /** Visible rows that contain it. */
  readonly count: number;
  /** Label cluster of most of its rows; -1 where there is no such. */
  readonly cluster: number;
}

/** Everything measured in a view, for the settings; spreads are px of a map of 970 x 480. */
export interface WordStatistics {
  /** Of each feature that at least two visible rows contain: how many do, and the larger of its two spreads. */
  readonly counts: Uint32Array;
  readonly spreads: Float64Array;
  /** Bounds of the counts where none are set. */
  readonly minCount: number;
  readonly maxCount: number;
}

/** Which features tell a selection from the other rows shown. */
export function selectionWords(
  postings: Postings,
  selection: { readonly rows: Rows; readonly mask: Mask },
  shown: Mask,
  settings: Pick<WordSettings, "kind" | "stopWords">,
): SelectionWords | null {
  if (selection.rows.length === 0) return null;
  const mask = selection.mask.map((bit, row) => bit & (shown[row] ?? 0));
  const beyondChance = new Map<number, number>();
  const stopWords = settings.stopWords || settings.kind !== "word";
  for (const { feature, significant, z } of characteristic(postings, mask, shown, { stopWords }))
    if (significant && z > 0) beyondChance.set(feature, z);
  return { mask, beyondChance };
}

/**
 * Localized words of the visible region with their places: first those of the selection, local among its rows and
 * beyond chance, at most nine; then the others. Spreads are measured in px at the present zoom.
 */
export function wordsOfView(scene: WordScene): DrawnWord[] {
  const { selection, size, blocked, previous, steady, labelOf } = scene;
  const measure = (text: string, fontSize: number): number => scene.measure(labelOf(text), fontSize);
  const visible = visibleRows(scene);
  const local = findLocal(scene, visible).slice(0, mostCandidates);
  const inside = selection && visible.map((bit, row) => bit & (selection.mask[row] as number));
  const own = selection && inside ? ownWords(findLocal(scene, inside), selection) : [];
  const largest = Math.max(1, own[0]?.count ?? 0, local[0]?.count ?? 0);
  const sizeOf = (count: number, text: string): number => {
    const wanted = fontSize(count / largest);
    const before = previous.get(text)?.size ?? Infinity;
    return Math.abs(wanted - before) <= (steady ? steadySize : zoomedSize) ? before : wanted;
  };
  const options = { width: size.width, height: size.height, previous, keepPrevious: steady, sizeOf };

  const placedOwn = placeWords(
    own.map((word) => anchored(scene, word, inside ?? visible)),
    measure,
    { ...options, blocked, limit: mostOwnWords },
  );
  const taken = new Set(placedOwn.map(({ text }) => text));
  const others = local.filter(({ word }) => !taken.has(word));
  const placedOthers = placeWords(
    others.map((word) => anchored(scene, word, visible)),
    measure,
    { ...options, blocked: [...blocked, ...placedOwn.map(boxOf)] },
  );
  return [
    ...described(scene, placedOthers, others, visible, false),
    ...described(scene, placedOwn, own, inside ?? visible, true),
  ];
}

/** What the settings show of a view. */
export function wordStatistics(scene: WordScene): WordStatistics {
  const visible = visibleRows(scene);
  const { postings, concepts, truth, camera, size, settings } = scene;
  const extents = featureExtents(concepts?.words ?? postings, truth, visible, {
    shape: settings.shape,
    minCount: 2,
    stopWords: settings.stopWords || (settings.kind !== "word" && !concepts),
  });
  const unit = camera.scale / localityScale(size);
  const there = extents.counts.map((count) => (count >= 2 ? 1 : 0));
  return {
    counts: extents.counts.filter((count) => count >= 2),
    spreads: extents.spreadX
      .map((spread, i) => Math.max(spread, extents.spreadY[i] as number) * unit)
      .filter((_, i) => there[i] === 1),
    minCount: defaultMinCount(extents.visibleRows),
    maxCount: defaultMaxCount(extents.visibleRows),
  };
}

/** Localized features of some rows, with places and spreads in the plane. */
function findLocal(scene: WordScene, among: Mask): LocalizedWord[] {
  const { postings, concepts, settings, truth, camera, size } = scene;
  const { kind, shape, invert } = settings;
  const locality = (settings.locality * localityScale(size)) / camera.scale;
  const bounds = { minCount: settings.minCount ?? undefined, maxCount: settings.maxCount ?? undefined };
  if (concepts) {
    const words = localizedWords(concepts.words, truth, among, {
      ...bounds,
      locality,
      shape,
      stopWords: settings.stopWords,
    });
    return localizedConcepts(words, concepts.words, concepts.links, among, { locality, shape, invert });
  }
  const options = { ...bounds, locality, shape, invert, stopWords: settings.stopWords || kind !== "word" };
  const extents: FeatureExtents = featureExtents(postings, truth, among, options);
  return localWordsAmong(postings, extents, options);
}

/** The clearest of a selection's words, most frequent first. */
function ownWords(local: readonly LocalizedWord[], selection: SelectionWords): LocalizedWord[] {
  const { beyondChance } = selection;
  const z = ({ feature }: LocalizedWord): number => beyondChance.get(feature) ?? 0;
  return local
    .filter((word) => z(word) > 0)
    .sort((a, b) => z(b) - z(a))
    .slice(0, 2 * mostOwnWords)
    .sort((a, b) => b.count - a.count);
}

/** Which rows are shown and drawn inside the view. */
function visibleRows({ drawn, shown, camera, size }: WordScene): Mask {
  const { scale, x0, y0 } = camera;
  const visible = new Uint8Array(shown.length);
  for (let row = 0; row < visible.length; row++) {
    if (!shown[row]) continue;
    const x = (drawn[2 * row] as number) * scale + x0;
    const y = (drawn[2 * row + 1] as number) * scale + y0;
    if (x >= 0 && y >= 0 && x <= size.width && y <= size.height) visible[row] = 1;
  }
  return visible;
}

/** A word at the middle of its rows, as they are drawn, in px. */
function anchored(scene: WordScene, found: LocalizedWord, among: Mask): WordToPlace {
  const { postings, concepts, truth, drawn, camera } = scene;
  const { scale, x0, y0 } = camera;
  let { x, y } = found;
  // the middle of a concept's words is not that of all its rows
  if (drawn !== truth && !concepts) {
    const end = postings.offsets[found.feature + 1] ?? 0;
    let rows = 0;
    x = y = 0;
    for (let i = postings.offsets[found.feature] ?? 0; i < end; i++) {
      const row = postings.rows[i] as number;
      if (!among[row]) continue;
      x += drawn[2 * row] as number;
      y += drawn[2 * row + 1] as number;
      rows++;
    }
    x /= rows;
    y /= rows;
  }
  return { text: found.word, x: x * scale + x0, y: y * scale + y0, weight: found.count };
}

/** Placed words with what there is to say of them. */
function described(
  scene: WordScene,
  placed: readonly PlacedWord[],
  found: readonly LocalizedWord[],
  among: Mask,
  own: boolean,
): DrawnWord[] {
  const byText = new Map(found.map((word) => [word.word, word]));
  return placed.flatMap((place) => {
    const word = byText.get(place.text);
    if (!word) return [];
    const { feature, count } = word;
    const label = scene.labelOf(place.text);
    return [{ ...place, own, label, feature, count, cluster: clusterOf(scene, feature, among) }];
  });
}

/** The label cluster that holds more than half of a feature's rows, told from some of them. */
function clusterOf({ postings, clusterOfRow }: WordScene, feature: number, among: Mask): number {
  const start = postings.offsets[feature] ?? 0;
  const end = postings.offsets[feature + 1] ?? 0;
  const step = Math.max(1, Math.floor((end - start) / sampledRows));
  const rows = new Map<number, number>();
  let total = 0;
  for (let i = start; i < end; i += step) {
    const row = postings.rows[i] as number;
    if (!among[row]) continue;
    const cluster = clusterOfRow[row] ?? -1;
    rows.set(cluster, (rows.get(cluster) ?? 0) + 1);
    total++;
  }
  for (const [cluster, count] of rows) if (2 * count > total) return cluster;
  return -1;
}

function boxOf({ x, y, width, height }: PlacedWord): Rect {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

import {
  characteristic,
  localizedWords,
  type LocalizedWord,
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

/**
 * Spread below which a word is local, in px: 100 on a map of 970 x 480 px, where SemLa's default comes from, and
 * larger; less on smaller maps, on which the same words would lie closer together.
 */
export function localityOf(size: Size): number {
  return 100 * Math.min(1, Math.sqrt((size.width * size.height) / (970 * 480)));
}

/** Font size in px, 11 to 20, in proportion to a word's count against the largest: only few words may be large. */
export function fontSize(share: number): number {
  return Math.round(11 + 9 * Math.min(1, share));
}

/** What the words over the points depend on. Positions are of the plane. */
export interface WordScene {
  readonly postings: Postings;
  /** Where rows truly lie: decides which words are local. */
  readonly truth: Positions;
  /** Where rows are drawn: decides where their words stand. */
  readonly drawn: Positions;
  readonly shown: Mask;
  readonly camera: Camera;
  readonly size: Size;
  /** Legend, tools and the like, in px. */
  readonly blocked: readonly Rect[];
  readonly selection: SelectionWords | null;
  /** Centres at the last drawing by text, in px. */
  readonly previous: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  readonly measure: (text: string, size: number) => number;
}

/** A selection and, by feature, the z of words more frequent in it than elsewhere beyond chance. */
export interface SelectionWords {
  readonly mask: Mask;
  readonly beyondChance: ReadonlyMap<number, number>;
}

/** A word with its place in px; `own` where it is one of the selection's. */
export interface DrawnWord extends PlacedWord {
  readonly own: boolean;
}

/** Which words tell a selection from the other rows shown. */
export function selectionWords(
  postings: Postings,
  selection: { readonly rows: Rows; readonly mask: Mask },
  shown: Mask,
): SelectionWords | null {
  if (selection.rows.length === 0) return null;
  const inside = selection.mask.map((bit, row) => bit & (shown[row] ?? 0));
  const beyondChance = new Map<number, number>();
  for (const { feature, significant, z } of characteristic(postings, inside, shown))
    if (significant && z > 0) beyondChance.set(feature, z);
  return { mask: inside, beyondChance };
}

/**
 * Localized words of the visible region with their places: first those of the selection, local among its rows and
 * beyond chance, at most nine; then the others. Positions are taken in px at the present zoom.
 */
export function wordsOfView(scene: WordScene): DrawnWord[] {
  const { postings, selection, size, blocked, measure, previous } = scene;
  const { pixels, visible } = viewOf(scene);
  const locality = localityOf(size);
  const local = localizedWords(postings, pixels, visible, { locality }).slice(0, mostCandidates);
  const inside = visible.map((bit, row) => bit & (selection?.mask[row] ?? 0));
  const own = selection ? ownWords(localizedWords(postings, pixels, inside, { locality }), selection) : [];
  const largest = Math.max(1, own[0]?.count ?? 0, local[0]?.count ?? 0);
  const options = { ...size, previous, sizeOf: (count: number) => fontSize(count / largest) };

  const placedOwn = placeWords(
    own.map((word) => anchored(scene, word, inside)),
    measure,
    { ...options, blocked, limit: mostOwnWords },
  );
  const taken = new Set(placedOwn.map(({ text }) => text));
  const placedOthers = placeWords(
    local.filter(({ word }) => !taken.has(word)).map((word) => anchored(scene, word, visible)),
    measure,
    { ...options, blocked: [...blocked, ...placedOwn.map(boxOf)] },
  );
  return [
    ...placedOthers.map((word) => ({ ...word, own: false })),
    ...placedOwn.map((word) => ({ ...word, own: true })),
  ];
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

/** True positions in px, and which rows are shown and drawn inside the view. */
function viewOf({ truth, drawn, shown, camera, size }: WordScene): { pixels: Positions; visible: Mask } {
  const { scale, x0, y0 } = camera;
  const pixels = new Float32Array(truth.length);
  const visible = new Uint8Array(shown.length);
  for (let row = 0; row < visible.length; row++) {
    pixels[2 * row] = (truth[2 * row] as number) * scale + x0;
    pixels[2 * row + 1] = (truth[2 * row + 1] as number) * scale + y0;
    const x = (drawn[2 * row] as number) * scale + x0;
    const y = (drawn[2 * row + 1] as number) * scale + y0;
    if (shown[row] && x >= 0 && y >= 0 && x <= size.width && y <= size.height) visible[row] = 1;
  }
  return { pixels, visible };
}

/** A word at the mean of its rows as they are drawn, in px. */
function anchored(scene: WordScene, { feature, word, count }: LocalizedWord, among: Mask): WordToPlace {
  const { postings, drawn, camera } = scene;
  const end = postings.offsets[feature + 1] ?? 0;
  let [x, y, rows] = [0, 0, 0];
  for (let i = postings.offsets[feature] ?? 0; i < end; i++) {
    const row = postings.rows[i] as number;
    if (!among[row]) continue;
    x += drawn[2 * row] as number;
    y += drawn[2 * row + 1] as number;
    rows++;
  }
  const { scale, x0, y0 } = camera;
  return { text: word, x: (x / rows) * scale + x0, y: (y / rows) * scale + y0, weight: count };
}

function boxOf({ x, y, width, height }: PlacedWord): Rect {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

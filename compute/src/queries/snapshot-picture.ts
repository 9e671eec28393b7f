import {
  clusterColour,
  clusterInk,
  labelColours,
  localizedWordsSteps,
  type LocalizedWord,
  type Mask,
  placeWords,
  type Postings,
  spreadSteps,
} from "../../../src/core";
import type { Snapshot } from "../../../src/snapshot";
import { toPixels } from "../analysis/pixels";

/** px of the map, which is that of SemLa's definitions, and of the line of the title above it. */
const [WIDTH, HEIGHT, TITLE] = [970, 480, 36];
/** Most words that are tried for a place. */
const CANDIDATES = 400;
/** Most points drawn: more would say no more and weigh much. */
const POINTS = 20_000;
/** Width of a letter against the font size, about, in the fonts that are likely. */
const LETTER = 0.56;

interface Given {
  readonly snapshot: Snapshot;
  readonly postings: Postings;
  /** Rows that the filter lets through. */
  readonly shown: Mask;
}

/** The map as an SVG document on a light ground, in steps: points in the colours of their labels, words over them. */
export function* drawPicture({ snapshot, postings, shown }: Given): Generator<void, string, void> {
  const { columns } = snapshot.first;
  const labels = columns.gold?.data ?? columns.prediction?.data ?? null;
  const clusters = columns.clusterOfLabel?.data ?? null;
  const pixels = columns.positions ? toPixels(columns.positions.data, [WIDTH, HEIGHT]) : new Float32Array(0);
  yield;
  const drawn = shown.length <= POINTS && snapshot.view.spread !== false ? yield* spreading(pixels) : pixels;
  const dots = dotsOf(drawn, shown, colourOf(snapshot, labels));
  yield;
  const local = pixels.length > 0 ? yield* localizedWordsSteps(postings, pixels, shown) : [];
  const words = wordsOf(local, postings, (row) => clusters?.[labels?.[row] ?? -1] ?? -1);
  yield;
  return documentOf(snapshot, dots, words);
}

/** As on screen, where points that lie on each other are pushed apart. */
function* spreading(pixels: Float32Array): Generator<void, Float32Array, void> {
  const steps = spreadSteps(pixels);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield;
  }
}

/** Colour of each row, by its label, else that of none. */
function colourOf({ first }: Snapshot, labels: Int32Array | null): (row: number) => string {
  const { labelNames = [], clusterOfLabel } = first.columns;
  const colours = labelColours({
    clusterOfLabel: clusterOfLabel?.data ?? new Int32Array(labelNames.length),
    theme: "light",
  });
  return (row) => colours[labels?.[row] ?? -1] ?? clusterColour(-1, "light");
}

/** One path a colour; each point a stroke of no length with round ends. */
function dotsOf(pixels: Float32Array, shown: Mask, colour: (row: number) => string): string[] {
  const paths = new Map<string, string[]>();
  const step = Math.ceil(shown.length / POINTS);
  for (let row = 0; row < shown.length; row += step) {
    const [x, y] = [pixels[2 * row] ?? NaN, pixels[2 * row + 1] ?? NaN];
    if (!shown[row] || Number.isNaN(x + y)) continue;
    const of = colour(row);
    const path = paths.get(of) ?? [];
    paths.set(of, path);
    path.push(`M${x.toFixed(1)} ${y.toFixed(1)}h0`);
  }
  return Array.from(paths, ([of, path]) => `<path stroke="${of}" d="${path.join("")}"/>`);
}

function wordsOf(
  local: readonly LocalizedWord[],
  postings: Postings,
  cluster: (row: number) => number,
): string[] {
  const heaviest = [...local].sort((a, b) => b.count - a.count).slice(0, CANDIDATES);
  const featureOf = new Map(heaviest.map(({ word, feature }) => [word, feature]));
  const placed = placeWords(
    heaviest.map(({ word, x, y, count }) => ({ text: word, x, y, weight: count })),
    (text, size) => [...text].length * size * LETTER,
    { width: WIDTH, height: HEIGHT },
  );
  return placed.map(({ text, x, y, size }) => {
    const feature = featureOf.get(text) ?? 0;
    const rows = postings.rows.subarray(postings.offsets[feature], postings.offsets[feature + 1]);
    const ink = clusterInk(mostFrequent(rows, cluster), "light");
    return `<text x="${x.toFixed(1)}" y="${(y + size * 0.35).toFixed(1)}" font-size="${size}" fill="${ink}">${escaped(text)}</text>`;
  });
}

function mostFrequent(rows: Uint32Array, cluster: (row: number) => number): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(cluster(row), (counts.get(cluster(row)) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || a - b)[0]?.[0] ?? -1;
}

function documentOf(
  { title, rows, first }: Snapshot,
  dots: readonly string[],
  words: readonly string[],
): string {
  const accuracy = first.summary?.accuracy ?? null;
  const facts = [
    title.dataset,
    title.model,
    `${rows.toLocaleString("en")} rows`,
    accuracy === null ? null : `accuracy ${(100 * accuracy).toFixed(1)} %`,
  ].filter((fact) => fact !== null);
  const line = escaped(facts.join(" · "));
  const size = `width="${WIDTH}" height="${HEIGHT + TITLE}" viewBox="0 0 ${WIDTH} ${HEIGHT + TITLE}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="system-ui, sans-serif">`,
    `<title>${line}</title>`,
    `<desc>Map of the rows: each point is a row in the colour of its label, near rows are alike to the model; ` +
      `${words.length} words over the points that are typical of them.</desc>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="16" y="24" font-size="14" font-weight="600" fill="#20262e">${line}</text>`,
    `<g transform="translate(0 ${TITLE})">`,
    `<g fill="none" stroke-width="4.4" stroke-linecap="round" stroke-opacity=".8">${dots.join("")}</g>`,
    `<g text-anchor="middle" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke">` +
      `${words.join("")}</g>`,
    `</g></svg>`,
  ].join("\n");
}

/** Text for an XML document; characters that none may hold are left out. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0)};`);
}

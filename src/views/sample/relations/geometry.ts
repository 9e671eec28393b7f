/** Where links run between two lines of words. All in px of one plane, y downwards. Plain functions. */
import type { Link } from "./links";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Ribbon {
  readonly link: Link;
  /** SVG path of its middle line. */
  readonly path: string;
}

/** px between a word and where its link begins. */
const GAP = 1;
/** px between links at the pill. */
const BETWEEN = 2;

interface Sides {
  /** Boxes of this row's words, and of the other text's. */
  readonly own: readonly Box[];
  readonly other: readonly Box[];
  readonly pill: Box;
  /** Whether the other text stands above this row's. */
  readonly above: boolean;
}

/** Ribbons of one pill. Those of words alone meet at it, in the order of their words; pairs run from word to word. */
export function ribbonsOf(links: readonly Link[], { own, other, pill, above }: Sides): readonly Ribbon[] {
  const ribbons: Ribbon[] = [];
  for (const link of links) {
    const [ownBox, otherBox] = [own[link.own], other[link.other]];
    if (!ownBox || !otherBox) continue;
    ribbons.push({ link, path: curve(edge(otherBox, above), edge(ownBox, !above)) });
  }
  for (const side of ["other", "own"] as const) {
    const boxes = side === "own" ? own : other;
    const alone = links.filter((link) => link[side] >= 0 && link[side === "own" ? "other" : "own"] < 0);
    const up = (side === "other") === above;
    const ports = portsOf(alone, (link) => boxes[link[side]]);
    for (const { link, offset } of ports) {
      const box = boxes[link[side]];
      if (!box) continue;
      const port = { x: pill.x + pill.width / 2 + offset, y: up ? pill.y : pill.y + pill.height };
      ribbons.push({ link, path: curve(edge(box, up), port) });
    }
  }
  return ribbons;
}

/** Places along the pill, from its middle: links side by side, each as wide as it is, as their words stand. */
function portsOf(
  links: readonly Link[],
  boxOf: (link: Link) => Box | undefined,
): readonly { readonly link: Link; readonly offset: number }[] {
  const middle = (link: Link): number => {
    const box = boxOf(link);
    return box ? box.x + box.width / 2 : 0;
  };
  const sorted = [...links].sort((a, b) => middle(a) - middle(b));
  const total = sorted.reduce((sum, link) => sum + link.width + BETWEEN, -BETWEEN);
  let at = -total / 2;
  return sorted.map((link) => {
    const offset = at + link.width / 2;
    at += link.width + BETWEEN;
    return { link, offset };
  });
}

/** The middle of a word's lower edge, or of its upper one. */
function edge(box: Box, lower: boolean): { x: number; y: number } {
  return { x: box.x + box.width / 2, y: lower ? box.y + box.height + GAP : box.y - GAP };
}

function curve(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const middle = round((from.y + to.y) / 2);
  const [x1, y1, x2, y2] = [round(from.x), round(from.y), round(to.x), round(to.y)];
  return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The pill of some links: at the middle of the words they tie, inside the graph. */
export function pillOf(
  links: readonly Link[],
  own: readonly Box[],
  other: readonly Box[],
  gap: number,
  size: { readonly width: number; readonly height: number },
  graph: number,
): Box {
  const middles = links.flatMap(({ own: mine, other: theirs }) =>
    [own[mine], other[theirs]].flatMap((box) => (box ? [box.x + box.width / 2] : [])),
  );
  const middle = middles.length ? middles.reduce((sum, x) => sum + x, 0) / middles.length : graph / 2;
  const x = Math.max(0, Math.min(graph - size.width, middle - size.width / 2));
  return { x, y: gap - size.height / 2, ...size };
}

import { describe, expect, test } from "@jest/globals";
import type { MatrixContent } from "../matrix-content";
import { type MatrixLook, paintMatrix } from "../matrix-paint";

const content: MatrixContent = {
  labels: [5, 6, 7, 8],
  placeOf: Int32Array.of(-1, -1, -1, -1, -1, 0, 1, 2, 3),
  blocks: [
    { cluster: 0, start: 0, end: 2 },
    { cluster: -1, start: 2, end: 4 },
  ],
  cells: [
    { row: 0, column: 0, count: 9, share: 0.9 },
    { row: 0, column: 1, count: 4, share: 0.4 },
    { row: 1, column: 0, count: 1, share: 0.1 },
  ],
  greatest: 0.4,
};
const look: MatrixLook = {
  side: 42,
  ratio: 2,
  diagonal: false,
  ring: null,
  cursor: null,
  lit: { rows: [], columns: [] },
  font: "sans-serif",
  ground: "ground",
  ink: "ink",
  line: "line",
  brand: "brand",
  clusterColour: (cluster) => `cluster ${cluster}`,
};

/** Remembers what is filled and stroked, with colour and opacity. */
function painted(change: Partial<MatrixLook> = {}) {
  const fills: { colour: string; alpha: number; box: number[] }[] = [];
  const rings: number[][] = [];
  const boxes: number[][] = [];
  const texts: string[] = [];
  const context = {
    globalAlpha: 1,
    fillStyle: "",
    fillRect: (...box: number[]) =>
      fills.push({ colour: context.fillStyle, alpha: context.globalAlpha, box }),
    fillText: (text: string) => texts.push(text),
    arc: (...arc: number[]) => rings.push(arc.slice(0, 3)),
    strokeRect: (...box: number[]) => boxes.push(box),
    beginPath: () => undefined,
    moveTo: () => undefined,
    lineTo: () => undefined,
    stroke: () => undefined,
  };
  paintMatrix(context as unknown as CanvasRenderingContext2D, content, { ...look, ...change });
  return { fills, rings, boxes, texts, inked: fills.filter(({ colour }) => colour === "ink") };
}

describe("the matrix is drawn", () => {
  test("with errors in ink by the square root of their share, on whole device px", () => {
    const { inked } = painted();
    expect(inked.map(({ box }) => box)).toEqual([
      [11, 0, 10, 11],
      [0, 11, 11, 10],
    ]);
    expect(inked[0]?.alpha).toBe(1);
    expect(inked[1]?.alpha).toBeCloseTo(0.25 + 0.75 * Math.sqrt(0.1 / 0.4), 12);
  });

  test("with right predictions in the colour of the cluster, only when wanted", () => {
    const cells = (diagonal: boolean) =>
      painted({ diagonal }).fills.filter(({ colour, alpha }) => colour === "cluster 0" && alpha > 0.3);
    expect(cells(false)).toHaveLength(0);
    expect(cells(true).map(({ box }) => box)).toEqual([[0, 0, 11, 11]]);
  });

  test("with clusters as tinted blocks, and none for labels without one", () => {
    const tints = painted().fills.filter(({ alpha }) => alpha === 0.22);
    expect(tints).toEqual([{ colour: "cluster 0", alpha: 0.22, box: [0, 0, 21, 21] }]);
  });

  test("with marks that can be seen however many labels there are", () => {
    const { inked } = painted({ side: 8, ratio: 2 });
    for (const { box } of inked) expect(Math.min(box[2] ?? 0, box[3] ?? 0)).toBeGreaterThanOrEqual(4);
  });

  test("with a ring round the pair, and round its mirror image where they are mixed up both ways", () => {
    expect(painted({ ring: { row: 0, column: 1 } }).rings).toEqual([
      [15.75, 5.25, 12],
      [5.25, 15.75, 12],
    ]);
    expect(painted({ ring: { row: 2, column: 3 } }).rings).toHaveLength(1);
  });

  test("with lit labels as lines across and the keyboard's cell framed", () => {
    const { fills } = painted({ lit: { rows: [1], columns: [2] } });
    expect(fills.filter(({ colour }) => colour === "brand").map(({ box }) => box)).toEqual([
      [0, 11, 42, 10],
      [21, 0, 11, 42],
    ]);
    expect(painted({ cursor: { row: 1, column: 1 } }).boxes).toHaveLength(2);
    expect(painted().boxes).toHaveLength(0);
  });

  test("with numbers once there is room for them", () => {
    expect(painted().texts).toEqual([]);
    expect(painted({ side: 200, diagonal: true }).texts).toEqual(["9", "4", "1"]);
  });
});

import type { Columns } from "../../client";
import type { Place } from "./row-places";
import type { MapStyle } from "./style";

/** A line from a row to another. */
export interface Line {
  readonly row: number;
  readonly kind: "closest" | "contrast" | "other" | "near";
  /** 0 to 1; of kind "near", how near. */
  readonly strength: number;
}

/** Lines from a row to the rows that it was compared with: others first, so that closest and contrast lie on top. */
export function supportLines(columns: Columns, row: number): Line[] {
  const { support, closest, contrast } = columns;
  const [best, against] = [closest?.[row] ?? -1, contrast?.[row] ?? -1];
  const others = support
    ? Array.from(support.data.subarray(row * support.size, (row + 1) * support.size))
    : [];
  const line = (to: number, kind: Line["kind"]): Line => ({ row: to, kind, strength: 1 });
  return [
    ...others
      .filter((other) => other >= 0 && other !== best && other !== against)
      .map((to) => line(to, "other")),
    ...(against >= 0 ? [line(against, "contrast")] : []),
    ...(best >= 0 ? [line(best, "closest")] : []),
  ];
}

/** Lines to the nearest rows, nearest strongest. */
export function nearLines(near: { readonly rows: Uint32Array; readonly similarity: Float32Array }): Line[] {
  const [most, least] = [near.similarity[0] ?? 1, near.similarity.at(-1) ?? 0];
  const range = most - least || 1;
  return Array.from(near.rows, (row, i): Line => {
    const share = ((near.similarity[i] ?? least) - least) / range;
    return { row, kind: "near", strength: 0.3 + 0.7 * share };
  }).reverse();
}

/** Draws lines from a place; rows that are not drawn have none. A ring marks the ends of those that matter most. */
export function paintLines(
  context: CanvasRenderingContext2D,
  from: Place,
  lines: readonly Line[],
  placeOf: (row: number) => Place | null,
  radius: number,
  style: MapStyle,
): void {
  context.lineCap = "round";
  for (const { row, kind, strength } of lines) {
    const to = placeOf(row);
    if (!to) continue;
    const strong = kind === "closest" || kind === "contrast";
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.setLineDash(kind === "contrast" ? [5, 4] : []);
    if (strong) {
      context.lineWidth = 4;
      context.strokeStyle = style.canvas;
      context.stroke();
    }
    context.globalAlpha = strong ? 1 : 0.85 * strength;
    context.lineWidth = strong ? 1.75 : 1;
    context.strokeStyle = kind === "near" ? style.brand : strong ? style.ink : style.quietInk;
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.arc(to.x, to.y, radius + (strong ? 2.5 : 1.5), 0, 2 * Math.PI);
    context.stroke();
  }
  context.globalAlpha = 1;
}

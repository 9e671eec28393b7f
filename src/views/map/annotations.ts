import type { Store } from "../../client";
import type { Positions, Rect, Rows } from "../../core";
import { labelText } from "../parts/format";
import type { DrawnLayout } from "./drawn-layout";
import { HeldPoint } from "./held-point";
import { paintRegions } from "./hull-marks";
import { type NamedIsland, namedIslands, paintIslandNames } from "./island-names";
import { fewestRows, LabelRegions } from "./label-regions";
import { nearLines, paintLines, supportLines } from "./lines";
import { paintProbe, paintRing } from "./marks";
import { NearestRows } from "./nearest-rows";
import type { Place, RowPlaces } from "./row-places";
import type { MapState } from "./state";
import type { MapStyle } from "./style";
import type { Viewport } from "./viewport";

interface Scene {
  readonly layout: DrawnLayout;
  readonly viewport: Viewport;
  readonly places: RowPlaces;
}

/** What has been painted under the words. */
interface Painted {
  /** Whether there is more to come. */
  readonly moving: boolean;
  /** Whether names of islands take the place of words. */
  readonly quiet: boolean;
  /** Paints the names, which lie over words. @returns whether `blocked` has become another. */
  paintNames(): boolean;
}

/** What explains the points: regions of labels, names of islands, lines to other rows. */
export class Annotations {
  readonly held: HeldPoint;
  /** Where names that stay lie, in px: words keep away from them. */
  blocked: readonly Rect[] = [];
  private readonly regions: LabelRegions;
  private readonly nearest: NearestRows;
  private islands: { target: Positions; rows: Rows; codes: Int32Array | null; found: NamedIsland[] } | null =
    null;
  private analysis: string | undefined;

  /**
   * @param onChange called when something is to be painted anew.
   * @param still whether moves are cuts.
   */
  constructor(
    private readonly store: Store,
    private readonly state: MapState,
    private readonly scene: Scene,
    private readonly onChange: () => void,
    still: () => boolean,
  ) {
    this.held = new HeldPoint(still);
    this.regions = new LabelRegions(store);
    this.nearest = new NearestRows(store.compute, onChange);
  }

  /** Reads the signals that decide what is painted. */
  follow(): void {
    const { store } = this;
    for (const signal of [store.emphasis, store.probe, store.pair, store.selection, store.sides, store.view])
      void signal.value;
    const analysis = store.summary.value?.analysis;
    if (analysis !== this.analysis) {
      this.analysis = analysis;
      this.nearest.forget();
    }
    this.onChange();
  }

  dispose(): void {
    this.nearest.dispose();
  }

  /**
   * Paints regions and lines.
   * @param panels where panels lie over the map, px.
   * @param drawnHere whether the selection's outline was drawn on this map.
   */
  paint(
    context: CanvasRenderingContext2D,
    now: number,
    radius: number,
    style: MapStyle,
    panels: readonly Rect[],
    drawnHere: boolean,
  ): Painted {
    const { store } = this;
    const { layout, viewport, places } = this.scene;
    const { current, destination } = layout;
    if (!current || !destination) return { moving: false, quiet: false, paintNames: () => false };
    const { camera, size, homeScale } = viewport;
    const view = { positions: current, camera, size, radius };
    const hovered = this.held.row >= 0 ? -1 : store.hover.value;
    const regions = this.regions.find(destination.target, homeScale, hovered, style);
    const names = paintRegions(context, regions, view, style);

    const home = places.of(this.held.row);
    const at = this.held.at(now, home);
    const linked = this.held.row >= 0 ? this.held.row : hovered >= 0 ? hovered : store.view.value.row;
    this.paintNearLines(context, linked, at, radius, style);
    if (at && home) this.paintHeld(context, at, home, radius, style);
    this.explain(
      regions.some(({ islands }) => islands.length > 0),
      at !== null,
      linked,
    );
    const islands = drawnHere ? [] : this.selectedIslands(destination.target, homeScale);
    return {
      moving: at !== null && !this.held.down,
      quiet: islands.length > 0,
      paintNames: () => {
        const pills = names.paintNames();
        const nameOf = (label: number): string => labelText(store.columns.value.labelNames[label] ?? "");
        paintIslandNames(context, islands, nameOf, view, panels, style);
        this.paintProbe(context, style);
        const before = this.blocked;
        this.blocked = store.pair.value ? pills : [];
        return !sameRects(before, this.blocked);
      },
    };
  }

  private paintNearLines(
    context: CanvasRenderingContext2D,
    row: number,
    held: Place | null,
    radius: number,
    style: MapStyle,
  ): void {
    const from = held ?? this.scene.places.of(row);
    const near = this.nearest.of(this.store.view.value.neighbours && from ? row : -1);
    if (near && from)
      paintLines(context, from, nearLines(near), (other) => this.scene.places.of(other), radius, style);
  }

  /** The point where the pointer has it, lines to its support samples, and an empty ring where it belongs. */
  private paintHeld(
    context: CanvasRenderingContext2D,
    at: Place,
    home: Place,
    radius: number,
    style: MapStyle,
  ): void {
    const { row } = this.held;
    const lines = supportLines(this.store.columns.value, row);
    paintLines(context, at, lines, (other) => this.scene.places.of(other), radius, style);
    context.beginPath();
    context.arc(home.x, home.y, radius + 1.5, 0, 2 * Math.PI);
    context.fillStyle = style.canvas;
    context.fill();
    context.strokeStyle = style.quietInk;
    context.lineWidth = 1;
    context.stroke();
    const { gold, prediction } = this.store.columns.value;
    context.beginPath();
    context.arc(at.x, at.y, radius + 1, 0, 2 * Math.PI);
    context.fillStyle = this.store.labelColours.value[(gold ?? prediction)?.[row] ?? -1] ?? style.ink;
    context.fill();
    paintRing(context, at.x, at.y, radius + 1, style);
  }

  private paintProbe(context: CanvasRenderingContext2D, style: MapStyle): void {
    const probe = this.store.probe.value;
    if (!probe) return;
    const { layout, viewport } = this.scene;
    const { x, y } = layout.placeOf(probe);
    const { scale, x0, y0 } = viewport.camera;
    paintProbe(context, { x: x * scale + x0, y: y * scale + y0 }, viewport.size.width, style);
  }

  /** Of a selection made elsewhere, where its rows lie here: only where two maps are compared. */
  private selectedIslands(target: Positions, homeScale: number): readonly NamedIsland[] {
    const { store } = this;
    const selection = store.selection.value;
    if (!store.sides.value || selection.length === 0 || store.pair.value) return [];
    const { gold, prediction } = store.columns.value;
    const codes = gold ?? prediction;
    const { islands } = this;
    if (islands?.target === target && islands.rows === selection && islands.codes === codes)
      return islands.found;
    const shown = store.shownMask.value;
    const found = namedIslands(
      selection.filter((row) => shown[row]),
      codes,
      target,
      homeScale,
    );
    this.islands = { target, rows: selection, codes, found };
    return found;
  }

  private explain(hasRegions: boolean, holds: boolean, linked: number): void {
    const { store, state } = this;
    const { gold, prediction, support, closest } = store.columns.value;
    const notes: string[] = [];
    if (hasRegions) {
      if (gold && prediction) notes.push("solid outline gold, dashed predicted");
      notes.push(`outlines join ${fewestRows} rows or more`);
    }
    if (holds)
      notes.push(
        (support ?? closest)
          ? "solid line to the closest support sample, dashed to the contrast"
          : "no support samples: the analysis has none",
      );
    else if (store.view.value.neighbours && linked >= 0)
      notes.push(this.nearest.error ? `nearest rows: ${this.nearest.error}` : "lines to the nearest rows");
    if (notes.join() !== state.notes.value.join()) state.notes.value = notes;
  }
}

function sameRects(a: readonly Rect[], b: readonly Rect[]): boolean {
  return a.length === b.length && a.every(({ x, y }, i) => x === b[i]?.x && y === b[i]?.y);
}

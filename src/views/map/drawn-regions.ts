import type { Store } from "../../client";
import type { Positions, Rows } from "../../core";
import type { Camera } from "./camera";
import { type MarkStyle, paintOutline } from "./marks";
import { combine, type Combination, type DrawnRegion, rowsInside } from "./region";

/** Outlines drawn with lasso or box: the one being drawn, and those of the present selection. */
export class DrawnRegions {
  private kept: { drawn: readonly DrawnRegion[]; selection: Rows } | null = null;
  private drawing: DrawnRegion | null = null;

  constructor(private readonly store: Store) {}

  /** Whether the present selection was drawn here. */
  get any(): boolean {
    return this.kept !== null;
  }

  /** An outline while it is being drawn; null ends it. */
  draw(region: DrawnRegion | null): void {
    this.drawing = region;
  }

  /** Selects the rows drawn inside a region; its outline stays until the selection changes. */
  select(region: DrawnRegion, how: Combination, places: { positions: Positions; rows: Rows } | null): void {
    const { store } = this;
    this.drawing = null;
    if (!places) return;
    const inside = rowsInside(region.outline, places.positions, places.rows);
    const before = this.kept?.selection === store.selection.value ? this.kept.drawn : [];
    const drawn = { add: [...before, region], replace: [region], remove: [] }[how];
    store.select(combine(store.selection.value, inside, how));
    const selection = store.selection.value;
    this.kept = selection.length > 0 ? { drawn, selection } : null;
  }

  /** Lets go of outlines that a selection made otherwise has outdated, or (`all`) of every one. */
  forget(all = false): void {
    if (all || (this.kept && this.kept.selection !== this.store.selection.value)) this.kept = null;
  }

  paint(context: CanvasRenderingContext2D, camera: Camera, style: MarkStyle): void {
    for (const region of [...(this.kept?.drawn ?? []), ...(this.drawing ? [this.drawing] : [])])
      paintOutline(context, region, camera, style);
  }
}

import { computed, effect, untracked } from "@preact/signals";
import type { Store } from "../../client";
import { type Mask, outcomeColours, type Positions, type Rect, type Rows } from "../../core";
import { extentOf, fitCamera, type Insets } from "./camera";
import { type Colouring, colourRows } from "./colouring";
import { DrawnLayout } from "./drawn-layout";
import { LastPicture } from "./last-picture";
import { drawOrder, fadedRows } from "./emphasis";
import { type MarkStyle, paintErrors, paintOutline, paintRing, pointRadius } from "./marks";
import { moveTime } from "./motion";
import { nearestRow } from "./nearest";
import { Overview } from "./overview";
import { PointLayer } from "./point-layer";
import { combine, type Combination, type DrawnRegion, rowsInside } from "./region";
import { isLegendButton, type MapState } from "./state";
import { Viewport } from "./viewport";
import { WordFinder } from "./word-finder";
import { WordLayer, type WordStyle } from "./word-layer";

/** How far from a point the pointer still means it, in px. */
const reach = 10;
const overviewZoom = 1.2;
/** A graphics context that is lost more often than this is not asked for again. */
const mostLosses = 3;
/** Width that an open legend takes from the map, in px. */
const legendWidth = 204;

/** The map's pictures: points, crosses, words and outlines; and which row is where. */
export class MapStage {
  readonly viewport: Viewport;
  readonly overview = new Overview();
  private readonly layout: DrawnLayout;
  private points: PointLayer | null;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly words: WordLayer;
  private readonly finder = new WordFinder(() => this.requestPaint());
  private readonly stops: (() => void)[] = [];
  // of the view, each on its own, so that opening a row does not draw all points again
  private readonly colourBy = computed(() => this.store.view.value.colourBy);
  private readonly spread = computed(() => this.store.view.value.spread);
  private readonly showsWords = computed(() => this.store.view.value.words);
  private readonly showsLegend = computed(() => this.store.view.value.legend);
  private readonly openedRow = computed(() => this.store.view.value.row);

  private order: Rows = new Uint32Array(0);
  private faded: Mask = new Uint8Array(0);
  private colouring: Colouring = { codes: new Uint16Array(0), colours: ["#888888"] };
  /** Outlines that the present selection was drawn with. */
  private regions: { drawn: readonly DrawnRegion[]; selection: Rows } | null = null;
  private drawing: DrawnRegion | null = null;
  private style: MarkStyle = { ink: "#000", canvas: "#fff", brand: "#1976d2" };
  /** Row hovered by pointer or keyboard here, not in another view. */
  private pointed = -1;
  private frame = 0;
  /** Points are about to be drawn: what lies over them waits for the same frame. */
  private pointsPending = false;
  private losses = 0;
  private disposed = false;
  private readonly lastPicture: LastPicture;

  constructor(
    private readonly root: HTMLElement,
    private readonly canvases: { readonly points: HTMLCanvasElement; readonly overlay: HTMLCanvasElement },
    private readonly store: Store,
    private readonly state: MapState,
  ) {
    const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
    const still = (): boolean => motion.matches || !this.points;
    this.viewport = new Viewport(
      () => this.look(),
      () => this.requestPaint(),
      still,
    );
    this.layout = new DrawnLayout((duration) => this.takeLayout(duration), still);
    this.context = canvases.overlay.getContext("2d");
    this.lastPicture = new LastPicture(canvases.overlay.parentElement ?? root, [
      canvases.points,
      canvases.overlay,
    ]);
    this.words = new WordLayer(this.readStyle(), still);
    this.points = this.createPoints();
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(root);
    this.resize();
    this.stops.push(
      () => observer.disconnect(),
      effect(() => this.followTheme()),
      effect(() => this.finder.read(store.features.words.value)),
      effect(() => this.followLayout()),
      effect(() => this.followRows()),
      effect(() => this.followPanels()),
      effect(() => this.followHover()),
    );
  }

  dispose(): void {
    this.disposed = true;
    for (const stop of this.stops.splice(0)) stop();
    this.layout.cancel();
    this.finder.dispose();
    cancelAnimationFrame(this.frame);
    this.points?.dispose();
  }

  /** Shows the selected rows as large as the view allows. */
  zoomToSelection(): void {
    const { destination } = this.layout;
    const shown = this.store.shownMask.value;
    const rows = this.store.selection.value.filter((row) => shown[row]);
    if (destination && rows.length > 0) this.viewport.zoomTo(extentOf(destination.target, rows));
  }

  /** The row drawn nearest to a place in px, within reach; -1 none. */
  rowAt(x: number, y: number): number {
    return this.nearest(x, y, reach / this.viewport.camera.scale);
  }

  /** The row nearest to the middle of the view; -1 without any. */
  middleRow(): number {
    const { width, height } = this.viewport.size;
    return this.nearest(width / 2, height / 2, Infinity);
  }

  /** Where rows are drawn, in the plane, and which; null before there are positions. */
  drawnRows(): { positions: Positions; rows: Rows } | null {
    const { current } = this.layout;
    return current && { positions: current, rows: this.order };
  }

  /** Puts tooltip and ring on a row, and tells other views; -1 takes them away. */
  point(row: number): void {
    this.pointed = row;
    this.store.setHover(row);
    if (row < 0) this.state.anchor.value = null;
    this.requestPaint();
  }

  /** Moves the view if a row is outside it. */
  reveal(row: number): void {
    const { current } = this.layout;
    const place = current && this.placeOf(current, row);
    if (!place) return;
    const { width, height } = this.viewport.size;
    const margin = 24;
    const inside =
      place.x >= margin && place.y >= margin && place.x <= width - margin && place.y <= height - margin;
    if (!inside) this.viewport.centreOn(current[2 * row] as number, current[2 * row + 1] as number);
  }

  /** An outline while it is being drawn. */
  showRegion(region: DrawnRegion | null): void {
    this.drawing = region;
    this.requestPaint();
  }

  /** Selects the rows drawn inside a region; its outline stays until the selection changes. */
  selectRegion(region: DrawnRegion, how: Combination): void {
    const { store } = this;
    const { current } = this.layout;
    this.drawing = null;
    if (!current) return;
    const inside = rowsInside(region.outline, current, this.order);
    const before = this.regions?.selection === store.selection.value ? this.regions.drawn : [];
    const drawn = { add: [...before, region], replace: [region], remove: [] }[how];
    store.select(combine(store.selection.value, inside, how));
    const selection = store.selection.value;
    this.regions = selection.length > 0 ? { drawn, selection } : null;
    this.requestPaint();
  }

  /** Words lie elsewhere once panels have come or gone. */
  panelsChanged(): void {
    this.finder.changed();
  }

  private createPoints(): PointLayer | null {
    try {
      return new PointLayer(this.canvases.points, {
        onDrawn: () => {
          this.pointsPending = false;
          this.paint();
        },
        onGlideStart: () => this.layout.startGlide(),
        onGlideEnd: () => {
          this.layout.endGlide();
          this.finder.changed();
        },
        onLost: () => this.replacePoints(),
      });
    } catch (error) {
      this.state.failure.value = error instanceof Error ? error.message : String(error);
      return null;
    }
  }

  private replacePoints(): void {
    this.points?.dispose();
    this.points = this.losses++ < mostLosses ? this.createPoints() : null;
    if (!this.points) this.state.failure.value ??= "WebGL: the graphics context was lost";
    this.layout.endGlide();
    this.points?.resize(this.viewport.size);
    this.look();
    this.refreshRows();
  }

  private followTheme(): void {
    void this.store.theme.value;
    // the host sets its colours after it has told the theme
    requestAnimationFrame(() => {
      if (this.disposed) return;
      this.words.restyle(this.readStyle());
      this.finder.changed();
    });
  }

  private followLayout(): void {
    const { positions, layout } = this.store.columns.value;
    const spread = this.spread.value;
    const size = this.state.size.value;
    if (size.width === 0) return;
    const homeScale = (extent: Parameters<typeof fitCamera>[0]): number =>
      fitCamera(extent, size, this.insets()).scale;
    untracked(() => void this.layout.show(positions, { final: layout?.final ?? false, spread }, homeScale));
  }

  private takeLayout(duration: number): void {
    if (this.disposed) return;
    this.regions = null;
    this.viewport.frame(this.layout.extent, this.insets(), duration);
    this.refreshRows();
  }

  private followRows(): void {
    const { store, state } = this;
    const { gold, prediction, confidence } = store.columns.value;
    this.colouring = colourRows({
      mode: this.colourBy.value,
      theme: store.theme.value,
      rows: store.rows.value,
      gold,
      prediction,
      confidence,
      clusterOfRow: store.clusterOfRow.value,
      clusters: store.clusters.value.length,
      labelColours: store.labelColours.value,
    });
    this.faded = fadedRows(
      store.rows.value,
      state.emphasis.value,
      { rows: store.selection.value, mask: store.selectionMask.value },
      { clusterOfRow: store.clusterOfRow.value, labelOfRow: gold ?? prediction },
    );
    if (this.regions && this.regions.selection !== store.selection.value) this.regions = null;
    void store.shown.value;
    void store.errors.value;
    untracked(() => this.refreshRows());
  }

  private followPanels(): void {
    void this.state.size.value;
    void this.showsLegend.value;
    if (!this.showsWords.value) this.state.words.value = null;
    untracked(() => {
      this.viewport.frame(this.layout.extent, this.insets(), moveTime);
      this.finder.changed();
    });
  }

  private followHover(): void {
    const row = this.store.hover.value;
    void this.openedRow.value;
    void this.state.tooltip.value;
    if (row !== this.pointed) this.pointed = -1;
    this.requestPaint();
  }

  private refreshRows(): void {
    const { store, faded, colouring } = this;
    const { destination, extent } = this.layout;
    const positions = destination?.target ?? new Float32Array(0);
    this.order = destination ? drawOrder(store.shown.value, positions, faded) : new Uint32Array(0);
    this.pointsPending = this.points !== null;
    this.points?.draw(() => ({
      order: this.order,
      positions: this.layout.destination?.target ?? positions,
      colouring: this.colouring,
      faded: this.faded,
      hidden: store.filter.value.errors === true ? null : store.errors.value,
      opacity: [store.theme.value === "dark" ? 0.85 : 0.75, 0.3],
      glide: this.layout.takeGlide(),
    }));
    this.overview.change({ order: this.order, positions: destination?.target ?? null, colouring, extent });
    this.finder.changed();
  }

  private resize(): void {
    const { width, height } = this.root.getBoundingClientRect();
    const { size } = this.viewport;
    if (width === 0 || height === 0 || (width === size.width && height === size.height)) return;
    this.lastPicture.hold(size);
    const ratio = window.devicePixelRatio;
    this.canvases.overlay.width = Math.round(width * ratio);
    this.canvases.overlay.height = Math.round(height * ratio);
    this.points?.resize({ width, height });
    this.words.restyle(this.readStyle());
    this.viewport.resize({ width, height });
    this.state.size.value = this.viewport.size;
  }

  private look(): void {
    const { camera, zoom } = this.viewport;
    this.points?.look(camera, pointRadius(zoom));
    this.pointsPending = this.points !== null && this.layout.destination !== null;
    this.state.zoomed.value = zoom > overviewZoom;
    this.finder.changed();
  }

  private requestPaint(): void {
    if (this.disposed) return;
    this.frame ||= requestAnimationFrame((now) => {
      this.frame = 0;
      this.viewport.advance(now);
      if (!this.pointsPending) this.paint();
    });
  }

  private paint(): void {
    const { context, store } = this;
    const { camera, size } = this.viewport;
    if (!context || size.width === 0 || this.disposed) return;
    const now = performance.now();
    this.layout.advance(now);
    const ratio = window.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    const positions = this.layout.current;
    if (!positions) return;
    this.findWords(now);

    for (const region of [...(this.regions?.drawn ?? []), ...(this.drawing ? [this.drawing] : [])])
      paintOutline(context, region, camera, this.style);
    const radius = pointRadius(this.viewport.zoom);
    if (this.points) {
      const { order, faded } = this;
      const scene = { order, errors: store.errors.value, faded, positions, camera, size, radius };
      const ink =
        this.colourBy.value === "correct" ? outcomeColours[store.theme.value].error : this.style.ink;
      paintErrors(context, scene, { ...this.style, ink });
    }
    const fading = this.words.paint(context, camera, now, {
      covered: this.state.tooltip.value,
      hidden: this.layout.gliding || !this.showsWords.value,
    });
    this.paintRings(context, positions, radius);
    this.overview.paint(camera, size, this.style.brand);
    this.lastPicture.release();
    if (fading || this.viewport.moving) this.requestPaint();
  }

  private paintRings(context: CanvasRenderingContext2D, positions: Positions, radius: number): void {
    const opened = this.openedRow.value;
    const hovered = this.store.hover.value;
    for (const row of new Set([opened, hovered])) {
      const place = this.placeOf(positions, row);
      if (place) paintRing(context, place.x, place.y, radius, this.style);
    }
    const place = this.pointed >= 0 && this.pointed === hovered ? this.placeOf(positions, hovered) : null;
    const before = this.state.anchor.value;
    if (!place) this.state.anchor.value = null;
    else if (before?.row !== hovered || before.x !== place.x || before.y !== place.y)
      this.state.anchor.value = { row: hovered, ...place, radius };
  }

  private findWords(now: number): void {
    const { store, state } = this;
    const { truth, current } = this.layout;
    if (!this.showsWords.value || !truth || !current || this.layout.gliding) return;
    const { camera, size } = this.viewport;
    const selection = { rows: store.selection.value, mask: store.selectionMask.value };
    const found = this.finder.find(now, selection, () => ({
      truth,
      drawn: current,
      shown: store.shownMask.value,
      camera,
      size,
      blocked: this.panelRects(),
      previous: this.words.places(camera),
      measure: this.words.measure,
    }));
    if (!found) return;
    this.words.update(found, camera, selection.rows.length > 0);
    state.words.value = found.length;
  }

  /** Where panels lie over the map, in px. */
  private panelRects(): Rect[] {
    const { left, top } = this.root.getBoundingClientRect();
    return Array.from(this.root.querySelectorAll("[data-semla-panel]"), (panel) => {
      const box = panel.getBoundingClientRect();
      return { x: box.left - left, y: box.top - top, width: box.width, height: box.height };
    });
  }

  /** Where a row is drawn, in px; null where it is not. */
  private placeOf(positions: Positions, row: number): { x: number; y: number } | null {
    if (row < 0 || !this.store.shownMask.value[row]) return null;
    const place = this.viewport.toScreen(positions[2 * row] ?? NaN, positions[2 * row + 1] ?? NaN);
    return Number.isFinite(place.x + place.y) ? place : null;
  }

  private nearest(x: number, y: number, radius: number): number {
    const { current } = this.layout;
    if (!current) return -1;
    const place = this.viewport.toPlane(x, y);
    return nearestRow(current, this.order, place.x, place.y, radius);
  }

  private insets(): Insets {
    const open = !isLegendButton(this.viewport.size) && this.showsLegend.value;
    return { left: open ? legendWidth : 24, top: 20, right: 56, bottom: 36 };
  }

  private readStyle(): WordStyle {
    const css = getComputedStyle(this.root);
    const value = (name: string, fallback: string): string => css.getPropertyValue(name).trim() || fallback;
    const ink = value("--semla-ink", "#1f2328");
    const halo = value("--semla-canvas", "#ffffff");
    this.style = { ink, canvas: halo, brand: value("--semla-brand", "#1976d2") };
    const quietInk = value("--semla-ink3", "#6a717c");
    return { font: css.fontFamily, ink, quietInk, halo, pixelRatio: window.devicePixelRatio };
  }
}

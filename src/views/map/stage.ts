import { computed, effect, untracked } from "@preact/signals";
import { sentenceOf, type Store } from "../../client";
import type { Rect } from "../../core";
import { Annotations } from "./annotations";
import { extentOf, fitCamera, type Insets } from "./camera";
import { DrawnLayout } from "./drawn-layout";
import { DrawnRegions } from "./drawn-regions";
import { LastPicture } from "./last-picture";
import { paintRing, pointRadius } from "./marks";
import { moveTime } from "./motion";
import { Overview } from "./overview";
import { PointLayer } from "./point-layer";
import type { Combination, DrawnRegion } from "./region";
import { RowPicture } from "./row-picture";
import { RowPlaces } from "./row-places";
import { isLegendButton, type MapState } from "./state";
import { MapWords } from "./map-words";
import { type MapStyle, readStyle } from "./style";
import { Viewport } from "./viewport";

const overviewZoom = 1.2;
/** A graphics context that is lost more often than this is not asked for again. */
const mostLosses = 3;
/** Width that an open legend takes from the map, in px. */
const legendWidth = 204;

/** The map's pictures: points, crosses, words and outlines; and which row is where. */
export class MapStage {
  readonly viewport: Viewport;
  readonly overview = new Overview();
  readonly places: RowPlaces;
  readonly layout: DrawnLayout;
  readonly words: MapWords;
  private readonly regions: DrawnRegions;
  private readonly annotations: Annotations;
  private readonly rows: RowPicture;
  private points: PointLayer | null;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly stops: (() => void)[] = [];
  // of the view, each on its own, so that opening a row does not draw all points again
  private readonly colourBy = computed(() => this.store.view.value.colourBy);
  private readonly spread = computed(() => this.store.view.value.spread);
  private readonly showsWords = computed(() => this.store.view.value.words);
  private readonly wordSettings = computed(() => this.store.view.value.wordSettings);
  private readonly showsLegend = computed(() => this.store.view.value.legend);
  private readonly openedRow = computed(() => this.store.view.value.row);

  private style: MapStyle;
  /** Where panels lie over the map, in px; null when that is to be read anew. */
  private panels: readonly Rect[] | null = null;
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
    this.rows = new RowPicture(store);
    this.places = new RowPlaces(this.layout, this.viewport, () => store.shownMask.value);
    this.regions = new DrawnRegions(store);
    this.annotations = new Annotations(store, state, this, () => this.requestPaint(), still);
    this.context = canvases.overlay.getContext("2d");
    this.lastPicture = new LastPicture(canvases.overlay.parentElement ?? root, [
      canvases.points,
      canvases.overlay,
    ]);
    this.style = readStyle(root);
    this.words = new MapWords(store, state, this.style, () => this.requestPaint(), still);
    this.points = this.createPoints();
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(root);
    this.resize();
    this.stops.push(
      () => observer.disconnect(),
      effect(() => this.followTheme()),
      effect(() => this.words.follow(this.wordSettings.value)),
      effect(() => this.followLayout()),
      effect(() => this.followRows()),
      effect(() => this.followPanels()),
      effect(() => this.followHover()),
      effect(() => this.followEmphasis()),
      effect(() => this.annotations.follow()),
    );
  }

  dispose(): void {
    this.disposed = true;
    for (const stop of this.stops.splice(0)) stop();
    this.layout.cancel();
    this.words.dispose();
    this.annotations.dispose();
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

  /** Puts tooltip and ring on a row, and tells other views; -1 takes them away. */
  point(row: number): void {
    this.pointed = row;
    this.store.setHover(row);
    if (row < 0) this.state.anchor.value = null;
    this.requestPaint();
  }

  /** A row is held by the pointer at a place in px, with lines to its support samples. */
  hold(row: number, x: number, y: number): void {
    this.annotations.held.move(row, { x, y });
    this.requestPaint();
  }

  /** A row that was held goes back to its place. */
  letGo(): void {
    this.annotations.held.release(performance.now());
    this.requestPaint();
  }

  /** An outline while it is being drawn. */
  showRegion(region: DrawnRegion | null): void {
    this.regions.draw(region);
    this.requestPaint();
  }

  /** Selects the rows drawn inside a region; its outline stays until the selection changes. */
  selectRegion(region: DrawnRegion, how: Combination): void {
    this.regions.select(region, how, this.places.drawn());
    this.requestPaint();
  }

  /** Words lie elsewhere once panels have come or gone. */
  panelsChanged(): void {
    this.panels = null;
    this.words.changed();
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
          this.words.changed();
        },
        onLost: () => this.replacePoints(),
      });
    } catch (error) {
      this.state.failure.value = sentenceOf(error);
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
      this.style = readStyle(this.root);
      this.words.restyle(this.style);
      this.words.changed();
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
    this.regions.forget(true);
    this.viewport.frame(this.layout.extent, this.insets(), duration);
    this.refreshRows();
  }

  private followRows(): void {
    this.state.symbols.value = this.rows.followRows(this.colourBy.value);
    this.regions.forget();
    untracked(() => this.refreshRows());
  }

  private followPanels(): void {
    void this.state.size.value;
    void this.showsLegend.value;
    if (!this.showsWords.value) this.state.words.value = null;
    untracked(() => {
      this.viewport.frame(this.layout.extent, this.insets(), moveTime);
      this.words.changed();
    });
  }

  private followHover(): void {
    const row = this.store.hover.value;
    void this.openedRow.value;
    void this.state.tooltip.value;
    if (row !== this.pointed) this.pointed = -1;
    this.requestPaint();
  }

  private followEmphasis(): void {
    this.root.dataset["lit"] = String(this.rows.followEmphasis());
    this.requestPaint();
  }

  private refreshRows(): void {
    const { rows, layout } = this;
    const order = rows.orderOf(layout.destination);
    this.places.order = order;
    this.pointsPending = this.points !== null;
    this.points?.draw(() => {
      // what changed the rows may have changed the room for them, too: better told now than after they are drawn
      this.resize(false);
      const positions = layout.destination?.target ?? new Float32Array(0);
      return rows.frame(this.places.order, positions, layout.takeGlide());
    });
    const { colouring } = rows;
    const positions = layout.destination?.target ?? null;
    this.overview.change({ order, positions, colouring, extent: layout.extent });
    this.words.changed();
  }

  /** @param later whether points are drawn in a later frame, so that the last picture stays until then. */
  private resize(later = true): void {
    const { width, height } = this.root.getBoundingClientRect();
    const { size } = this.viewport;
    if (width === 0 || height === 0 || (width === size.width && height === size.height)) return;
    if (later) this.lastPicture.hold(size);
    const ratio = window.devicePixelRatio;
    this.canvases.overlay.width = Math.round(width * ratio);
    this.canvases.overlay.height = Math.round(height * ratio);
    this.points?.resize({ width, height });
    this.style = readStyle(this.root);
    this.words.restyle(this.style);
    this.viewport.resize({ width, height });
    this.state.size.value = this.viewport.size;
  }

  private look(): void {
    const { camera, zoom } = this.viewport;
    this.points?.look(camera, pointRadius(zoom));
    this.pointsPending = this.points !== null && this.layout.destination !== null;
    this.state.zoomed.value = zoom > overviewZoom;
    this.words.changed();
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
    const { context } = this;
    const { camera, size } = this.viewport;
    if (!context || size.width === 0 || this.disposed) return;
    const now = performance.now();
    this.layout.advance(now);
    const ratio = window.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    const positions = this.layout.current;
    if (!positions) return;
    this.words.find(now, {
      camera,
      size,
      truth: this.layout.truth ?? positions,
      drawn: positions,
      gliding: this.layout.gliding,
      blocked: () => [...(this.panels = this.panelRects()), ...this.annotations.blocked],
    });

    const radius = pointRadius(this.viewport.zoom);
    if (this.points) {
      const { order } = this.places;
      this.rows.paint(context, { order, positions, camera, size, radius }, this.style);
    }
    this.regions.paint(context, camera, this.style);
    this.panels ??= this.panelRects();
    const annotations = this.annotations.paint(
      context,
      now,
      radius,
      this.style,
      this.panels,
      this.regions.any,
    );
    const fading = this.words.paint(context, camera, now, {
      covered: this.state.tooltip.value,
      gliding: this.layout.gliding || annotations.quiet,
    });
    if (annotations.paintNames()) this.words.changed();
    this.paintRings(context, radius);
    this.overview.paint(camera, size, this.style.brand);
    this.lastPicture.release();
    if (fading || annotations.moving || this.viewport.moving) this.requestPaint();
  }

  private paintRings(context: CanvasRenderingContext2D, radius: number): void {
    const opened = this.openedRow.value;
    const hovered = this.store.hover.value;
    for (const row of new Set([opened, hovered])) {
      const place = this.annotations.held.row === row ? null : this.places.of(row);
      if (place) paintRing(context, place.x, place.y, radius, this.style);
    }
    const place = this.pointed >= 0 && this.pointed === hovered ? this.places.of(hovered) : null;
    const before = this.state.anchor.value;
    if (!place) this.state.anchor.value = null;
    else if (before?.row !== hovered || before.x !== place.x || before.y !== place.y)
      this.state.anchor.value = { row: hovered, ...place, radius };
  }

  /** Where panels lie over the map, in px. */
  private panelRects(): Rect[] {
    const { left, top } = this.root.getBoundingClientRect();
    return Array.from(this.root.querySelectorAll("[data-semla-panel]"), (panel) => {
      const box = panel.getBoundingClientRect();
      return { x: box.left - left, y: box.top - top, width: box.width, height: box.height };
    });
  }

  private insets(): Insets {
    const open = !isLegendButton(this.viewport.size) && this.showsLegend.value;
    return { left: open ? legendWidth : 24, top: 20, right: 56, bottom: 36 };
  }
}

import { effect, untracked } from "@preact/signals";
import type { Store } from "../../client";
import { type Mask, type Positions, type Postings, type Rect, type Rows, wordPostingsSteps } from "../../core";
import {
  between,
  type Camera,
  extentOf,
  fitCamera,
  type Insets,
  panBy,
  type Size,
  toPlane,
  zoomAt,
} from "./camera";
import { type Colouring, colourRows } from "./colouring";
import { drawOrder, fadedRows } from "./emphasis";
import { mostSpreadRows, Spreading } from "./layout-run";
import { selectionWords, type SelectionWords, wordsOfView } from "./local-words";
import { type MarkStyle, paintErrors, paintOutline, paintRing, pointRadius } from "./marks";
import { nearestRow } from "./nearest";
import { Overview } from "./overview";
import { ease, PointLayer } from "./point-layer";
import { combine, type Combination, type Outline, rowsInside } from "./region";
import { runInSlices } from "./slices";
import { isLegendButton, type MapState } from "./state";
import { WordLayer } from "./word-layer";

/** An outline drawn with the lasso or the box, in the plane. */
export interface DrawnRegion {
  readonly outline: Outline;
  readonly smooth: boolean;
}

const glideTime = 600;
const moveTime = 240;
/** Least time between two searches for words while the view moves, in ms. */
const wordPause = 90;
/** How far from a point the pointer still means it, in px. */
const reach = 10;
const leastZoom = 0.5;
const mostZoom = 60;
const overviewZoom = 1.2;
const legendWidth = 196;

/** The map's pictures: points, crosses, words, outlines; its camera; and what rows are where. */
export class MapStage {
  private points: PointLayer | null = null;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly words: WordLayer;
  private readonly spreading = new Spreading();
  readonly overview = new Overview();
  private readonly stops: (() => void)[] = [];
  private readonly reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");

  private size: Size = { width: 0, height: 0 };
  private camera: Camera = { scale: 1, x0: 0, y0: 0 };
  /** Whether the camera keeps the whole map in view. */
  private following = true;
  private motion: { from: Camera; to: Camera; start: number; duration: number } | null = null;

  private source: Positions | null = null;
  private plane: Positions | null = null;
  /** The layout that words are local in: that of `target`. */
  private truth: Positions | null = null;
  private target: Positions | null = null;
  /** Where rows are drawn now, on their way to `target`. */
  private current: Positions | null = null;
  private glide: { from: Positions; start: number; duration: number } | null = null;
  private wantedGlide: { from: Positions; duration: number } | null = null;

  private order: Rows = new Uint32Array(0);
  private faded: Mask = new Uint8Array(0);
  private colouring: Colouring = { codes: new Uint16Array(0), colours: ["#888888"] };
  private regions: { drawn: readonly DrawnRegion[]; selection: Rows } | null = null;
  private drawing: DrawnRegion | null = null;

  private postings: Postings | null = null;
  private ownWords: { selection: Rows; shown: Mask; words: SelectionWords | null } | null = null;
  private wordsStale = true;
  private lastWords = 0;
  private wordTimer = 0;
  private overlayFrame = 0;
  private pointsPending = false;
  private style: MarkStyle = { ink: "#000", canvas: "#fff", brand: "#1976d2" };
  /** Row hovered by pointer or keyboard here, not in another view. */
  private pointed = -1;
  private disposed = false;

  constructor(
    private readonly root: HTMLElement,
    canvases: { readonly points: HTMLCanvasElement; readonly overlay: HTMLCanvasElement },
    private readonly store: Store,
    private readonly state: MapState,
  ) {
    this.context = canvases.overlay.getContext("2d");
    this.words = new WordLayer(this.readStyle());
    try {
      this.points = new PointLayer(canvases.points, {
        onDrawn: () => {
          this.pointsPending = false;
          this.paint();
        },
        onGlideStart: (duration) => this.startGlide(duration),
        onGlideEnd: () => this.endGlide(),
      });
    } catch (error) {
      this.state.failure.value = error instanceof Error ? error.message : String(error);
    }
    const observer = new ResizeObserver(() => this.resize(canvases.overlay));
    observer.observe(root);
    this.resize(canvases.overlay);
    this.stops.push(
      () => observer.disconnect(),
      effect(() => this.followTheme()),
      effect(() => this.followTexts()),
      effect(() => this.followLayout()),
      effect(() => this.followRows()),
      effect(() => this.followLegend()),
      effect(() => this.followHover()),
    );
  }

  dispose(): void {
    this.disposed = true;
    for (const stop of this.stops.splice(0)) stop();
    this.spreading.cancel();
    cancelAnimationFrame(this.overlayFrame);
    clearTimeout(this.wordTimer);
    this.points?.dispose();
  }

  // camera

  /** Zoom against the whole map: 1 shows all of it. */
  get zoom(): number {
    return this.camera.scale / this.home().scale;
  }

  zoomBy(factor: number, x = this.size.width / 2, y = this.size.height / 2, duration = moveTime): void {
    const from = this.motion?.to ?? this.camera;
    const home = this.home().scale;
    const scale = Math.min(mostZoom * home, Math.max(leastZoom * home, from.scale * factor));
    this.following = false;
    this.moveTo(zoomAt(from, scale / from.scale, x, y), duration);
  }

  pan(dx: number, dy: number): void {
    this.following = false;
    this.moveTo(panBy(this.motion?.to ?? this.camera, dx, dy), 0);
  }

  fit(): void {
    this.following = true;
    this.moveTo(this.home(), moveTime);
  }

  /** Shows the selected rows as large as the view allows. */
  zoomToSelection(): void {
    const { target } = this;
    const shown = this.store.shownMask.value;
    const rows = this.store.selection.value.filter((row) => shown[row]);
    if (!target || rows.length === 0) return;
    const insets = this.insets();
    const margin = 40;
    const wide = {
      left: insets.left + margin,
      right: insets.right + margin,
      top: insets.top + margin,
      bottom: insets.bottom + margin,
    };
    this.following = false;
    this.moveTo(fitCamera(extentOf(target, rows), this.size, wide, 12 * this.home().scale), moveTime);
  }

  /** Moves a place of the plane to the middle of the view. */
  centreOn(x: number, y: number, duration = moveTime): void {
    const { scale } = this.camera;
    this.following = false;
    this.moveTo(
      { scale, x0: this.size.width / 2 - x * scale, y0: this.size.height / 2 - y * scale },
      duration,
    );
  }

  // rows

  /** The row drawn nearest to a place in px, within reach; -1 none. */
  rowAt(x: number, y: number): number {
    if (!this.current) return -1;
    const place = this.toPlane(x, y);
    return nearestRow(this.current, this.order, place.x, place.y, reach / this.camera.scale);
  }

  /** Where rows are drawn, in the plane, and which; null before there are positions. */
  drawnRows(): { positions: Positions; rows: Rows } | null {
    return this.current && { positions: this.current, rows: this.order };
  }

  toPlane(x: number, y: number): { x: number; y: number } {
    const { scale, x0, y0 } = this.camera;
    return { x: (x - x0) / scale, y: (y - y0) / scale };
  }

  /** Puts the tooltip and ring on a row, and tells other views; -1 takes them away. */
  point(row: number): void {
    this.pointed = row;
    this.store.setHover(row);
    if (row < 0) this.state.anchor.value = null;
  }

  /** Moves the view if a row is outside it. */
  reveal(row: number): void {
    const { current, camera, size } = this;
    if (!current) return;
    const [x, y] = [current[2 * row] ?? NaN, current[2 * row + 1] ?? NaN];
    const [left, top] = [x * camera.scale + camera.x0, y * camera.scale + camera.y0];
    const margin = 24;
    if (left < margin || top < margin || left > size.width - margin || top > size.height - margin)
      this.centreOn(x, y);
  }

  // drawing a region

  showRegion(region: DrawnRegion | null): void {
    this.drawing = region;
    this.requestPaint();
  }

  /** Selects the rows drawn inside a region; its outline stays until the selection changes. */
  selectRegion(region: DrawnRegion, how: Combination): void {
    this.drawing = null;
    if (!this.current) return;
    const inside = rowsInside(region.outline, this.current, this.order);
    const before = this.regions?.selection === this.store.selection.value ? this.regions.drawn : [];
    const drawn = how === "add" ? [...before, region] : how === "replace" ? [region] : [];
    this.store.select(combine(this.store.selection.value, inside, how));
    const selection = this.store.selection.value;
    this.regions = selection.length > 0 ? { drawn, selection } : null;
    this.requestPaint();
  }

  /** Words lie elsewhere once panels have come or gone. */
  panelsChanged(): void {
    this.staleWords();
  }

  // what the store says

  private followTheme(): void {
    void this.store.theme.value;
    // the host sets its colours after it has told the theme
    requestAnimationFrame(() => {
      if (this.disposed) return;
      this.words.restyle(this.readStyle());
      this.requestPaint();
    });
  }

  private followTexts(): void {
    const texts = this.store.dataset.value?.texts;
    this.postings = null;
    if (!texts) return;
    const stopped = new AbortController();
    this.stops.push(() => stopped.abort());
    void runInSlices(wordPostingsSteps(texts), stopped.signal).then((postings) => {
      if (!postings || texts !== this.store.dataset.value?.texts) return;
      this.postings = postings;
      this.staleWords();
    });
  }

  private followLayout(): void {
    const { positions, layout } = this.store.columns.value;
    const { spread } = this.store.view.value;
    const { width } = this.state.size.value;
    if (width === 0) return;
    untracked(() => void this.layOut(positions, layout?.final ?? false, spread));
  }

  private async layOut(positions: Positions | null, final: boolean, spread: boolean): Promise<void> {
    if (positions !== this.source) {
      this.source = positions;
      this.plane = positions && toPlane(positions);
    }
    const { plane } = this;
    if (!plane) {
      this.spreading.cancel();
      this.truth = this.target = this.current = null;
      this.refreshRows();
      return;
    }
    const scale = this.homeOf(plane).scale;
    const wanted = spread && final && plane.length / 2 <= mostSpreadRows;
    const known = wanted ? this.spreading.find(plane, scale) : plane;
    if (known) {
      if (!wanted) this.spreading.cancel();
      return this.glideTo(known, plane, final);
    }
    if (!this.target || this.reducedMotion.matches) this.glideTo(plane, plane, final);
    const spreadOut = await this.spreading.run(plane, scale);
    if (spreadOut && !this.disposed && plane === this.plane) this.glideTo(spreadOut, plane, final);
  }

  private glideTo(target: Positions, plane: Positions, final: boolean): void {
    if (target === this.target) return;
    const other = this.truth !== plane;
    const from = this.current;
    const duration = !from || this.reducedMotion.matches ? 0 : other ? (final ? glideTime : 0) : moveTime;
    this.truth = plane;
    this.target = target;
    this.regions = null;
    if (from && from.length === target.length && duration > 0) {
      const start = from.map((value, i) => (Number.isNaN(value) ? (target[i] ?? NaN) : value));
      this.wantedGlide = { from: start, duration };
    } else {
      this.wantedGlide = null;
      this.current = target;
    }
    if (this.following) this.moveTo(this.home(), duration);
    this.refreshRows();
  }

  private startGlide(duration: number): void {
    if (this.wantedGlide) this.glide = { from: this.wantedGlide.from, start: performance.now(), duration };
    this.wantedGlide = null;
  }

  private endGlide(): void {
    this.glide = null;
    if (!this.wantedGlide) this.current = this.target;
    this.staleWords();
    this.requestPaint();
  }

  private followRows(): void {
    const { store, state } = this;
    const { gold, prediction, confidence } = store.columns.value;
    this.colouring = colourRows({
      mode: store.view.value.colourBy,
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
    void store.view.value.words;
    untracked(() => this.refreshRows());
  }

  private followLegend(): void {
    void this.state.size.value;
    void this.store.view.value.legend;
    void this.store.view.value.colourBy;
    untracked(() => {
      if (this.following && this.size.width > 0) this.moveTo(this.home(), moveTime);
      this.staleWords();
    });
  }

  private followHover(): void {
    const row = this.store.hover.value;
    void this.store.view.value.row;
    void this.state.tooltip.value;
    if (row !== this.pointed) this.pointed = -1;
    this.requestPaint();
  }

  // drawing

  private refreshRows(): void {
    if (this.target) this.order = drawOrder(this.store.shown.value, this.target, this.faded);
    else this.order = new Uint32Array(0);
    this.pointsPending = true;
    this.points?.draw(() => ({
      order: this.order,
      positions: this.target ?? new Float32Array(0),
      colouring: this.colouring,
      faded: this.faded,
      opacity: [this.store.theme.value === "dark" ? 0.85 : 0.75, 0.3],
      glide: this.wantedGlide,
    }));
    this.overview.change({
      order: this.order,
      positions: this.target,
      colouring: this.colouring,
      extent: this.extent(),
    });
    this.staleWords();
    this.requestPaint();
  }

  private resize(overlay: HTMLCanvasElement): void {
    const { width, height } = this.root.getBoundingClientRect();
    if (width === 0 || height === 0 || (width === this.size.width && height === this.size.height)) return;
    const before = this.size;
    this.size = { width, height };
    const ratio = window.devicePixelRatio;
    overlay.width = Math.round(width * ratio);
    overlay.height = Math.round(height * ratio);
    this.points?.resize(this.size);
    if (before.width > 0 && !this.following)
      this.camera = panBy(this.camera, (width - before.width) / 2, (height - before.height) / 2);
    else this.camera = this.home();
    this.motion = null;
    this.words.restyle(this.readStyle());
    this.state.size.value = this.size;
    this.look();
  }

  private moveTo(to: Camera, duration: number): void {
    if (duration === 0 || this.reducedMotion.matches) {
      this.motion = null;
      this.camera = to;
      this.look();
    } else {
      this.motion = { from: this.camera, to, start: performance.now(), duration };
      this.requestPaint();
    }
  }

  private look(): void {
    this.points?.look(this.camera, pointRadius(this.zoom));
    this.pointsPending = this.points !== null && this.target !== null;
    this.staleWords();
    this.state.zoomed.value = this.zoom > overviewZoom;
    this.requestPaint();
  }

  private requestPaint(): void {
    if (this.disposed) return;
    this.overlayFrame ||= requestAnimationFrame((now) => {
      this.overlayFrame = 0;
      if (this.motion) {
        const { from, to, start, duration } = this.motion;
        const t = Math.min(1, (now - start) / duration);
        this.camera = between(from, to, t < 0 ? 0 : 1 - (1 - t) ** 3);
        if (t >= 1) this.motion = null;
        this.look();
      }
      // where points are about to be drawn, what lies over them waits for the same frame
      if (!this.pointsPending) this.paint();
    });
  }

  private paint(): void {
    const { context, camera, size, store } = this;
    if (!context || size.width === 0) return;
    const now = performance.now();
    if (this.glide && this.target) {
      const t = ease(Math.min(1, (now - this.glide.start) / this.glide.duration));
      const { from } = this.glide;
      this.current = this.target.map((value, i) => (from[i] as number) + (value - (from[i] as number)) * t);
    }
    const gliding = this.glide !== null || this.wantedGlide !== null;
    if (this.wordsStale && !gliding) this.findWords(now);

    const ratio = window.devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    const positions = this.current;
    if (!positions) return;
    for (const region of [...(this.regions?.drawn ?? []), ...(this.drawing ? [this.drawing] : [])])
      paintOutline(context, region.outline, region.smooth, camera, this.style);
    const radius = pointRadius(this.zoom);
    if (this.points) {
      const { order, faded } = this;
      const errors = store.errors.value;
      paintErrors(context, { order, errors, faded, positions, camera, size, radius }, this.style);
    }
    const fading = this.words.paint(context, camera, now, {
      covered: this.state.tooltip.value,
      still: this.reducedMotion.matches,
      hidden: gliding || !store.view.value.words,
    });
    this.paintRings(context, positions, radius);
    this.overview.paint(camera, size, this.style.brand);
    if (fading || this.motion) this.requestPaint();
  }

  private paintRings(context: CanvasRenderingContext2D, positions: Positions, radius: number): void {
    const { store, camera } = this;
    const shown = store.shownMask.value;
    const place = (row: number): { x: number; y: number } | null => {
      const x = (positions[2 * row] ?? NaN) * camera.scale + camera.x0;
      const y = (positions[2 * row + 1] ?? NaN) * camera.scale + camera.y0;
      return row >= 0 && shown[row] && Number.isFinite(x + y) ? { x, y } : null;
    };
    const [opened, hovered] = [place(store.view.value.row), place(store.hover.value)];
    if (opened) paintRing(context, opened.x, opened.y, radius, this.style);
    if (hovered && store.hover.value !== store.view.value.row)
      paintRing(context, hovered.x, hovered.y, radius, this.style);
    const anchored = this.pointed >= 0 && this.pointed === store.hover.value ? hovered : null;
    const before = this.state.anchor.value;
    if (!anchored) this.state.anchor.value = null;
    else if (before?.row !== this.pointed || before.x !== anchored.x || before.y !== anchored.y)
      this.state.anchor.value = { row: this.pointed, ...anchored, radius };
  }

  private staleWords(): void {
    this.wordsStale = true;
    this.requestPaint();
  }

  /** Looks for the words of the view, at most every `wordPause`; a timer sees to the last one. */
  private findWords(now: number): void {
    const { postings, truth, current, store, size } = this;
    if (!store.view.value.words || !postings || !truth || !current) {
      this.state.words.value = null;
      return;
    }
    const wait = this.lastWords + wordPause - now;
    if (wait > 0) {
      this.wordTimer ||= window.setTimeout(() => {
        this.wordTimer = 0;
        this.requestPaint();
      }, wait);
      return;
    }
    this.lastWords = now;
    this.wordsStale = false;
    const selection = this.selectionWords(postings);
    const words = wordsOfView({
      postings,
      truth,
      drawn: current,
      shown: store.shownMask.value,
      camera: this.camera,
      size,
      blocked: this.panelRects(),
      selection,
      previous: this.words.places(this.camera),
      measure: this.words.measure,
    });
    this.words.update(words, this.camera, selection !== null);
    this.state.words.value = this.words.count;
  }

  private selectionWords(postings: Postings): SelectionWords | null {
    const selection = this.store.selection.value;
    const shown = this.store.shownMask.value;
    if (this.ownWords?.selection !== selection || this.ownWords.shown !== shown) {
      const chosen = { rows: selection, mask: this.store.selectionMask.value };
      this.ownWords = { selection, shown, words: selectionWords(postings, chosen, shown) };
    }
    return this.ownWords.words;
  }

  /** Where panels lie over the map, in px. */
  private panelRects(): Rect[] {
    const { left, top } = this.root.getBoundingClientRect();
    return Array.from(this.root.querySelectorAll("[data-semla-panel]"), (panel) => {
      const box = panel.getBoundingClientRect();
      return { x: box.left - left, y: box.top - top, width: box.width, height: box.height };
    });
  }

  private extent() {
    return extentOf(this.plane ?? new Float32Array(0));
  }

  private home(): Camera {
    return this.homeOf(this.plane);
  }

  private homeOf(plane: Positions | null): Camera {
    const most = Math.max(this.size.width, this.size.height) / 2;
    return fitCamera(extentOf(plane ?? new Float32Array(0)), this.size, this.insets(), most);
  }

  private insets(): Insets {
    const open = !isLegendButton(this.size) && this.store.view.value.legend;
    return { left: open ? legendWidth : 24, top: 20, right: 56, bottom: 36 };
  }

  private readStyle() {
    const css = getComputedStyle(this.root);
    const value = (name: string, fallback: string): string => css.getPropertyValue(name).trim() || fallback;
    const ink = value("--semla-ink", "#1f2328");
    const halo = value("--semla-canvas", "#ffffff");
    this.style = { ink, canvas: halo, brand: value("--semla-brand", "#1976d2") };
    return {
      font: css.fontFamily,
      ink,
      quietInk: value("--semla-ink3", "#6a717c"),
      halo,
      pixelRatio: window.devicePixelRatio,
    };
  }
}

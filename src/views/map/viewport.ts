import {
  between,
  type Camera,
  type Extent,
  fitCamera,
  type Insets,
  panBy,
  type Size,
  zoomAt,
} from "./camera";
import { moveTime } from "./motion";

const leastZoom = 0.5;
const mostZoom = 60;
/** Free space round rows that are zoomed to, in px. */
const margin = 40;
/** Zooming to a few rows goes no further than this. */
const closest = 12;

/** The camera and what moves it. */
export class Viewport {
  size: Size = { width: 0, height: 0 };
  camera: Camera = { scale: 1, x0: 0, y0: 0 };
  private extent: Extent = { left: -1, top: -1, right: 1, bottom: 1 };
  private insets: Insets = { left: 0, top: 0, right: 0, bottom: 0 };
  private home: Camera = this.camera;
  /** Whether the whole map stays in view, whatever changes. */
  private following = true;
  private motion: { from: Camera; to: Camera; start: number; duration: number } | null = null;

  /**
   * @param onChange called after each change of the camera.
   * @param onMotion called when a move begins; `advance` is then to be called each frame.
   * @param still whether moves are cuts.
   */
  constructor(
    private readonly onChange: () => void,
    private readonly onMotion: () => void,
    private readonly still: () => boolean,
  ) {}

  /** 1 where the whole map is in view. */
  get zoom(): number {
    return this.camera.scale / this.home.scale;
  }

  /** px a unit of the plane where the whole map is in view. */
  get homeScale(): number {
    return this.home.scale;
  }

  get moving(): boolean {
    return this.motion !== null;
  }

  resize(size: Size): void {
    const { width, height } = this.size;
    this.size = size;
    this.findHome();
    this.motion = null;
    this.camera = this.following
      ? this.home
      : panBy(this.camera, (size.width - width) / 2, (size.height - height) / 2);
    this.onChange();
  }

  /** What the whole map is, and what must stay free round it. Followed within `duration` while it is in view. */
  frame(extent: Extent, insets: Insets, duration: number): void {
    const before = this.home;
    this.extent = extent;
    this.insets = insets;
    this.findHome();
    const { scale, x0, y0 } = this.home;
    const same = before.scale === scale && before.x0 === x0 && before.y0 === y0;
    if (this.following && !same && this.size.width > 0) this.moveTo(this.home, duration);
  }

  zoomBy(factor: number, x = this.size.width / 2, y = this.size.height / 2, duration = moveTime): void {
    const from = this.motion?.to ?? this.camera;
    const least = leastZoom * this.home.scale;
    const most = mostZoom * this.home.scale;
    const scale = Math.min(most, Math.max(least, from.scale * factor));
    this.following = false;
    this.moveTo(zoomAt(from, scale / from.scale, x, y), duration);
  }

  pan(dx: number, dy: number): void {
    this.following = false;
    this.moveTo(panBy(this.motion?.to ?? this.camera, dx, dy), 0);
  }

  fit(): void {
    this.following = true;
    this.moveTo(this.home, moveTime);
  }

  /** Shows a box of the plane as large as the free part of the view allows. */
  zoomTo(extent: Extent): void {
    const { left, top, right, bottom } = this.insets;
    const insets = { left: left + margin, top: top + margin, right: right + margin, bottom: bottom + margin };
    this.following = false;
    this.moveTo(fitCamera(extent, this.size, insets, closest * this.home.scale), moveTime);
  }

  /** Moves a place of the plane to the middle of the view. */
  centreOn(x: number, y: number, duration = moveTime): void {
    const { scale } = this.camera;
    const { width, height } = this.size;
    this.following = false;
    this.moveTo({ scale, x0: width / 2 - x * scale, y0: height / 2 - y * scale }, duration);
  }

  toPlane(x: number, y: number): { x: number; y: number } {
    const { scale, x0, y0 } = this.camera;
    return { x: (x - x0) / scale, y: (y - y0) / scale };
  }

  toScreen(x: number, y: number): { x: number; y: number } {
    const { scale, x0, y0 } = this.camera;
    return { x: x * scale + x0, y: y * scale + y0 };
  }

  /** Carries a move on to the time of a frame. */
  advance(now: number): void {
    if (!this.motion) return;
    const { from, to, start, duration } = this.motion;
    const t = Math.min(1, Math.max(0, (now - start) / duration));
    this.camera = between(from, to, 1 - (1 - t) ** 3);
    if (t >= 1) this.motion = null;
    this.onChange();
  }

  private moveTo(to: Camera, duration: number): void {
    if (duration === 0 || this.still()) {
      this.motion = null;
      this.camera = to;
      this.onChange();
    } else {
      this.motion = { from: this.camera, to, start: performance.now(), duration };
      this.onMotion();
    }
  }

  private findHome(): void {
    const most = Math.max(this.size.width, this.size.height) / 2 || 1;
    this.home = fitCamera(this.extent, this.size, this.insets, most);
  }
}

import type { Positions } from "../../core";
import { type Camera, type Size, viewMatrix } from "./camera";
import { ease } from "./motion";
import { PointCommand, type PointView } from "./point-command";
import { type PointLook, PointVertices } from "./point-vertices";
import { acquireRenderer } from "./renderer";

/** Everything a picture of the points depends on, but the camera. */
export interface PointFrame extends PointLook {
  /** Of the plane. */
  readonly positions: Positions;
  /** Opacity of points and of faded points. */
  readonly opacity: readonly [plain: number, faded: number];
  /** Positions to glide from, and how long it takes in ms. */
  readonly glide: { readonly from: Positions; readonly duration: number } | null;
}

export interface PointLayerEvents {
  /** Called in the frame in which the points have just been drawn. */
  onDrawn(): void;
  onGlideStart(): void;
  onGlideEnd(): void;
  /** The graphics context is lost: this layer will draw no more, a new one may. */
  onLost(): void;
}

/**
 * The points, drawn by WebGL on regl-scatterplot's renderer, which all maps of a page share. Its own plot takes an
 * array for each point and some frames for each change of size, which 100,000 points cannot wait for.
 */
export class PointLayer {
  private readonly renderer = acquireRenderer();
  private readonly vertices = new PointVertices();
  private readonly command: PointCommand;
  private readonly stop: () => void;
  private size: Size = { width: 1, height: 1 };
  private camera: Camera = { scale: 1, x0: 0, y0: 0 };
  private diameter = 1;
  private wanted: (() => PointFrame) | null = null;
  /** Of the points that have been handed over. */
  private opacity: PointView["opacity"] | null = null;
  private glide: { readonly duration: number; started: number | null } | null = null;
  private stale = false;

  /** @throws Error where WebGL is missing. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly events: PointLayerEvents,
  ) {
    const { renderer } = this.renderer;
    this.command = new PointCommand(renderer.regl);
    renderer.canvas.addEventListener("webglcontextlost", this.lost);
    this.stop = renderer.onFrame(() => this.advance(performance.now()));
  }

  /** Empties the canvas until the next frame. */
  resize(size: Size): void {
    const { canvas } = this;
    this.size = this.wholePixels(size);
    canvas.width = Math.floor(this.size.width * window.devicePixelRatio);
    canvas.height = Math.floor(this.size.height * window.devicePixelRatio);
    canvas.style.width = `${this.size.width}px`;
    canvas.style.height = `${this.size.height}px`;
    this.stale = true;
  }

  look(camera: Camera, radius: number): void {
    this.camera = camera;
    this.diameter = Math.round(8 * radius) / 4;
    this.stale = true;
  }

  /**
   * Draws what `frame` returns in the next frame, or when the points have ended their glide; a later call takes the
   * place of one that waits.
   */
  draw(frame: () => PointFrame): void {
    this.wanted = frame;
  }

  dispose(): void {
    const { renderer, release } = this.renderer;
    this.stop();
    renderer.canvas.removeEventListener("webglcontextlost", this.lost);
    this.command.destroy();
    release();
  }

  private advance(now: number): void {
    const { wanted } = this;
    if (wanted && !this.glide) {
      this.wanted = null;
      this.take(wanted());
    }
    const { glide, opacity } = this;
    if (!opacity || !(this.stale || glide)) return;
    this.stale = false;
    const t = glide ? Math.min(1, (now - (glide.started ?? now)) / glide.duration) : 1;
    this.render(opacity, ease(t));
    this.events.onDrawn();
    if (!glide) return;
    if (glide.started === null) {
      glide.started = now;
      this.events.onGlideStart();
    } else if (t === 1) {
      this.glide = null;
      this.events.onGlideEnd();
    }
  }

  private take(frame: PointFrame): void {
    const { glide } = frame;
    this.vertices.take(frame, frame.positions, glide?.from ?? null);
    this.command.upload(this.vertices);
    this.opacity = frame.opacity;
    this.glide = glide && { duration: glide.duration, started: null };
    this.stale = true;
  }

  private render(opacity: PointView["opacity"], t: number): void {
    const { renderer } = this.renderer;
    const { canvas, size, diameter } = this;
    const matrix = viewMatrix(this.camera, size);
    // the renderer's canvas is larger; this one is cut from its middle
    const wide = ((canvas.width / renderer.canvas.width) * size.height) / size.width;
    const high = canvas.height / renderer.canvas.height;
    const [scale, x, y] = [matrix[0] as number, matrix[12] as number, matrix[13] as number];
    const view = [wide * scale, -high * scale, wide * x, high * y] as const;
    renderer.render(
      () => this.command.draw({ view, diameter: diameter * window.devicePixelRatio, opacity, t }),
      canvas,
    );
  }

  private readonly lost = (): void => this.events.onLost();

  /** The picture is cut from the middle of a larger one: a cut at half a pixel would blur it. */
  private wholePixels({ width, height }: Size): Size {
    const ratio = window.devicePixelRatio;
    const { canvas } = this.renderer.renderer;
    const even = (side: number, whole: number): number => {
      const pixels = Math.ceil(side * ratio);
      return (pixels + ((whole - pixels) & 1)) / ratio;
    };
    return { width: even(width, canvas.width), height: even(height, canvas.height) };
  }
}

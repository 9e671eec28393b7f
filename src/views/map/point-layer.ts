import createScatterplot, { createSpatialIndex } from "regl-scatterplot";
import type { Positions, Rows } from "../../core";
import { type Camera, type Size, viewMatrix } from "./camera";
import type { Colouring } from "./colouring";
import { ease } from "./motion";
import { acquireRenderer } from "./renderer";

/** Everything a picture of the points depends on, but the camera. */
export interface PointFrame {
  /** Rows to draw, the last on top. */
  readonly order: Rows;
  /** Of the plane. */
  readonly positions: Positions;
  readonly colouring: Colouring;
  /** 1 for rows that fade. */
  readonly faded: ArrayLike<number>;
  /** 1 for rows whose point is hidden by a cross, unless they fade; null for none. */
  readonly hidden: ArrayLike<number> | null;
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

/** The points, drawn by WebGL through regl-scatterplot. Camera, pointer and hit testing are the map's own. */
export class PointLayer {
  private readonly plot: ReturnType<typeof createScatterplot>;
  private readonly renderer: ReturnType<typeof acquireRenderer>;
  private size: Size = { width: 1, height: 1 };
  private colours: readonly string[] = [];
  private opacity = "";
  private diameter = 0;
  private wanted: (() => PointFrame) | null = null;
  private drawing = false;
  private disposed = false;

  /** @throws Error where WebGL is missing. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly events: PointLayerEvents,
  ) {
    this.renderer = acquireRenderer();
    const home = canvas.parentElement ?? document.body;
    this.plot = createScatterplot({
      renderer: this.renderer.renderer,
      canvas,
      width: 1,
      height: 1,
      cameraIsFixed: true,
      pointScaleMode: "constant",
      deselectOnDblClick: false,
      deselectOnEscape: false,
      colorBy: "valueA",
      opacityBy: "valueB",
      backgroundColor: [0, 0, 0, 0],
      lassoInitiatorParentElement: home,
      lassoLongPressIndicatorParentElement: home,
    });
    this.plot.subscribe("drawing", () => this.events.onDrawn());
    this.renderer.renderer.canvas.addEventListener("webglcontextlost", this.lost);
    this.ignorePointer();
    window.addEventListener("blur", this.ignorePointer);
  }

  resize(size: Size): void {
    this.size = this.wholePixels(size);
    void this.plot.set({ width: this.size.width, height: this.size.height });
  }

  look(camera: Camera, radius: number): void {
    // a new size makes a new texture, so steps are a quarter of a px
    const diameter = Math.round(8 * radius) / 4;
    if (diameter !== this.diameter) {
      this.diameter = diameter;
      void this.plot.set({ pointSize: [diameter] });
    }
    this.plot.view([...viewMatrix(camera, this.size)]);
  }

  /** Draws what `frame` returns as soon as the last drawing is done; a later call takes the place of one that waits. */
  draw(frame: () => PointFrame): void {
    this.wanted = frame;
    if (!this.drawing) void this.drawWanted();
  }

  dispose(): void {
    this.disposed = true;
    window.removeEventListener("blur", this.ignorePointer);
    this.renderer.renderer.canvas.removeEventListener("webglcontextlost", this.lost);
    this.plot.destroy();
    this.renderer.release();
  }

  private async drawWanted(): Promise<void> {
    this.drawing = true;
    const spatialIndex = await unusedIndex();
    while (this.wanted && !this.disposed) {
      const frame = this.wanted();
      this.wanted = null;
      this.applyEncoding(frame);
      const { glide } = frame;
      const options = { zDataType: "categorical", wDataType: "categorical", spatialIndex } as const;
      await this.plot.draw(pointsOf(frame, glide ? glide.from : frame.positions), options);
      if (!glide || this.disposed) continue;
      this.events.onGlideStart();
      await this.plot.draw(pointsOf(frame, frame.positions), {
        ...options,
        transition: true,
        transitionDuration: glide.duration,
        transitionEasing: ease,
      });
      this.events.onGlideEnd();
    }
    this.drawing = false;
  }

  private applyEncoding({ colouring, opacity }: PointFrame): void {
    if (this.colours !== colouring.colours) {
      this.colours = colouring.colours;
      void this.plot.set({ pointColor: [...colouring.colours] });
    }
    if (this.opacity !== opacity.join()) {
      this.opacity = opacity.join();
      void this.plot.set({ opacity: [...opacity, 0] });
    }
  }

  private readonly lost = (): void => this.events.onLost();

  /** The library follows the pointer from the window; told that it left the canvas, it stops. */
  private readonly ignorePointer = (): void => {
    this.canvas.dispatchEvent(new MouseEvent("mouseleave"));
  };

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

/** Place of opacity 0 among the opacities. */
const unseen = 2;

/** Points as the library takes them: x, y upwards, colour, opacity. It cannot draw none, so none is one unseen. */
function pointsOf({ order, colouring, faded, hidden }: PointFrame, positions: Positions): number[][] {
  if (order.length === 0) return [[0, 0, 0, unseen]];
  return Array.from(order, (row) => [
    positions[2 * row] as number,
    -(positions[2 * row + 1] as number),
    colouring.codes[row] as number,
    faded[row] ? 1 : hidden?.[row] ? unseen : 0,
  ]);
}

let index: Promise<ArrayBuffer> | null = null;

/** The library would build an index for its own hit testing at every drawing; this one costs nothing. */
function unusedIndex(): Promise<ArrayBuffer> {
  return (index ??= createSpatialIndex([[0, 0]], false));
}

import type { Positions, Rows } from "../../core";
import type { Camera, Extent, Size } from "./camera";
import { type Colouring, pixelsOf } from "./colouring";

/** What the overview shows. */
export interface OverviewScene {
  readonly order: Rows;
  readonly positions: Positions | null;
  readonly colouring: Colouring;
  readonly extent: Extent;
}

const margin = 5;

/** The whole map in small, with a frame round what is in view. Draws only while it has a canvas. */
export class Overview {
  private scene: OverviewScene | null = null;
  private picture: HTMLCanvasElement | null = null;
  private canvas: HTMLCanvasElement | null = null;

  /** The canvas to draw on, as large as its CSS says; null stops. */
  attach(canvas: HTMLCanvasElement | null): void {
    this.canvas = canvas;
    this.picture = null;
    if (!canvas) return;
    canvas.width = Math.round(canvas.clientWidth * window.devicePixelRatio);
    canvas.height = Math.round(canvas.clientHeight * window.devicePixelRatio);
  }

  change(scene: OverviewScene): void {
    this.scene = scene;
    this.picture = null;
  }

  /** The place of the plane at a place of the canvas in px. */
  toPlane(x: number, y: number): { x: number; y: number } | null {
    const fit = this.fit();
    return fit && { x: (x - fit.x0) / fit.scale, y: (y - fit.y0) / fit.scale };
  }

  paint(camera: Camera, size: Size, brand: string): void {
    const context = this.canvas?.getContext("2d");
    const fit = this.fit();
    if (!this.canvas || !context || !fit) return;
    const { width, height } = this.canvas;
    this.picture ??= this.paintPoints(width, height, fit);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.drawImage(this.picture, 0, 0);
    const ratio = window.devicePixelRatio;
    context.scale(ratio, ratio);
    const left = (-camera.x0 / camera.scale) * fit.scale + fit.x0;
    const top = (-camera.y0 / camera.scale) * fit.scale + fit.y0;
    const factor = fit.scale / camera.scale;
    context.strokeStyle = brand;
    context.lineWidth = 1.5;
    context.fillStyle = brand;
    context.beginPath();
    context.rect(left, top, size.width * factor, size.height * factor);
    context.globalAlpha = 0.1;
    context.fill();
    context.globalAlpha = 1;
    context.stroke();
  }

  private fit(): Camera | null {
    if (!this.canvas || !this.scene) return null;
    const { left, top, right, bottom } = this.scene.extent;
    // asking for its size on the page would lay out the page
    const width = this.canvas.width / window.devicePixelRatio - 2 * margin;
    const height = this.canvas.height / window.devicePixelRatio - 2 * margin;
    const scale = Math.min(width / (right - left || 2), height / (bottom - top || 2));
    return {
      scale,
      x0: margin + width / 2 - ((left + right) / 2) * scale,
      y0: margin + height / 2 - ((top + bottom) / 2) * scale,
    };
  }

  private paintPoints(width: number, height: number, fit: Camera): HTMLCanvasElement {
    const picture = document.createElement("canvas");
    picture.width = width;
    picture.height = height;
    const context = picture.getContext("2d");
    const { order, positions, colouring } = this.scene ?? {};
    if (!context || !order || !positions || !colouring) return picture;
    const ratio = window.devicePixelRatio;
    const side = Math.max(1, Math.round(1.4 * ratio));
    // straight into the pixels: a call for each of a hundred thousand rows would hold the page
    const image = context.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    const colours = pixelsOf(colouring.colours);
    for (const row of order) {
      const colour = colours[colouring.codes[row] ?? 0] ?? 0;
      const x = Math.round(((positions[2 * row] as number) * fit.scale + fit.x0) * ratio - side / 2);
      const y = Math.round(((positions[2 * row + 1] as number) * fit.scale + fit.y0) * ratio - side / 2);
      if (!(x >= 0 && y >= 0 && x + side <= width && y + side <= height)) continue;
      for (let dy = 0; dy < side; dy++)
        for (let dx = 0; dx < side; dx++) pixels[(y + dy) * width + x + dx] = colour;
    }
    context.putImageData(image, 0, 0);
    return picture;
  }
}

/**
 * Keeps the last picture in view while canvases that have been resized, and so emptied, wait for their first
 * drawing.
 */
export class LastPicture {
  private readonly canvas = document.createElement("canvas");
  private held = false;

  /** @param layers canvases of one size, the lowest first. */
  constructor(
    parent: HTMLElement,
    private readonly layers: readonly HTMLCanvasElement[],
  ) {
    this.canvas.className = "jp-Semla-mapHeld";
    parent.prepend(this.canvas);
  }

  /** Takes the picture as it is; to be called before the layers change their size. */
  hold(size: { readonly width: number; readonly height: number }): void {
    const context = this.canvas.getContext("2d");
    if (this.held || !context || size.width === 0) return;
    this.held = true;
    this.canvas.width = Math.round(size.width * window.devicePixelRatio);
    this.canvas.height = Math.round(size.height * window.devicePixelRatio);
    this.canvas.style.width = `${size.width}px`;
    this.canvas.style.height = `${size.height}px`;
    for (const layer of this.layers) {
      if (layer.width > 0 && layer.height > 0)
        context.drawImage(layer, 0, 0, this.canvas.width, this.canvas.height);
    }
  }

  /** Lets go of it: the layers show something again. */
  release(): void {
    if (!this.held) return;
    this.held = false;
    this.canvas.width = 0;
    this.canvas.height = 0;
  }
}

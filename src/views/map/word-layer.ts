import type { Rect } from "../../core";
import { type Camera } from "./camera";
import type { DrawnWord } from "./local-words";

/** How words look; colours as CSS takes them. */
export interface WordStyle {
  readonly font: string;
  readonly ink: string;
  /** For the others while there is a selection. */
  readonly quietInk: string;
  readonly halo: string;
  readonly pixelRatio: number;
}

interface Entry {
  /** Centre in the plane. */
  x: number;
  y: number;
  word: DrawnWord;
  quiet: boolean;
  opacity: number;
  leaving: boolean;
}

const haloWidth = 3.5;
const fadeTime = 120;
const mostSprites = 600;

/** The words as they are on screen: they move with the plane, fade in and fade out. Each is painted once and copied. */
export class WordLayer {
  private entries = new Map<string, Entry>();
  private sprites = new Map<string, HTMLCanvasElement>();
  private readonly ruler = document.createElement("canvas").getContext("2d");
  private readonly widths = new Map<string, number>();
  private lastPaint = 0;

  /** @param still whether fades are cuts. */
  constructor(
    private style: WordStyle,
    private readonly still: () => boolean,
  ) {}

  restyle(style: WordStyle): void {
    this.style = style;
    this.sprites.clear();
    this.widths.clear();
  }

  /** Width of a word in px. */
  readonly measure = (text: string, size: number): number => {
    const key = `${size} ${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      if (this.ruler) this.ruler.font = fontOf(size, this.style.font);
      width = this.ruler?.measureText(text).width ?? text.length * size * 0.6;
      this.widths.set(key, width);
    }
    return width;
  };

  /** Centres in px, by text. */
  places(camera: Camera): Map<string, { x: number; y: number }> {
    const places = new Map<string, { x: number; y: number }>();
    for (const [text, { x, y, leaving }] of this.entries)
      if (!leaving) places.set(text, { x: x * camera.scale + camera.x0, y: y * camera.scale + camera.y0 });
    return places;
  }

  /** Takes in the words of a view, placed in px of `camera`; those no longer among them fade. */
  update(words: readonly DrawnWord[], camera: Camera, hasSelection: boolean): void {
    for (const entry of this.entries.values()) entry.leaving = true;
    for (const word of words) {
      const x = (word.x - camera.x0) / camera.scale;
      const y = (word.y - camera.y0) / camera.scale;
      const quiet = hasSelection && !word.own;
      const opacity = this.entries.get(word.text)?.opacity ?? 0;
      this.entries.set(word.text, { x, y, word, quiet, opacity, leaving: false });
    }
  }

  /**
   * Paints the words, except those under `covered`.
   * @returns whether some are still fading.
   */
  paint(
    context: CanvasRenderingContext2D,
    camera: Camera,
    now: number,
    options: { readonly covered: Rect | null; readonly hidden: boolean },
  ): boolean {
    const step = this.still() ? 1 : Math.min(1, Math.max(0, now - this.lastPaint) / fadeTime);
    this.lastPaint = now;
    let fading = false;
    for (const [text, entry] of this.entries) {
      const x = entry.x * camera.scale + camera.x0;
      const y = entry.y * camera.scale + camera.y0;
      const { width, height, size } = entry.word;
      const gone = entry.leaving || options.hidden || isUnder(options.covered, x, y, width, height);
      const target = gone ? 0 : 1;
      const change = target - entry.opacity;
      entry.opacity += Math.sign(change) * Math.min(Math.abs(change), step);
      if (entry.opacity !== target) fading = true;
      if (entry.opacity === 0) {
        if (entry.leaving) this.entries.delete(text);
        continue;
      }
      const sprite = this.spriteOf(text, size, entry.quiet);
      const { pixelRatio } = this.style;
      context.globalAlpha = entry.opacity;
      // whole pixels keep letters sharp
      context.drawImage(
        sprite,
        Math.round(x * pixelRatio - sprite.width / 2) / pixelRatio,
        Math.round(y * pixelRatio - sprite.height / 2) / pixelRatio,
        sprite.width / pixelRatio,
        sprite.height / pixelRatio,
      );
    }
    context.globalAlpha = 1;
    return fading;
  }

  private spriteOf(text: string, size: number, quiet: boolean): HTMLCanvasElement {
    const key = `${size} ${quiet ? "quiet" : "ink"} ${text}`;
    const known = this.sprites.get(key);
    if (known) return known;
    const { font, ink, quietInk, halo, pixelRatio } = this.style;
    const sprite = document.createElement("canvas");
    sprite.width = Math.ceil((this.measure(text, size) + 2 * haloWidth) * pixelRatio);
    sprite.height = Math.ceil((size * 1.4 + 2 * haloWidth) * pixelRatio);
    const context = sprite.getContext("2d");
    if (context) {
      context.scale(pixelRatio, pixelRatio);
      context.font = fontOf(size, font);
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.lineWidth = haloWidth;
      context.strokeStyle = halo;
      const [x, y] = [sprite.width / pixelRatio / 2, sprite.height / pixelRatio / 2];
      context.strokeText(text, x, y);
      context.fillStyle = quiet ? quietInk : ink;
      context.fillText(text, x, y);
    }
    if (this.sprites.size >= mostSprites) this.sprites.clear();
    this.sprites.set(key, sprite);
    return sprite;
  }
}

function fontOf(size: number, family: string): string {
  return `${size > 15 ? 650 : 600} ${size}px ${family}`;
}

function isUnder(rect: Rect | null, x: number, y: number, width: number, height: number): boolean {
  return (
    rect !== null &&
    x + width / 2 > rect.x &&
    x - width / 2 < rect.x + rect.width &&
    y + height / 2 > rect.y &&
    y - height / 2 < rect.y + rect.height
  );
}

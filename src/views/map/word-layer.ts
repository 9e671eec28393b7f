import type { Rect } from "../../core";
import { type Camera } from "./camera";
import type { DrawnWord, WordPlace } from "./local-words";

/** How words look; colours as CSS takes them. */
export interface WordStyle {
  readonly font: string;
  readonly halo: string;
  readonly pixelRatio: number;
}

interface Sprite {
  readonly key: string;
  /** In pixels of the screen. */
  readonly picture: ImageBitmap;
}

interface Entry {
  /** Centre in the plane. */
  x: number;
  y: number;
  word: DrawnWord;
  colour: string;
  /** The picture painted last; of another size or colour until a new one is made. */
  sprite: Sprite | null;
  opacity: number;
  leaving: boolean;
}

const haloWidth = 3.5;
const fadeTime = 120;
/** Opacity of the other words while one is pointed at. */
const dimmed = 0.35;
const mostSprites = 600;
/** Longest that making pictures of words may take of one frame, in ms; the rest follow in the next. */
const spriteTime = 3;

/** The words as they are on screen: they move with the plane, fade in and fade out. Each is painted once and copied. */
export class WordLayer {
  private entries = new Map<string, Entry>();
  private sprites = new Map<string, Sprite>();
  private readonly ruler = document.createElement("canvas").getContext("2d");
  private readonly widths = new Map<string, number>();
  /** Where words are painted before they are copied; one for all, since making one takes longer than painting it. */
  private easel: OffscreenCanvas | null = null;
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
    for (const entry of this.entries.values()) entry.sprite = null;
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

  /** Centres in px and sizes, by text. */
  places(camera: Camera): Map<string, WordPlace> {
    const places = new Map<string, WordPlace>();
    for (const [text, { x, y, word, leaving }] of this.entries)
      if (!leaving)
        places.set(text, {
          x: x * camera.scale + camera.x0,
          y: y * camera.scale + camera.y0,
          size: word.size,
        });
    return places;
  }

  /** The word drawn at a place in px, moved to where it is now; null where there is none. */
  at(camera: Camera, x: number, y: number): DrawnWord | null {
    for (const entry of this.entries.values()) {
      if (entry.leaving || entry.opacity < 0.2) continue;
      const word = placed(entry, camera);
      if (Math.abs(word.x - x) <= word.width / 2 + 2 && Math.abs(word.y - y) <= word.height / 2) return word;
    }
    return null;
  }

  /** Takes in the words of a view, placed in px of `camera`; those no longer among them fade. */
  update(words: readonly DrawnWord[], camera: Camera, colourOf: (word: DrawnWord) => string): void {
    for (const entry of this.entries.values()) entry.leaving = true;
    for (const word of words) {
      const x = (word.x - camera.x0) / camera.scale;
      const y = (word.y - camera.y0) / camera.scale;
      const { opacity = 0, sprite = null } = this.entries.get(word.text) ?? {};
      const colour = colourOf(word);
      this.entries.set(word.text, { x, y, word, colour, sprite, opacity, leaving: false });
    }
  }

  /**
   * Paints the words, except those under `covered`; all but `pointed` dimmed where that is given.
   * @returns whether some are still fading or to be made.
   */
  paint(
    context: CanvasRenderingContext2D,
    camera: Camera,
    now: number,
    options: { readonly covered: Rect | null; readonly hidden: boolean; readonly pointed: string | null },
  ): boolean {
    const step = this.still() ? 1 : Math.min(1, Math.max(0, now - this.lastPaint) / fadeTime);
    this.lastPaint = now;
    const { pixelRatio } = this.style;
    const end = performance.now() + spriteTime;
    let unfinished = false;
    for (const [text, entry] of this.entries) {
      const { x, y, width, height } = placed(entry, camera);
      const gone = entry.leaving || options.hidden || isUnder(options.covered, x, y, width, height);
      const target = gone ? 0 : options.pointed === null || options.pointed === text ? 1 : dimmed;
      const key = this.keyOf(entry);
      if (target > 0 && entry.sprite?.key !== key) {
        const known = this.sprites.get(key);
        if (known || performance.now() < end) entry.sprite = known ?? this.makeSprite(key, entry);
        else unfinished = true;
      }
      const { sprite } = entry;
      if (!sprite) {
        if (entry.leaving) this.entries.delete(text);
        continue;
      }
      const change = target - entry.opacity;
      entry.opacity += Math.sign(change) * Math.min(Math.abs(change), step);
      if (entry.opacity !== target) unfinished = true;
      if (entry.opacity === 0) {
        if (entry.leaving) this.entries.delete(text);
        continue;
      }
      const { picture } = sprite;
      context.globalAlpha = entry.opacity;
      // whole pixels keep letters sharp
      context.drawImage(
        picture,
        Math.round(x * pixelRatio - picture.width / 2) / pixelRatio,
        Math.round(y * pixelRatio - picture.height / 2) / pixelRatio,
        picture.width / pixelRatio,
        picture.height / pixelRatio,
      );
    }
    context.globalAlpha = 1;
    return unfinished;
  }

  private keyOf({ word, colour }: Entry): string {
    return `${word.size} ${colour} ${word.label}`;
  }

  private makeSprite(key: string, { word, colour }: Entry): Sprite {
    const { label: text, size } = word;
    const { font, halo, pixelRatio } = this.style;
    const width = Math.ceil((this.measure(text, size) + 2 * haloWidth) * pixelRatio);
    const height = Math.ceil((size * 1.4 + 2 * haloWidth) * pixelRatio);
    const easel = (this.easel ??= new OffscreenCanvas(width, height));
    easel.width = width;
    easel.height = height;
    const context = easel.getContext("2d");
    if (context) {
      context.scale(pixelRatio, pixelRatio);
      context.font = fontOf(size, font);
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.lineWidth = haloWidth;
      context.strokeStyle = halo;
      const [x, y] = [width / pixelRatio / 2, height / pixelRatio / 2];
      context.strokeText(text, x, y);
      context.fillStyle = colour;
      context.fillText(text, x, y);
    }
    const [oldest] = this.sprites.keys();
    if (this.sprites.size >= mostSprites && oldest !== undefined) this.sprites.delete(oldest);
    const sprite = { key, picture: easel.transferToImageBitmap() };
    this.sprites.set(key, sprite);
    return sprite;
  }
}

/** A word where it is now. */
function placed({ word, x, y }: Entry, camera: Camera): DrawnWord {
  return { ...word, x: x * camera.scale + camera.x0, y: y * camera.scale + camera.y0 };
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

import type { MarkStyle } from "./marks";
import type { WordStyle } from "./word-layer";

/** Colours and type of what is drawn over the points, read from the tokens of the theme. */
export interface MapStyle extends WordStyle, MarkStyle {
  /** For words of rows that are not selected. */
  readonly quietInk: string;
  /** Of the two sides of a pair. */
  readonly a: string;
  readonly b: string;
}

export function readStyle(root: HTMLElement): MapStyle {
  const css = getComputedStyle(root);
  const value = (name: string, fallback: string): string => css.getPropertyValue(name).trim() || fallback;
  const canvas = value("--semla-canvas", "#ffffff");
  return {
    font: css.fontFamily,
    ink: value("--semla-ink", "#1f2328"),
    quietInk: value("--semla-ink3", "#6a717c"),
    halo: canvas,
    canvas,
    brand: value("--semla-brand", "#1976d2"),
    a: value("--semla-a", "#b35806"),
    b: value("--semla-b", "#5e4fa2"),
    pixelRatio: window.devicePixelRatio,
  };
}

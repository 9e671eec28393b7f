import { hexOf, labOf, lchOf, rgbOfLab, rgbOfLch } from "./lch";
import type { Triple } from "./lch";

/** The two grounds that colours are chosen for. */
export type Theme = "light" | "dark";

const clusterColours: Record<Theme, readonly string[]> = {
  light:
    "#7644ba #ce7a0a #22a154 #b1476f #5b89fe #8f6b0a #851076 #2ba1a8 #505f02 #f56368 #66473e #0f7b9c".split(
      " ",
    ),
  dark: "#927cea #f8ad42 #4bc684 #db7095 #9db1fe #b99b46 #a750a8 #6fdbe4 #798939 #fea0a8 #8b6960 #4ca8cb".split(
    " ",
  ),
};

const neutral: Record<Theme, string> = { light: "#838d9c", dark: "#8a929d" };

/** Colours of a wrong and a right prediction; on screen always with a cross or a tick beside them. */
export const outcomeColours: Readonly<Record<Theme, { readonly error: string; readonly correct: string }>> = {
  light: { error: "#b3261e", correct: "#1f6f54" },
  dark: { error: "#ff8a80", correct: "#6fcf9f" },
};

/** Colour of a label cluster as hex. More than twelve clusters go round again; -1 (none) is neutral grey. */
export function clusterColour(cluster: number, theme: Theme): string {
  const colours = clusterColours[theme];
  return (cluster < 0 ? undefined : colours[cluster % colours.length]) ?? neutral[theme];
}

/**
 * Colour of words that lie in a cluster: its hue, as dark (in dark: as light) as text needs to be read on the canvas,
 * 4.5 to 1 or better.
 */
export function clusterInk(cluster: number, theme: Theme): string {
  const [lightness, chroma, hue] = lchOf(clusterColour(cluster, theme));
  const bounded = theme === "light" ? Math.min(44, lightness) : Math.max(66, lightness);
  return hexOf(rgbOfLch([bounded, chroma, hue]));
}

/**
 * One colour a label as hex: the hue of its cluster, shaded in LCH lightness by at most 10 (8 in dark). Labels of a
 * cluster step through the shades by the golden ratio, so that neighbours in the list differ; lightness is capped at
 * 66 in light and floored at 48 in dark, to stand out from the canvas.
 */
export function labelColours(options: {
  /** Cluster per label, -1 for none. */
  readonly clusterOfLabel: Int32Array;
  readonly theme: Theme;
}): string[] {
  const { clusterOfLabel, theme } = options;
  const seen = new Map<number, number>();
  return Array.from(clusterOfLabel, (cluster) => {
    const base = clusterColour(cluster, theme);
    if (cluster < 0) return base;
    const place = seen.get(cluster) ?? 0;
    seen.set(cluster, place + 1);
    return shade(base, place, theme);
  });
}

function shade(base: string, place: number, theme: Theme): string {
  const goldenRatio = (Math.sqrt(5) - 1) / 2;
  const step = 2 * ((0.5 + place * goldenRatio) % 1) - 1;
  const [lightness, chroma, hue] = lchOf(base);
  const shaded = lightness + step * (theme === "light" ? 10 : 8);
  const bounded = theme === "light" ? Math.min(66, shaded) : Math.max(48, shaded);
  return hexOf(rgbOfLch([bounded, chroma, hue]));
}

const confidenceEnds: Record<Theme, readonly [unsure: Triple, sure: Triple]> = {
  light: [labOf("#a8862a"), labOf("#0a2a66")],
  dark: [labOf("#8a6d1f"), labOf("#bcd8ff")],
};

/**
 * Sequential colour of a confidence from 0 (ochre) to 1 (blue) as hex, straight through CIELAB: lightness changes
 * all the way and yellow against blue is told apart with every common colour blindness. Values outside are
 * clamped; NaN is neutral grey.
 */
export function confidenceColour(value: number, theme: Theme): string {
  if (Number.isNaN(value)) return neutral[theme];
  const share = Math.min(1, Math.max(0, value));
  const [from, to] = confidenceEnds[theme];
  const mix = (i: 0 | 1 | 2): number => from[i] + (to[i] - from[i]) * share;
  return hexOf(rgbOfLab([mix(0), mix(1), mix(2)]));
}

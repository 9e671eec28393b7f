/** sRGB in 0 to 255, CIELAB, or CIE LCH with hue in degrees. */
export type Triple = readonly [number, number, number];

/**
 * CIELAB and CIE LCH under D50, with the sRGB matrices of the CSS Color 4 draft as d3-color rounds them
 * (https://observablehq.com/@mbostock/lab-and-rgb).
 */
const whiteX = 0.96422;
const whiteZ = 0.82521;
const small = 6 / 29;

/** CIELAB of a colour "#rrggbb". */
export function labOf(hex: string): Triple {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16))) as [
    number,
    number,
    number,
  ];
  const y = root(0.2225045 * red + 0.7168786 * green + 0.0606169 * blue);
  const x = root((0.4360747 * red + 0.3850649 * green + 0.1430804 * blue) / whiteX);
  const z = root((0.0139322 * red + 0.0971045 * green + 0.7141733 * blue) / whiteZ);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE LCH of a colour "#rrggbb"; the hue of a grey is 0. */
export function lchOf(hex: string): Triple {
  const [lightness, a, b] = labOf(hex);
  const hue = (Math.atan2(b, a) * 180) / Math.PI;
  return [lightness, Math.hypot(a, b), hue < 0 ? hue + 360 : hue];
}

/** sRGB of a CIELAB colour; channels lie outside 0 to 255 where the screen cannot show it. */
export function rgbOfLab([lightness, a, b]: Triple): Triple {
  const middle = (lightness + 16) / 116;
  const x = whiteX * cube(middle + a / 500);
  const y = cube(middle);
  const z = whiteZ * cube(middle - b / 200);
  return [
    gamma(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
    gamma(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
    gamma(0.0719453 * x - 0.2289914 * y + 1.4052427 * z),
  ];
}

/** sRGB of a CIE LCH colour. */
export function rgbOfLch([lightness, chroma, hue]: Triple): Triple {
  const angle = (hue * Math.PI) / 180;
  return rgbOfLab([lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
}

/** "#rrggbb" of an sRGB colour, channels clamped to what a screen can show. */
export function hexOf(rgb: Triple): string {
  const channel = (value: number): string =>
    Math.max(0, Math.min(255, Math.round(value)))
      .toString(16)
      .padStart(2, "0");
  return `#${rgb.map(channel).join("")}`;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function gamma(share: number): number {
  return 255 * (share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055);
}

function root(t: number): number {
  return t > small ** 3 ? Math.cbrt(t) : t / (3 * small ** 2) + 4 / 29;
}

function cube(t: number): number {
  return t > small ? t ** 3 : 3 * small ** 2 * (t - 4 / 29);
}

const whole = new Intl.NumberFormat("en-GB");

/** 3080 as "3,080". */
export function count(value: number): string {
  return whole.format(value);
}

/** A count with its noun: "1 row", "3,080 rows". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** A share as ".93", whole ones as "1.00", tiny ones as "< .01"; a dash where it is not defined. */
export function share(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (value > 0 && value < 0.005) return "< .01";
  return value.toFixed(2).replace(/^0/, "");
}

/** A share as "93.1 %". */
export function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

/** A duration as "0.4 s", "22 s" or "3 min". */
export function duration(seconds: number): string {
  if (seconds >= 100) return `${Math.round(seconds / 60)} min`;
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
}

/** Characters of a word in the name of a control. */
const QUOTED = 24;

/** A word in quotes, a long one cut short. */
export function shortQuote(word: string): string {
  return `“${word.length > QUOTED ? `${word.slice(0, QUOTED)}…` : word}”`;
}

/** A label as it reads: underscores as spaces. The raw name belongs in titles and in what is copied. */
export function labelText(name: string): string {
  return name.replaceAll("_", " ");
}

import { defaultWords, type WordSettings } from "../../client";

/** Where a count stands on the slider of frequencies, which is logarithmic. */
export function placeOfCount(count: number): number {
  return Math.log10(Math.max(1, count));
}

/** The count at a place of the slider. A move too small for another whole count goes one up or down from `before`. */
export function countAt(place: number, before: number): number {
  const count = Math.round(10 ** place);
  if (count !== before) return count;
  return Math.max(1, before + Math.sign(place - placeOfCount(before)));
}

/** Settings after the handles were moved; an end that stayed keeps following the rows shown. */
export function withCounts(
  settings: WordSettings,
  shown: readonly [min: number, max: number],
  places: readonly [number, number],
): WordSettings {
  const [min, max] = shown;
  const moved = (end: 0 | 1): boolean => places[end] !== placeOfCount(shown[end]);
  const minCount = moved(0) ? Math.min(max, countAt(places[0], min)) : settings.minCount;
  const maxCount = moved(1) ? Math.max(min, countAt(places[1], max)) : settings.maxCount;
  return { ...settings, minCount, maxCount };
}

/** Settings under a name. What is counted stays as it is. */
export const presets: readonly {
  readonly name: string;
  readonly title: string;
  readonly settings: Partial<WordSettings>;
}[] = [
  {
    name: "Default",
    title: "Frequencies follow the rows in view, locality 100 px, Gaussian",
    settings: {
      minCount: null,
      maxCount: null,
      locality: defaultWords.locality,
      shape: "gaussian",
      invert: false,
      stopWords: false,
    },
  },
  {
    name: "SemLa's",
    title: "In 30 to 1,000 rows, locality 100 px, Gaussian, as in SemLa",
    settings: {
      minCount: 30,
      maxCount: 1000,
      locality: 100,
      shape: "gaussian",
      invert: false,
      stopWords: false,
    },
  },
];

/** Whether settings are those of a preset. */
export function isPreset(settings: WordSettings, preset: Partial<WordSettings>): boolean {
  return Object.entries(preset).every(([key, value]) => settings[key as keyof WordSettings] === value);
}

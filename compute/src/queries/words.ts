import {
  everyRow,
  localizedConceptsSteps,
  localizedWordsSteps,
  type LocalizedWord,
  type LocalizedWordOptions,
  type Mask,
} from "../../../src/core";
import type { Params, Result, Tensor } from "../../../src/protocol";
import { tensorOf } from "../analysis";
import { toPixels } from "../analysis/pixels";
import { inSlices } from "../threads/slices";
import { conceptSetOf, featuresOf } from "./features";
import { maskOf } from "./filter";
import { present, refused, type Question } from "./question";

/** Localized features of a kind on a map of the size asked for, or on the part of it that is shown at this size. */
export async function localWords(
  question: Question,
  params: Params<"analysis/words">,
): Promise<Result<"analysis/words">> {
  const { analysis, dataset } = question;
  const { size, window } = params;
  const { positions } = analysis.feed.columns();
  const onMap = toPixels(
    present(positions, "words: the analysis has no positions yet; ask again when it is further").data,
    size,
  );
  const visible = params.filter ? await maskOf(question, params.filter) : everyRow(dataset.rows);
  const pixels = window ? zoomed(onMap, window, size, visible) : onMap;
  const found = await localFeatures(question, params, pixels, visible);
  const column = (pick: (entry: LocalizedWord) => number): Tensor<"float32"> =>
    tensorOf("float32", Float32Array.from(found, pick));
  return {
    feature: found.map(({ word }) => word),
    count: tensorOf(
      "int32",
      Int32Array.from(found, ({ count }) => count),
    ),
    x: column(({ x }) => x),
    y: column(({ y }) => y),
    spreadX: column(({ spreadX }) => spreadX),
    spreadY: column(({ spreadY }) => spreadY),
  };
}

async function localFeatures(
  question: Question,
  params: Params<"analysis/words">,
  pixels: Float32Array,
  visible: Mask,
): Promise<LocalizedWord[]> {
  const { signal } = question;
  const { kind, locality, shape, invert, stopWords } = params;
  const minCount = params.minCount ?? undefined;
  const maxCount = params.maxCount ?? undefined;
  const options: LocalizedWordOptions = { minCount, maxCount, locality, shape, stopWords };
  if (kind !== "concept") {
    const postings = await featuresOf(question, params);
    const all = { ...options, invert, stopWords: stopWords || kind !== "word" };
    return inSlices(localizedWordsSteps(postings, pixels, visible, all), signal);
  }
  const words = await featuresOf(question, { kind: "word", ngram: 1 });
  const concepts = await conceptSetOf(question);
  const local = await inSlices(localizedWordsSteps(words, pixels, visible, options), signal);
  return inSlices(
    localizedConceptsSteps(local, words, concepts.words, visible, { locality, shape, invert }),
    signal,
  );
}

/** The part of the map within `window`, at the size of the whole; rows outside are no longer visible. */
function zoomed(
  onMap: Float32Array,
  window: readonly [number, number, number, number],
  size: readonly [number, number],
  visible: Mask,
): Float32Array {
  const [left, top, right, bottom] = window;
  if (!(left < right && top < bottom))
    throw refused(`window: ${JSON.stringify(window)} (allowed: left, top, right, bottom with room between)`);
  const pixels = new Float32Array(onMap.length);
  for (let row = 0; row < visible.length; row++) {
    const x = onMap[2 * row] ?? NaN;
    const y = onMap[2 * row + 1] ?? NaN;
    if (!(x > left && x < right && y > top && y < bottom)) visible[row] = 0;
    pixels[2 * row] = ((x - left) / (right - left)) * size[0];
    pixels[2 * row + 1] = ((y - top) / (bottom - top)) * size[1];
  }
  return pixels;
}

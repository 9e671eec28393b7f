import {
  changesOf,
  contrastSteps,
  judgedRows,
  pairedCategories,
  pairedContrastSteps,
  type ContrastFeature,
  type ContrastOptions,
  type Mask,
} from "../../../src/core";
import type { Params, Result } from "../../../src/protocol";
import { tensorOf } from "../analysis";
import { inSlices } from "../threads/slices";
import { featuresOf } from "./features";
import { maskOf } from "./filter";
import { otherView, present, refused, viewOf, type Question } from "./question";

/** Features by the difference of their shares in two groups of rows, or as two models see the rows of one. */
export async function contrastGroups(
  question: Question,
  params: Params<"analysis/contrast">,
): Promise<Result<"analysis/contrast">> {
  const { kind, stopWords, minCount, level } = params;
  const options: ContrastOptions = { stopWords: stopWords || kind !== "word", minCount, level };
  const a = await maskOf(question, params.a);
  if (question.other && params.b !== null)
    throw refused("b: a second group beside a second model (allowed: one of them)");
  const found = question.other
    ? await contrastModels(question, params, a, options)
    : await inSlices(
        contrastSteps(
          await featuresOf(question, params),
          a,
          params.b ? await maskOf(question, params.b) : a.map((bit) => 1 - bit),
          options,
        ),
        question.signal,
      );
  return inSlices(columnsOf(found), question.signal);
}

function* columnsOf(found: readonly ContrastFeature[]): Generator<void, Result<"analysis/contrast">, void> {
  const feature: string[] = [];
  const whole = (): Int32Array => new Int32Array(found.length);
  const share = (): Float32Array => new Float32Array(found.length);
  const [count1, count2, p1, p2, contrast, pValue] = [whole(), whole(), share(), share(), share(), share()];
  const significant = new Uint8Array(found.length);
  for (const [i, entry] of found.entries()) {
    if (i % 4096 === 4095) yield;
    feature.push(entry.word);
    count1[i] = entry.count1;
    count2[i] = entry.count2;
    p1[i] = entry.p1;
    p2[i] = entry.p2;
    contrast[i] = entry.contrast;
    pValue[i] = entry.pValue;
    significant[i] = entry.significant ? 1 : 0;
  }
  return {
    feature,
    count1: tensorOf("int32", count1),
    count2: tensorOf("int32", count2),
    p1: tensorOf("float32", p1),
    p2: tensorOf("float32", p2),
    contrast: tensorOf("float32", contrast),
    pValue: tensorOf("float32", pValue),
    significant: tensorOf("uint8", significant),
  };
}

/** Of predictions their shares by either model; of other features the share of their rows that are errors. */
async function contrastModels(
  question: Question,
  params: Params<"analysis/contrast">,
  among: Mask,
  options: ContrastOptions,
): Promise<ContrastFeature[]> {
  const { gold, prediction } = viewOf(question.analysis);
  const first = present(prediction, "contrast: the first analysis has no predictions (yet)");
  const second = present(
    otherView(question).prediction,
    "contrast: the second analysis has no predictions (yet)",
  );
  if (params.kind === "prediction") return pairedCategories(first, second, among, options);
  const judged = changesOf(
    present(gold, `kind: ${params.kind} of two models are errors, and this data set has no gold labels`),
    first,
    second,
  );
  const { wrongA, wrongB, among: both } = judgedRows(judged, among);
  const steps = pairedContrastSteps(await featuresOf(question, params), wrongA, wrongB, both, options);
  return inSlices(steps, question.signal);
}

import type { AttributionOptions, Predictions, Relations, Store, Subject } from "../../client";
import { type Asked, useAsked } from "./asked";
import { labelText } from "../parts/format";
import type { SampleModel } from "./model";
import { mostProbable, ranked, type Reading, readingOf } from "./reading";
import { useSettledText } from "./settled";
import { type VifiMethod, vifiMethods } from "../parts/methods";
import { type Answers, type Picture, pictureOf } from "./vifi/picture";

/** What is asked while a text is typed, ms after the last key: its prediction, and all that takes longer. */
const PREDICT_AFTER = 40;
const EXPLAIN_AFTER = 250;

/** All that is known of a row, or of the text that it was changed into. */
export interface Explanation {
  readonly model: SampleModel;
  readonly store: Store;
  readonly row: number;
  readonly original: string;
  /** As it stands in the editor, a moment after the last key. */
  readonly text: string;
  readonly edited: boolean;
  /** Whether texts can be read anew and explained; null until it is known. */
  readonly hasModel: boolean | null;
  /** Of the row as it is. */
  readonly known: Asked<Float32Array>;
  /** The model's answer on the text in the editor, or lately in it. */
  readonly prediction: Asked<Predictions>;
  /** The reading to show: the edited text's, else the row's; null until it is there. */
  readonly reading: Reading | null;
  /** Of the row as it is, while its text is edited. */
  readonly before: Reading | null;
  readonly answers: Answers;
  readonly picture: Picture | null;
  /** Of the row as it is, while its text is edited. */
  readonly formerPicture: Picture | null;
  readonly relations: Asked<Relations>;
}

export function useExplanation(model: SampleModel, row: number): Explanation {
  const { store } = model;
  const original = store.dataset.value?.texts[row] ?? "";
  const text = useSettledText(model, row, original, PREDICT_AFTER);
  const explained = useSettledText(model, row, original, EXPLAIN_AFTER);
  const edited = text !== original;
  const hasModel = store.summary.value ? store.summary.value.source === "model" : null;
  const readable = hasModel === true;

  const known = useAsked(store, store.columns.value.prediction ? `probabilities ${row}` : null, (signal) =>
    store.compute.probabilities(row, signal),
  );
  const prediction = usePrediction(store, readable ? text : null);
  const formerPrediction = usePrediction(store, readable && edited ? original : null);
  const reading =
    prediction.value && edited
      ? readingOf(store, prediction.value)
      : known.value && known.current
        ? ranked(known.value)
        : null;
  const before =
    edited && formerPrediction.value && formerPrediction.current
      ? readingOf(store, formerPrediction.value)
      : null;

  const labelNames = prediction.value?.labelNames ?? null;
  const options = optionsOf(model, labelNames, reading);
  const subject = explained === original ? { row } : { text: explained };
  const worth = readable && explained.trim() !== "";
  const answers = useAnswers(model, worth ? subject : null, options);
  const former = useAnswers(model, worth && explained !== original ? { row } : null, options);
  const kind = model.kind.value;
  const relations = useAsked(store, worth ? `relations ${kind} ${JSON.stringify(subject)}` : null, (signal) =>
    store.compute.relations(subject, kind, signal),
  );
  return {
    model,
    store,
    row,
    original,
    text,
    edited,
    hasModel,
    known,
    prediction,
    reading,
    before,
    answers,
    picture: pictureOf(answers),
    formerPicture: pictureOf(former),
    relations,
  };
}

function usePrediction(store: Store, text: string | null): Asked<Predictions> {
  return useAsked(store, text === null ? null : `predict ${text}`, (signal) =>
    store.compute.predict([text ?? ""], signal),
  );
}

/** One request a method, the quickest first; none waits for another. */
function useAnswers(
  model: SampleModel,
  subject: Subject | null,
  options: Partial<AttributionOptions> | null,
): Answers {
  const gradient_l2 = useAttribution(model, subject, options, "gradient_l2");
  const attention = useAttribution(model, subject, options, "attention");
  const integrated_gradients = useAttribution(model, subject, options, "integrated_gradients");
  const lime = useAttribution(model, subject, options, "lime");
  return { gradient_l2, attention, integrated_gradients, lime };
}

function useAttribution(
  { store, methods }: SampleModel,
  subject: Subject | null,
  options: Partial<AttributionOptions> | null,
  method: VifiMethod,
) {
  const asks = subject && options && methods.value.has(method);
  return useAsked(
    store,
    asks ? `attribute ${method} ${JSON.stringify([subject, options])}` : null,
    async (signal) => (asks ? store.compute.attribute(subject, method, options, signal) : null),
  );
}

/** The labels chosen to be explained, as the model numbers them; null until what they depend on is known. */
function optionsOf(
  { store, target, against }: SampleModel,
  labelNames: readonly string[] | null,
  reading: Reading | null,
): Partial<AttributionOptions> | null {
  const wanted = { target: target.value, against: against.value };
  if (wanted.target === null && wanted.against === null) return {};
  if (!labelNames) return null;
  const index = (name: string | undefined): number | null => {
    const found = labelNames.indexOf(name ?? "");
    return found < 0 ? null : found;
  };
  const options: Partial<AttributionOptions> = {};
  if (wanted.target !== null) options.target = index(wanted.target);
  if (wanted.against === "rival") {
    if (!reading) return null;
    options.against = index(store.columns.value.labelNames[rivalOf(store, reading, wanted.target)]);
  } else if (wanted.against) options.against = index(wanted.against.label);
  return options;
}

/** The most probable label other than the one explained. */
export function rivalOf(store: Store, reading: Reading, target: string | null): number {
  const explained = target === null ? reading.label : store.columns.value.labelNames.indexOf(target);
  return mostProbable(reading.probabilities, 2).find((code) => code !== explained) ?? -1;
}

/** Whether every method that is on has answered or failed. */
export function allAnswered({ model, answers }: Explanation): boolean {
  return vifiMethods.every(
    (method) => !model.methods.value.has(method) || answers[method].current || answers[method].failed,
  );
}

/** What is explained, in words: "card arrival", or "card arrival rather than lost card". */
export function targetName({ model, store, reading }: Explanation): string {
  const names = store.columns.value.labelNames;
  const target = model.target.value ?? names[reading?.label ?? -1] ?? "the predicted label";
  const against = model.against.value;
  const other =
    against === "rival"
      ? reading
        ? names[rivalOf(store, reading, model.target.value)]
        : "its rival"
      : against?.label;
  return labelText(other === undefined ? target : `${target} rather than ${other}`);
}

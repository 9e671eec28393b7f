/** Explanations as a snapshot keeps them: one answer a question, told apart by what was asked. */
import { Tensor } from "../protocol/tensor";
import type { Attribution, AttributionOptions, Partner, Relations, Salience, TextWord } from "../protocol";
import type { SnapshotAnswer } from "./snapshot";

/** What stands for a word of a text that is not in a snapshot. */
export const HIDDEN_WORD = "•••";

/** What is assumed where an option is not given; as the protocol has it. */
export const defaultOptions: AttributionOptions = {
  target: null,
  against: null,
  similarTo: null,
  output: "logit",
  points: null,
  baseline: "pad",
  perturbation: "mask",
  masks: 1000,
  evaluations: 500,
  seed: 0,
};

/** Tells questions apart, whether or not defaults are written out, and in whichever order. */
export function answerKey({
  side,
  method,
  params,
}: Pick<SnapshotAnswer, "side" | "method" | "params">): string {
  const { options, ...others } = params;
  const chosen = Object.entries(isRecord(options) ? options : {}).filter(
    ([name, value]) => value !== defaultOptions[name as keyof AttributionOptions],
  );
  return `${side} ${method} ${JSON.stringify(sorted({ ...others, options: Object.fromEntries(chosen) }))}`;
}

/**
 * The answers that may be kept without the texts: in those about rows each word is hidden, those about other texts are
 * left out, and so are single words that `isKept` refuses.
 */
export function withoutTexts(
  answers: readonly SnapshotAnswer[],
  isKept: (word: string) => boolean,
): SnapshotAnswer[] {
  return answers.flatMap((answer) => {
    const { method, params, result } = answer;
    if (method === "explain/predict") return [];
    if (isRecord(params.subject) && "text" in params.subject) return [];
    if (method === "explain/attribute")
      return [{ ...answer, result: hiddenAttribution(result as Attribution) }];
    if (method === "explain/relations") return [{ ...answer, result: hiddenRelations(result as Relations) }];
    if (method === "explain/word") return isKept(String(params.word)) ? [answer] : [];
    if (method === "explain/salience")
      return [{ ...answer, result: keptSalience(result as Salience, isKept) }];
    return [answer];
  });
}

/** Floats with 13 bits of mantissa, so that they compress; everything else as it is. */
export function rounded(value: unknown): unknown {
  if (value instanceof Tensor) {
    if (!(value.data instanceof Float32Array)) return value;
    const data = value.data.slice();
    const bits = new Uint32Array(data.buffer);
    for (let i = 0; i < bits.length; i++)
      if (Number.isFinite(data[i])) bits[i] = ((bits[i] ?? 0) + (1 << 9)) & ~((1 << 10) - 1);
    return new Tensor("float32", data, value.shape);
  }
  if (Array.isArray(value)) return value.map(rounded);
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded(each)]));
  return value;
}

function hiddenAttribution(attribution: Attribution): Attribution {
  const { words, pieces, special } = attribution;
  return {
    ...attribution,
    ...hidden(words),
    pieces: pieces.map((piece, i) => (special.data[i] ? piece : HIDDEN_WORD)),
  };
}

function hiddenRelations({ words, partners }: Relations): Relations {
  return {
    ...hidden(words),
    partners: partners.map((partner): Partner => ({ ...partner, ...hidden(partner.words) })),
  };
}

/** As many words as there were, one like the other. */
function hidden(words: readonly TextWord[]): { text: string; words: TextWord[] } {
  const step = HIDDEN_WORD.length + 1;
  return {
    text: words.map(() => HIDDEN_WORD).join(" "),
    words: words.map((_, i) => ({ text: HIDDEN_WORD, start: i * step, end: i * step + HIDDEN_WORD.length })),
  };
}

function keptSalience(salience: Salience, isKept: (word: string) => boolean): Salience {
  const { word, label, mean, rows } = salience;
  const kept = [...word.keys()].filter((i) => isKept(word[i] ?? ""));
  const pick = (data: ArrayLike<number>) => kept.map((i) => data[i] ?? 0);
  return {
    ...salience,
    word: kept.map((i) => word[i] ?? ""),
    label: new Tensor("int32", Int32Array.from(pick(label.data))),
    mean: new Tensor("float32", Float32Array.from(pick(mean.data))),
    rows: new Tensor("int32", Int32Array.from(pick(rows.data))),
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .filter((key) => value[key] !== undefined && value[key] !== null)
      .map((key) => [key, sorted(value[key])]),
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

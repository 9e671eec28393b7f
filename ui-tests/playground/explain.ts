/** Stands in for the sidecar's explanations: numbers that look like a model's, the same at each call. */
import type {
  Attribution,
  Compute,
  Predictions,
  Relations,
  Salience,
  Subject,
  TextWord,
  Trust,
} from "../../src/client";
import { type Filter, tokenize } from "../../src/core";
import { Tensor } from "../../src/protocol";

export interface FakeModel {
  readonly texts: readonly string[];
  readonly labelNames: readonly string[];
  readonly positions: Float32Array;
  readonly closest: Int32Array;
  readonly contrast: Int32Array;
  probabilities(row: number): Float32Array;
  neighbours(row: number): { rows: Uint32Array; similarity: Float32Array };
}

type Explaining = Pick<Compute, "attribute" | "relations" | "predict" | "trust" | "salience" | "wordScores">;

/** Pieces that the fake model reads at most. */
const WINDOW = 110;

/**
 * `?slow=2000` answers everything later, `?fails=lime,predict` refuses these methods or requests, `?even` gives all
 * words the same weight, `?overlap=no` sets the methods' trust apart.
 */
export function fakeExplanations(model: FakeModel, query: URLSearchParams): Explaining {
  const slow = Number(query.get("slow") ?? 0);
  const fails = (query.get("fails") ?? "").split(",");
  const even = query.has("even");
  const textOf = (subject: Subject): string =>
    "row" in subject ? (model.texts[subject.row] ?? "") : subject.text;
  const rowLike = (subject: Subject): number =>
    "row" in subject ? subject.row : nearest(model.texts, subject.text);
  const answer = async <T>(
    name: string,
    milliseconds: number,
    signal: AbortSignal,
    value: () => T,
  ): Promise<T> => {
    await new Promise((resume) => setTimeout(resume, slow || milliseconds));
    signal.throwIfAborted();
    if (fails.includes(name))
      throw new Error(`${name}: the graph holds QLinearMatMul, which has no gradient`);
    return value();
  };
  let measured = 0;
  const attributed = new Map<string, Map<number, ReadonlyMap<string, number>>>();
  const rowsBy = (method: string): Map<number, ReadonlyMap<string, number>> => {
    const known = attributed.get(method) ?? new Map<number, ReadonlyMap<string, number>>();
    attributed.set(method, known);
    return known;
  };
  return {
    attribute: (subject, method, { target = null, against = null }, signal) =>
      answer(
        method,
        { gradient_l2: 15, attention: 20, integrated_gradients: 160, lime: 700 }[method as "lime"] ?? 50,
        signal,
        () => {
          const text = textOf(subject);
          const words = wordsOf(text).slice(0, WINDOW);
          const signed = method === "integrated_gradients" || method === "lime";
          const flat = method === "attention" ? 3 : 1;
          const scores = Float32Array.from(words, ({ text: word }, i) => {
            if (even) return 1 + 0.05 * chance(`${method} ${i}`);
            const own = weight(word) + flat * 0.08;
            const noise = 0.35 + chance(`${method} ${word} ${i}`);
            const sign = signed && chance(`${word} ${target} ${against} sign`) < 0.25 ? -0.5 : 1;
            return own * noise * sign;
          });
          const pieces = words.map(({ text: word }) => word);
          return {
            method,
            text,
            target: target ?? 0,
            against,
            value: 3.2,
            pieces,
            special: new Tensor("uint8", new Uint8Array(pieces.length)),
            pieceScores: new Tensor("float32", scores.slice()),
            words,
            wordOfPiece: new Tensor("int32", Int32Array.from(words.keys())),
            scores: new Tensor("float32", scores),
            signed,
            cut: Math.max(0, wordsOf(text).length - WINDOW),
            delta: method === "integrated_gradients" ? 0.000_03 : null,
            points: method === "integrated_gradients" ? 16 : null,
            r2: method === "lime" ? 0.73 : null,
            spread:
              method === "lime"
                ? new Tensor(
                    "float32",
                    scores.map((score) => Math.abs(score) * 0.2),
                  )
                : null,
          } satisfies Attribution;
        },
      ),
    relations: (subject, kind, signal) =>
      answer("relations", 260, signal, () => {
        const row = rowLike(subject);
        const text = textOf(subject);
        const words = wordsOf(text);
        const partners = (["closest", "contrast"] as const).flatMap((role) => {
          const other = model[role][row] ?? -1;
          if (other < 0) return [];
          const theirs = wordsOf(model.texts[other] ?? "");
          const side = (own: readonly TextWord[]): Tensor<"float32"> =>
            new Tensor(
              "float32",
              Float32Array.from(
                own,
                ({ text: word }) => weight(word) * (chance(`${word} ${role}`) < 0.2 ? -2.1 : 2.4),
              ),
            );
          const links = Float32Array.from(
            { length: words.length * theirs.length },
            (_, at) =>
              12 +
              14 *
                weight(words[Math.floor(at / theirs.length)]?.text ?? "") *
                (0.4 + weight(theirs[at % theirs.length]?.text ?? "")) +
              2 * chance(`${role} ${at}`),
          );
          return [
            {
              role,
              row: other,
              text: model.texts[other] ?? "",
              words: theirs,
              similarity: role === "closest" ? 14.2 : 14.6,
              cosine: role === "closest" ? 0.966 : 0.972,
              links: kind === "token" ? new Tensor("float32", links, [words.length, theirs.length]) : null,
              own: kind === "similarity" ? side(words) : null,
              theirs: kind === "similarity" ? side(theirs) : null,
              delta: kind === "similarity" ? 0.002 : null,
            },
          ];
        });
        return { text, words, partners } satisfies Relations;
      }),
    predict: (texts, signal) =>
      answer("predict", 7 + texts.length, signal, () => {
        const labels = model.labelNames.length;
        const probabilities = new Float32Array(texts.length * labels);
        const near = texts.map((text) => model.neighbours(nearest(model.texts, text)));
        const size = near[0]?.rows.length ?? 0;
        texts.forEach((text, i) => probabilities.set(probabilitiesOf(model, text), i * labels));
        const of = (i: number): Float32Array => probabilities.subarray(i * labels, (i + 1) * labels);
        const best = texts.map((_, i) => of(i).indexOf(Math.max(...of(i))));
        const places = texts.flatMap((_, i) => {
          const { rows = [] } = near[i] ?? {};
          const mean = (axis: number): number =>
            [...rows].reduce((sum, row) => sum + (model.positions[2 * row + axis] ?? 0), 0) / rows.length;
          return [mean(0), mean(1)];
        });
        const counts = texts.map((text) => wordsOf(text).length + 2);
        return {
          labelNames: [...model.labelNames],
          probabilities: new Tensor("float32", probabilities, [texts.length, labels]),
          prediction: new Tensor("int32", Int32Array.from(best)),
          probability: new Tensor(
            "float32",
            Float32Array.from(best, (label, i) => of(i)[label] ?? 0),
          ),
          confidence: new Tensor(
            "float32",
            Float32Array.from(best, () => 0.5),
          ),
          positions: new Tensor("float32", Float32Array.from(places), [texts.length, 2]),
          neighbours: new Tensor("int32", Int32Array.from(near.flatMap(({ rows }) => [...rows])), [
            texts.length,
            size,
          ]),
          similarity: new Tensor(
            "float32",
            Float32Array.from(near.flatMap(({ similarity }) => [...similarity])),
            [texts.length, size],
          ),
          pieces: new Tensor(
            "int32",
            Int32Array.from(counts, (count) => Math.min(count, WINDOW + 2)),
          ),
          cut: new Tensor(
            "int32",
            Int32Array.from(counts, (count) => Math.max(0, count - WINDOW - 2)),
          ),
          mask: "[MASK]",
        } satisfies Predictions;
      }),
    trust: (methods, signal) =>
      answer("trust", 900, signal, () => {
        measured = Math.min(80, measured + 16);
        const spread = 0.5 / Math.sqrt(measured);
        const apart = query.get("overlap") === "no" ? 0.2 : 0.01;
        const figure = (value: number) => ({
          among: "all" as const,
          value,
          low: value - spread,
          high: value + spread,
          n: measured,
        });
        const figures: Trust["figures"] = methods.flatMap((method, i) => [
          { method, measure: "comprehensiveness" as const, ...figure(0.41 - apart * ((i * 2) % 3)) },
          { method, measure: "sufficiency" as const, ...figure(-0.12 + 0.03 * i) },
          { method, measure: "tau_occlusion" as const, ...figure(0.3 + 0.08 * i) },
        ]);
        figures.push(
          { method: "integrated_gradients", measure: "side_token_top3", ...figure(0.84) },
          { method: "integrated_gradients", measure: "side_similarity_net", ...figure(0.81) },
          { method: "integrated_gradients", measure: "side_token_top3", ...figure(0.91), among: "confident" },
          {
            method: "integrated_gradients",
            measure: "side_similarity_net",
            ...figure(0.88),
            among: "confident",
          },
        );
        return { done: measured, total: 80, figures };
      }),
    salience: (method, filter, signal) =>
      answer("salience", 700, signal, () => {
        const known = rowsBy(method);
        const rows = rowsPassing(filter);
        const missing = rows.filter((row) => !known.has(row)).slice(0, 320);
        for (const row of missing) known.set(row, sharesOf(model.texts[row] ?? "", method));
        return rankedBy(rows, known);
      }),
    wordScores: (method, word, signal) =>
      answer("word", 60, signal, () => {
        const found = [...rowsBy(method)].filter(([, shares]) => shares.has(word));
        return {
          rows: Int32Array.from(found, ([row]) => row),
          scores: Float32Array.from(found, ([, shares]) => shares.get(word) ?? 0),
        };
      }),
  };
}

function rowsPassing(filter: Filter): number[] {
  const mask = globalThis.playground?.store.matching(filter) ?? [];
  return [...mask.keys()].filter((row) => mask[row]);
}

/** Share of each word in the scores of a text, of signed methods with some that speak against. */
function sharesOf(text: string, method: string): ReadonlyMap<string, number> {
  const signed = ["integrated_gradients", "gradient_x_input", "lime", "occlusion", "shap"].includes(method);
  const words = tokenize(text, "unicode");
  const scores = words.map((word, i) => {
    const against = signed && chance(`${text} ${word} against`) < 0.8 * chance(`${word} ${method}`);
    return weight(word) * (0.4 + chance(`${text} ${word} ${i}`)) * (against ? -1 : 1);
  });
  const total = scores.reduce((sum, score) => sum + Math.abs(score), 0) || 1;
  const shares = new Map<string, number>();
  words.forEach((word, i) => shares.set(word, (shares.get(word) ?? 0) + (scores[i] ?? 0) / total));
  return shares;
}

function rankedBy(
  rows: readonly number[],
  known: ReadonlyMap<number, ReadonlyMap<string, number>>,
): Salience {
  const codes = globalThis.playground?.store.prediction.value?.codes;
  const entries = new Map<string, { word: string; label: number; sum: number; rows: number }>();
  let done = 0;
  for (const row of rows) {
    const shares = known.get(row);
    if (!shares) continue;
    done++;
    const label = codes?.[row] ?? -1;
    for (const [word, share] of shares) {
      const entry = entries.get(`${label} ${word}`) ?? { word, label, sum: 0, rows: 0 };
      entries.set(`${label} ${word}`, { ...entry, sum: entry.sum + share, rows: entry.rows + 1 });
    }
  }
  const found = [...entries.values()].sort((a, b) => a.label - b.label || b.sum / b.rows - a.sum / a.rows);
  return {
    done,
    total: rows.length,
    word: found.map(({ word }) => word),
    label: new Tensor(
      "int32",
      Int32Array.from(found, ({ label }) => label),
    ),
    mean: new Tensor(
      "float32",
      Float32Array.from(found, ({ sum, rows: behind }) => sum / behind),
    ),
    rows: new Tensor(
      "int32",
      Int32Array.from(found, (entry) => entry.rows),
    ),
  };
}

/** The probabilities of the row with this text; of another text those of the nearest row, smoothed by what differs. */
function probabilitiesOf(model: FakeModel, text: string): Float32Array {
  const row = nearest(model.texts, text);
  const known = model.probabilities(row);
  if (model.texts[row] === text) return known;
  const blend = 0.15 + 0.5 * chance(text);
  const other = model.probabilities(model.contrast[row] ?? row);
  return known.map((value, label) => value * (1 - blend) + (other[label] ?? 0) * blend);
}

const found = new Map<string, number>();

/** The row that shares most words with the text. */
function nearest(texts: readonly string[], text: string): number {
  const before = found.get(text);
  if (before !== undefined) return before;
  const words = new Set(wordsOf(text.toLowerCase()).map((word) => word.text));
  let [best, most] = [0, -1];
  texts.forEach((other, row) => {
    const others = wordsOf(other.toLowerCase());
    const shared = others.filter((word) => words.has(word.text)).length / (others.length + words.size);
    const score = other === text ? 2 : shared;
    if (score > most) [best, most] = [row, score];
  });
  found.set(text, best);
  return best;
}

function wordsOf(text: string): TextWord[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu), ({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
}

/** Long and rare-looking words weigh more. */
function weight(word: string): number {
  if (!/[\p{L}\p{N}]/u.test(word)) return 0.05;
  return Math.min(1, word.length / 9) * (0.3 + 0.7 * chance(word.toLowerCase()));
}

/** A number in [0, 1) that belongs to the text. */
function chance(text: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x5bd1e995);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

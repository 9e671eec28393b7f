import { attributionOptions, SemlaError, type Params, type Result } from "../../../src/protocol";
import { TrustRun, type Attributed, type TrustSource } from "../explain";
import { hashValue } from "../store";
import { Slices } from "../threads/slices";
import { A_WHILE, attributeRows } from "./attribute-rows";
import { modelOf } from "./free-text";
import { relateWords } from "./relations";
import type { Question } from "./question";

/** Bytes that the figures of a row take in memory, about. */
const ROW_BYTES = 2048;

/**
 * Measures how far methods can be trusted on a seeded sample of rows: works for a while, keeps what is done, and
 * answers with the figures of the rows done so far.
 * @throws SemlaError "invalid_request" for an analysis without a model; errors of the methods
 */
export async function measureTrust(
  question: Question,
  { methods, rows, seed }: Params<"explain/trust">,
): Promise<Result<"explain/trust">> {
  const { analysis, dataset, resources, signal } = question;
  modelOf(question, "trust");
  const key = await hashValue({ analysis: analysis.handle, rows, seed });
  const run = resources.trusts.get(key) ?? new TrustRun(dataset.rows, rows, seed);
  resources.trusts.set(key, run, ROW_BYTES * rows);
  const source = sourceOf(question, seed);
  await run.alone(async () => {
    const began = performance.now();
    while (performance.now() - began < A_WHILE && (await run.step(methods, source))) signal.throwIfAborted();
  });
  const figures = await run.figures(methods, new Slices(signal));
  return { done: run.done(methods), total: run.total, figures };
}

function sourceOf(question: Question, seed: number): TrustSource {
  const { analysis, dataset, resources, signal } = question;
  const options = attributionOptions.parse({ seed });
  return {
    async attribute(row, method) {
      let found: Attributed | null = null;
      await attributeRows(question, [row], method, options, (attributed) => (found = attributed));
      return found ?? lost(row);
    },
    async erase(row, attributions) {
      const label = attributions[0]?.target ?? null;
      if (label === null) return null;
      const rankings = attributions.map(({ scores }) => scores);
      const input = { text: dataset.texts[row] ?? "", label, rankings, options };
      return resources.models.erase(modelOf(question, "trust"), input, signal);
    },
    confidence: (row) => analysis.feed.columns().confidence?.data[row] ?? NaN,
    async relate(row, kind) {
      if (!analysis.feed.columns().contrast) return [];
      const params = { analysis: analysis.handle, subject: { row }, kind, points: null, seed };
      try {
        return (await relateWords(question, params)).partners;
      } catch (error) {
        // the other kind, and the other figures, do not need it
        if (error instanceof SemlaError && error.kind === "not_differentiable") return [];
        throw error;
      }
    },
  };
}

function lost(row: number): never {
  throw new Error(`trust: no attribution came back for row ${row}`);
}

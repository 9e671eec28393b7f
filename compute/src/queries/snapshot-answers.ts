import { encodeFrame, type Method, type Params, type Result } from "../../../src/protocol";
import { answerKey, type SnapshotAnswer } from "../../../src/snapshot";
import { tensorOf } from "../analysis";

/** An answer of an analysis, about one subject or row. */
type Answer = Omit<SnapshotAnswer, "side">;

interface Kept {
  readonly answer: Answer;
  readonly bytes: number;
}

/** Bytes of answers that are kept of an analysis; the oldest go first. */
const MOST = 2 ** 21;
/** Analyses whose answers are kept. */
const ANALYSES = 64;
/** Answers of one request that are kept: whole data sets are no explanations that somebody looked at. */
const AT_ONCE = 64;

/** A request of which an answer is kept, taken apart into one a subject or row. */
const readers: { readonly [M in Method]?: (params: Params<M>, result: Result<M>) => readonly Answer[] } = {
  "explain/attribute": ({ subjects, methods, options }, { attributions }) =>
    subjects.flatMap((subject, i) =>
      methods.flatMap((method, j) => {
        const result = attributions[i]?.[j];
        return result ? [{ method: "explain/attribute", params: { subject, method, options }, result }] : [];
      }),
    ),
  "explain/relations": ({ subject, kind, points, seed }, result) =>
    points === null && seed === 0 ? [{ method: "explain/relations", params: { subject, kind }, result }] : [],
  "explain/predict": ({ texts }, result) =>
    texts.length === 1 ? [{ method: "explain/predict", params: { text: texts[0] }, result }] : [],
  "explain/trust": ({ methods, rows, seed }, result) =>
    result.done === result.total && rows === 80 && seed === 0
      ? [{ method: "explain/trust", params: { methods: [...methods].sort() }, result }]
      : [],
  "explain/salience": ({ method, options, filter }, result) =>
    result.done === result.total
      ? [{ method: "explain/salience", params: { method, options, filter: filter ?? {} }, result }]
      : [],
  "explain/word": ({ method, options, word }, result) => [
    { method: "explain/word", params: { method, options, word }, result },
  ],
  "analysis/probabilities": ({ rows }, { probabilities: { data, shape } }) =>
    rows.map((row, i) => {
      const labels = shape[1] ?? 0;
      const own = data.slice(i * labels, (i + 1) * labels);
      return {
        method: "analysis/probabilities",
        params: { row },
        result: { probabilities: tensorOf("float32", own) },
      };
    }),
  "analysis/neighbours": ({ row }, result) => [{ method: "analysis/neighbours", params: { row }, result }],
};

type Handler = (params: never, call: never) => unknown;

/** Remembers what was answered about each analysis, for its snapshots. Bounded; a restart forgets it. */
export class Answered {
  private readonly ofAnalysis = new Map<string, Map<string, Kept>>();

  /** The same handlers, whose answers are remembered. */
  following<H extends object>(handlers: H): H {
    const followed = Object.entries(handlers as Record<string, Handler>).map(([name, handler]) => {
      const read = readers[name as Method] as
        ((params: unknown, result: unknown) => readonly Answer[]) | undefined;
      if (!read) return [name, handler];
      const follow = async (params: never, call: never): Promise<unknown> => {
        const result = await handler(params, call);
        this.keep((params as { analysis: string }).analysis, read(params, result));
        return result;
      };
      return [name, follow];
    });
    return Object.fromEntries(followed) as H;
  }

  /** What has been answered about an analysis, oldest first. */
  of(analysis: string, side: SnapshotAnswer["side"]): SnapshotAnswer[] {
    return [...(this.ofAnalysis.get(analysis)?.values() ?? [])].map(({ answer }) => ({ side, ...answer }));
  }

  private keep(analysis: string, answers: readonly Answer[]): void {
    if (answers.length === 0 || answers.length > AT_ONCE) return;
    const known = this.ofAnalysis.get(analysis) ?? new Map<string, Kept>();
    this.ofAnalysis.delete(analysis);
    this.ofAnalysis.set(analysis, known);
    for (const answer of answers) {
      const key = answerKey({ side: "a", ...answer });
      known.delete(key);
      known.set(key, { answer, bytes: encodeFrame(answer.result).length });
    }
    let total = [...known.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [key, { bytes }] of known) {
      if (total <= MOST) break;
      known.delete(key);
      total -= bytes;
    }
    for (const oldest of this.ofAnalysis.keys()) {
      if (this.ofAnalysis.size <= ANALYSES) break;
      this.ofAnalysis.delete(oldest);
    }
  }
}

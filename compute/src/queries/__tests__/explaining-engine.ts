import { fakeEngine, intents, type EngineLog } from "../../analysis/__tests__/fixtures";
import type { Attributed } from "../../explain";
import type { InferenceEngine } from "../../models";

/** What the engine was asked to explain. */
export interface ExplainLog extends EngineLog {
  /** Texts attributed, by method. */
  attributed: string[];
  erased: number;
  related: number;
}

export const newExplainLog = (): ExplainLog => ({ loads: 0, runs: 0, attributed: [], erased: 0, related: 0 });

/**
 * The fake engine, which also explains: the words of an intent score 1, all others -.25. `beforeText` is called
 * before each attribution, which ends as soon as the caller has gone.
 */
export function explainingEngine(log: ExplainLog, beforeText: () => void = () => undefined): InferenceEngine {
  const scoreOf = (word: string): number =>
    intents.some((intent) => intent.split(" ").includes(word)) ? 1 : -0.25;
  return {
    ...fakeEngine(log),
    attribute: async (_model, { texts, targets, method }, { signal, onAttributed }) => {
      for (const [i, text] of texts.entries()) {
        beforeText();
        // others have their turn
        await new Promise(setImmediate);
        signal.throwIfAborted();
        log.attributed.push(`${method}: ${text}`);
        const target = targets[i]!;
        const words = text.split(" ");
        const scores = Float32Array.from(words, scoreOf);
        const attributed: Attributed = {
          method,
          text,
          target: target.kind === "label" ? target.label : null,
          against: null,
          value: 1,
          pieces: words,
          special: new Uint8Array(words.length),
          pieceScores: scores,
          words: words.map((word) => ({ text: word, start: 0, end: 0 })),
          wordOfPiece: Int32Array.from(words.keys()),
          scores,
          signed: true,
          cut: 0,
          delta: method === "integrated_gradients" ? 0.01 : null,
          points: null,
          r2: null,
          spread: method === "lime" ? scores.map(() => 0.1) : null,
        };
        onAttributed(attributed, i);
      }
    },
    erase: async (_model, { rankings }) => {
      log.erased++;
      return rankings.map(() => ({ comprehensiveness: 0.3, sufficiency: -0.1 }));
    },
    relate: async (_model, { others, kind }) => {
      log.related++;
      const words = [{ text: "w", start: 0, end: 1 }];
      // others come closest first
      return {
        words,
        ties: others.map((_, i) => ({
          words,
          links: kind === "token" ? Float32Array.of(2 - i) : null,
          own: kind === "token" ? null : Float32Array.of(2 - i),
          theirs: kind === "token" ? null : Float32Array.of(1),
          delta: null,
        })),
      };
    },
  };
}

import type { Attributed } from "../attribute";

/** An attribution of a text of one piece a word. */
export function attribution(scores: readonly number[], given: Partial<Attributed> = {}): Attributed {
  return {
    method: "gradient_x_input",
    text: scores.map((_, word) => `w${word}`).join(" "),
    target: 0,
    against: null,
    value: 1,
    pieces: scores.map(String),
    special: new Uint8Array(scores.length),
    pieceScores: Float32Array.from(scores),
    words: scores.map((_, word) => ({ text: `w${word}`, start: 0, end: 0 })),
    wordOfPiece: Int32Array.from(scores.keys()),
    scores: Float32Array.from(scores),
    signed: true,
    cut: 0,
    delta: null,
    points: null,
    r2: null,
    spread: null,
    ...given,
  };
}

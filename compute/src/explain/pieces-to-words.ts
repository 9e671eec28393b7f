import type { Reading } from "./model";

/** Scores of the words of a text from those of its pieces: their sum for signed methods, else their maximum. */
export function scoresOfWords(
  pieceScores: Float32Array,
  { words, wordOfPiece }: Pick<Reading, "words" | "wordOfPiece">,
  signed: boolean,
): Float32Array {
  const scores = new Float32Array(words.length);
  for (const [piece, word] of wordOfPiece.entries()) {
    if (word < 0) continue;
    const score = pieceScores[piece] ?? 0;
    scores[word] = signed ? (scores[word] ?? 0) + score : Math.max(scores[word] ?? 0, score);
  }
  return scores;
}

/** Each piece's share in its word's score, which is the word's own; 0 for special pieces. */
export function scoresOfPieces(
  wordScores: Float32Array,
  { wordOfPiece }: Pick<Reading, "wordOfPiece">,
): Float32Array {
  return Float32Array.from(wordOfPiece, (word) => (word < 0 ? 0 : (wordScores[word] ?? 0)));
}

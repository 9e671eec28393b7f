/** What was changed in a text, word by word. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const pattern = /[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu;

/** Words and single marks of a text with their UTF-16 positions. */
export function piecesOf(text: string): readonly Piece[] {
  return Array.from(text.matchAll(pattern), ({ 0: piece, index }) => ({
    text: piece,
    start: index,
    end: index + piece.length,
  }));
}

export interface Change {
  readonly kind: "kept" | "removed" | "added";
  /** Places in the former and the present list; -1 where it is not in it. */
  readonly before: number;
  readonly after: number;
}

/** More comparisons than this are not made: what lies between a common start and end is then replaced as a whole. */
const MOST = 1_000_000;

/** The shortest way from one list of words to another, by their longest common subsequence; removals come first. */
export function differenceOf(before: readonly string[], after: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  let first = 0;
  while (first < before.length && first < after.length && before[first] === after[first]) first++;
  let last = 0;
  const most = Math.min(before.length, after.length) - first;
  while (last < most && before[before.length - 1 - last] === after[after.length - 1 - last]) last++;
  const [rows, columns] = [before.length - first - last, after.length - first - last];
  const width = columns + 1;
  const small = rows * columns <= MOST;
  const longest = small ? new Uint32Array((rows + 1) * width) : new Uint32Array(0);
  const same = (i: number, j: number): boolean => before[first + i] === after[first + j];
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  if (small)
    for (let i = rows - 1; i >= 0; i--)
      for (let j = columns - 1; j >= 0; j--)
        longest[i * width + j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const keep = (count: number, i: number, j: number): void => {
    for (let k = 0; k < count; k++) changes.push({ kind: "kept", before: i + k, after: j + k });
  };
  keep(first, 0, 0);
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    if (small && i < rows && j < columns && same(i, j)) keep(1, first + i++, first + j++);
    else if (i < rows && (j >= columns || at(i + 1, j) >= at(i, j + 1)))
      changes.push({ kind: "removed", before: first + i++, after: -1 });
    else changes.push({ kind: "added", before: -1, after: first + j++ });
  }
  keep(last, before.length - last, after.length - last);
  return changes;
}

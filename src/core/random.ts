/** A source of numbers in [0, 1), injected wherever chance is involved so that a seed fixes every result. */
export type Random = () => number;

/**
 * Seeded generator sfc32 (C. Doty-Humphrey, PractRand): 128 bits of state, passes BigCrush, same on every machine.
 * @param seed any integer; only its lower 32 bits count.
 */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9 | 0;
  let b = 0x243f6a88 | 0;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

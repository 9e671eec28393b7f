import type { Dataset } from "../data";
import type { Slices } from "../threads/slices";

/** A number per row, equal for equal texts. */
export async function textNumbers({ texts }: Dataset, slices: Slices): Promise<Int32Array> {
  const numberOf = new Map<string, number>();
  const numbers = new Int32Array(texts.length);
  for (const [row, text] of texts.entries()) {
    const number = numberOf.get(text) ?? numberOf.size;
    numberOf.set(text, number);
    numbers[row] = number;
    if (row % 1024 === 0 && slices.due()) await slices.rest();
  }
  return numbers;
}

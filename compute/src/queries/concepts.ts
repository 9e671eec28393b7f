import type { Result } from "../../../src/protocol";
import { tensorOf } from "../analysis";
import { conceptSetOf } from "./features";
import type { Question } from "./question";

/** The concepts of the data set's words. */
export async function conceptsOf(question: Question): Promise<Result<"analysis/concepts">> {
  const { source, names, wordsOf } = (await conceptSetOf(question)).table;
  const offsets = new Uint32Array(names.length + 1);
  wordsOf.forEach((words, concept) => {
    offsets[concept + 1] = (offsets[concept] ?? 0) + words.length;
  });
  return { source, names: [...names], offsets: tensorOf("uint32", offsets), words: wordsOf.flat() };
}

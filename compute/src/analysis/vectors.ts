import { SemlaError } from "../../../src/protocol";
import type { Vectors } from "../threads/projection";
import { Slices } from "../threads/slices";
import type { Analysis } from "./analyses";
import { side } from "./arrays";
import type { Resources } from "./resources";
import { sharedTensor } from "./tensors";

/**
 * What the rows of a finished analysis are near each other by.
 * @param what the request, for the message.
 * @throws SemlaError "invalid_request" where it has only positions or is under way, "unknown_handle" where the
 * arrays are gone.
 */
export async function vectorsOf(
  { handle, arraysKey, basis }: Analysis,
  what: string,
  resources: Resources,
  signal: AbortSignal,
): Promise<Vectors> {
  if (arraysKey === null || !basis)
    throw new SemlaError(
      "invalid_request",
      `${what}: the analysis is still under way; ask again when it is ready`,
    );
  if (!basis.vectors)
    throw new SemlaError(
      "invalid_request",
      `${what}: this analysis has positions only; it needs a model or embeddings=`,
    );
  const { key, array } = basis.vectors;
  const { arrays } = await resources.findArrays(arraysKey, signal);
  const found = arrays?.[array];
  if (!found)
    throw new SemlaError("unknown_handle", `arrays of analysis ${handle}: no longer here; run it again`);
  const shared = await sharedTensor(found, new Slices(signal));
  if (shared !== found) resources.keepArrays(arraysKey, { ...arrays, [array]: shared });
  const [rows = 0] = shared.shape;
  return { embeddings: { data: shared.data, rows, dimension: side(shared) }, key };
}

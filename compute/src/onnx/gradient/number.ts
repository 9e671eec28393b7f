import type { Dataflow } from "../flow";
import { elementTypes, floatsOf } from "../tensor";

/** The value of a float32 constant of one element; null for anything else. */
export function numberOf(flow: Dataflow, value: string | undefined): number | null {
  const tensor = flow.constant(value);
  if (!tensor || tensor.elementType !== elementTypes.float32 || tensor.shape.some((side) => side !== 1))
    return null;
  return floatsOf(tensor)?.[0] ?? null;
}

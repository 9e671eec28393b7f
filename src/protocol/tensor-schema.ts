import { z } from "zod";
import { type Dtype, Tensor } from "./tensor";

/**
 * Schema of a tensor of one element type and rank.
 * @param sides names of the sides, for the schema's reader, such as ["rows", "2"].
 */
export function tensor<D extends Dtype>(dtype: D, sides: readonly string[]): z.ZodType<Tensor<D>> {
  const description = `${dtype} [${sides.join(", ")}]`;
  return z
    .custom<Tensor<D>>(
      (value) => value instanceof Tensor && value.dtype === dtype && value.shape.length === sides.length,
      { error: `expected a tensor ${description}` },
    )
    .meta({ tensor: { dtype, sides }, description });
}

import { z } from "zod";
import { tensor } from "./tensor-schema";

/** Content hash of something pushed or computed: the same content has the same handle in every process. */
export const handle = z.string().regex(/^[0-9a-f]{32}$/);

/**
 * Columns of the Arrow table (IPC stream) that carries a data set. Rows keep the order of the user's frame.
 * `text` utf8; `id` utf8 or int64; optional `label` and `split` dictionary of utf8, null where missing.
 */
export const datasetPut = {
  params: z.strictObject({
    name: z.string(),
    table: tensor("uint8", ["bytes"]),
  }),
  result: z.strictObject({
    dataset: handle,
    rows: z.int().nonnegative(),
    labels: z.array(z.string()),
  }),
};

/** The same Arrow table back, for a view that draws it. */
export const datasetGet = {
  params: z.strictObject({ dataset: handle }),
  result: z.strictObject({ name: z.string(), table: tensor("uint8", ["bytes"]) }),
};

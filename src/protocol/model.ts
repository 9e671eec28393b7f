import { z } from "zod";
import { handle } from "./dataset";
import { tensor } from "./tensor-schema";

export const pooling = z.enum(["cls", "mean", "output", "logits"]);

/**
 * Opens a folder with `model.onnx`, `tokenizer.json` and, for names and limits, `config.json` and
 * `tokenizer_config.json`. Pooling says how a row's embedding is made: the hidden state of [CLS], the mean over
 * its pieces, the graph's own output, or, where the graph shows no hidden state, its logits.
 */
export const modelLoad = {
  params: z.strictObject({ folder: z.string(), pooling: z.enum(["auto", "cls", "mean"]).default("auto") }),
  result: z.strictObject({
    model: handle,
    labelNames: z.array(z.string()),
    dimension: z.int().positive(),
    pooling,
    maxPieces: z.int().positive(),
  }),
};
export type ModelInfo = z.infer<typeof modelLoad.result>;

/** Runs a graph once on given pieces, so that an export can be held against the original. */
export const modelCheck = {
  params: z.strictObject({
    folder: z.string(),
    inputIds: tensor("int32", ["rows", "pieces"]),
    attentionMask: tensor("int32", ["rows", "pieces"]),
  }),
  result: z.strictObject({
    logits: tensor("float32", ["rows", "labels"]).optional(),
    hidden: tensor("float32", ["rows", "pieces", "dimension"]).optional(),
  }),
};

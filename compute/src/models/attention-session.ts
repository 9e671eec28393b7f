import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SemlaError } from "../../../src/protocol/errors";
import { elementTypes, makeValue, readModel, removeUnused, writeModel } from "../onnx";
import { makeFeeds } from "./feeds";
import { files, type ModelPlan } from "./plan";
import { reasonOf } from "./reason";
import { numbers, runSession, sessionOptions } from "./session";

/** An open model that gives its attention only: for graphs that cannot be differentiated. */
export interface AttentionSession {
  /** Attention of each layer, [heads, pieces, pieces]; null where none was found. */
  attentions(ids: readonly number[]): Promise<{ heads: number; data: Float32Array }[] | null>;
  close(): Promise<void>;
}

/**
 * Opens a model for its attention: whatever a softmax makes of the shape [texts, heads, pieces, pieces].
 * @param threads threads that one operator may use.
 * @throws SemlaError "bad_model" when onnxruntime cannot open the graph
 */
export async function openAttentionSession(plan: ModelPlan, threads: number): Promise<AttentionSession> {
  const ort = await import("onnxruntime-node");
  const path = join(plan.folder, files.model);
  const model = readModel(await readFile(path));
  const softmaxes = model.graph.nodes.flatMap(({ op, outputs }) => (op === "Softmax" ? outputs : []));
  if (softmaxes.length === 0)
    return { attentions: () => Promise.resolve(null), close: () => Promise.resolve() };
  model.graph.outputs = softmaxes.map((name) => makeValue(name, elementTypes.float32, null));
  removeUnused(model.graph);
  const opening = ort.InferenceSession.create(writeModel(model), sessionOptions(plan, threads));
  const session = await opening.catch((cause: unknown) => {
    throw new SemlaError(
      "bad_model",
      `attention: onnxruntime cannot show it of ${path} (${reasonOf(cause)}); use lime, occlusion or shap`,
      { cause },
    );
  });
  return {
    async attentions(ids) {
      const feeds = makeFeeds(plan, [{ ids }], 0, ort.Tensor);
      const result = await runSession(session, feeds, softmaxes, plan);
      const layers = softmaxes.flatMap((name) => {
        const dims = result[name]?.dims ?? [];
        const [, heads = 1] = dims;
        const shape = [1, heads, ids.length, ids.length];
        if (dims.length !== 4 || dims.some((side, i) => side !== shape[i])) return [];
        return { heads, data: numbers(result[name], shape, "attention", plan) };
      });
      return layers.length > 0 ? layers : null;
    },
    close: () => session.release(),
  };
}

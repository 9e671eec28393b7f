import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { SemlaError } from "../../../src/protocol/errors";
import type { Block, CheckTasks } from "./check";
import type { TaskHandlers } from "./task";

const OUTPUTS = { logits: "logits", hidden: "last_hidden_state" } as const;

/** The checking thread's side. Errors are of kind "bad_model" and say what is wrong with the graph. */
export function checkTasks(): TaskHandlers<CheckTasks> {
  return {
    async check({ folder, inputIds, attentionMask }) {
      const path = join(folder, "model.onnx");
      const session = await InferenceSession.create(path, { logSeverityLevel: 3 }).catch((cause: unknown) => {
        throw bad(`${path} cannot be opened (${reason(cause)})`, cause);
      });
      const feeds: Record<string, Tensor> = {};
      for (const input of session.inputMetadata) {
        const values = { input_ids: inputIds, attention_mask: attentionMask, token_type_ids: null };
        if (!Object.hasOwn(values, input.name))
          throw bad(`${path} takes ${input.name} (allowed: ${Object.keys(values).join(", ")})`);
        const block = values[input.name as keyof typeof values];
        const data = block?.data ?? new Int32Array(inputIds.data.length);
        feeds[input.name] =
          input.isTensor && input.type === "int32"
            ? new Tensor("int32", data, inputIds.shape)
            : new Tensor("int64", BigInt64Array.from(data, BigInt), inputIds.shape);
      }
      const wanted = Object.values(OUTPUTS).filter((name) => session.outputNames.includes(name));
      if (wanted.length === 0)
        throw bad(
          `${path} gives ${session.outputNames.join(", ")} (needed: ${Object.values(OUTPUTS).join(" or ")})`,
        );
      const found = await session.run(feeds, wanted).catch((cause: unknown) => {
        throw bad(`${path} cannot be run (${reason(cause)})`, cause);
      });
      await session.release();
      return { logits: blockOf(found[OUTPUTS.logits]), hidden: blockOf(found[OUTPUTS.hidden]) };
    },
  };
}

function blockOf(tensor: Tensor | undefined): Block<Float32Array> | null {
  if (!tensor) return null;
  if (!(tensor.data instanceof Float32Array)) throw bad(`an output is ${tensor.type} (allowed: float32)`);
  return { data: tensor.data, shape: tensor.dims };
}

function bad(what: string, cause?: unknown): SemlaError {
  return new SemlaError("bad_model", `model: ${what}; export it again`, { cause });
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

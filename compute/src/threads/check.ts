import type { Tensor } from "../../../src/protocol";
import { createTaskThread } from "./task";

/** A block of numbers as it goes between threads. */
export interface Block<A> {
  readonly data: A;
  readonly shape: readonly number[];
}

/** What the checking thread can be asked for. */
export interface CheckTasks {
  /** Runs `model.onnx` of a folder once; pieces and mask are rows x pieces. Outputs the graph lacks are null. */
  check: {
    input: {
      readonly folder: string;
      readonly inputIds: Block<Int32Array>;
      readonly attentionMask: Block<Int32Array>;
    };
    update: never;
    output: { readonly logits: Block<Float32Array> | null; readonly hidden: Block<Float32Array> | null };
  };
}

/** Runs a folder's graph once on given pieces. */
export type CheckGraph = (
  folder: string,
  inputIds: Tensor<"int32">,
  attentionMask: Tensor<"int32">,
  signal: AbortSignal,
) => Promise<CheckTasks["check"]["output"]>;

/**
 * Checks each graph in a thread of its own, so that its weights leave memory with the thread.
 * @param workerFile path of the built worker.
 */
export function createGraphCheck(workerFile: string): CheckGraph {
  return async (folder, inputIds, attentionMask, signal) => {
    const thread = createTaskThread<CheckTasks>("checking thread", workerFile);
    try {
      return await thread.run(
        "check",
        { folder, inputIds: blockOf(inputIds), attentionMask: blockOf(attentionMask) },
        { signal },
      );
    } finally {
      await thread.close();
    }
  };
}

function blockOf({ data, shape }: Tensor<"int32">): Block<Int32Array> {
  return { data, shape };
}

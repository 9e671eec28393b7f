import { columnFromArray, dictionary, int32, tableFromColumns, tableToIPC, utf8 } from "@uwdata/flechette";
import { InferenceSession } from "onnxruntime-node";
import { seededRandom } from "../../../../src/core";
import { Tensor } from "../../../../src/protocol";
import type { InferenceEngine, LoadedModel } from "../../models";
import type { ProjectionTasks, ProjectionThread } from "../../threads/projection";
import { projectionHandlers } from "../../threads/projection-tasks";
import type { TaskContext } from "../../threads/task";

export const intents = ["play music", "set alarm", "order pizza", "weather today", "send mail", "book train"];

/** Texts of a few intents, the same each time; every seventh names another intent than it is about. */
export function utterances(rows: number) {
  const random = seededRandom(1);
  const fillers = ["please", "now", "for me", "quickly", "again", "tomorrow"];
  const labels = Array.from({ length: rows }, (_, row) => intents[row % intents.length] ?? "");
  const texts = labels.map((label, row) => {
    const said = row % 7 === 6 ? (intents[(row + 1) % intents.length] ?? "") : label;
    return `${said} ${fillers[Math.floor(random() * fillers.length)] ?? ""} ${row}`;
  });
  return { texts, labels };
}

/** The Arrow table of a data set. */
export function arrowTable(
  texts: readonly string[],
  labels?: readonly (string | null)[],
  splits?: readonly (string | null)[],
): Tensor<"uint8"> {
  const text = columnFromArray([...texts], utf8());
  const id = columnFromArray(
    texts.map((_, row) => `id${row}`),
    utf8(),
  );
  const dictionaryOf = (values: readonly (string | null)[]) =>
    columnFromArray([...values], dictionary(utf8(), int32()));
  const columns = {
    text,
    id,
    ...(labels ? { label: dictionaryOf(labels) } : {}),
    ...(splits ? { split: dictionaryOf(splits) } : {}),
  };
  const bytes = tableToIPC(tableFromColumns(columns), { format: "stream" });
  if (!bytes) throw new Error("no table");
  return new Tensor("uint8", new Uint8Array(bytes));
}

/** What the fake engine was asked for. */
export interface EngineLog {
  loads: number;
  runs: number;
}

const DIMENSION = 12;

/**
 * An engine whose embeddings say which intent a text names, with a little noise of its own; rows come in batches of
 * eight, last first. With `pause`, waits for it before each batch.
 */
export function fakeEngine(
  log: EngineLog,
  options: { labelNames?: string[]; pause?: () => Promise<void>; broken?: string } = {},
): InferenceEngine {
  const labelNames = options.labelNames ?? intents;
  const info: LoadedModel = {
    handle: "ab".repeat(16),
    labelNames,
    dimension: DIMENSION,
    pooling: "mean",
    maxPieces: 128,
    labels: labelNames.length,
  };
  const answers = (texts: readonly (readonly [number, string])[]) => {
    const embeddings = new Float32Array(texts.length * DIMENSION);
    const logits = new Float32Array(texts.length * labelNames.length);
    for (const [i, [row, text]] of texts.entries()) {
      const random = seededRandom(row);
      const named = intents.findIndex((intent) => text.startsWith(intent));
      for (let d = 0; d < DIMENSION; d++) embeddings[i * DIMENSION + d] = (d === named ? 3 : 0) + random();
      for (let l = 0; l < labelNames.length; l++)
        logits[i * labelNames.length + l] = (l === named ? 4 : 0) + random();
    }
    return { embeddings, logits };
  };
  return {
    load: async () => {
      log.loads++;
      return info;
    },
    answer: async (_model, texts) => ({
      ...answers(texts.map((text) => [0, text])),
      pieces: Int32Array.from(texts, (text) => text.split(" ").length),
      cut: new Int32Array(texts.length),
      mask: null,
    }),
    relate: () => Promise.reject(new Error("the fake engine explains nothing")),
    attribute: () => Promise.reject(new Error("the fake model attributes nothing")),
    erase: () => Promise.reject(new Error("the fake model has no words to take away")),
    run: async (_model, texts, { signal, onBatch }) => {
      log.runs++;
      for (let end = texts.length; end > 0; end -= 8) {
        await options.pause?.();
        if (signal.aborted) return;
        if (options.broken && end < texts.length) throw new Error(options.broken);
        const rows = Uint32Array.from({ length: Math.min(8, end) }, (_, i) => Math.max(0, end - 8) + i);
        const { embeddings, logits } = answers(Array.from(rows, (row) => [row, texts[row] ?? ""]));
        onBatch({ rows, embeddings, logits, cut: 0 });
      }
    },
    close: async () => undefined,
  };
}

/** The projection thread's work, done on this thread. */
export function inlineProjection(): ProjectionThread {
  const handlers = projectionHandlers((model) =>
    InferenceSession.create(model, { intraOpNumThreads: 1, logSeverityLevel: 3 }),
  );
  return {
    run: async (task, input, { signal, onUpdate } = {}) => {
      signal?.throwIfAborted();
      const context: TaskContext<never> = {
        stopped: () => signal?.aborted ?? false,
        update: (value) => onUpdate?.(value),
        giveWay: async () => undefined,
      };
      const run = handlers[task] as (
        input: unknown,
        context: unknown,
      ) => Promise<ProjectionTasks[typeof task]["output"]>;
      try {
        return await run(input, context);
      } finally {
        signal?.throwIfAborted();
      }
    },
    close: async () => undefined,
  };
}

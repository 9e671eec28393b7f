import { seededRandom } from "../../../src/core/random";
import { CHUNK, planBatches, shuffled, type Tokenised } from "../models/batches";
import type { ModelPlan } from "../models/plan";
import type { Pieces, TextTokenizer } from "../models/tokens";
import { type AttributeTask, attributeTask } from "./inference-attribute";
import { type EraseTask, eraseTask } from "./inference-erase";
import { OpenModels } from "./inference-models";
import { type RelateTask, relateTask } from "./inference-relate";
import type { TaskContext, TaskHandlers } from "./task";

/**
 * Some rows of a run. `rows` index the texts; embeddings are [rows, dimension], logits [rows, labels], null for a
 * model without a head. `cut`: how many of these texts were too long and lost their end.
 */
export interface Batch {
  readonly rows: Uint32Array;
  readonly embeddings: Float32Array;
  readonly logits: Float32Array | null;
  readonly cut: number;
}

/**
 * What a model says of a few texts, in their order: embeddings [texts, dimension], logits [texts, labels] or null;
 * `pieces` that were read of each, special ones included, and `cut`, those that did not fit.
 */
export interface Answered {
  readonly embeddings: Float32Array;
  readonly logits: Float32Array | null;
  readonly pieces: Int32Array;
  readonly cut: Int32Array;
  /** How the model writes a masked piece; null where its tokenizer has none. */
  readonly mask: string | null;
}

/** What the inference thread can be asked for. */
export interface InferenceTasks {
  attribute: AttributeTask;
  relate: RelateTask;
  erase: EraseTask;
  answer: { input: { plan: ModelPlan; texts: readonly string[] }; update: never; output: Answered };
  embed: { input: { plan: ModelPlan; texts: readonly string[] }; update: Batch; output: null };
}

/** Texts cut into pieces between two looks at whether to stop. */
const LOOK = 64;

/**
 * Runs models over texts. Rows come in a seeded random order, so that those which are known at any time stand for
 * all: in chunks, each cut into pieces, sorted by length into batches, and these shuffled. Batches do not depend on
 * the machine, so neither do results.
 */
export function inferenceTasks(): TaskHandlers<InferenceTasks> {
  const models = new OpenModels();
  return {
    attribute: attributeTask(models),
    relate: relateTask(models),
    erase: eraseTask(models),
    async answer({ plan, texts }, context) {
      const { tokenizer, session } = await models.get(plan);
      const rows = Uint32Array.from(texts.keys());
      const read = tokenise(tokenizer, texts, rows, context);
      const embeddings = new Float32Array(texts.length * plan.dimension);
      const logits = plan.logits === null ? null : new Float32Array(texts.length * plan.labels);
      for (const batch of planBatches(read, plan.batchPieces, seededRandom(0))) {
        if (context.stopped()) break;
        const found = await session.run(batch.pieces, tokenizer.padId);
        placeRows(found.embeddings, batch.rows, embeddings, plan.dimension);
        if (found.logits && logits) placeRows(found.logits, batch.rows, logits, plan.labels);
      }
      return {
        embeddings,
        logits,
        pieces: Int32Array.from(read.pieces, ({ ids }) => ids.length),
        cut: Int32Array.from(read.pieces, ({ cut }) => cut),
        mask: tokenizer.mask?.text ?? null,
      };
    },
    async embed({ plan, texts }, context) {
      const { tokenizer } = await models.get(plan);
      const random = seededRandom(0);
      const order = shuffled(texts.length, random);
      for (let at = 0; at < order.length; at += CHUNK) {
        const chunk = tokenise(tokenizer, texts, order.subarray(at, at + CHUNK), context);
        for (const batch of planBatches(chunk, plan.batchPieces, random)) {
          await context.giveWay();
          if (context.stopped()) return null;
          // while others had their turn the model may have been closed
          const { session } = await models.get(plan);
          const { embeddings, logits } = await session.run(batch.pieces, tokenizer.padId);
          const cut = batch.pieces.reduce((count, pieces) => count + (pieces.cut > 0 ? 1 : 0), 0);
          context.update(
            { rows: batch.rows, embeddings, logits, cut },
            [batch.rows.buffer, embeddings.buffer, logits?.buffer].filter(
              (buffer) => buffer instanceof ArrayBuffer,
            ),
          );
        }
      }
      return null;
    },
  };
}

function tokenise(
  tokenizer: TextTokenizer,
  texts: readonly string[],
  rows: Uint32Array,
  context: Pick<TaskContext<Batch>, "stopped">,
): Tokenised {
  const pieces: Pieces[] = [];
  for (const row of rows) {
    if (pieces.length % LOOK === 0 && context.stopped()) return { rows: new Uint32Array(), pieces: [] };
    pieces.push(tokenizer.encode(texts[row] ?? ""));
  }
  return { rows, pieces };
}

function placeRows(values: Float32Array, rows: Uint32Array, into: Float32Array, width: number): void {
  rows.forEach((row, i) => into.set(values.subarray(i * width, (i + 1) * width), row * width));
}

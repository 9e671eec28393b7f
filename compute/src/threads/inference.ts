import { seededRandom } from "../../../src/core/random";
import { CHUNK, planBatches, shuffled, type Tokenised } from "../models/batches";
import { physicalCores } from "../models/cores";
import type { ModelPlan } from "../models/plan";
import { type ModelSession, openSession } from "../models/session";
import { openTokenizer, type Pieces, type TextTokenizer } from "../models/tokens";
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

/** What the inference thread can be asked for. */
export interface InferenceTasks {
  embed: { input: { plan: ModelPlan; texts: readonly string[] }; update: Batch; output: null };
}

/** Models kept open: one in use, and one to compare it with. */
const OPEN = 2;
/** Texts cut into pieces between two looks at whether to stop. */
const LOOK = 64;

interface OpenModel {
  readonly tokenizer: TextTokenizer;
  readonly session: ModelSession;
}

/**
 * Runs models over texts. Rows come in a seeded random order, so that those which are known at any time stand for
 * all: in chunks, each cut into pieces, sorted by length into batches, and these shuffled. Batches do not depend on
 * the machine, so neither do results.
 */
export function inferenceTasks(): TaskHandlers<InferenceTasks> {
  const open = new Map<string, Promise<OpenModel>>();
  return {
    async embed({ plan, texts }, context) {
      const { tokenizer, session } = await opened(open, plan);
      const random = seededRandom(0);
      const order = shuffled(texts.length, random);
      for (let at = 0; at < order.length; at += CHUNK) {
        const chunk = tokenise(tokenizer, texts, order.subarray(at, at + CHUNK), context);
        for (const batch of planBatches(chunk, plan.batchPieces, random)) {
          if (context.stopped()) return null;
          const { embeddings, logits } = await session.run(batch.pieces, tokenizer.padId);
          const cut = batch.pieces.reduce((count, pieces) => count + (pieces.cut ? 1 : 0), 0);
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
  context: TaskContext<Batch>,
): Tokenised {
  const pieces: Pieces[] = [];
  for (const row of rows) {
    if (pieces.length % LOOK === 0 && context.stopped()) return { rows: new Uint32Array(), pieces: [] };
    pieces.push(tokenizer.encode(texts[row] ?? ""));
  }
  return { rows, pieces };
}

/** Opens a model, or finds it open; the one used longest ago makes room. */
async function opened(open: Map<string, Promise<OpenModel>>, plan: ModelPlan): Promise<OpenModel> {
  const model = open.get(plan.handle) ?? openModel(plan);
  open.delete(plan.handle);
  open.set(plan.handle, model);
  const [oldest] = open.keys();
  if (open.size > OPEN && oldest !== undefined) {
    const leaving = open.get(oldest);
    open.delete(oldest);
    await (await leaving)?.session.close();
  }
  try {
    return await model;
  } catch (error) {
    open.delete(plan.handle);
    throw error;
  }
}

async function openModel(plan: ModelPlan): Promise<OpenModel> {
  const tokenizer = await openTokenizer(plan);
  return { tokenizer, session: await openSession(plan, physicalCores()) };
}

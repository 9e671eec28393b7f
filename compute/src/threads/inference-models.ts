import { SemlaError } from "../../../src/protocol/errors";
import {
  type Explainer,
  forwardModel,
  type GradientModel,
  gradientModel,
  type GradientSettings,
  readText,
} from "../explain";
import { type AttentionSession, openAttentionSession } from "../models/attention-session";
import { physicalCores } from "../models/cores";
import { type GradientSession, openGradientSession } from "../models/gradient-session";
import type { ModelPlan } from "../models/plan";
import { type ModelSession, openSession } from "../models/session";
import { openTokenizer, type TextTokenizer } from "../models/tokens";
import { Cancelled } from "../project/cancelled";
import type { TaskContext } from "./task";

/** Models kept open: one in use, and one to compare it with. */
const OPEN = 2;
/** Share of a forward batch's pieces that takes as long forward and back. */
const GRADIENT_SHARE = 0.75;

/** A model that is open in the inference thread. */
export interface OpenModel {
  readonly tokenizer: TextTokenizer;
  readonly session: ModelSession;
  /** Opened when first asked for, and closed with the model. */
  gradient(): Promise<GradientSession>;
  /** The gradient's session, or where the graph cannot be differentiated one of its own. */
  attention(): Promise<AttentionSession>;
  close(): Promise<void>;
}

/** The models that are open in the inference thread; the one used longest ago makes room for the next. */
export class OpenModels {
  private readonly open = new Map<string, Promise<OpenModel>>();

  /** Opens a model, or finds it open. */
  async get(plan: ModelPlan): Promise<OpenModel> {
    const model = this.open.get(plan.handle) ?? openModel(plan);
    this.open.delete(plan.handle);
    this.open.set(plan.handle, model);
    const [oldest] = this.open.keys();
    if (this.open.size > OPEN && oldest !== undefined) {
      const leaving = this.open.get(oldest);
      this.open.delete(oldest);
      await (await leaving)?.close();
    }
    try {
      return await model;
    } catch (error) {
      this.open.delete(plan.handle);
      throw error;
    }
  }

  /**
   * A model as a task explains texts by it: before each batch the task gives way to others, and ends when it is to
   * stop.
   */
  async explainer(
    plan: ModelPlan,
    context: Pick<TaskContext<never>, "stopped" | "giveWay">,
  ): Promise<Explainer> {
    const between = async (): Promise<void> => {
      await context.giveWay();
      if (context.stopped()) throw new Cancelled("explanation");
    };
    const { tokenizer } = await this.get(plan);
    const attention = async (): Promise<AttentionSession> => (await this.get(plan)).attention();
    const settings: GradientSettings = {
      labels: plan.labels,
      dimension: plan.dimension,
      padId: tokenizer.padId,
      maskId: tokenizer.mask?.id ?? null,
      batchPieces: plan.batchPieces,
    };
    const shared = { ...settings, batchPieces: Math.round(GRADIENT_SHARE * plan.batchPieces) };
    // while others had their turn the model may have been closed
    const run: ModelSession["run"] = async (pieces, padId) =>
      (await this.get(plan)).session.run(pieces, padId);
    const gradientSession = async (): Promise<GradientSession> => (await this.get(plan)).gradient();
    const gradient = async (): Promise<GradientModel> => {
      const { width, lookUp } = await gradientSession();
      const reopened = {
        width,
        lookUp,
        run: async (...given: Parameters<GradientSession["run"]>) => (await gradientSession()).run(...given),
        attentions: async (ids: readonly number[]) => (await gradientSession()).attentions(ids),
        hidden: async (ids: readonly number[]) => (await gradientSession()).hidden(ids),
      };
      return gradientModel(reopened, shared, between);
    };
    return {
      pooling: plan.pooling,
      forward: forwardModel({ run }, settings, between),
      read: (text) => readText(tokenizer, text),
      idOf: (piece) => tokenizer.idOf(piece),
      gradient,
      async attentions(ids) {
        await between();
        return (await attention()).attentions(ids);
      },
    };
  }
}

async function openModel(plan: ModelPlan): Promise<OpenModel> {
  const tokenizer = await openTokenizer(plan);
  const threads = physicalCores();
  const session = await openSession(plan, threads);
  let gradient: Promise<GradientSession> | null = null;
  let attention: Promise<AttentionSession> | null = null;
  const openGradient = (): Promise<GradientSession> => (gradient ??= openGradientSession(plan, threads));
  return {
    tokenizer,
    session,
    gradient: openGradient,
    attention: () =>
      (attention ??= openGradient().catch((error: unknown) => {
        if (error instanceof SemlaError && error.kind === "not_differentiable")
          return openAttentionSession(plan, threads);
        throw error;
      })),
    async close() {
      const opened = [await gradient?.catch(() => null), await attention?.catch(() => null)];
      for (const each of new Set([session, ...opened])) await each?.close();
    },
  };
}

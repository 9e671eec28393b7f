import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { SemlaError } from "../../../src/protocol/errors";
import { files, type ModelPlan } from "./plan";
import { reasonOf } from "./reason";
import { portable } from "./tokenizer-file";

/** A text as the model reads it: ids of its pieces, special ones included; `cut` when it was too long. */
export interface Pieces {
  readonly ids: readonly number[];
  readonly cut: boolean;
}

/** Cuts texts into pieces. */
export interface TextTokenizer {
  /** Id that fills short texts up. */
  readonly padId: number;
  /** The pieces of a text, at most as many as the model takes; at least one. */
  encode(text: string): Pieces;
}

/**
 * The tokenizer of a model folder.
 * @throws SemlaError "bad_model" when it cannot be read, or `encode` when it gives ids that the model does not know
 */
export async function openTokenizer(
  plan: Pick<ModelPlan, "folder" | "maxPieces" | "vocabulary" | "padId">,
): Promise<TextTokenizer> {
  const { folder, vocabulary } = plan;
  const { tokenizer, config } = await readTokenizer(folder);
  const padId = idOf(tokenizer, config["pad_token"]) ?? plan.padId;
  const side = config["truncation_side"] === "left" ? "left" : "right";
  return {
    padId,
    encode(text) {
      const { ids } = tokenizer.encode(text);
      const cut = ids.length > plan.maxPieces;
      const kept = cut ? truncate(tokenizer, text, ids, plan.maxPieces, side) : ids;
      checkIds(kept, vocabulary, folder, text);
      return { ids: kept.length > 0 ? kept : [padId], cut };
    },
  };
}

async function readTokenizer(
  folder: string,
): Promise<{ tokenizer: Tokenizer; config: Readonly<Record<string, unknown>> }> {
  const path = join(folder, files.tokenizer);
  try {
    const json = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
    const beside = await readFile(join(folder, files.tokenizerConfig), "utf8").catch(() => "{}");
    const { tokenizer, config } = portable(json, JSON.parse(beside) as Record<string, unknown>);
    return { tokenizer: new Tokenizer(tokenizer, config), config };
  } catch (cause) {
    throw new SemlaError(
      "bad_model",
      `tokenizer: ${path} cannot be used (${reasonOf(cause)}); save the fast tokenizer of this model again`,
      { cause },
    );
  }
}

/** Cuts off pieces of the text, not the special ones around them. */
function truncate(
  tokenizer: Tokenizer,
  text: string,
  ids: readonly number[],
  limit: number,
  side: "left" | "right",
): number[] {
  const plain = tokenizer.encode(text, { add_special_tokens: false }).ids;
  const special = ids.length - plain.length;
  const before =
    Array.from({ length: special + 1 }, (_, at) => at).find((at) => matches(ids, plain, at)) ?? 0;
  const room = Math.max(limit - special, 0);
  const kept = side === "left" ? plain.slice(plain.length - room) : plain.slice(0, room);
  return [...ids.slice(0, before), ...kept, ...ids.slice(before + plain.length)];
}

function matches(ids: readonly number[], plain: readonly number[], at: number): boolean {
  return plain.every((id, i) => ids[at + i] === id);
}

function checkIds(
  ids: readonly (number | undefined)[],
  vocabulary: number | null,
  folder: string,
  text: string,
): void {
  const known = vocabulary ?? Infinity;
  const at = ids.findIndex((id) => id === undefined || id >= known);
  if (at < 0) return;
  const path = join(folder, files.tokenizer);
  throw new SemlaError(
    "bad_model",
    (ids[at] === undefined
      ? `tokenizer: ${path} gives no number for a piece of ${JSON.stringify(text.slice(0, 40))}; `
      : `tokenizer: ${path} gives piece ${ids[at]} and the model knows ${known} pieces; `) +
      "put the tokenizer that was saved with this model into its folder",
  );
}

function idOf(tokenizer: Tokenizer, token: unknown): number | undefined {
  const name = typeof token === "object" && token !== null && "content" in token ? token.content : token;
  return typeof name === "string" ? tokenizer.token_to_id(name) : undefined;
}

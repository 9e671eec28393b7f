import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { SemlaError } from "../../../src/protocol/errors";
import { files, type ModelPlan } from "./plan";
import { reasonOf } from "./reason";
import { type SpelledPiece, type Spelling, spellingOf, spellOut } from "./spelling";
import { portable } from "./tokenizer-file";

/** A text as the model reads it: ids of its pieces, special ones included. */
export interface Pieces {
  readonly ids: readonly number[];
  /** Pieces of a text that was too long and did not fit. */
  readonly cut: number;
}

/** The pieces of a text as they are written, for those who must find them in it. */
export interface WrittenPieces extends Pieces {
  /** How each piece is written. */
  readonly pieces: readonly string[];
  /** 1 for pieces that are not text. */
  readonly special: Uint8Array;
  /** Every piece of the text itself, also those that did not fit. */
  readonly whole: readonly SpelledPiece[];
  /** Which of those each piece is; -1 for one that was put around them. */
  readonly partOf: Int32Array;
}

/** Cuts texts into pieces. */
export interface TextTokenizer {
  /** Id that fills short texts up. */
  readonly padId: number;
  /** The piece that stands for a masked one, and how it is written; null where the tokenizer has none. */
  readonly mask: { readonly id: number; readonly text: string } | null;
  /** The pieces of a text, at most as many as the model takes; at least one. */
  encode(text: string): Pieces;
  /** The same pieces, with how they are written. */
  read(text: string): WrittenPieces;
  /** The number of a piece of the vocabulary; undefined where the model has no such piece. */
  idOf(piece: string): number | undefined;
}

/**
 * The tokenizer of a model folder.
 * @throws SemlaError "bad_model" when it cannot be read, or `encode` when it gives ids that the model does not know
 */
export async function openTokenizer(
  plan: Pick<ModelPlan, "folder" | "maxPieces" | "vocabulary" | "padId">,
): Promise<TextTokenizer> {
  const { folder, vocabulary } = plan;
  const { tokenizer, config, spelling } = await readTokenizer(folder);
  const padId = idOf(tokenizer, config["pad_token"]) ?? plan.padId;
  const side = config["truncation_side"] === "left" ? "left" : "right";
  const isSpecial = specialIds(tokenizer, spelling);
  const known = (id: number | undefined): number | undefined =>
    id === undefined || id >= (vocabulary ?? Infinity) ? undefined : id;
  return {
    padId,
    mask: maskOf(tokenizer, config["mask_token"], vocabulary),
    encode(text) {
      const { ids } = tokenizer.encode(text);
      const kept = ids.length > plan.maxPieces ? truncate(tokenizer, text, ids, plan.maxPieces, side) : ids;
      checkIds(kept, vocabulary, folder, text);
      return { ids: kept.length > 0 ? kept : [padId], cut: ids.length - kept.length };
    },
    read(text) {
      const all = tokenizer.encode(text);
      const plain = tokenizer.encode(text, { add_special_tokens: false });
      const before = partsBefore(all.ids, plain.ids);
      const room = Math.max(plan.maxPieces - (all.ids.length - plain.ids.length), 0);
      const cut = Math.max(plain.ids.length - room, 0);
      const dropped = side === "left" ? before : before + plain.ids.length - cut;
      const kept = Array.from(all.ids.keys()).filter((at) => at < dropped || at >= dropped + cut);
      const ids = kept.flatMap((at) => all.ids[at] ?? []);
      checkIds(ids, vocabulary, folder, text);
      const partOf = Int32Array.from(kept, (at) =>
        at >= before && at < before + plain.ids.length ? at - before : -1,
      );
      const whole = spellOut(plain.tokens, spelling);
      if (ids.length === 0) {
        const pieces = [tokenizer.id_to_token(padId) ?? ""];
        return { ids: [padId], pieces, special: Uint8Array.of(1), whole, partOf: Int32Array.of(-1), cut };
      }
      return {
        ids,
        pieces: kept.map((at) => all.tokens[at] ?? ""),
        special: Uint8Array.from(ids, (id, i) => (isSpecial.has(id) || partOf[i] === -1 ? 1 : 0)),
        whole,
        partOf,
        cut,
      };
    },
    idOf: (piece) => known(tokenizer.token_to_id(piece)),
  };
}

/** Ids of added pieces that are not text, such as [MASK]; an unknown piece is text. */
function specialIds(tokenizer: Tokenizer, { unknown }: Spelling): ReadonlySet<number> {
  const added = [...tokenizer.get_added_tokens_decoder()];
  return new Set(
    added.flatMap(([id, { special, content }]) =>
      special && content !== unknown && !/^[[<]unk[\]>]$/i.test(content) ? [id] : [],
    ),
  );
}

async function readTokenizer(
  folder: string,
): Promise<{ tokenizer: Tokenizer; config: Readonly<Record<string, unknown>>; spelling: Spelling }> {
  const path = join(folder, files.tokenizer);
  try {
    const json = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
    const beside = await readFile(join(folder, files.tokenizerConfig), "utf8").catch(() => "{}");
    const { tokenizer, config } = portable(json, JSON.parse(beside) as Record<string, unknown>);
    return { tokenizer: new Tokenizer(tokenizer, config), config, spelling: spellingOf(json) };
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
  const before = partsBefore(ids, plain);
  const room = Math.max(limit - special, 0);
  const kept = side === "left" ? plain.slice(plain.length - room) : plain.slice(0, room);
  return [...ids.slice(0, before), ...kept, ...ids.slice(before + plain.length)];
}

/** How many special pieces stand before those of the text. */
function partsBefore(ids: readonly number[], plain: readonly number[]): number {
  const special = ids.length - plain.length;
  return Array.from({ length: special + 1 }, (_, at) => at).find((at) => matches(ids, plain, at)) ?? 0;
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
  const name = nameOf(token);
  return name === undefined ? undefined : tokenizer.token_to_id(name);
}

function maskOf(tokenizer: Tokenizer, token: unknown, vocabulary: number | null): TextTokenizer["mask"] {
  const text = nameOf(token);
  const id = idOf(tokenizer, token);
  return text === undefined || id === undefined || id >= (vocabulary ?? Infinity) ? null : { id, text };
}

/** Tokens are written as a string, or as an object with their settings. */
function nameOf(token: unknown): string | undefined {
  const name = typeof token === "object" && token !== null && "content" in token ? token.content : token;
  return typeof name === "string" ? name : undefined;
}

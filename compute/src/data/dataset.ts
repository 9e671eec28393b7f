import type { Column } from "@uwdata/flechette";
import type { Categories } from "../../../src/core";
import { SemlaError } from "../../../src/protocol";
import { Slices } from "../threads/slices";
import { hashBytes } from "../store";

/** A data set as it was pushed, and its columns. Rows keep the order of the user's frame. */
export interface Dataset {
  /** Content hash of the table. */
  readonly handle: string;
  readonly name: string;
  /** The Arrow IPC stream itself. */
  readonly table: Uint8Array;
  readonly rows: number;
  readonly texts: readonly string[];
  /** Content hash of the texts alone, in their order. */
  readonly textsHash: string;
  readonly ids: readonly string[];
  /** Gold labels, or null where the data has none. */
  readonly gold: Categories | null;
  readonly split: Categories | null;
}

const allowedColumns = ["text", "id", "label", "split"];

/**
 * Reads an Arrow IPC stream with the columns `text` (utf8), `id` (utf8 or int64), and optionally `label` and
 * `split` (dictionaries of utf8, null where missing).
 * @throws SemlaError "bad_data" naming the column, and the first row where there is one.
 */
export async function readDataset(name: string, table: Uint8Array, signal?: AbortSignal): Promise<Dataset> {
  const handle = await hashBytes(table, signal);
  const columns = await readColumns(table);
  for (const column of columns.keys()) {
    if (!allowedColumns.includes(column)) {
      throw bad(`column: ${JSON.stringify(column)} (allowed: ${allowedColumns.join(", ")})`);
    }
  }
  const text = columns.get("text");
  const id = columns.get("id");
  if (!text || !id) {
    const there = [...columns.keys()].join(", ") || "none";
    throw bad(`columns: ${there} (needed: text, id; allowed besides: label, split)`);
  }
  if (text.length === 0) throw bad("data set: no rows; give at least one");
  const slices = new Slices(signal);
  const texts = await readTexts(text, slices);
  const label = columns.get("label");
  const split = columns.get("split");
  return {
    handle,
    name,
    table,
    rows: texts.length,
    texts,
    textsHash: await hashTexts(texts, slices, signal),
    ids: await readIds(id, slices),
    gold: label ? await readCategories("label", label, slices) : null,
    split: split ? await readCategories("split", split, slices) : null,
  };
}

/** Bytes a data set takes up in memory, roughly. */
export function datasetBytes({ table, rows }: Dataset): number {
  return 3 * table.length + 64 * rows;
}

async function readColumns(table: Uint8Array): Promise<Map<string, Column<unknown>>> {
  const { tableFromIPC } = await import("@uwdata/flechette");
  try {
    const read = tableFromIPC(table, { useBigInt: true });
    return new Map(read.names.map((column, index) => [column, read.getChildAt<unknown>(index)]));
  } catch (error) {
    throw new SemlaError("bad_data", `table: ${table.length} bytes that are no Arrow IPC stream`, {
      cause: error,
    });
  }
}

async function readTexts(column: Column<unknown>, slices: Slices): Promise<string[]> {
  const texts: string[] = [];
  for (const value of column) {
    if (typeof value !== "string") {
      const what = value === null ? "missing" : typeof value;
      throw bad(
        `text: ${what} in row ${texts.length} (allowed: utf8); leave the row out or give it an empty string`,
      );
    }
    texts.push(value);
    if (texts.length % 256 === 0 && slices.due()) await slices.rest();
  }
  return texts;
}

async function readIds(column: Column<unknown>, slices: Slices): Promise<string[]> {
  const ids: string[] = [];
  for (const value of column) {
    if (typeof value !== "string" && typeof value !== "bigint" && typeof value !== "number") {
      throw bad(
        `id: ${value === null ? "missing" : typeof value} in row ${ids.length} (allowed: utf8, int64)`,
      );
    }
    ids.push(String(value));
    if (ids.length % 256 === 0 && slices.due()) await slices.rest();
  }
  return ids;
}

async function readCategories(name: string, column: Column<unknown>, slices: Slices): Promise<Categories> {
  const codeOf = new Map<string, number>();
  for (const batch of column.data) {
    if (!("dictionary" in batch)) throw bad(`${name}: not a dictionary of utf8; encode it as one`);
    for (const value of (batch.dictionary as Column<unknown>) ?? []) {
      if (typeof value !== "string") throw bad(`${name}: a dictionary of ${typeof value} (allowed: utf8)`);
      if (!codeOf.has(value)) codeOf.set(value, codeOf.size);
    }
  }
  const codes = new Int32Array(column.length);
  let row = 0;
  for (const value of column) {
    codes[row++] = typeof value === "string" ? (codeOf.get(value) ?? -1) : -1;
    if (row % 1024 === 0 && slices.due()) await slices.rest();
  }
  return { names: [...codeOf.keys()], codes };
}

/** Lengths go before the texts, so that "ab", "c" and "a", "bc" differ. */
async function hashTexts(texts: readonly string[], slices: Slices, signal?: AbortSignal): Promise<string> {
  const encoder = new TextEncoder();
  const lengths = new Uint32Array(texts.length);
  const parts: Uint8Array[] = [new Uint8Array(lengths.buffer)];
  for (const [row, text] of texts.entries()) {
    const bytes = encoder.encode(text);
    lengths[row] = bytes.length;
    parts.push(bytes);
    if (row % 256 === 0 && slices.due()) await slices.rest();
  }
  return hashBytes(Buffer.concat(parts), signal);
}

function bad(message: string): SemlaError {
  return new SemlaError("bad_data", message);
}

import { tableFromIPC } from "@uwdata/flechette";
import type { Categories } from "../core";
import type { Dataset } from "./state";

/**
 * Reads the Arrow table of a data set: `id` (utf8 or int64), `text` (utf8) and, where there is one, `split`
 * (dictionary of utf8).
 */
export function readDataset(name: string, table: Uint8Array): Dataset {
  const arrow = tableFromIPC(table);
  const texts = column(arrow, "text").map((text) => (typeof text === "string" ? text : ""));
  const ids = column(arrow, "id").map((id) => (typeof id === "string" ? id : Number(id)));
  const split = arrow.schema.fields.some((field) => field.name === "split")
    ? categorical(column(arrow, "split"))
    : null;
  return { name, rows: arrow.numRows, ids, texts, split };
}

function column(table: ReturnType<typeof tableFromIPC>, name: string): unknown[] {
  const child = table.getChild(name) as { toArray(): ArrayLike<unknown> } | undefined;
  if (!child)
    throw new Error(
      `data set: no column ${name} (it has ${table.schema.fields.map((f) => f.name).join(", ")})`,
    );
  return Array.from(child.toArray());
}

function categorical(values: readonly unknown[]): Categories {
  const known = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (typeof value !== "string") return -1;
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { names: [...known.keys()], codes };
}

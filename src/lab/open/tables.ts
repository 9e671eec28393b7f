/** What a column holds, as far as its first rows show. "integer" includes truth values, "empty" is all missing. */
export type ColumnKind = "string" | "integer" | "number" | "other" | "empty";

/** A column by its first rows. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Values that are there, and how many different ones. */
  readonly values: number;
  readonly distinct: number;
  /** Mean number of characters of strings, else 0. */
  readonly characters: number;
}

/** A data frame of a kernel, or the head of a file. */
export interface DataTable {
  /** Name of the variable or of the file. */
  readonly name: string;
  /** Null where only the head of a file was read. */
  readonly rows: number | null;
  readonly columns: readonly Column[];
}

/** What the dialog asks for. Null: no such column. */
export interface Choice {
  readonly text: string;
  readonly label: string | null;
  readonly id: string | null;
  readonly split: string | null;
  /** A folder or the name of a model on the hub, as typed. */
  readonly model: string;
}

/** A role that a column can have. */
export type Role = "text" | "label" | "id" | "split";

/** In the order of the form. */
export const roles: readonly Role[] = ["text", "label", "id", "split"];

const holds: Record<Role, readonly ColumnKind[]> = {
  text: ["string"],
  // numbers are whole ones beside missing values
  label: ["string", "integer", "number"],
  id: ["string", "integer"],
  split: ["string", "integer"],
};

/** Columns that can have a role: those of strings first, each kind in the table's order. */
export function columnsFor(role: Role, columns: readonly Column[]): Column[] {
  return holds[role].flatMap((kind) => columns.filter((column) => column.kind === kind));
}

/** Formats of files that can be opened. */
export type Format = "csv" | "tsv" | "jsonl" | "parquet";

const endings: Readonly<Record<string, Format>> = {
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
  jsonl: "jsonl",
  ndjson: "jsonl",
  parquet: "parquet",
  pq: "parquet",
};

/** The format that the ending of a path says, null for other files. */
export function formatOf(path: string): Format | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot < 1 ? null : (endings[name.slice(dot + 1).toLowerCase()] ?? null);
}

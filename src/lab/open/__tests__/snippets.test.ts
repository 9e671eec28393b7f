import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { FileReply, FramesReply, ModelReply } from "../ask";
import { expression, type Snippet } from "../snippets";
import { pythonHas, runPython } from "./python";

const root = resolve(__dirname, "../../../..");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "semla-open-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A snippet's reply in a Python in `folder`, which ran `before`; names of the namespace afterwards must be the same. */
function reply<Reply>(snippet: Snippet, request: object, before = ""): Reply {
  const program = [
    `import sys; sys.path.insert(0, ${JSON.stringify(root)})`,
    "user = {}",
    `exec(${JSON.stringify(before)}, user)`,
    "known = set(user)",
    "answer = eval(sys.stdin.read(), user)",
    "assert set(user) == known, set(user) - known",
    "print(answer)",
  ].join("\n");
  const printed = runPython(program, expression(snippet, request), folder).trim();
  return JSON.parse(Buffer.from(printed, "base64").toString()) as Reply;
}

function file(name: string, content: string | Uint8Array, format: string): FileReply {
  writeFileSync(join(folder, name), content);
  return reply("file", { path: name, format });
}

const suite = pythonHas("pandas", "pyarrow", "polars", "datasets") ? describe : describe.skip;

suite("the head of a file", () => {
  test("is described column by column", () => {
    const said = file(
      "a.csv",
      "id,text,intent,share\n1,hello there,greet,.5\n2,bye,,1\n3,hi,greet,\n",
      "csv",
    );
    expect(said).toEqual({
      separator: ",",
      columns: [
        { name: "id", kind: "integer", values: 3, distinct: 3, characters: 0 },
        { name: "text", kind: "string", values: 3, distinct: 3, characters: 16 / 3 },
        { name: "intent", kind: "string", values: 2, distinct: 1, characters: 5 },
        { name: "share", kind: "number", values: 2, distinct: 2, characters: 0 },
      ],
    });
  });
  test.each([
    ["b.tsv", "text\tlabel\na, b\tx\n", "tsv", "\t"],
    ["c.csv", "text;label\na, b;x\n", "csv", ";"],
    ["d.csv", "\ufefftext\nonly one\n", "csv", ","],
  ])("%s has its own separator", (name, content, format, separator) => {
    const said = file(name, content, format);
    expect(said).toMatchObject({ separator });
    expect("columns" in said && said.columns[0]?.name).toBe("text");
  });
  test("is read of JSON lines", () => {
    const said = file("e.jsonl", '{"text": "a", "label": 1}\n{"text": "b", "label": 2}\n', "jsonl");
    expect("columns" in said && said.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["text", "string"],
      ["label", "integer"],
    ]);
  });
  test("is read of Parquet without its index", () => {
    runPython(
      'import pandas; pandas.DataFrame({"text": ["a", "b"], "v": [[1.0], [2.0]]}, index=["p", "q"]).to_parquet("f.parquet")',
      "",
      folder,
    );
    const said = reply<FileReply>("file", { path: "f.parquet", format: "parquet" });
    expect("columns" in said && said.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["text", "string"],
      ["v", "other"],
    ]);
  });
  test.each([
    ["empty.csv", "", "csv", "empty"],
    ["blank.csv", "\n\n", "csv", "empty"],
    ["header.csv", "text,label\n", "csv", "empty"],
    ["picture.csv", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0, 0), "csv", "unreadable"],
    ["text.parquet", "text,label\na,b\n", "parquet", "unreadable"],
    ["one.jsonl", "hello\n", "jsonl", "unreadable"],
  ])("%s is a problem that has a name", (name, content, format, problem) => {
    expect(file(name, content, format)).toMatchObject({ problem });
  });
  test("of a path with quotes and code in it is that file's", () => {
    const name = `it's "); raise SystemExit(1) #\u2028.csv`;
    expect(file(name, "text\na\n", "csv")).toMatchObject({ columns: [{ name: "text" }] });
    expect(reply("file", { path: "nowhere.csv", format: "csv" })).toMatchObject({ problem: "absent" });
  });
});

suite("the data frames of a namespace", () => {
  test("are those of four libraries, without private names", () => {
    const said = reply<FramesReply>(
      "frames",
      {},
      [
        "import pandas as pd, polars as pl, pyarrow as pa, datasets",
        'rows = {"text": ["a b", None], "n": [1, 2]}',
        "class Mine(pd.DataFrame): pass",
        "df, mine, lazy = pd.DataFrame(rows), Mine(rows), pl.DataFrame(rows).lazy()",
        "polar, table, dataset = pl.DataFrame(rows), pa.table(rows), datasets.Dataset.from_dict(rows)",
        "_hidden, ex, example, series = df, 1, 2, df['text']",
        "wide = pd.DataFrame([[1, 'x']], columns=[0, 'text'])",
      ].join("\n"),
    );
    expect(said.semla).toBe(true);
    expect(said.taken).toEqual(["ex", "example"]);
    expect(said.frames.map(({ name, rows }) => [name, rows])).toEqual([
      ["df", 2],
      ["mine", 2],
      ["polar", 2],
      ["table", 2],
      ["dataset", 2],
      ["wide", 1],
    ]);
    for (const { name, columns } of said.frames.slice(0, 5)) {
      expect([name, columns.map((column) => [column.name, column.kind, column.values])]).toEqual([
        name,
        [
          ["text", "string", 1],
          ["n", "integer", 2],
        ],
      ]);
    }
    expect(said.frames.at(-1)?.columns.map((column) => column.name)).toEqual(["text"]);
  });
});

suite("what is typed as a model", () => {
  test("is a folder with a model, or a name on the hub", () => {
    mkdirSync(join(folder, "good"));
    writeFileSync(join(folder, "good/model.onnx"), "");
    mkdirSync(join(folder, "hollow"));
    writeFileSync(join(folder, "note.txt"), "");
    const judged = (model: string): string => reply<ModelReply>("model", { model }).problem;
    expect(["good", "./good/", "organisation/name", "name-1.0"].map(judged)).toEqual(["", "", "", ""]);
    expect(["hollow", "note.txt", "./typo", "a/b/c", "two words"].map(judged)).toEqual([
      "hollow",
      "file",
      "absent",
      "absent",
      "absent",
    ]);
  });
});

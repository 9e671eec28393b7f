import { describe, expect, test } from "@jest/globals";
import { fileCode, freeName, variableCode } from "../code";
import { formatOf } from "../tables";

const choice = { text: "text", label: "intent", id: null, split: null, model: "my-model/" };

describe("the code of a file", () => {
  test("is what a person would write", () => {
    expect(fileCode({ file: "reviews.csv", format: "csv", separator: "," }, choice)).toBe(
      [
        "import pandas as pd",
        "import semla",
        "",
        'df = pd.read_csv("reviews.csv")',
        'ex = semla.explore(df, "my-model/", text="text", label="intent", name="reviews")',
        "ex",
      ].join("\n"),
    );
  });
  test.each([
    ["tsv", "\t", 'pd.read_csv("f.x", sep="\\t")'],
    ["csv", ";", 'pd.read_csv("f.x", sep=";")'],
    ["jsonl", null, 'pd.read_json("f.x", lines=True)'],
    ["parquet", null, 'pd.read_parquet("f.x")'],
  ] as const)("reads %s with separator %j", (format, separator, call) => {
    expect(fileCode({ file: "f.x", format, separator }, choice).split("\n")).toContain(`df = ${call}`);
  });
  test("goes over several lines where it is long", () => {
    const long = {
      ...choice,
      id: "row id",
      split: "split",
      model: "organisation/a-model-with-a-long-name-of-its-own",
    };
    expect(fileCode({ file: "r.csv", format: "csv", separator: "," }, long)).toContain(
      [
        "ex = semla.explore(",
        "    df,",
        '    "organisation/a-model-with-a-long-name-of-its-own",',
        '    text="text",',
        '    label="intent",',
        '    id="row id",',
        '    split="split",',
        '    name="r",',
        ")",
        "ex",
      ].join("\n"),
    );
  });
  test("takes names as text, whatever is in them", () => {
    const hostile = { ...choice, text: '"); import os; ("', label: "a\nb", model: "\\" };
    const code = fileCode({ file: 'x"\n.csv', format: "csv", separator: "," }, hostile);
    expect(code).toContain('pd.read_csv("x\\"\\n.csv")');
    expect(code).toContain('text="\\"); import os; (\\""');
    expect(code).toContain('label="a\\nb"');
    expect(code.split("\n")).toHaveLength(6);
  });
});

test("the code of a variable shows it under its name and takes no name that is in use", () => {
  expect(freeName(["example"])).toBe("ex");
  expect(freeName(["ex", "ex2"])).toBe("ex3");
  expect(variableCode("train", "ex2", { ...choice, label: null })).toBe(
    'import semla\n\nex2 = semla.explore(train, "my-model/", text="text", name="train")\nex2',
  );
});

test.each([
  ["a/reviews.CSV", "csv"],
  ["x.tsv", "tsv"],
  ["x.ndjson", "jsonl"],
  ["x.parquet", "parquet"],
  ["x.txt", null],
  [".csv", null],
  ["csv", null],
  ["a.csv/file", null],
] as const)("%s is of format %s", (path, format) => {
  expect(formatOf(path)).toBe(format);
});

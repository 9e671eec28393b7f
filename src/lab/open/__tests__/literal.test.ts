import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { pythonString } from "../literal";
import { pythonHas, runPython } from "./python";

test.each([
  ["reviews.csv", '"reviews.csv"'],
  ['say "hi"', '"say \\"hi\\""'],
  ["it's", '"it\'s"'],
  ["C:\\data\\new", '"C:\\\\data\\\\new"'],
  ["two\nlines\r\tend", '"two\\nlines\\r\\tend"'],
  ["naïve 😀 日本", '"naïve 😀 日本"'],
  ["a\u2028b\u2029c\u0085d", '"a\\u2028b\\u2029c\\x85d"'],
  ["\0\x7f\ufeff\u202e", '"\\x00\\x7f\\ufeff\\u202e"'],
  ["\ud800", '"\\ud800"'],
  ['"""; import os', '"\\"\\"\\"; import os"'],
  ["{brace} %s", '"{brace} %s"'],
])("%j is written so that Python reads it as it was", (text, literal) => {
  expect(pythonString(text)).toBe(literal);
});

(pythonHas() ? test : test.skip)("Python reads back whatever text is written", () => {
  const texts = fc.sample(fc.string({ unit: "binary", maxLength: 40 }), { numRuns: 300, seed: 1 });
  const odd = ["\ud800", "\udfff\ud83d", "x\u2028", "😀\\", '\\"', "\r\n", "\u{e0001}", "👩‍👩‍👧"];
  const literals = [...texts, ...odd].map(pythonString);
  expect(literals.filter((literal) => literal.split(/[\r\n\u2028\u2029\u0085\f\v]/).length > 1)).toEqual([]);
  const program =
    "import ast, json, sys\nlines = sys.stdin.buffer.read().decode().split('\\n')\nprint(json.dumps([ast.literal_eval(line) for line in lines]))";
  // halves of pairs are joined by JSON on both sides alike
  expect(JSON.parse(runPython(program, literals.join("\n")))).toEqual([...texts, ...odd]);
});

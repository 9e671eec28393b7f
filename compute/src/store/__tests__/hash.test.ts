import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { Tensor } from "../../../../src/protocol";
import { hashBytes, hashValue } from "../hash";

describe("content hashes", () => {
  test("of bytes are the beginning of their SHA-256, also of large ones and views", async () => {
    const bytes = new Uint8Array(5_000_000).map((_, i) => i % 251);
    const view = bytes.subarray(3, 4_500_003);
    const expected = createHash("sha256").update(view).digest("hex").slice(0, 32);
    expect(await hashBytes(view)).toBe(expected);
  });

  test("of values do not depend on the order of keys, but on everything else", async () => {
    const tensor = (numbers: number[], shape?: number[]): Tensor =>
      new Tensor("float32", Float32Array.from(numbers), shape);
    const base = await hashValue({ a: 1, b: { c: tensor([1, 2]), d: [1, 2] } });
    expect(await hashValue({ b: { d: [1, 2], c: tensor([1, 2]) }, a: 1 })).toBe(base);
    expect(base).toMatch(/^[0-9a-f]{32}$/);
    const others = await Promise.all([
      hashValue({ a: 2, b: { c: tensor([1, 2]), d: [1, 2] } }),
      hashValue({ a: 1, b: { c: tensor([1, 3]), d: [1, 2] } }),
      hashValue({ a: 1, b: { c: tensor([1, 2], [1, 2]), d: [1, 2] } }),
      hashValue({ a: 1, b: { c: tensor([1, 2]), d: [2, 1] } }),
    ]);
    expect(new Set([base, ...others]).size).toBe(5);
  });
});

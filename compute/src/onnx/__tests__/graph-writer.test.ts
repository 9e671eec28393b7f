import { describe, expect, test } from "@jest/globals";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { writeModel } from "../graph-writer";

describe("a written graph", () => {
  test("runs in onnxruntime with its constants, attributes and named dimensions", async () => {
    const session = await InferenceSession.create(
      writeModel({
        name: "scores",
        inputs: [
          { name: "a", type: "float32", shape: ["rows", 2] },
          { name: "b", type: "float32", shape: ["others", 2] },
        ],
        outputs: [
          { name: "best", type: "float32", shape: ["rows", 2] },
          { name: "where", type: "int64", shape: ["rows", 2] },
        ],
        nodes: [
          {
            op: "Gemm",
            inputs: ["a", "b", "bias"],
            outputs: ["scores"],
            attributes: { alpha: { float: 0.5 }, transB: { int: 1 } },
          },
          {
            op: "TopK",
            inputs: ["scores", "k"],
            outputs: ["best", "where"],
            attributes: { axis: { int: -1 } },
          },
        ],
        constants: [
          { name: "bias", shape: [1], data: Float32Array.of(10) },
          { name: "k", shape: [1], data: BigInt64Array.of(2n) },
        ],
      }),
    );
    const result = await session.run({
      a: new Tensor("float32", Float32Array.of(1, 0, 0, 2), [2, 2]),
      b: new Tensor("float32", Float32Array.of(1, 4, 2, 6, 3, 5), [3, 2]),
    });
    expect(Array.from(result.best!.data as Float32Array)).toEqual([11.5, 11, 16, 15]);
    expect(Array.from(result.where!.data as BigInt64Array)).toEqual([2n, 1n, 1n, 2n]);
  });

  test("carries integer lists, so that a transpose follows its permutation", async () => {
    const session = await InferenceSession.create(
      writeModel({
        name: "transpose",
        inputs: [{ name: "x", type: "float32", shape: [2, 3] }],
        outputs: [{ name: "y", type: "float32", shape: [3, 2] }],
        nodes: [{ op: "Transpose", inputs: ["x"], outputs: ["y"], attributes: { perm: { ints: [1, 0] } } }],
      }),
    );
    const { y } = await session.run({ x: new Tensor("float32", Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]) });
    expect(Array.from(y!.data as Float32Array)).toEqual([1, 4, 2, 5, 3, 6]);
  });

  test("carries strings, so that a padding mode is heard", async () => {
    const session = await InferenceSession.create(
      writeModel({
        name: "pad",
        inputs: [{ name: "x", type: "float32", shape: [3] }],
        outputs: [{ name: "y", type: "float32", shape: [5] }],
        nodes: [
          { op: "Pad", inputs: ["x", "pads"], outputs: ["y"], attributes: { mode: { string: "reflect" } } },
        ],
        constants: [{ name: "pads", shape: [2], data: BigInt64Array.of(1n, 1n) }],
      }),
    );
    const { y } = await session.run({ x: new Tensor("float32", Float32Array.of(1, 2, 3), [3]) });
    expect(Array.from(y!.data as Float32Array)).toEqual([2, 1, 2, 3, 2]);
  });
});

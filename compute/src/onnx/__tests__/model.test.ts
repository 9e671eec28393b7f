import { describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import {
  Dataflow,
  elementTypes,
  makeNode,
  makeTensor,
  makeValue,
  readModel,
  readOutline,
  writeModel,
} from "..";
import { writeModel as writeGraph } from "../graph-writer";
import { writeNode, readNode } from "../node";
import { integersOf } from "../tensor";

const bytesOf = (rows: number): Uint8Array<ArrayBuffer> =>
  writeGraph({
    name: "trial",
    inputs: [{ name: "ids", type: "int64", shape: ["batch", "sequence"] }],
    outputs: [{ name: "hidden", type: "float32", shape: ["batch", "sequence", 4] }],
    nodes: [
      { op: "Gather", inputs: ["table", "ids"], outputs: ["rows"], attributes: { axis: { int: 0 } } },
      { op: "Clip", inputs: ["rows", "", "top"], outputs: ["hidden"] },
    ],
    constants: [
      { name: "table", shape: [rows, 4], data: new Float32Array(4 * rows).fill(0.5) },
      { name: "top", shape: [], data: Float32Array.of(3) },
      { name: "axes", shape: [3], data: BigInt64Array.of(-1n, 0n, 2n ** 40n) },
    ],
  });

describe("a model that was read", () => {
  test("names its operators, constants, inputs and outputs", () => {
    const { opsets, graph } = readModel(bytesOf(10));
    expect([...opsets]).toEqual([["", 17]]);
    expect(graph.nodes.map(({ op, inputs, outputs }) => ({ op, inputs, outputs }))).toEqual([
      { op: "Gather", inputs: ["table", "ids"], outputs: ["rows"] },
      { op: "Clip", inputs: ["rows", "", "top"], outputs: ["hidden"] },
    ]);
    expect(graph.nodes[0]!.attributes.get("axis")).toEqual({ int: 0 });
    expect(graph.initializers.map(({ name, elementType, shape }) => ({ name, elementType, shape }))).toEqual([
      { name: "table", elementType: elementTypes.float32, shape: [10, 4] },
      { name: "top", elementType: elementTypes.float32, shape: [] },
      { name: "axes", elementType: elementTypes.int64, shape: [3] },
    ]);
    expect(integersOf(graph.initializers[2]!)).toEqual([-1, 0, 2 ** 40]);
    expect(integersOf(graph.initializers[0]!)).toBeNull();
    expect(graph.inputs[0]).toMatchObject({ name: "ids", elementType: 7, shape: ["batch", "sequence"] });
    expect(graph.outputs[0]).toMatchObject({
      name: "hidden",
      elementType: 1,
      shape: ["batch", "sequence", 4],
    });
  });

  test("is written back as it was, with fields that nothing here knows", () => {
    const unknown = new BinaryWriter().tag(999, WireType.LengthDelimited).string("from the future").finish();
    const bytes = Uint8Array.of(...bytesOf(10), ...unknown);
    const model = readModel(bytes);
    model.graph.rest = Uint8Array.of(...model.graph.rest, ...unknown);
    model.graph.nodes[0] = { ...model.graph.nodes[0]!, rest: unknown };
    const again = readModel(writeModel(model));
    expect(again).toEqual(model);
    expect([...again.rest].join()).toContain([...unknown].join());
  });

  test("carries what is added to it", () => {
    const model = readModel(bytesOf(10));
    model.graph.initializers.push(makeTensor("zero", [], BigInt64Array.of(0n)));
    model.graph.nodes.push(makeNode("Gather", ["hidden", "zero"], ["first"], { axis: { int: 1 } }));
    model.graph.outputs.push(makeValue("first", elementTypes.float32, ["batch", 4]));
    const { graph } = readModel(writeModel(model));
    expect(graph.nodes.at(-1)).toMatchObject({ op: "Gather", name: "first", inputs: ["hidden", "zero"] });
    expect(graph.outputs.at(-1)).toMatchObject({ name: "first", shape: ["batch", 4] });
    expect(integersOf(graph.initializers.at(-1)!)).toEqual([0]);
  });

  test("is refused when it has no graph", () => {
    expect(() => readModel(new Uint8Array())).toThrow("no graph or no operator set in it");
  });
});

test("a node is written back with attributes of every kind", () => {
  const attribute = fc.oneof(
    fc.record({ int: fc.maxSafeInteger() }),
    fc.record({ float: fc.float({ noNaN: true }) }),
    fc.record({ string: fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\ufffd")) }),
    fc.record({ ints: fc.array(fc.maxSafeInteger()) }),
    fc.record({ tensor: fc.constant(makeTensor("value", [2], Float32Array.of(1, 2))) }),
  );
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1 }), attribute),
      fc.array(fc.string()),
      (attributes, inputs) => {
        const node = makeNode("Op", inputs, ["out"], attributes);
        expect(readNode(writeNode(node))).toEqual(node);
      },
    ),
  );
});

test("an attribute that a number cannot hold is passed on unread", () => {
  const attribute = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string("seed")
    .tag(3, WireType.Varint)
    .int64(2n ** 60n)
    .tag(20, WireType.Varint)
    .int32(2)
    .finish();
  const node = makeNode("Op", [], ["out"], { seed: { bytes: attribute } });
  expect(readNode(writeNode(node)).attributes.get("seed")).toEqual({ bytes: attribute });
});

describe("the outline of a model file", () => {
  const withFile = async (content: Uint8Array, use: (path: string) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), "semla-outline-"));
    try {
      const path = join(folder, "model.onnx");
      writeFileSync(path, content);
      await use(path);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test("is the model but for the data of large constants", async () => {
    await withFile(bytesOf(100_000), async (path) => {
      const outline = await readOutline(path);
      expect(outline.length).toBeLessThan(1000);
      const [whole, { graph, opsets }] = [readModel(bytesOf(100_000)), readModel(outline)];
      expect(opsets).toEqual(whole.opsets);
      expect(graph.nodes).toEqual(whole.graph.nodes);
      expect(graph.outputs).toEqual(whole.graph.outputs);
      expect(graph.initializers.map(({ name, shape }) => ({ name, shape }))).toEqual(
        whole.graph.initializers.map(({ name, shape }) => ({ name, shape })),
      );
      expect(integersOf(graph.initializers[2]!)).toEqual([-1, 0, 2 ** 40]);
    });
  });

  test("is refused for a file that is cut short anywhere", async () => {
    const bytes = bytesOf(3000);
    await withFile(bytes, async (path) => {
      for (const length of [bytes.length - 1, bytes.length - 60, 20_000, 100]) {
        truncateSync(path, length);
        await expect(readOutline(path)).rejects.toThrow("it is cut short or damaged");
      }
    });
  });
});

describe("what is known of a graph without running it", () => {
  const flow = new Dataflow(readModel(bytesOf(10)).graph);

  test("is the length of last sides, the rank of values and the size of the vocabulary", () => {
    expect(flow.lastSide("rows")).toBe(4);
    expect(flow.rank("rows")).toBe(3);
    expect(flow.tableRows("ids")).toBe(10);
    expect(flow.tableRows("mask")).toBeNull();
    expect(flow.lastSide("nothing")).toBeNull();
  });

  test("is how many weights each piece meets", () => {
    const graph = readModel(
      writeGraph({
        name: "layers",
        inputs: [{ name: "x", type: "float32", shape: ["rows", 3] }],
        outputs: [{ name: "z", type: "float32", shape: ["rows", 2] }],
        nodes: [
          { op: "MatMul", inputs: ["x", "a"], outputs: ["y"] },
          { op: "Gemm", inputs: ["y", "b"], outputs: ["z"], attributes: { transB: { int: 1 } } },
          { op: "Shape", inputs: ["y"], outputs: ["unused"] },
        ],
        constants: [
          { name: "a", shape: [3, 5], data: new Float32Array(15) },
          { name: "b", shape: [2, 5], data: new Float32Array(10) },
        ],
      }),
    ).graph;
    const layers = new Dataflow(graph);
    expect(layers.weightsPerPiece()).toBe(25);
    expect(layers.lastSide("y")).toBe(5);
    graph.outputs = [];
    expect(new Dataflow(graph).lastSide("z")).toBe(2);
  });
});

import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { appendGradient } from "..";
import { type Model, readModel, writeModel } from "../..";
import { type Attribute, writeModel as writeGraph } from "../../graph-writer";

interface Numbers {
  shape: number[];
  floats: number[];
}

/** A graph from x to y, and the gradient of sum(seed * y); made by scripts/golden/onnx_gradient_rules.py with torch. */
interface Case {
  name: string;
  opset: number;
  nodes: {
    op: string;
    domain: string;
    inputs: string[];
    outputs: string[];
    attributes: Record<string, Attribute>;
  }[];
  constants: Record<string, Numbers | { shape: number[]; ints: number[] }>;
  seed: Numbers;
  gradient: number[];
}

const { x, cases } = JSON.parse(readFileSync(join(__dirname, "golden/rules.json"), "utf8")) as {
  x: Numbers;
  cases: Case[];
};

const [batch = 0, sequence = 0, width = 0] = x.shape;

/** The case's graph behind a table of word embeddings whose rows are x. */
function modelOf({ nodes, constants, opset }: Case): Model {
  const model = readModel(
    writeGraph({
      name: "rule",
      inputs: [{ name: "input_ids", type: "int64", shape: ["batch", "sequence"] }],
      outputs: [{ name: "y", type: "float32", shape: [] }],
      nodes: [{ op: "Gather", inputs: ["table", "input_ids"], outputs: ["x"] }, ...nodes],
      constants: [
        { name: "table", shape: [batch * sequence, width], data: Float32Array.from(x.floats) },
        ...Object.entries(constants).map(([name, value]) => ({
          name,
          shape: value.shape,
          data: "floats" in value ? Float32Array.from(value.floats) : BigInt64Array.from(value.ints, BigInt),
        })),
      ],
    }),
  );
  model.graph.nodes = model.graph.nodes.map((node, i) => ({ ...node, domain: nodes[i - 1]?.domain ?? "" }));
  model.graph.outputs = [];
  model.opsets.set("", opset);
  if (nodes.some(({ domain }) => domain !== "")) model.opsets.set("com.microsoft", 1);
  return model;
}

/** The gradient with respect to x. */
async function gradientOf(each: Case): Promise<number[]> {
  const model = modelOf(each);
  const graph = appendGradient(model, { logits: "y", embedding: null });
  const session = await InferenceSession.create(writeModel(model), { logSeverityLevel: 3 });
  const result = await session.run({
    [graph.input]: new Tensor("float32", Float32Array.from(x.floats), x.shape),
    [graph.seeds.logits!]: new Tensor("float32", Float32Array.from(each.seed.floats), each.seed.shape),
  });
  const gradient = result[graph.gradient]!;
  expect(gradient.dims).toEqual(x.shape);
  return Array.from(gradient.data as Float32Array);
}

describe("the gradient behind", () => {
  test.each(cases.map((each) => [each.name, each] as const))("%s is torch's", async (_name, each) => {
    const gradient = await gradientOf(each);
    const largest = Math.max(...each.gradient.map(Math.abs));
    expect(largest).toBeGreaterThan(0);
    each.gradient.forEach((value, i) =>
      expect(Math.abs(gradient[i]! - value)).toBeLessThanOrEqual(1e-5 * largest),
    );
  });
});

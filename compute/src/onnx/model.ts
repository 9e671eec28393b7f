import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type OperatorNode, readNode, writeNode } from "./node";
import { type ConstantTensor, readTensor } from "./tensor";
import { join, readMessage } from "./wire";

/** An input, output or value between operators. */
export interface GraphValue {
  readonly name: string;
  /** One of `elementTypes`; 0 where the model does not say. */
  readonly elementType: number;
  /** A number or name for each side, null for a side of which nothing is known; null where the rank is not known. */
  readonly shape: readonly (number | string | null)[] | null;
  /** The whole `ValueInfoProto`. */
  readonly bytes: Uint8Array;
}

/** The graph of a model; its arrays may be added to and replaced in. */
export interface ModelGraph {
  /** In an order in which they can run. */
  nodes: OperatorNode[];
  initializers: ConstantTensor[];
  inputs: GraphValue[];
  outputs: GraphValue[];
  /** What the model says of values between operators. */
  values: GraphValue[];
  /** Fields that are only passed on. */
  rest: Uint8Array;
}

export interface Model {
  /** Version of each operator set by domain; the standard one's is the empty string. */
  readonly opsets: Map<string, number>;
  readonly graph: ModelGraph;
  /** Fields that are only passed on. */
  readonly rest: Uint8Array;
}

/**
 * Reads an ONNX `ModelProto` (field numbers of `onnx.proto`, Apache-2.0). Weights are not copied: tensors are views
 * of `bytes`. What is not read is kept, so that `writeModel` gives it back.
 * @throws RangeError or Error when the bytes are no such message.
 */
export function readModel(bytes: Uint8Array): Model {
  const opsets = new Map<string, number>();
  const graphs: Uint8Array[] = [];
  const rest = readMessage(bytes, {
    7: (reader) => graphs.push(reader.bytes()),
    8: (reader) => {
      const { domain, version } = readOpset(reader.bytes());
      opsets.set(domain, version);
    },
  });
  if (graphs.length === 0 || opsets.size === 0) throw new Error("no graph or no operator set in it");
  return { opsets, graph: readGraph(join(graphs)), rest };
}

/** The bytes of a model that was read, with what was changed in its graph. */
export function writeModel(model: Model): Uint8Array {
  const head = new BinaryWriter();
  for (const [domain, version] of model.opsets) {
    head.tag(8, WireType.LengthDelimited).fork();
    head.tag(1, WireType.LengthDelimited).string(domain).tag(2, WireType.Varint).int64(version);
    head.join();
  }
  const graph = graphPieces(model.graph);
  head.tag(7, WireType.LengthDelimited).uint32(graph.reduce((sum, piece) => sum + piece.length, 0));
  return join([model.rest, head.finish(), ...graph]);
}

/** A new output or input; `shape` null leaves its sides to the runtime. */
export function makeValue(
  name: string,
  elementType: number,
  shape: readonly (number | string)[] | null,
): GraphValue {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(name);
  writer.tag(2, WireType.LengthDelimited).fork();
  writer.tag(1, WireType.LengthDelimited).fork().tag(1, WireType.Varint).int32(elementType);
  if (shape) {
    writer.tag(2, WireType.LengthDelimited).fork();
    for (const side of shape) {
      writer.tag(1, WireType.LengthDelimited).fork();
      if (typeof side === "number") writer.tag(1, WireType.Varint).int64(side);
      else writer.tag(2, WireType.LengthDelimited).string(side);
      writer.join();
    }
    writer.join();
  }
  return { name, elementType, shape, bytes: writer.join().join().finish() };
}

function readGraph(bytes: Uint8Array): ModelGraph {
  const graph: ModelGraph = {
    nodes: [],
    initializers: [],
    inputs: [],
    outputs: [],
    values: [],
    rest: new Uint8Array(),
  };
  graph.rest = readMessage(bytes, {
    1: (reader) => graph.nodes.push(readNode(reader.bytes())),
    5: (reader) => graph.initializers.push(readTensor(reader.bytes())),
    11: (reader) => graph.inputs.push(readValue(reader.bytes())),
    12: (reader) => graph.outputs.push(readValue(reader.bytes())),
    13: (reader) => graph.values.push(readValue(reader.bytes())),
  });
  return graph;
}

function graphPieces(graph: ModelGraph): Uint8Array[] {
  const pieces: Uint8Array[] = [graph.rest];
  const field = (number: number, bytes: Uint8Array): void => {
    pieces.push(
      new BinaryWriter().tag(number, WireType.LengthDelimited).uint32(bytes.length).finish(),
      bytes,
    );
  };
  for (const node of graph.nodes) field(1, writeNode(node));
  for (const { bytes } of graph.initializers) field(5, bytes);
  for (const { bytes } of graph.inputs) field(11, bytes);
  for (const { bytes } of graph.outputs) field(12, bytes);
  for (const { bytes } of graph.values) field(13, bytes);
  return pieces;
}

function readOpset(bytes: Uint8Array): { domain: string; version: number } {
  const opset = { domain: "", version: 0 };
  readMessage(bytes, {
    1: (reader) => (opset.domain = reader.string()),
    2: (reader) => (opset.version = Number(reader.int64())),
  });
  return opset;
}

function readValue(bytes: Uint8Array): GraphValue {
  let name = "";
  let elementType = 0;
  let shape: (number | string | null)[] | null = null;
  const readTensorType = (tensor: Uint8Array): void => {
    readMessage(tensor, {
      1: (reader) => (elementType = reader.int32()),
      2: (reader) => {
        const sides: (number | string | null)[] = [];
        readMessage(reader.bytes(), { 1: (side) => sides.push(readSide(side.bytes())) });
        shape = sides;
      },
    });
  };
  readMessage(bytes, {
    1: (reader) => (name = reader.string()),
    2: (reader) => void readMessage(reader.bytes(), { 1: (type) => readTensorType(type.bytes()) }),
  });
  return { name, elementType, shape, bytes };
}

function readSide(bytes: Uint8Array): number | string | null {
  let side: number | string | null = null;
  readMessage(bytes, {
    1: (reader) => (side = Number(reader.int64())),
    2: (reader) => (side = reader.string()),
  });
  return side;
}

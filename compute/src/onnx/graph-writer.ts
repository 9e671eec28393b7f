import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** Element types a written graph may use, by their names in onnxruntime. */
export type ElementType = "float32" | "int64";

/** An input or output of a graph. A dimension is a number, or a name where it is only known when the graph runs. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

/** A constant kept in the model. Its element type follows from the array. */
export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** An attribute's value; integers and floats are different types in ONNX, so they are told apart by key. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] };

/** One operator: names of its inputs and outputs (an empty name leaves an optional one out). */
export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** A graph to be written; nodes in an order in which they can run. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly GraphNode[];
  readonly constants?: readonly Constant[];
}

const OPSET = 17;
const IR_VERSION = 8;

const DATA_TYPE: Record<ElementType, number> = { float32: 1, int64: 7 };

/**
 * The bytes of an ONNX `ModelProto` holding the graph: opset 17, IR version 8, the standard operators.
 * Field numbers are those of `onnx.proto3`. Meant for the small graphs this project computes with; models of
 * users are read and changed elsewhere.
 */
export function writeModel(graph: Graph): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(IR_VERSION);
  writer.tag(2, WireType.LengthDelimited).string("semla");
  message(writer, 7, (body) => writeGraph(body, graph));
  message(writer, 8, (body) => body.tag(2, WireType.Varint).int64(OPSET));
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, graph: Graph): void {
  for (const node of graph.nodes) message(writer, 1, (body) => writeNode(body, node));
  text(writer, 2, graph.name);
  for (const constant of graph.constants ?? []) message(writer, 5, (body) => writeConstant(body, constant));
  for (const value of graph.inputs) message(writer, 11, (body) => writeValue(body, value));
  for (const value of graph.outputs) message(writer, 12, (body) => writeValue(body, value));
}

function writeNode(writer: BinaryWriter, node: GraphNode): void {
  for (const name of node.inputs) text(writer, 1, name);
  for (const name of node.outputs) text(writer, 2, name);
  text(writer, 4, node.op);
  for (const [name, value] of Object.entries(node.attributes ?? {}))
    message(writer, 5, (body) => writeAttribute(body, name, value));
}

function writeAttribute(writer: BinaryWriter, name: string, value: Attribute): void {
  text(writer, 1, name);
  if ("float" in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    writer.tag(20, WireType.Varint).int32(1);
  } else if ("int" in value) {
    writer.tag(3, WireType.Varint).int64(value.int);
    writer.tag(20, WireType.Varint).int32(2);
  } else if ("string" in value) {
    text(writer, 4, value.string);
    writer.tag(20, WireType.Varint).int32(3);
  } else {
    for (const item of value.ints) writer.tag(8, WireType.Varint).int64(item);
    writer.tag(20, WireType.Varint).int32(7);
  }
}

function writeConstant(writer: BinaryWriter, constant: Constant): void {
  const { data, shape } = constant;
  for (const size of shape) writer.tag(1, WireType.Varint).int64(size);
  writer.tag(2, WireType.Varint).int32(DATA_TYPE[data instanceof Float32Array ? "float32" : "int64"]);
  text(writer, 8, constant.name);
  writer
    .tag(9, WireType.LengthDelimited)
    .bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue(writer: BinaryWriter, value: ValueInfo): void {
  text(writer, 1, value.name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      tensor.tag(1, WireType.Varint).int32(DATA_TYPE[value.type]);
      message(tensor, 2, (shape) => {
        for (const size of value.shape)
          message(shape, 1, (dimension) => {
            if (typeof size === "number") dimension.tag(1, WireType.Varint).int64(size);
            else text(dimension, 2, size);
          });
      });
    }),
  );
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function message(writer: BinaryWriter, field: number, write: (body: BinaryWriter) => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

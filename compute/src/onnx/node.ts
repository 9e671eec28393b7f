import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { type ConstantTensor, readTensor } from "./tensor";
import { readIntegers, readMessage } from "./wire";

/** An attribute's value. Kinds that nothing here needs stay as the bytes of their `AttributeProto`. */
export type AttributeValue =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly tensor: ConstantTensor }
  | { readonly bytes: Uint8Array };

/** One operator of a graph. To change one, put another in its place: `{ ...node, inputs }`. */
export interface OperatorNode {
  readonly op: string;
  readonly name: string;
  /** Empty for the standard operators. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  /** Whether attributes hold graphs, whose operators may read any value of the graph around them. */
  readonly hasGraphs: boolean;
  /** Fields that are only passed on. */
  readonly rest: Uint8Array;
}

/** A new operator of the standard domain. */
export function makeNode(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
): OperatorNode {
  return {
    op,
    name: outputs[0] ?? "",
    domain: "",
    inputs,
    outputs,
    attributes: new Map(Object.entries(attributes)),
    hasGraphs: false,
    rest: new Uint8Array(),
  };
}

/** An attribute that is an integer; undefined where the operator has none. */
export function intOf(node: OperatorNode, name: string): number | undefined {
  const value = node.attributes.get(name);
  return value && "int" in value ? value.int : undefined;
}

/** An attribute that is a list of integers. */
export function intsOf(node: OperatorNode, name: string): readonly number[] | undefined {
  const value = node.attributes.get(name);
  return value && "ints" in value ? value.ints : undefined;
}

/** An attribute that is a float. */
export function floatOf(node: OperatorNode, name: string): number | undefined {
  const value = node.attributes.get(name);
  return value && "float" in value ? value.float : undefined;
}

/** An attribute that is a string. */
export function stringOf(node: OperatorNode, name: string): string | undefined {
  const value = node.attributes.get(name);
  return value && "string" in value ? value.string : undefined;
}

/** Reads a `NodeProto`. */
export function readNode(bytes: Uint8Array): OperatorNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, AttributeValue>();
  let name = "";
  let op = "";
  let domain = "";
  let hasGraphs = false;
  const rest = readMessage(bytes, {
    1: (reader) => inputs.push(reader.string()),
    2: (reader) => outputs.push(reader.string()),
    3: (reader) => (name = reader.string()),
    4: (reader) => (op = reader.string()),
    5: (reader) => {
      const { name: key, kind, value } = readAttribute(reader.bytes());
      attributes.set(key, value);
      hasGraphs ||= kind === GRAPH || kind === GRAPHS;
    },
    7: (reader) => (domain = reader.string()),
  });
  return { op, name, domain, inputs, outputs, attributes, hasGraphs, rest };
}

/** Writes a `NodeProto`. */
export function writeNode(node: OperatorNode): Uint8Array {
  const writer = new BinaryWriter();
  for (const input of node.inputs) writer.tag(1, WireType.LengthDelimited).string(input);
  for (const output of node.outputs) writer.tag(2, WireType.LengthDelimited).string(output);
  if (node.name) writer.tag(3, WireType.LengthDelimited).string(node.name);
  writer.tag(4, WireType.LengthDelimited).string(node.op);
  for (const [name, value] of node.attributes)
    writer
      .tag(5, WireType.LengthDelimited)
      .bytes("bytes" in value ? value.bytes : writeAttribute(name, value));
  if (node.domain) writer.tag(7, WireType.LengthDelimited).string(node.domain);
  return writer.raw(node.rest).finish();
}

/** Numbers of `AttributeProto.AttributeType`. */
const FLOAT = 1;
const INT = 2;
const STRING = 3;
const TENSOR = 4;
const GRAPH = 5;
const INTS = 7;
const GRAPHS = 10;

function readAttribute(bytes: Uint8Array): { name: string; kind: number; value: AttributeValue } {
  const ints: number[] = [];
  let name = "";
  let kind = 0;
  let int = 0;
  let float = 0;
  let string = "";
  let tensor: ConstantTensor | null = null;
  readMessage(bytes, {
    1: (reader) => (name = reader.string()),
    2: (reader) => (float = reader.float()),
    3: (reader) => (int = Number(reader.int64())),
    4: (reader) => (string = reader.string()),
    5: (reader) => (tensor = readTensor(reader.bytes())),
    8: (reader, type) => readIntegers(reader, type, ints),
    20: (reader) => (kind = reader.int32()),
  });
  const value = ((): AttributeValue => {
    if (kind === FLOAT) return { float };
    // what a number or a string cannot hold is passed on unread
    if (kind === INT && Number.isSafeInteger(int)) return { int };
    if (kind === STRING && !string.includes("\uFFFD")) return { string };
    if (kind === INTS && ints.every(Number.isSafeInteger)) return { ints };
    if (kind === TENSOR && tensor) return { tensor };
    return { bytes };
  })();
  return { name, kind, value };
}

function writeAttribute(name: string, value: Exclude<AttributeValue, { bytes: Uint8Array }>): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.LengthDelimited).string(name);
  const kind = (number: number): BinaryWriter => writer.tag(20, WireType.Varint).int32(number);
  if ("float" in value) kind(FLOAT).tag(2, WireType.Bit32).float(value.float);
  else if ("int" in value) kind(INT).tag(3, WireType.Varint).int64(value.int);
  else if ("string" in value) kind(STRING).tag(4, WireType.LengthDelimited).string(value.string);
  else if ("tensor" in value) kind(TENSOR).tag(5, WireType.LengthDelimited).bytes(value.tensor.bytes);
  else for (const item of (kind(INTS), value.ints)) writer.tag(8, WireType.Varint).int64(item);
  return writer.finish();
}

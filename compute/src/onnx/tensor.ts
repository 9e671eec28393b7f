import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { readIntegers, readMessage } from "./wire";

/** Numbers of `TensorProto.DataType`. */
export const elementTypes = { float32: 1, int32: 6, int64: 7, float16: 10, float64: 11 } as const;

/** A constant of a model. Tensors are never changed, only replaced. */
export interface ConstantTensor {
  readonly name: string;
  /** One of `elementTypes`, or another number of `TensorProto.DataType`. */
  readonly elementType: number;
  readonly shape: readonly number[];
  /** File that holds the data, relative to the model's folder; null where the data is in the model itself. */
  readonly file: string | null;
  /** The whole `TensorProto`. */
  readonly bytes: Uint8Array;
}

/** Reads a `TensorProto` but for its data. */
export function readTensor(bytes: Uint8Array): ConstantTensor {
  const shape: number[] = [];
  let name = "";
  let elementType = 0;
  let file: string | null = null;
  let external = false;
  readMessage(bytes, {
    1: (reader, type) => readIntegers(reader, type, shape),
    2: (reader) => (elementType = reader.int32()),
    8: (reader) => (name = reader.string()),
    13: (reader) => {
      const { key, value } = readEntry(reader.bytes());
      if (key === "location") file = value;
    },
    14: (reader) => (external = reader.int32() === 1),
  });
  return { name, elementType, shape, file: external ? file : null, bytes };
}

/** The values of an int32 or int64 tensor that is kept in the model; null for any other. */
export function integersOf(tensor: ConstantTensor): readonly number[] | null {
  const { elementType, file, shape, bytes } = tensor;
  if (file !== null || (elementType !== elementTypes.int32 && elementType !== elementTypes.int64))
    return null;
  const values: number[] = [];
  let raw: Uint8Array | null = null;
  readMessage(bytes, {
    5: (reader, type) => readIntegers(reader, type, values),
    7: (reader, type) => readIntegers(reader, type, values),
    9: (reader) => (raw = reader.bytes()),
  });
  if (raw) values.push(...integersIn(raw, elementType));
  return values.length === shape.reduce((product, side) => product * side, 1) ? values : null;
}

/** The values of a float32 tensor that is kept in the model; null for any other. */
export function floatsOf(tensor: ConstantTensor): Float32Array | null {
  const { elementType, file, shape, bytes } = tensor;
  if (file !== null || elementType !== elementTypes.float32) return null;
  const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
  const target = new Uint8Array(values.buffer);
  let filled = 0;
  const fill = (data: Uint8Array): void => {
    if (filled + data.length <= target.length) target.set(data, filled);
    filled += data.length;
  };
  readMessage(bytes, {
    4: (reader, type) => {
      if (type === WireType.LengthDelimited) fill(reader.bytes());
      else fill(new Uint8Array(Float32Array.of(reader.float()).buffer));
    },
    9: (reader) => fill(reader.bytes()),
  });
  return filled === target.length ? values : null;
}

function integersIn(raw: Uint8Array, elementType: number): number[] {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const wide = elementType === elementTypes.int64;
  return Array.from({ length: raw.length / (wide ? 8 : 4) }, (_, i) =>
    wide ? Number(view.getBigInt64(8 * i, true)) : view.getInt32(4 * i, true),
  );
}

/** A new constant, to be added to a graph. */
export function makeTensor(
  name: string,
  shape: readonly number[],
  data: Float32Array | BigInt64Array,
): ConstantTensor {
  const elementType = data instanceof Float32Array ? elementTypes.float32 : elementTypes.int64;
  const writer = new BinaryWriter();
  for (const side of shape) writer.tag(1, WireType.Varint).int64(side);
  writer.tag(2, WireType.Varint).int32(elementType);
  writer.tag(8, WireType.LengthDelimited).string(name);
  writer
    .tag(9, WireType.LengthDelimited)
    .bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return { name, elementType, shape: [...shape], file: null, bytes: writer.finish() };
}

function readEntry(bytes: Uint8Array): { key: string; value: string } {
  const entry = { key: "", value: "" };
  readMessage(bytes, {
    1: (reader) => (entry.key = reader.string()),
    2: (reader) => (entry.value = reader.string()),
  });
  return entry;
}

import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** Reads one field's value from a reader that stands behind the field's tag. */
export type FieldReader = (reader: BinaryReader, type: WireType) => void;

/**
 * Reads a protobuf message field by field.
 * @returns the fields that `known` has no reader for, tags and all, so that they can be written back unread.
 */
export function readMessage(bytes: Uint8Array, known: Readonly<Record<number, FieldReader>>): Uint8Array {
  const reader = new BinaryReader(bytes);
  const rest: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [field, type] = reader.tag();
    const read = known[field];
    if (read) read(reader, type);
    else {
      reader.skip(type, field);
      rest.push(bytes.subarray(start, reader.pos));
    }
  }
  return join(rest);
}

/** Appends the integers of a repeated field, packed or not. */
export function readIntegers(reader: BinaryReader, type: WireType, into: number[]): void {
  if (type !== WireType.LengthDelimited) {
    into.push(Number(reader.int64()));
    return;
  }
  const end = reader.uint32() + reader.pos;
  while (reader.pos < end) into.push(Number(reader.int64()));
}

/** The pieces one after the other; the piece itself where there is only one. */
export function join(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (first && pieces.length === 1) return first;
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

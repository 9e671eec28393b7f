/** Columns of numbers in few bytes; each function beside its inverse. */
import type { ByteReader, ByteWriter } from "./bytes";
import { damaged } from "./fault";

/** Codes of a quantised number: so many steps from least to greatest, then infinity and NaN. */
const STEPS = 65533;
const INFINITE = 65534;
const NONE = 65535;

/**
 * Numbers in 16 bits between the least and the greatest finite one: an error of at most half a 65,533rd of the range
 * (beside that of float32). Infinity and NaN stay. The bytes stand in two planes, which compresses better.
 */
export function writeQuantised(writer: ByteWriter, values: ArrayLike<number>): void {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const known = low <= high;
  const least = known ? Math.fround(low) : 0;
  const span = known ? Math.min(Math.fround(high - low), 3.4e38) : 0;
  const planes = new Uint8Array(2 * values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    const step = span > 0 ? Math.round(((value - least) / span) * STEPS) : 0;
    const code = Number.isFinite(value) ? Math.min(STEPS, Math.max(0, step)) : value > 0 ? INFINITE : NONE;
    planes[i] = code & 255;
    planes[values.length + i] = code >> 8;
  }
  writer.float(least);
  writer.float(span);
  writer.raw(planes);
}

export function readQuantised(reader: ByteReader, length: number): Float32Array<ArrayBuffer> {
  const [least, span] = [reader.float(), reader.float()];
  if (!Number.isFinite(least) || !Number.isFinite(span)) throw damaged("a column's bounds are no numbers");
  const planes = reader.raw(2 * length);
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const code = (planes[i] ?? 0) + 256 * (planes[length + i] ?? 0);
    values[i] = code === NONE ? NaN : code === INFINITE ? Infinity : least + (span * code) / STEPS;
  }
  return values;
}

/** Whole numbers from -1 on; where one equals that of `like` at the same place it takes one byte. */
export function writeCodes(writer: ByteWriter, codes: ArrayLike<number>, like?: ArrayLike<number>): void {
  for (let i = 0; i < codes.length; i++) {
    const code = (codes[i] ?? -1) + 1;
    if (like) writer.whole(codes[i] === like[i] ? 0 : code + 1);
    else writer.whole(code);
  }
}

/** @param end codes lie below it. */
export function readCodes(
  reader: ByteReader,
  length: number,
  end: number,
  what: string,
  like?: ArrayLike<number>,
): Int32Array<ArrayBuffer> {
  if (length > reader.left) throw damaged(`${what}: ${length} of them, in ${reader.left} bytes`);
  const codes = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const code = reader.below(end + 2, what) - (like ? 1 : 0);
    codes[i] = code < 0 ? (like?.[i] ?? -1) : code - 1;
    if ((codes[i] ?? 0) >= end) throw damaged(`${what}: ${codes[i]} (allowed: below ${end})`);
  }
  return codes;
}

/** Points x, y in the box around them, 16 bits each; NaN where there is none. */
export function writePositions(writer: ByteWriter, positions: ArrayLike<number>): void {
  const rows = positions.length / 2;
  for (const axis of [0, 1])
    writeQuantised(
      writer,
      Float32Array.from({ length: rows }, (_, row) => positions[2 * row + axis] ?? NaN),
    );
}

export function readPositions(reader: ByteReader, rows: number): Float32Array<ArrayBuffer> {
  const positions = new Float32Array(2 * rows);
  for (const axis of [0, 1])
    readQuantised(reader, rows).forEach((value, row) => (positions[2 * row + axis] = value));
  return positions;
}

/** Ascending numbers from 0 on, by the steps between them. */
export function writeAscending(writer: ByteWriter, rows: ArrayLike<number>): void {
  writer.whole(rows.length);
  let before = -1;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    writer.whole(row - before - 1);
    before = row;
  }
}

export function readAscending(reader: ByteReader, end: number, what: string): Uint32Array {
  const rows = new Uint32Array(reader.count(what));
  let before = -1;
  for (let i = 0; i < rows.length; i++) {
    before += reader.whole() + 1;
    if (before >= end) throw damaged(`${what}: ${before} (allowed: below ${end})`);
    rows[i] = before;
  }
  return rows;
}

/**
 * The frame that carries one JSON-RPC message and its tensors, little endian:
 *
 *     u32 total | u32 jsonLength | JSON | buffers
 *
 * `total` counts the whole frame. The JSON is padded with spaces to a multiple of eight bytes and each buffer with
 * zeros, so that every tensor can be read in place. A tensor stands in the JSON as
 * `{"$tensor": {"dtype", "shape", "offset", "length"}}`, offset and length in bytes within the buffers.
 */
import { arrays, Tensor, type Dtype } from "./tensor";

const HEADER = 8;
/** Larger frames are refused: a length beyond it means that the stream is out of step. */
export const MAX_FRAME = 2 ** 31;

interface Descriptor {
  dtype: Dtype;
  shape: number[];
  offset: number;
  length: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** One frame holding `message`, whose tensors may lie anywhere in it. */
export function encodeFrame(message: unknown): Uint8Array<ArrayBuffer> {
  const buffers: { at: number; bytes: Uint8Array }[] = [];
  let end = 0;
  const json = JSON.stringify(message, (_key, value: unknown) => {
    if (!isTensor(value)) return value;
    const { dtype, shape, data } = value;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    buffers.push({ at: end, bytes });
    const descriptor: Descriptor = { dtype, shape: [...shape], offset: end, length: bytes.length };
    end = aligned(end + bytes.length);
    return { $tensor: descriptor };
  });
  const text = encoder.encode(json);
  const body = HEADER + aligned(text.length);
  if (body + end > MAX_FRAME)
    throw new RangeError(`frame: ${body + end} bytes (allowed: up to ${MAX_FRAME})`);
  const frame = new Uint8Array(body + end);
  const view = new DataView(frame.buffer);
  view.setUint32(0, body + end, true);
  view.setUint32(4, aligned(text.length), true);
  frame.fill(0x20, HEADER, body);
  frame.set(text, HEADER);
  for (const { at, bytes } of buffers) frame.set(bytes, body + at);
  return frame;
}

/** The message in one whole frame. Tensors share the frame's memory where it is aligned, else they are copied. */
export function decodeFrame(frame: Uint8Array): unknown {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const total = frame.length >= HEADER ? view.getUint32(0, true) : -1;
  const jsonLength = total === frame.length ? view.getUint32(4, true) : -1;
  if (jsonLength < 0 || HEADER + jsonLength > total) {
    throw new RangeError(`frame: ${frame.length} bytes that say they are ${total}`);
  }
  const body = HEADER + jsonLength;
  return JSON.parse(decoder.decode(frame.subarray(HEADER, body)), (_key, value: unknown) =>
    isDescribed(value) ? readTensor(value.$tensor, frame, body) : value,
  );
}

function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

function isDescribed(value: unknown): value is { $tensor: Descriptor } {
  return typeof value === "object" && value !== null && "$tensor" in value;
}

function readTensor({ dtype, shape, offset, length }: Descriptor, frame: Uint8Array, body: number): Tensor {
  const type = Object.hasOwn(arrays, dtype) ? arrays[dtype] : undefined;
  if (!type) throw new RangeError(`dtype: ${dtype} (allowed: ${Object.keys(arrays).join(", ")})`);
  const start = frame.byteOffset + body + offset;
  if (offset < 0 || length < 0 || body + offset + length > frame.length) {
    throw new RangeError(`tensor: ${length} bytes at ${offset} lie outside the frame`);
  }
  const count = length / type.BYTES_PER_ELEMENT;
  const data =
    start % type.BYTES_PER_ELEMENT === 0
      ? new type(frame.buffer as ArrayBuffer, start, count)
      : new type(frame.slice(body + offset, body + offset + length).buffer, 0, count);
  return new Tensor(dtype, data, shape);
}

/** Bytes that tell a frame's length. */
const LENGTH = 4;

/**
 * Cuts a byte stream into frames, whatever the size of its pieces. Each byte is copied once, into memory of the
 * frame's own, where tensors can be read in place.
 */
export class FrameSplitter {
  private readonly length = new Uint8Array(LENGTH);
  private lengthHeld = 0;
  private frame: Uint8Array | null = null;
  private held = 0;

  /** The frames that `piece` completes, in order. Throws when a length cannot be one. */
  push(piece: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let at = 0;
    while (at < piece.length) {
      const frame = this.frame;
      if (!frame) {
        const part = piece.subarray(at, at + LENGTH - this.lengthHeld);
        this.length.set(part, this.lengthHeld);
        this.lengthHeld += part.length;
        at += part.length;
        if (this.lengthHeld === LENGTH) this.begin();
        continue;
      }
      const part = piece.subarray(at, at + frame.length - this.held);
      frame.set(part, this.held);
      this.held += part.length;
      at += part.length;
      if (this.held === frame.length) {
        frames.push(frame);
        this.frame = null;
        this.lengthHeld = 0;
      }
    }
    return frames;
  }

  private begin(): void {
    const total = new DataView(this.length.buffer).getUint32(0, true);
    if (total < HEADER || total > MAX_FRAME || total !== aligned(total)) {
      throw new RangeError(
        `frame: length ${total} (allowed: multiples of 8 from ${HEADER} to ${MAX_FRAME}); the stream is out of step`,
      );
    }
    this.frame = new Uint8Array(total);
    this.frame.set(this.length);
    this.held = LENGTH;
  }
}

import { open, type FileHandle } from "node:fs/promises";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { join } from "./wire";

/** Constants up to this many bytes are part of an outline: indices, shapes, axes. */
const SMALL = 4096;
const WINDOW = 1 << 16;
/** Most bytes that a tag and a length take. */
const HEADER = 20;

const GRAPH = 7;
const INITIALIZER = 5;
/** Fields of `TensorProto` that hold its data. */
const DATA = new Set([4, 5, 6, 7, 9, 10, 11]);

/**
 * The bytes of an ONNX file without the data of its weights, for `readModel`: all that is needed to know what a
 * model is like, at the cost of a few reads whatever its size.
 * @throws Error when the file is cut short or no protobuf message.
 */
export async function readOutline(path: string): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const file = new WindowedFile(handle, size);
    return await copyFields(file, size, async (field, length, copy) => {
      if (field !== GRAPH) return copy();
      return copyFields(file, file.at + length, async (inner, innerLength, copyInner) => {
        if (inner !== INITIALIZER || innerLength <= SMALL) return copyInner();
        return copyFields(file, file.at + innerLength, async (part, _length, copyPart) =>
          DATA.has(part) ? null : copyPart(),
        );
      });
    });
  } finally {
    await handle.close();
  }
}

/** Decides on one length-delimited field: its content by `copy`, made by other means, or null to leave it out. */
type Choose = (field: number, length: number, copy: () => Promise<Uint8Array>) => Promise<Uint8Array | null>;

async function copyFields(file: WindowedFile, end: number, choose: Choose): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  while (file.at < end) {
    const tag = await file.varint();
    const field = Math.floor(tag / 8);
    const type: WireType = tag % 8;
    const out = new BinaryWriter().uint32(tag);
    if (type === WireType.LengthDelimited) {
      const length = await file.varint();
      const next = file.at + length;
      if (next > end) throw new Error("it is cut short or damaged");
      const content = await choose(field, length, () => file.bytes(length));
      if (content) pieces.push(out.uint32(content.length).finish(), content);
      file.at = next;
    } else {
      const start = file.at;
      if (type === WireType.Varint) await file.varint();
      else if (type === WireType.Bit32) file.at += 4;
      else if (type === WireType.Bit64) file.at += 8;
      else throw new Error("it is no protobuf message");
      const length = file.at - start;
      file.at = start;
      pieces.push(out.finish(), await file.bytes(length));
    }
  }
  return join(pieces);
}

/** Reads forward in a file through a window, with jumps over what is not wanted. */
class WindowedFile {
  at = 0;
  private window = Buffer.alloc(0);
  private start = 0;

  constructor(
    private readonly handle: FileHandle,
    private readonly size: number,
  ) {}

  async varint(): Promise<number> {
    await this.need(Math.min(HEADER, this.size - this.at));
    let value = 0;
    for (let scale = 1; scale <= 2 ** 63; scale *= 128) {
      const byte = this.window[this.at - this.start];
      if (byte === undefined) throw new Error("it is cut short or damaged");
      this.at++;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error("it is no protobuf message");
  }

  async bytes(length: number): Promise<Uint8Array> {
    await this.need(length);
    const from = this.at - this.start;
    this.at += length;
    return Uint8Array.from(this.window.subarray(from, from + length));
  }

  private async need(length: number): Promise<void> {
    if (this.at >= this.start && this.at + length <= this.start + this.window.length) return;
    if (length < 0 || this.at + length > this.size) throw new Error("it is cut short or damaged");
    const window = Buffer.alloc(Math.min(Math.max(WINDOW, length), this.size - this.at));
    await this.handle.read(window, 0, window.length, this.at);
    this.window = window;
    this.start = this.at;
  }
}

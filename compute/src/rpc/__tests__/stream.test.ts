import { PassThrough } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Message } from "vscode-jsonrpc/node";
import { encodeFrame, Tensor } from "../../../../src/protocol";
import { FrameReader, FrameWriter } from "../stream";

/** What a reader makes of bytes that arrive in the given pieces. */
async function readAll(pieces: readonly Uint8Array[]) {
  const stream = new PassThrough();
  const messages: Message[] = [];
  const errors: string[] = [];
  const reader = new FrameReader(stream);
  reader.onError((error) => errors.push(error.message));
  const closed = new Promise<void>((resolve) => reader.onClose(resolve));
  reader.listen((message) => messages.push(message));
  for (const piece of pieces) stream.write(piece);
  stream.end();
  await closed;
  return { messages, errors };
}

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return [...pieces, bytes.subarray(at)].filter((piece) => piece.length > 0);
}

const notification = (params: object): Message => ({ jsonrpc: "2.0", method: "m", params }) as Message;

describe("frames over a stream", () => {
  test("what is written is read again, however the stream cuts it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ text: fc.string(), numbers: fc.array(fc.float({ noNaN: true })) }), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.array(fc.integer({ min: 1, max: 64 })),
        async (values, lengths) => {
          const sent = values.map(({ text, numbers }) =>
            notification({ text, numbers: new Tensor("float32", Float32Array.from(numbers)) }),
          );
          const stream = new PassThrough();
          const writer = new FrameWriter(stream);
          for (const message of sent) await writer.write(message);
          writer.end();
          const bytes = Buffer.concat((await stream.toArray()) as Buffer[]);
          const { messages, errors } = await readAll(cut(bytes, lengths));
          expect(errors).toEqual([]);
          expect(messages).toEqual(sent);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("tensors lie in aligned memory of their own frame, wherever the stream cuts", async () => {
    const numbers = new Tensor(
      "float32",
      Float32Array.from({ length: 1000 }, (_, i) => i),
    );
    const bytes = Buffer.concat([
      encodeFrame(notification({ text: "ä" })),
      encodeFrame(notification({ numbers })),
    ]);
    for (let at = 1; at < 60; at += 7) {
      const { messages } = await readAll(cut(bytes, [at, 3, 1000]));
      const { params } = messages[1] as unknown as { params: { numbers: Tensor<"float32"> } };
      expect(params.numbers).toEqual(numbers);
      expect(params.numbers.data.byteOffset % 8).toBe(0);
      expect(params.numbers.data.buffer.byteLength).toBeLessThan(4200);
    }
  });

  test("a frame whose JSON is broken is reported and the next one is still read", async () => {
    const broken = encodeFrame({ jsonrpc: "2.0" });
    broken[8] = "x".charCodeAt(0);
    const good = encodeFrame(notification({}));
    const { messages, errors } = await readAll([broken, good]);
    expect(messages).toEqual([notification({})]);
    expect(errors).toHaveLength(1);
  });

  test("a length that cannot be one closes the stream, since nothing after it can be told apart", async () => {
    const { messages, errors } = await readAll([
      Buffer.from("\xff\xff\xff\xff", "latin1"),
      encodeFrame(notification({})),
    ]);
    expect(messages).toEqual([]);
    expect(errors[0]).toMatch(/out of step/);
  });

  test("a write fails when the stream has gone", async () => {
    const stream = new PassThrough();
    const writer = new FrameWriter(stream);
    writer.onError(() => undefined);
    stream.destroy();
    await expect(writer.write(notification({}))).rejects.toThrow();
  });
});

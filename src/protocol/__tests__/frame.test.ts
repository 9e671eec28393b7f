import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeFrame, encodeFrame, FrameSplitter, MAX_FRAME, Tensor } from "..";

const tensors: fc.Arbitrary<Tensor> = fc.oneof(
  fc.float32Array().map((data) => new Tensor("float32", data)),
  fc.int32Array().map((data) => new Tensor("int32", data)),
  fc.uint32Array().map((data) => new Tensor("uint32", data)),
  fc.uint8Array().map((data) => new Tensor("uint8", data)),
);
const messages = fc.record({
  method: fc.string({ unit: "grapheme" }),
  list: fc.array(fc.oneof(tensors, fc.integer(), fc.constant(null))),
  nested: fc.record({ tensor: tensors, flag: fc.boolean() }),
});

describe("a frame", () => {
  test("gives back any message with its tensors, element by element", () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(decodeFrame(encodeFrame(message))).toEqual(message);
      }),
    );
  });

  test("gives back tensors from memory that is not aligned", () => {
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 7 }), (message, shift) => {
        const frame = encodeFrame(message);
        const moved = new Uint8Array(frame.length + shift);
        moved.set(frame, shift);
        expect(decodeFrame(moved.subarray(shift))).toEqual(message);
      }),
    );
  });

  test("has its JSON and every buffer at a multiple of eight bytes", () => {
    fc.assert(
      fc.property(messages, (message) => {
        const frame = encodeFrame(message);
        const view = new DataView(frame.buffer);
        const jsonLength = view.getUint32(4, true);
        expect(view.getUint32(0, true)).toBe(frame.length);
        expect(jsonLength % 8).toBe(0);
        expect(frame.length % 8).toBe(0);
        const json = new TextDecoder().decode(frame.subarray(8, 8 + jsonLength));
        for (const [, offset] of json.matchAll(/"offset":(\d+)/g)) expect(Number(offset) % 8).toBe(0);
      }),
    );
  });

  test("shares its memory with tensors that lie aligned in it", () => {
    const frame = encodeFrame({ rows: new Tensor("float32", Float32Array.of(1, 2, 3)) });
    const { rows } = decodeFrame(frame) as { rows: Tensor<"float32"> };
    expect(rows.data.buffer).toBe(frame.buffer);
  });

  test("keeps the shape of a tensor", () => {
    const matrix = new Tensor("int32", Int32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    expect((decodeFrame(encodeFrame([matrix])) as Tensor[])[0]?.shape).toEqual([2, 3]);
  });

  test("is laid out as documented", () => {
    const frame = encodeFrame({ a: new Tensor("uint8", Uint8Array.of(7, 8)) });
    const json = '{"a":{"$tensor":{"dtype":"uint8","shape":[2],"offset":0,"length":2}}}';
    const padded = json.padEnd(Math.ceil(json.length / 8) * 8);
    expect(new TextDecoder().decode(frame.subarray(8, 8 + padded.length))).toBe(padded);
    expect([...frame.subarray(8 + padded.length)]).toEqual([7, 8, 0, 0, 0, 0, 0, 0]);
  });

  test("that is cut short or says another length is refused", () => {
    const frame = encodeFrame({ a: 1 });
    expect(() => decodeFrame(frame.subarray(0, frame.length - 1))).toThrow(
      /^frame: \d+ bytes that say they are/,
    );
    expect(() => decodeFrame(new Uint8Array(3))).toThrow(/^frame: 3 bytes/);
  });

  test.each([
    [{ dtype: "float32", shape: [1], offset: 0, length: 4 }, "tensor: 4 bytes at 0 lie outside the frame"],
    [
      { dtype: "float64", shape: [0], offset: 0, length: 0 },
      "dtype: float64 (allowed: float32, int32, uint32, uint8)",
    ],
    [{ dtype: "uint8", shape: [2], offset: 0, length: 0 }, "tensor: shape [2] holds 2 values, the data 0"],
  ])("whose tensor cannot be is refused: %j", (descriptor, sentence) => {
    expect(() => decodeFrame(encodeFrame({ $tensor: descriptor }))).toThrow(sentence);
  });
});

describe("a stream of frames", () => {
  test("is cut at the right places whatever the size of its pieces", () => {
    fc.assert(
      fc.property(
        fc.array(messages, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 64 })),
        (sent, sizes) => {
          const frames = sent.map(encodeFrame);
          const stream = Uint8Array.from(frames.flatMap((frame) => [...frame]));
          const splitter = new FrameSplitter();
          const got: unknown[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const size = sizes[i % Math.max(1, sizes.length)] ?? stream.length;
            got.push(...splitter.push(stream.subarray(at, at + size)).map(decodeFrame));
            at += size;
          }
          expect(got).toEqual(sent);
        },
      ),
    );
  });

  test("gives frames that keep their bytes when the piece they came in is used again", () => {
    const piece = encodeFrame({ a: new Tensor("int32", Int32Array.of(1, 2)) });
    const [frame] = new FrameSplitter().push(piece);
    piece.fill(0);
    expect(decodeFrame(frame!)).toEqual({ a: new Tensor("int32", Int32Array.of(1, 2)) });
  });

  test.each([0, 7, MAX_FRAME + 1])("with a length of %d is out of step", (length) => {
    const header = new Uint8Array(8);
    new DataView(header.buffer).setUint32(0, length, true);
    expect(() => new FrameSplitter().push(header)).toThrow(
      new RegExp(`^frame: length ${length} \\(allowed: .+\\); the stream is out of step$`),
    );
  });
});

import { describe, expect, test } from "@jest/globals";
import { pixelsOf } from "../colouring";
import { colourOffset, PointVertices, vertexBytes } from "../point-vertices";

const colouring = { codes: Uint16Array.of(0, 1, 0, 1), colours: ["#102030", "#ff0001"] };
const positions = Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5);
const look = { order: Uint32Array.of(3, 0, 2), colouring, faded: new Uint8Array(4), hidden: null };

/** What WebGL reads of each vertex. */
function read(vertices: PointVertices) {
  const { bytes } = vertices;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / vertexBytes }, (_, i) => ({
    place: [view.getFloat32(i * vertexBytes, true), view.getFloat32(i * vertexBytes + 4, true)],
    colour: [...bytes.subarray(i * vertexBytes + colourOffset, (i + 1) * vertexBytes)],
  }));
}

describe("the vertices of points", () => {
  test("are those of the rows drawn, in their order, with place and colour", () => {
    const vertices = new PointVertices();
    vertices.take(look, positions, null);
    expect(read(vertices)).toEqual([
      { place: [3, 3.5], colour: [0xff, 0x00, 0x01, 255] },
      { place: [0, 0.5], colour: [0x10, 0x20, 0x30, 255] },
      { place: [2, 2.5], colour: [0x10, 0x20, 0x30, 255] },
    ]);
    expect(vertices.from).toHaveLength(0);
  });

  test("tell which fade, and leave out what a cross hides unless it fades", () => {
    const vertices = new PointVertices();
    const faded = Uint8Array.of(0, 0, 0, 1);
    vertices.take({ ...look, faded, hidden: Uint8Array.of(1, 0, 0, 1) }, positions, null);
    expect(read(vertices)).toEqual([
      { place: [3, 3.5], colour: [0xff, 0x00, 0x01, 0] },
      { place: [2, 2.5], colour: [0x10, 0x20, 0x30, 255] },
    ]);
  });

  test("know where the same rows come from while they glide", () => {
    const vertices = new PointVertices();
    const before = Float32Array.of(9, 8, 7, 6, 5, 4, 3, 2);
    vertices.take({ ...look, hidden: Uint8Array.of(0, 0, 0, 1) }, positions, before);
    expect([...vertices.from]).toEqual([9, 8, 5, 4]);
  });

  test("are as many as the last picture has, though it had more before", () => {
    const vertices = new PointVertices();
    vertices.take(look, positions, positions);
    vertices.take({ ...look, order: Uint32Array.of(2) }, positions, null);
    expect(read(vertices).map(({ place }) => place)).toEqual([[2, 2.5]]);
    expect(vertices.from).toHaveLength(0);
    vertices.take({ ...look, order: new Uint32Array(0) }, positions, null);
    expect(vertices.count).toBe(0);
  });
});

test("a colour as a pixel has its bytes in the order of image data, opaque", () => {
  expect([...new Uint8Array(pixelsOf(["#0a14ff"]).buffer)]).toEqual([10, 20, 255, 255]);
});

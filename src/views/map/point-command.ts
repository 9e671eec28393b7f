import type { createRenderer } from "regl-scatterplot";
import { colourOffset, type PointVertices, vertexBytes } from "./point-vertices";

/** Where and how large points are drawn. */
export interface PointView {
  /** Factors of x and y of the plane, and what is added: they make clip coordinates. */
  readonly view: readonly [number, number, number, number];
  /** In pixels of the device. */
  readonly diameter: number;
  /** Opacity of points and of faded points. */
  readonly opacity: readonly [plain: number, faded: number];
  /** How far on their way the points are, 0 to 1. */
  readonly t: number;
}

interface Attribute {
  readonly buffer: unknown;
  readonly offset: number;
  readonly stride: number;
  readonly size: number;
  readonly type: "float" | "uint8";
  readonly normalized?: boolean;
}

interface Props extends PointView {
  readonly from: Attribute;
  readonly count: number;
}

const vertexShader = `
precision highp float;
attribute vec2 from;
attribute vec2 to;
attribute vec4 look;
uniform vec4 view;
uniform float diameter;
uniform vec2 opacity;
uniform float t;
varying vec4 colour;
void main() {
  vec2 place = from * (1.0 - t) + to * t;
  gl_Position = vec4(place * view.xy + view.zw, 0.0, 1.0);
  gl_PointSize = diameter;
  colour = vec4(look.rgb, look.a > 0.5 ? opacity.x : opacity.y);
}`;

/** A disc whose edge fades over a pixel of the device. */
const fragmentShader = `
precision highp float;
uniform float diameter;
varying vec4 colour;
void main() {
  float distance = length(gl_PointCoord * 2.0 - 1.0) * diameter;
  float cover = clamp(diameter + 0.5 - distance, 0.0, 1.0);
  gl_FragColor = vec4(colour.rgb, cover * colour.a);
}`;

/** Points in the memory of the graphics card, and the command that draws them. */
export class PointCommand {
  private readonly to;
  private readonly from;
  private readonly command;
  private count = 0;
  private glides = false;

  constructor(regl: ReturnType<typeof createRenderer>["regl"]) {
    this.to = regl.buffer({ usage: "dynamic", type: "uint8", length: 0 });
    this.from = regl.buffer({ usage: "dynamic", type: "float", length: 0 });
    this.command = regl<object, object, Props>({
      vert: vertexShader,
      frag: fragmentShader,
      attributes: {
        to: placeIn(this.to, vertexBytes),
        from: regl.prop<Props, "from">("from"),
        look: {
          buffer: this.to,
          offset: colourOffset,
          stride: vertexBytes,
          size: 4,
          type: "uint8",
          normalized: true,
        },
      },
      uniforms: {
        view: regl.prop<Props, "view">("view"),
        diameter: regl.prop<Props, "diameter">("diameter"),
        opacity: regl.prop<Props, "opacity">("opacity"),
        t: regl.prop<Props, "t">("t"),
      },
      blend: {
        enable: true,
        func: {
          srcRGB: "src alpha",
          srcAlpha: "one",
          dstRGB: "one minus src alpha",
          dstAlpha: "one minus src alpha",
        },
      },
      depth: { enable: false },
      count: regl.prop<Props, "count">("count"),
      primitive: "points",
    });
  }

  /** Hands the points over; they are drawn so until the next call. */
  upload(vertices: PointVertices): void {
    this.count = vertices.count;
    this.glides = vertices.from.length > 0;
    if (this.count > 0) this.to(vertices.bytes);
    if (this.glides) this.from(vertices.from);
  }

  draw(view: PointView): void {
    if (this.count === 0) return;
    const from = this.glides ? placeIn(this.from, 8) : placeIn(this.to, vertexBytes);
    this.command({ ...view, from, count: this.count });
  }

  destroy(): void {
    this.to.destroy();
    this.from.destroy();
  }
}

function placeIn(buffer: unknown, stride: number): Attribute {
  return { buffer, offset: 0, stride, size: 2, type: "float" };
}

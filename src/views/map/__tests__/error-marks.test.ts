/** @jest-environment jsdom */
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { ErrorMarks, type ErrorScene } from "../error-marks";

/** Writes down what is painted on the map and on canvases of one's own. */
class Page {
  readonly map = this.recorder("map");
  private log: string[] = [];

  /** What has been painted since the last time one asked. */
  painted(): string[] {
    return this.log.splice(0);
  }

  recorder(name: string): CanvasRenderingContext2D {
    const settings = { canvas: { width: 200, height: 100 }, strokeStyle: "", globalAlpha: 1 };
    const given = {
      ...settings,
      stroke: (path: FakePath) => {
        this.log.push(`${name}: ${path.crosses} ${given.strokeStyle} ${given.globalAlpha}`);
      },
      drawImage: () => {
        this.log.push(`${name}: picture`);
      },
      save: () => undefined,
      restore: () => undefined,
      resetTransform: () => undefined,
      setTransform: () => undefined,
      getTransform: () => ({}),
    };
    return given as unknown as CanvasRenderingContext2D;
  }
}

class FakePath {
  private lines = 0;
  get crosses(): number {
    return this.lines / 2;
  }
  moveTo(): void {
    this.lines++;
  }
  lineTo(): void {}
}

const scene: ErrorScene = {
  order: Uint32Array.of(0, 1, 2, 3),
  errors: Uint8Array.of(1, 0, 1, 1, 1),
  faded: Uint8Array.of(0, 0, 0, 1, 0),
  positions: Float32Array.of(0, 0, 1, 1, 1, 0.5, 0.5, 1, 0, 1),
  camera: { scale: 50, x0: 10, y0: 10 },
  size: { width: 200, height: 100 },
  radius: 2,
  colouring: null,
  ink: "ink",
  canvas: "ground",
};
const crosses = ["1 ground 0.42", "1 ink 0.42", "2 ground 1", "2 ink 1"];
const anew = [...crosses.map((each) => `own: ${each}`), "map: picture"];

let page = new Page();
const getContext = HTMLCanvasElement.prototype.getContext;

beforeEach(() => {
  page = new Page();
  HTMLCanvasElement.prototype.getContext = jest.fn(() =>
    page.recorder("own"),
  ) as unknown as typeof getContext;
  Object.assign(globalThis, { Path2D: FakePath });
});

afterEach(() => {
  HTMLCanvasElement.prototype.getContext = getContext;
  Reflect.deleteProperty(globalThis, "Path2D");
});

describe("crosses on errors", () => {
  test("are on the errors that are drawn, faint ones below, each with its halo", () => {
    new ErrorMarks().paint(page.map, scene);
    expect(page.painted()).toEqual(anew);
  });

  test("have the colours of their points where asked, and are left out beyond the edges", () => {
    const colouring = { codes: Uint16Array.of(0, 0, 1, 0, 0), colours: ["red", "blue"] };
    const camera = { scale: 50, x0: 10, y0: -40 };
    new ErrorMarks().paint(page.map, { ...scene, colouring, camera });
    expect(page.painted()).toEqual(["own: 1 ground 0.42", "own: 1 red 0.42", "map: picture"]);
  });

  test("are painted once while nothing changes, and anew when anything does", () => {
    const marks = new ErrorMarks();
    marks.paint(page.map, scene);
    page.painted();
    marks.paint(page.map, { ...scene });
    expect(page.painted()).toEqual(["map: picture"]);
    for (const change of [
      { order: Uint32Array.of(0, 1, 2, 3) },
      { errors: Uint8Array.from(scene.errors) },
      { faded: Uint8Array.from(scene.faded) },
      { colouring: { codes: new Uint16Array(5), colours: ["ink"] } },
      { ink: "red" },
      { canvas: "black" },
    ]) {
      marks.paint(page.map, { ...scene, ...change });
      expect(page.painted().length).toBeGreaterThan(1);
      marks.paint(page.map, scene);
      expect(page.painted()).toEqual(anew);
    }
  });

  test("are painted straight onto the map while it moves, and kept again when it stops", () => {
    const marks = new ErrorMarks();
    const at = (x0: number) => ({ ...scene, camera: { ...scene.camera, x0 } });
    const straight = crosses.map((each) => `map: ${each}`);
    marks.paint(page.map, at(0));
    marks.paint(page.map, at(1));
    page.painted();
    marks.paint(page.map, at(2));
    expect(page.painted()).toEqual(straight);
    marks.paint(page.map, at(3));
    expect(page.painted()).toEqual(straight);
    marks.paint(page.map, at(3));
    expect(page.painted()).toEqual(anew);
  });

  test("are none without errors among the rows drawn", () => {
    new ErrorMarks().paint(page.map, { ...scene, order: Uint32Array.of(1) });
    expect(page.painted()).toEqual([]);
  });
});

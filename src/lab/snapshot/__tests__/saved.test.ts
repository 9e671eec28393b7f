import { describe, expect, test } from "@jest/globals";
import { pictureOf, readSaved, SNAPSHOT_MIME } from "../saved";

const whole = { version: 1, model_id: "abc", rows: 3, texts: false, title: {}, data: "AAAA" };

describe("the envelope of a saved explorer", () => {
  test("names the widget and holds the data", () => {
    expect(readSaved({ [SNAPSHOT_MIME]: whole })).toEqual({ modelId: "abc", data: "AAAA" });
  });

  test("may stand alone, without a widget", () => {
    expect(readSaved({ [SNAPSHOT_MIME]: { ...whole, model_id: null } })).toEqual({
      modelId: null,
      data: "AAAA",
    });
  });

  test("may be of a widget of which nothing is saved yet", () => {
    expect(readSaved({ [SNAPSHOT_MIME]: { ...whole, data: "" } })).toEqual({ modelId: "abc", data: "" });
  });

  test("of a newer version is told from a damaged one", () => {
    expect(readSaved({ [SNAPSHOT_MIME]: { version: 2 } })).toEqual({ problem: "newer" });
  });

  test.each([
    ["missing", undefined],
    ["null", null],
    ["a text", "AAAA"],
    ["a list", []],
    ["without version", { data: "AAAA" }],
    ["without data", { version: 1, model_id: "abc" }],
    ["with data of lines", { ...whole, data: ["AAAA"] }],
  ])("is damaged when it is %s", (_what, value) => {
    expect(readSaved({ [SNAPSHOT_MIME]: value })).toEqual({ problem: "damaged" });
  });
});

describe("the picture beside a saved explorer", () => {
  test("is an image's address, whether it is one text or lines", () => {
    const svg = '<svg onload="alert(1)">é#%</svg>';
    const address = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    expect(pictureOf({ "image/svg+xml": svg })).toBe(address);
    expect(pictureOf({ "image/svg+xml": [svg.slice(0, 5), svg.slice(5)] })).toBe(address);
  });

  test("is none where there is none", () => {
    expect(pictureOf({})).toBeNull();
    expect(pictureOf({ "image/svg+xml": 7 })).toBeNull();
  });
});

import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { columnWidth, drawerHeight, layoutOf, possibleDrawers, shownDrawer } from "../layout";

describe("the layout", () => {
  test.each([
    [1180, "wide"],
    [1179, "medium"],
    [880, "medium"],
    [879, "narrow"],
    [560, "narrow"],
    [559, "single"],
  ])("of %d px is %s", (width, layout) => {
    expect(layoutOf(width)).toBe(layout);
  });
});

describe("the side column", () => {
  test("is as wide as its tab wants it", () => {
    expect([1400, 1180, 1000].map((width) => columnWidth("words", width, undefined))).toEqual([
      400, 400, 360,
    ]);
    expect([1400, 1000].map((width) => columnWidth("labels", width, undefined))).toEqual([536, 360]);
    expect([1400, 1200, 1000].map((width) => columnWidth("sample", width, undefined))).toEqual([
      640, 600, 360,
    ]);
  });

  test("is what it was dragged to, while the map keeps 240 px", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 880, max: 3000 }),
        fc.integer({ min: 0, max: 4000 }),
        (width, dragged) => {
          const column = columnWidth("words", width, dragged);
          expect(column).toBeGreaterThanOrEqual(300);
          expect(width - column).toBeGreaterThanOrEqual(240);
          if (dragged >= 300 && dragged <= width - 240) expect(column).toBe(dragged);
        },
      ),
    );
  });
});

describe("the drawer", () => {
  test("takes two fifths, and shuts where the map would keep less than 240 px", () => {
    expect(drawerHeight(640)).toBe(215);
    expect(possibleDrawers(640)).toEqual(["tabs", "part", "full"]);
    expect(shownDrawer("part", 640)).toBe("part");
    expect(possibleDrawers(420)).toEqual(["tabs", "full"]);
    expect(shownDrawer("part", 420)).toBe("tabs");
    expect(shownDrawer("full", 420)).toBe("full");
  });
});

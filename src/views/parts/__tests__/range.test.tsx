/** @jest-environment jsdom */
import { show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { useState } from "preact/hooks";
import { histogram, Range } from "../range";

function open(value: readonly [number, number]) {
  const seen: (readonly [number, number])[] = [];
  let releases = 0;
  function Held() {
    const [now, setNow] = useState(value);
    return (
      <Range
        name="Confidence"
        min={0}
        max={1}
        step={0.01}
        value={now}
        counts={[1, 0, 4]}
        format={(at) => at.toFixed(2)}
        onChange={(next) => {
          seen.push(next);
          setNow(next);
        }}
        onRelease={() => releases++}
      />
    );
  }
  const screen = show(<Held />);
  return { screen, seen, releases: () => releases };
}

describe("a range", () => {
  test("says what it bounds and what lies between its handles", async () => {
    const { screen } = open([0.2, 0.9]);
    expect(screen.text).toBe("Confidence0.20 to 0.90");
    expect(screen.control("Confidence, least").getAttribute("aria-valuetext")).toBe("0.20");
    await screen.type("Confidence, greatest", "0.5");
    expect(screen.text).toBe("Confidence0.20 to 0.50");
  });

  test("lets no handle pass the other", async () => {
    const { screen, seen } = open([0.2, 0.5]);
    await screen.type("Confidence, least", "0.8");
    expect(seen).toEqual([[0.5, 0.5]]);
    expect((screen.control("Confidence, least") as HTMLInputElement).value).toBe("0.5");
    await screen.type("Confidence, greatest", "0.1");
    expect(seen).toHaveLength(1);
    expect((screen.control("Confidence, greatest") as HTMLInputElement).value).toBe("0.5");
  });

  test("tells when a handle is let go", () => {
    const { screen, releases } = open([0, 1]);
    const handle = screen.control("Confidence, least");
    handle.focus();
    handle.blur();
    expect(releases()).toBe(1);
  });

  test("draws a bar for each bin that is not empty, in grey and in colour", () => {
    const { screen } = open([0, 1]);
    expect(screen.all("svg")).toHaveLength(2);
    expect(screen.all("path")[0]?.getAttribute("d")?.match(/M/g)).toHaveLength(2);
  });
});

test("a histogram counts both bounds and leaves out what lies outside", () => {
  expect([...histogram([0, 0.24, 0.25, 0.5, 1, 1.1, -0.1, NaN], 0, 1, 4)]).toEqual([2, 1, 1, 1]);
});

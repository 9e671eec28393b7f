import { describe, expect, test } from "@jest/globals";
import { announce, bridge, type LiveExplorer, onExplorers } from "../bridge";

const explorer = (id: string): LiveExplorer => ({ id }) as LiveExplorer;

describe("the bridge", () => {
  test("tells of arrivals and departures, each once, until nobody listens", () => {
    const heard: string[][] = [];
    const end = onExplorers(() => heard.push([...bridge().explorers].map(({ id }) => id)));
    const retire = announce(explorer("a"));
    const retireOther = announce(explorer("b"));
    retire();
    retire();
    expect(heard).toEqual([["a"], ["a", "b"], ["b"]]);
    end();
    retireOther();
    expect(heard).toHaveLength(3);
    expect(bridge().explorers.size).toBe(0);
  });

  test("is one for all bundles of a page", () => {
    const page = globalThis as unknown as Record<symbol, unknown>;
    expect(page[Symbol.for("semla.bridge")]).toBe(bridge());
  });
});

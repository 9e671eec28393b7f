import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { MemoryStore } from "../memory";

describe("memory store", () => {
  test("lets the least recently used go when the budget is exceeded", () => {
    const store = new MemoryStore<string>(10);
    store.set("a", "A", 4);
    store.set("b", "B", 4);
    expect(store.get("a")).toBe("A");
    store.set("c", "C", 4);
    expect([store.get("a"), store.get("b"), store.get("c")]).toEqual(["A", undefined, "C"]);
  });

  test("keeps the newest also when it alone is over the budget", () => {
    const store = new MemoryStore<string>(10);
    store.set("a", "A", 4);
    store.set("b", "B", 40);
    expect([store.get("a"), store.get("b")]).toEqual([undefined, "B"]);
  });

  test("counts bytes right whatever is set, replaced and deleted", () => {
    const operation = fc.record({
      key: fc.constantFrom("a", "b", "c", "d"),
      bytes: fc.integer({ min: 0, max: 60 }),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(operation), (operations) => {
        const store = new MemoryStore<number>(100);
        for (const { key, bytes, remove } of operations) {
          if (remove) store.delete(key);
          else store.set(key, bytes, bytes);
          const held = ["a", "b", "c", "d"].reduce((sum, each) => sum + (store.get(each) ?? 0), 0);
          expect(store.bytes).toBe(held);
          expect(store.bytes).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});

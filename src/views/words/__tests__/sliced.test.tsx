/** @jest-environment jsdom */
import { show } from "../../__tests__/screen";
import { signal } from "@preact/signals";
import { expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { categoryPostings, type Postings } from "../../../core";
import { useSliced } from "../sliced";

const postingsOf = (rows: number): Postings =>
  categoryPostings({ names: ["all"], codes: new Int32Array(rows) });

/** A list whose steps end when they are let go. */
function setUp(rows: number) {
  const postings = signal<Postings | null>(null);
  const wanted = signal("first");
  const held = signal(true);
  let steps = 0;
  function* made(name: string): Generator<void, string, void> {
    while (held.value) {
      steps++;
      yield;
    }
    return name;
  }
  function List() {
    const { value, busy } = useSliced(postings.value, () => made(wanted.value), [wanted.value]);
    return <p aria-busy={busy}>{value ?? "nothing"}</p>;
  }
  const screen = show(<List />);
  return {
    put: (): void => {
      postings.value = postingsOf(rows);
    },
    take: (): void => {
      postings.value = null;
    },
    want: (name: string) => (): void => {
      wanted.value = name;
    },
    held,
    steps: () => steps,
    now: () => `${screen.text} ${screen.all("p")[0]!.getAttribute("aria-busy")}`,
  };
}

/** Changes something and lets the page live until a condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await act(() => new Promise<void>((resolve) => setTimeout(resolve)));
}

test("a list of few entries is there at once", async () => {
  const list = setUp(50_000);
  list.held.value = false;
  expect(list.now()).toBe("nothing false");
  await act(list.put);
  expect(list.now()).toBe("first false");
});

test("a list of many is made in slices, and the one before stays until then", async () => {
  const list = setUp(50_001);
  await act(list.put);
  expect(list.now()).toBe("nothing true");
  await until(() => list.steps() > 0);
  list.held.value = false;
  await until(() => list.now() === "first false");
  list.held.value = true;
  await act(list.want("second"));
  expect(list.now()).toBe("first true");
  await act(list.want("third"));
  list.held.value = false;
  await until(() => list.now() === "third false");
  await act(list.take);
  expect(list.now()).toBe("nothing false");
});

test("what is no longer wanted is not made to its end", async () => {
  const list = setUp(50_001);
  await act(list.put);
  await until(() => list.steps() > 0);
  await act(list.take);
  const before = list.steps();
  for (let turn = 0; turn < 5; turn++) await act(() => new Promise<void>((resolve) => setTimeout(resolve)));
  expect(list.steps()).toBe(before);
});

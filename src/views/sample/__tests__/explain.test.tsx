/** @jest-environment jsdom */
import { type Screen, show } from "../../__tests__/screen";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { act } from "preact/test-utils";
import type { AttributionMethod, Compute, Store } from "../../../client";
import { filledStore, labelColumns, labelNames, progressOf } from "../../../client/__tests__/filled-store";
import { Sample } from "..";
import { attributionOf, explaining, predictionsOf, readText, summaryOf } from "./fake-explanations";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Lets answers arrive, and timers of so many milliseconds run. */
async function settle(milliseconds = 0): Promise<void> {
  // an answer draws, and what is drawn may ask
  for (const time of [milliseconds, 0, 0])
    await act(async () => {
      await jest.advanceTimersByTimeAsync(time);
    });
}

async function open(
  row: number,
  compute: Partial<Compute> = {},
  source: "model" | "arrays" = "model",
): Promise<{ store: Store; screen: Screen }> {
  const store = filledStore(labelColumns, { ...explaining, ...compute });
  store.applyProgress(progressOf({ summary: summaryOf(source) }));
  store.openRow(row);
  const screen = show(<Sample store={store} />);
  await settle();
  return { store, screen };
}

async function write(screen: Screen, text: string): Promise<void> {
  await act(() => {
    const field = screen.all("textarea")[0] as HTMLTextAreaElement;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function later<T>(): { promise: Promise<T>; answer: (value: T) => void; fail: (error: Error) => void } {
  let answer: (value: T) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  return { promise, answer, fail };
}

const wordsShown = (screen: Screen): string[] => screen.texts(".jp-Semla-vifiText");

describe("the sentence of the Sample tab", () => {
  test("says what was read, how sure, what weighs most and what it is held against", async () => {
    const { screen } = await open(2, {
      probabilities: () => Promise.resolve(Float32Array.of(0.3, 0.6, 0.1)),
    });
    expect(screen.text).toContain(
      "Read as top up (.60), gold is card arrival (.30). failed and payment weigh most.",
    );
    expect(screen.text).toContain(
      "Closest is row id-3, top up; contrast is row id-5, top up, also an error.",
    );
  });

  test("names the rival where it is not the gold label", async () => {
    const { screen } = await open(2, {
      probabilities: () => Promise.resolve(Float32Array.of(0.1, 0.6, 0.3)),
    });
    expect(screen.text).toContain(
      "Read as top up (.60), rival exchange rate (.30); gold is card arrival (.10).",
    );
  });

  test("claims nothing of the words before every method has answered", async () => {
    const lime = later<ReturnType<typeof attributionOf>>();
    const { screen } = await open(2, {
      attribute: (_, method) =>
        method === "lime" ? lime.promise : Promise.resolve(attributionOf(method, "card payment failed")),
    });
    expect(wordsShown(screen)).toEqual(["card", "payment", "failed"]);
    expect(screen.text).not.toContain("weigh most");
    lime.answer(attributionOf("lime", "card payment failed", [9, 0, 0]));
    await settle();
    expect(screen.text).toContain("card and failed weigh most.");
  });

  test("says when no word stands out", async () => {
    const { screen } = await open(2, {
      attribute: (_, method) => Promise.resolve(attributionOf(method, "card payment failed", [1, 1, 1])),
    });
    expect(screen.text).toContain("No word stands out: all weigh about alike.");
    expect(screen.all("[data-heavy=true]")).toHaveLength(0);
  });
});

describe("the importance of words", () => {
  test("asks for one method a request, the quickest first, and draws each as it arrives", async () => {
    const asked: AttributionMethod[] = [];
    const answers = new Map<AttributionMethod, ReturnType<typeof later<ReturnType<typeof attributionOf>>>>();
    const { screen } = await open(2, {
      attribute: (_, method) => {
        asked.push(method);
        const answer = later<ReturnType<typeof attributionOf>>();
        answers.set(method, answer);
        return answer.promise;
      },
    });
    expect(asked).toEqual(["gradient_l2", "attention", "integrated_gradients", "lime"]);
    expect(screen.all(".jp-Semla-vifi")).toHaveLength(0);
    answers.get("gradient_l2")?.answer(attributionOf("gradient_l2", "card payment failed"));
    await settle();
    expect(screen.all(".jp-Semla-vifiBar > [data-method=gradient_l2]")).toHaveLength(3);
    answers.get("lime")?.answer(attributionOf("lime", "card payment failed", [0, -1, 1]));
    await settle();
    expect(screen.all(".jp-Semla-vifiBar > [data-method=lime]")).toHaveLength(2);
    expect(screen.all("[data-against=true]")).toHaveLength(1);
  });

  test("says in the place of a method why it failed, tries again, and keeps the others", async () => {
    let fails = true;
    const { screen } = await open(2, {
      attribute: (subject, method, options, signal) =>
        method === "gradient_l2" && fails
          ? Promise.reject(new Error("the graph holds NonZero, which has no gradient"))
          : explaining.attribute(subject, method, options, signal),
    });
    expect(screen.texts(".jp-Semla-methods [role=alert]")[0]).toContain("the graph holds NonZero");
    expect(screen.all(".jp-Semla-vifiBar > [data-method=lime]")).toHaveLength(3);
    fails = false;
    await screen.click("Retry");
    await settle();
    expect(screen.all("[role=alert]")).toHaveLength(0);
    expect(screen.all(".jp-Semla-vifiBar > [data-method=gradient_l2]")).toHaveLength(3);
  });

  test("leaves out a method that is switched off", async () => {
    const { screen } = await open(2);
    const box = screen.all(".jp-Semla-methods input")[3];
    await act(() => box?.click());
    expect(screen.all("[data-method=lime]:not(li)")).toHaveLength(0);
    expect(screen.all(".jp-Semla-vifiBar > [data-method=attention]")).toHaveLength(3);
  });

  test("shows what speaks against below the line, or each method's own heat", async () => {
    const { screen } = await open(2, {
      attribute: (_, method) =>
        Promise.resolve(
          attributionOf(method, "card payment failed", method === "lime" ? [1, -2, 1] : [1, 1, 2]),
        ),
    });
    await screen.click("Signed");
    expect(screen.all("[data-side=down] > [data-method=lime]")).toHaveLength(1);
    await screen.click("Heat");
    expect(screen.texts(".jp-Semla-heat figcaption")).toEqual([
      "attention",
      "integrated gradients",
      "gradient L2",
      "LIME",
    ]);
    expect(screen.texts(".jp-Semla-heat p")).toEqual(Array(4).fill("card payment failed"));
    expect(screen.all(".jp-Semla-heat [data-against=true]")).toHaveLength(1);
  });

  test("tells the shares of the word under the pointer or the focus", async () => {
    const { screen } = await open(2);
    await act(() => screen.control("failed, ").focus());
    expect(screen.texts(".jp-Semla-readout")[0]).toContain("failedattention .50integrated gradients .50");
  });

  test("explains another label, or the label rather than its rival, as the model numbers them", async () => {
    const options: unknown[] = [];
    const names = ["exchange_rate", ...labelNames.slice(0, 2)];
    const { screen } = await open(2, {
      predict: (texts) =>
        Promise.resolve(
          predictionsOf(
            names,
            texts.map((text) => [0, ...readText(text).slice(0, 2)]),
          ),
        ),
      attribute: (subject, method, given, signal) => {
        if (method === "lime") options.push(given);
        return explaining.attribute(subject, method, given, signal);
      },
    });
    const choose = async (name: string, value: string): Promise<void> => {
      const select = screen.all("select").find((each) => each.getAttribute("aria-label") === name);
      await act(() => {
        (select as HTMLSelectElement).value = value;
        select?.dispatchEvent(new Event("change", { bubbles: true }));
      });
      await settle();
    };
    await choose("Label to hold it against", "rival");
    expect(screen.text).toContain("for card arrival rather than top up");
    await choose("Label to explain", "label top_up");
    await choose("Label to hold it against", "label exchange_rate");
    expect(options).toEqual([{}, { against: 2 }, { target: 2, against: 1 }, { target: 2, against: 0 }]);
  });
});

describe("the text that is edited", () => {
  test("is read anew as it is typed, the latest only, beside what it was", async () => {
    const asked: { text: string; signal: AbortSignal }[] = [];
    const { screen, store } = await open(4, {
      predict: (texts, signal) => {
        asked.push({ text: texts[0] ?? "", signal });
        return explaining.predict(texts, signal);
      },
    });
    expect(screen.text).toContain("6 pieces");
    await write(screen, "how do I top");
    await settle(10);
    await write(screen, "how do I");
    await settle(40);
    const edits = asked.filter(({ text }) => text !== "how do I top up");
    expect(edits.map(({ text }) => text)).toEqual(["how do I"]);
    expect(screen.text).toContain("The edited text is read as card arrival (.65), no longer top up (.35).");
    expect(screen.texts("del")).toEqual(["top", "up"]);
    expect(screen.texts(".jp-Semla-probabilities li")[0]).toBe("card arrival.25 → .65");
    expect(store.probe.value).toEqual({ x: 1.5, y: -2, text: "how do I" });
  });

  test("forgets the question that was under way when the text changes", async () => {
    const signals: AbortSignal[] = [];
    const { screen } = await open(4, {
      predict: (texts, signal) => {
        if (texts[0] === "how do I top up") return explaining.predict(texts, signal);
        signals.push(signal);
        return signals.length === 1 ? new Promise(() => undefined) : explaining.predict(texts, signal);
      },
    });
    await write(screen, "how");
    await settle(40);
    await write(screen, "how top");
    await settle(40);
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
    expect(screen.text).toContain("The edited text is still read as top up (.60)");
  });

  test("is explained once the typing pauses, with what the words weighed before", async () => {
    const { screen } = await open(4);
    await write(screen, "how do I top money up");
    await settle(100);
    expect(wordsShown(screen)).not.toContain("money");
    await settle(300);
    expect(wordsShown(screen)).toEqual(["how", "do", "I", "top", "money", "up"]);
    expect(screen.all("[data-new=true]")).toHaveLength(1);
    expect(screen.all(".jp-Semla-vifiFormer")).toHaveLength(5);
  });

  test("goes back to the row, and asks nothing anew", async () => {
    let asked = 0;
    const { screen, store } = await open(4, {
      predict: (texts, signal) => {
        asked++;
        return explaining.predict(texts, signal);
      },
    });
    await write(screen, "how");
    await settle(400);
    const before = asked;
    await screen.click("Revert");
    await settle(400);
    expect(asked).toBe(before);
    expect(store.probe.value).toBeNull();
    expect(document.activeElement?.tagName).toBe("TEXTAREA");
    expect((screen.all("textarea")[0] as HTMLTextAreaElement).value).toBe("how do I top up");
    expect(screen.text).toContain("Read as top up (.75), which is the gold label");
  });

  test("keeps to its row", async () => {
    const { screen, store } = await open(4);
    await write(screen, "how");
    await settle(400);
    await act(() => store.openRow(1));
    await settle();
    expect((screen.all("textarea")[0] as HTMLTextAreaElement).value).toBe("my card has not arrived");
    expect(store.probe.value).toBeNull();
  });

  test("says what was cut off", async () => {
    const { screen } = await open(4, {
      attribute: (_, method) =>
        Promise.resolve(attributionOf(method, "how do I", [1, 1, 1], { text: "how do I top up" })),
      predict: async (texts, signal) => {
        const answer = await explaining.predict(texts, signal);
        answer?.cut.data.fill(2);
        return answer;
      },
    });
    expect(screen.text).toContain("2 pieces at its end were not read, from “top up”.");
  });

  test("may be empty", async () => {
    const { screen } = await open(4);
    await write(screen, " ");
    await settle(400);
    expect(screen.text).toContain("There are no words to weigh.");
    expect(screen.text).toContain("A text without words is tied to none.");
  });
});

describe("the edits of one click", () => {
  test("of a word are told with what they do, and put into the editor", async () => {
    const { screen } = await open(4);
    await screen.click("top, ");
    await settle();
    expect(screen.texts(".jp-Semla-editChoices button")).toEqual(["remove−.45", "mask−.60", "card−.50"]);
    await screen.click("remove");
    expect(document.activeElement?.tagName).toBe("TEXTAREA");
    expect((screen.all("textarea")[0] as HTMLTextAreaElement).value).toBe("how do I up");
  });

  test("of every word are a table, most lowering first", async () => {
    const { screen } = await open(4);
    await screen.click("Try every word");
    await settle();
    expect(screen.texts(".jp-Semla-editTable tbody th")).toEqual(["top", "how", "do", "I", "up"]);
    expect(screen.texts(".jp-Semla-editTable tbody tr")[0]).toContain("−.45−.60");
  });
});

describe("the relation graphs", () => {
  test("show both partners on their lines, with their strongest words linked", async () => {
    const { screen } = await open(2);
    expect(screen.texts("[data-line]")).toEqual(["topupfailed", "cardpaymentfailed", "cardtopup"]);
    expect(screen.all(".jp-Semla-link-drawn")).toHaveLength(2 * (3 + 2));
    expect(screen.all("g[data-lowers=true]")).toHaveLength(2);
    expect(screen.texts(".jp-Semla-pill")).toEqual(["similarity .966", "similarity .966"]);
    expect(screen.text).toContain("also an error");
  });

  test("tell the value of a link under the focus, and keep it when it is clicked", async () => {
    const { screen } = await open(2);
    await act(() => screen.control("failed: ").focus());
    expect(screen.texts(".jp-Semla-pill")[0]).toBe("failed raises by 4.00");
    await screen.click("failed: ");
    await act(() => screen.control("failed: ").blur());
    expect(screen.texts(".jp-Semla-pill")[0]).toBe("failed raises by 4.00");
    expect(screen.all("g[data-locked=true]")).toHaveLength(1);
    await screen.click("failed: ");
    expect(screen.texts(".jp-Semla-pill")[0]).toBe("similarity .966");
  });

  test("show fewer links, or those from word to word", async () => {
    const kinds: string[] = [];
    const { screen } = await open(2, {
      relations: (subject, kind, signal) => {
        kinds.push(kind);
        return explaining.relations(subject, kind, signal);
      },
    });
    const select = screen.all("select").find((each) => each.getAttribute("aria-label") === "Links shown");
    await act(() => {
      (select as HTMLSelectElement).value = "1";
      select?.dispatchEvent(new Event("change", { bubbles: true }));
    });
    expect(screen.all(".jp-Semla-link-drawn")).toHaveLength(4);
    await screen.click("Word to word");
    await settle();
    expect(kinds).toEqual(["similarity", "token"]);
  });

  test("open in full size and close again", async () => {
    const { screen } = await open(2);
    await screen.click("Show the graph in full size");
    expect(screen.all("dialog .jp-Semla-relationGraph")).toHaveLength(1);
    await screen.click("Close");
    expect(screen.all("dialog")).toHaveLength(0);
  });

  test("where they fail, say why and show the rows without links", async () => {
    const { screen } = await open(2, { relations: () => Promise.reject(new Error("no gradient")) });
    expect(screen.texts(".jp-Semla-relations [role=alert]")[0]).toContain("no gradient");
  });
});

describe("the nearest rows", () => {
  test("mark where labels disagree, name the split, and open on a click", async () => {
    const { screen, store } = await open(2);
    expect(screen.texts(".jp-Semla-neighbours tbody tr")[0]).toBe(
      "id-0where is my cardtraincard arrivalcard arrival.975",
    );
    expect(screen.text).toContain("5 of 7 have another label than its gold label");
    expect(screen.all(".jp-Semla-neighbours tbody [data-wrong=true]")).toHaveLength(1);
    await screen.click("2 more");
    expect(screen.all(".jp-Semla-neighbours tbody tr")).toHaveLength(7);
    await screen.click("my card has not arrived");
    expect(store.view.value.row).toBe(1);
  });

  test("are the edited text's while it is edited", async () => {
    const { screen } = await open(4);
    await write(screen, "how");
    await settle(40);
    expect(screen.texts(".jp-Semla-neighbours tbody tr").map((row) => row.slice(0, 4))).toEqual([
      "id-1",
      "id-3",
    ]);
  });
});

test("an analysis without a model says so, and shows what it has", async () => {
  const { screen } = await open(2, {}, "arrays");
  expect(screen.text).toContain("This analysis has no model");
  expect(screen.all("textarea, .jp-Semla-importance, .jp-Semla-relations")).toHaveLength(0);
  expect(screen.text).toContain("Nearest rows");
});

test("trust is measured on request and shown with its interval", async () => {
  let done = 0;
  const { screen } = await open(2, {
    trust: (methods) => {
      done += 40;
      const figures = methods.map((method) => ({
        method,
        measure: "comprehensiveness" as const,
        among: "all" as const,
        value: 0.4,
        low: 0.3,
        high: 0.5,
        n: done,
      }));
      return Promise.resolve({ done, total: 80, figures });
    },
  });
  expect(done).toBe(0);
  await screen.click("Measure trust");
  await settle();
  expect(done).toBe(80);
  expect(screen.all(".jp-Semla-interval").map((each) => each.title)[0]).toBe(
    ".40, 95 % interval .30 to .50, n = 80",
  );
  expect(screen.text).toContain("95 % interval, n = 80. The intervals overlap.");
});

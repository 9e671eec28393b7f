import { describe, expect, test } from "@jest/globals";
import { newLog, prepared, sidecar } from "../../analysis/__tests__/caller";
import { fakeEngine, utterances } from "../../analysis/__tests__/fixtures";
import type { RelationsInput } from "../../explain";

const rows = 84;
const { texts } = utterances(rows);
const labels = texts.map((text) => text.split(" ").slice(0, 2).join(" "));
const word = (text: string) => ({ text, start: 0, end: text.length });

/** A sidecar whose model says that each word is as long as it is, and what it was asked. */
async function analysed(head: "classifier" | "metric" = "classifier") {
  const asked: RelationsInput[] = [];
  const caller = await sidecar({
    ...fakeEngine(newLog()),
    relate: async (_model, input) => {
      asked.push(input);
      const none = { links: null, own: null, theirs: null, delta: null };
      const ties = input.others.map(({ text }) => {
        const words = text.split(" ").map(word);
        const links = new Float32Array(2 * words.length).fill(text.length);
        return { ...none, words, ...(input.kind === "token" ? { links } : { own: Float32Array.of(1, 2) }) };
      });
      return { words: [word("two"), word("words")], ties };
    },
  });
  const { analysis } = await caller.call("analysis/run", { ...(await prepared(caller, rows, labels)), head });
  const { columns = {} } = await caller.call("analysis/state", { analysis });
  const { array } = await caller.call("analysis/array", { analysis, name: "embeddings" });
  const embedding = (row: number) => array.data.subarray(row * 12, (row + 1) * 12);
  return { caller, analysis, columns, asked, embedding };
}

const product = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe("relations", () => {
  test.each(["classifier", "metric"] as const)(
    "of a row are those to the rows that a %s compares it with",
    async (head) => {
      const { caller, analysis, columns, asked, embedding } = await analysed(head);
      const found = await caller.call("explain/relations", { analysis, subject: { row: 8 }, kind: "token" });
      const wanted = [columns.closest!.data[8]!, columns.contrast!.data[8]!];
      expect(found.partners.map(({ role, row }) => [role, row])).toEqual([
        ["closest", wanted[0]],
        ["contrast", wanted[1]],
      ]);
      expect(asked[0]).toMatchObject({ own: { text: texts[8] }, kind: "token", points: null });
      expect(asked[0]!.own.embedding).toEqual(embedding(8));
      expect(asked[0]!.others.map(({ text }) => text)).toEqual(wanted.map((row) => texts[row]));
      for (const [i, partner] of found.partners.entries()) {
        const other = embedding(wanted[i]!);
        expect(partner.similarity).toBeCloseTo(product(embedding(8), other), 4);
        const lengths = Math.sqrt(product(embedding(8), embedding(8)) * product(other, other));
        expect(partner.cosine).toBeCloseTo(partner.similarity / lengths, 6);
        expect(partner.links!.shape).toEqual([2, partner.words.length]);
        expect(partner.text).toBe(texts[wanted[i]!]);
      }
    },
  );

  test("of a new text are those to the nearest rows of its first and its second label", async () => {
    const { caller, analysis, columns, asked } = await analysed();
    const subject = { text: "book train quickly" };
    const found = await caller.call("explain/relations", { analysis, subject, points: 7 });
    const { probabilities } = await caller.call("explain/predict", { analysis, texts: [subject.text] });
    const ranked = [...probabilities.data.keys()].sort(
      (a, b) => probabilities.data[b]! - probabilities.data[a]!,
    );
    expect(found.partners.map(({ row }) => columns.gold!.data[row])).toEqual(ranked.slice(0, 2));
    expect(asked[0]).toMatchObject({ own: subject, kind: "similarity", points: 7 });
    expect(found.partners[0]).toMatchObject({ links: null, theirs: null, delta: null });
    expect([...found.partners[0]!.own!.data]).toEqual([1, 2]);
  });

  test("of a text that is in the data are not those to itself", async () => {
    const { caller, analysis } = await analysed();
    const found = await caller.call("explain/relations", { analysis, subject: { text: texts[3]! } });
    expect(found.partners.map(({ row }) => row)).not.toContain(3);
  });

  test("are refused for a row that is not there", async () => {
    const { caller, analysis } = await analysed();
    await expect(caller.call("explain/relations", { analysis, subject: { row: rows } })).rejects.toThrow(
      "subject.row: 84 (allowed: 0 to 83)",
    );
  });
});

import { describe, expect, test } from "@jest/globals";
import { prepared, sidecar } from "../../analysis/__tests__/caller";
import { decodeSnapshot, HIDDEN_WORD } from "../../../../src/snapshot";
import { escaped } from "../snapshot-picture";
import { explainingEngine, newExplainLog } from "./explaining-engine";

const rows = 60;
const title = { dataset: `a & b <script>globalThis.hacked = 1</script>`, model: `"m" onload='x'` };

async function analysed() {
  const caller = await sidecar(explainingEngine(newExplainLog()));
  const { analysis } = await caller.call("analysis/run", await prepared(caller, rows));
  return { caller, analysis };
}

describe("a snapshot of an analysis", () => {
  test("holds its columns, filter, selection and view, and no texts unless asked", async () => {
    const { caller, analysis } = await analysed();
    const seen = { filter: { errors: false }, selection: [3, 1, 3, 999], view: { colourBy: "cluster" } };
    const { data } = await caller.call("analysis/snapshot", { analysis, title, ...seen });
    const found = await decodeSnapshot(data.data);
    expect(found).toMatchObject({ title, rows, texts: null, filter: seen.filter, view: seen.view });
    expect([...found.selection]).toEqual([1, 3]);
    const { columns } = await caller.call("analysis/state", { analysis });
    expect(found.first.columns.prediction?.data).toEqual(columns?.prediction?.data);
    expect(found.words?.postings.features).toContain("pizza");
    const withTexts = await caller.call("analysis/snapshot", { analysis, title, texts: true });
    expect((await decodeSnapshot(withTexts.data.data)).texts).toHaveLength(rows);
  });

  test("keeps the rows of a search, not what was searched for", async () => {
    const { caller, analysis } = await analysed();
    const filter = { text: "pizza" };
    const { data } = await caller.call("analysis/snapshot", { analysis, title, filter });
    const matching = await caller.call("analysis/filter", { analysis, filter });
    expect((await decodeSnapshot(data.data)).filter).toEqual({ rows: [...matching.rows.data] });
  });

  test("holds the explanations that were asked for, with hidden words", async () => {
    const { caller, analysis } = await analysed();
    const asked = { analysis, subjects: [{ row: 2 }], methods: ["gradient_l2" as const] };
    const { attributions } = await caller.call("explain/attribute", asked);
    const { data } = await caller.call("analysis/snapshot", { analysis, title });
    const { answers } = await decodeSnapshot(data.data);
    const found = answers.find(({ method }) => method === "explain/attribute");
    expect(found).toMatchObject({ side: "a", params: { subject: { row: 2 }, method: "gradient_l2" } });
    expect((found?.result as { value: number }).value).toBe(attributions[0]![0]!.value);
    const { words } = found?.result as { words: { text: string }[] };
    expect(words.map(({ text }) => text)).toEqual(attributions[0]![0]!.words.map(() => HIDDEN_WORD));
  });

  test("comes with a picture in which titles are nothing but text", async () => {
    const { caller, analysis } = await analysed();
    const { picture } = await caller.call("analysis/snapshot", { analysis, title });
    expect(picture).toMatch(/^<svg [^>]*role="img"/);
    expect(picture).toContain("a &#38; b &#60;script&#62;");
    expect(picture).not.toMatch(/<script|<[^>]*\sonload=/);
    expect(picture.match(/h0/g)).toHaveLength(rows);
  });

  test("what no XML document may hold is left out of it", () => {
    expect(escaped("a\u0000b\ud800c<&>\"'")).toBe("abc&#60;&#38;&#62;&#34;&#39;");
  });
});

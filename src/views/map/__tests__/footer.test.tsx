/** @jest-environment jsdom */
import { show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import type { AnalysisSummary, Compute, Store } from "../../../client";
import {
  analysis,
  filledStore,
  labelColumns,
  noCompute,
  progressOf,
} from "../../../client/__tests__/filled-store";
import { Tensor } from "../../../protocol";
import { Footer } from "../footer";
import { ReadingHelp } from "../reading-help";
import { createMapState } from "../state";

const summary: AnalysisSummary = {
  analysis,
  rows: 8,
  source: "model",
  pooling: "mean",
  dimension: 4,
  layout: {
    method: "umap",
    metric: "cosine",
    neighbours: 15,
    minDist: 0.1,
    epochs: null,
    perplexity: 40,
    seed: 0,
    anchor: null,
  },
  quality: { trustworthiness: 0.987, continuity: 0.95, kept: 0.58, neighbours: 15, sample: 8 },
  accuracy: null,
  silhouette: null,
  head: "classifier",
  signatures: [],
  seconds: { embedding: 1, layout: 1, total: 2 },
  cached: false,
  notices: [],
};

function mapped(compute: Partial<Compute> = {}, change: Partial<AnalysisSummary> = {}): Store {
  const positions = new Tensor("float32", new Float32Array(16), [8, 2]);
  const layout = { method: "umap", final: true } as const;
  const store = filledStore({ ...labelColumns, positions, layout }, { ...noCompute, ...compute });
  store.applyProgress(progressOf({ summary: { ...summary, ...change } }));
  return store;
}

function footer(store: Store, width = 900) {
  const state = createMapState();
  state.size.value = { width, height: 500 };
  return { state, screen: show(<Footer store={store} state={state} />) };
}

describe("the map's footer", () => {
  test("says what the map is, how far to trust it, and how many words lie over it", async () => {
    const { state, screen } = footer(mapped());
    await act(() => {
      state.words.value = 12;
    });
    expect(screen.text).toBe(
      "UMAP, cosine, 15 neighbourstrustworthiness .987neighbours kept .58012 local words",
    );
  });

  test("gives way to what the marks mean, and says little on a small map", async () => {
    const { state, screen } = footer(mapped());
    await act(() => {
      state.notes.value = ["solid outline gold, dashed predicted"];
    });
    expect(screen.text).toBe("UMAPsolid outline gold, dashed predicted");
    expect(footer(mapped(), 400).screen.text).toBe("UMAPtrustworthiness .987");
  });

  test("offers no other projection where there are no embeddings", () => {
    const { screen } = footer(mapped({}, { dimension: null, layout: "given" }));
    expect(screen.all("button")).toHaveLength(0);
  });
});

describe("the projection menu", () => {
  test("asks for another layout, says that it is on its way, and cancels it", async () => {
    const asked: { method: unknown; signal: AbortSignal }[] = [];
    const project: Compute["project"] = ({ method }, signal) => {
      asked.push({ method, signal });
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
    };
    const { screen } = footer(mapped({ project }));
    await screen.click("Projection");
    expect(screen.texts('[role="menuitemradio"]')).toEqual([
      "UMAP",
      "t-SNE",
      "PCA",
      "SemLa t-SNE",
      "SemLa UMAP",
    ]);
    await screen.click("SemLa t-SNE");
    expect(asked.map(({ method }) => method)).toEqual(["semla_tsne"]);
    expect(screen.text).toContain("laying out as SemLa t-SNE");
    await screen.click("Cancel");
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(screen.text).not.toContain("laying out");
  });

  test("says what failed", async () => {
    const { screen } = footer(
      mapped({ project: () => Promise.reject(new Error("rows: 3 (allowed: from 4)")) }),
    );
    await screen.click("Projection");
    await screen.click("PCA");
    expect(screen.text).toContain("PCA: rows: 3 (allowed: from 4)");
    expect(screen.text).not.toContain("laying out");
  });
});

describe("reading help", () => {
  const signature = (sentence: string) => ({
    name: "map_distorts" as const,
    sentence,
    advice: "look twice.",
    value: 0,
    level: 1,
  });

  test("is silent where nothing speaks against the picture", () => {
    expect(show(<ReadingHelp store={mapped()} onChange={() => undefined} />).text).toBe("");
  });

  test("tells one thing at a time with what to check, and is gone once closed", async () => {
    const store = mapped({}, { signatures: [signature("It distorts."), signature("It is even.")] });
    const screen = show(<ReadingHelp store={store} onChange={() => undefined} />);
    expect(screen.text).toContain("It distorts. Check next: look twice.");
    await screen.click("Next of 2 notices");
    expect(screen.text).toContain("It is even.");
    await screen.click("Close the reading help");
    expect(screen.text).toBe("");
  });
});

/** @jest-environment jsdom */
import { show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import type { AnalysisSummary } from "../../../client";
import { Tensor } from "../../../protocol";
import {
  addSecond,
  filledStore,
  labelColumns,
  noCompute,
  progressOf,
} from "../../../client/__tests__/filled-store";
import { Announcer, Notice, Status } from "..";

const summary: AnalysisSummary = {
  analysis: "a".repeat(32),
  rows: 8,
  source: "model",
  pooling: "mean",
  dimension: 4,
  layout: null,
  head: "classifier",
  signatures: [],
  quality: { trustworthiness: 0.9979, continuity: 0.99, kept: 0.5751, neighbours: 3, sample: 8 },
  accuracy: null,
  silhouette: null,
  seconds: { embedding: 1, layout: 1, total: 2 },
  cached: true,
  notices: [],
} as unknown as AnalysisSummary;

describe("the status line", () => {
  test("cancels work and runs it again", async () => {
    const called: string[] = [];
    const store = filledStore(labelColumns, {
      ...noCompute,
      cancel: () => called.push("cancel"),
      retry: () => called.push("retry"),
    });
    const screen = show(<Status store={store} />);
    await act(() => store.setStatus({ phase: "running" }));
    await screen.click("Cancel");
    await act(() => store.setStatus({ phase: "cancelled", message: "Cancelled" }));
    await screen.click("Run again");
    await act(() => store.setStatus({ phase: "failed" }));
    await screen.click("Retry");
    expect(called).toEqual(["cancel", "retry", "retry"]);
  });

  test("counts what is selected", () => {
    const store = filledStore();
    store.select([1, 2]);
    expect(show(<Status store={store} />).text).toBe("Ready2 rows selected");
  });
});

describe("the verdict", () => {
  test("is how far the map can be trusted", () => {
    const store = filledStore();
    store.applyProgress(progressOf({ summary }));
    expect(show(<Status store={store} />).texts(".jp-Semla-verdict")).toEqual([
      "trustworthiness .998, 58 % of neighbours kept",
    ]);
  });

  test("is what a second model comes to on the rows shown", async () => {
    const store = filledStore();
    store.applyProgress(progressOf({ summary }));
    addSecond(store);
    const screen = show(<Status store={store} />);
    const said = () => screen.texts(".jp-Semla-verdict")[0];
    expect(said()).toBe("B fixes 1 and breaks 1 (McNemar p = 1), 43 % predicted differently");
    await act(() => store.refine({ label: ["top_up"] }));
    expect(said()).toBe("B fixes 0 and breaks 0 (McNemar p = 1), 33 % predicted differently");
    await act(() => store.setView({ compare: false }));
    expect(said()).toContain("trustworthiness");
  });
});

describe("what is announced", () => {
  test("is the selection and finished work, not progress", async () => {
    const store = filledStore();
    const screen = show(<Announcer store={store} />);
    expect(screen.texts("[role='status']")).toEqual(["Ready", ""]);
    await act(() => store.select([4]));
    await act(() => store.setStatus({ phase: "running" }));
    await act(() => store.applyProgress(progressOf({ stage: "layout", done: 3 })));
    expect(screen.texts("[role='status']")).toEqual(["", "1 row selected"]);
  });
});

describe("the notice of a failure", () => {
  const error = { message: "the sidecar ended; retry", kind: "sidecar_died" };

  test("lies over the last picture until it is closed, and comes again with the next failure", async () => {
    const positions = new Tensor("float32", new Float32Array(16), [8, 2]);
    const store = filledStore({ ...labelColumns, positions });
    const screen = show(<Notice store={store} />);
    expect(screen.text).toBe("");
    await act(() => store.setStatus({ phase: "failed", error }));
    expect(screen.texts("[role='alert'] p")).toEqual(["the sidecar ended; retry"]);
    await screen.click("Close");
    expect(screen.text).toBe("");
    await act(() => store.setStatus({ phase: "failed", error: { ...error } }));
    expect(screen.all("[role='alert']")).toHaveLength(1);
  });

  test("is left to the map where there is no picture", () => {
    const store = filledStore();
    store.setStatus({ phase: "failed", error });
    expect(show(<Notice store={store} />).text).toBe("");
  });
});

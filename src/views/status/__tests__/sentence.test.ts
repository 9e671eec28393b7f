import { describe, expect, test } from "@jest/globals";
import type { Status } from "../../../client";
import type { AnalysisSummary } from "../../../protocol";
import { isBusy, sayProgress, sayStatus, saySummary } from "../sentence";

const status: Status = {
  phase: "running",
  message: "Running",
  stage: null,
  done: null,
  total: null,
  secondsLeft: null,
  waiting: false,
  error: null,
};

describe("the status line", () => {
  test.each<[Partial<Status>, string]>([
    [{}, "Running"],
    [{ stage: "embedding" }, "Embedding rows"],
    [{ stage: "layout" }, "Laying out the map"],
    [{ phase: "exporting", stage: "embedding", message: "Exporting the model" }, "Exporting the model"],
    [{ phase: "failed", error: { message: "no text column", kind: "bad_data" } }, "no text column"],
    [{ phase: "ready", stage: "ready", message: "Ready" }, "Ready"],
    [{ phase: "ready", stage: "ready", waiting: true }, "Waiting for the running cell"],
    [
      { phase: "failed", waiting: true, error: { message: "no text column", kind: "bad_data" } },
      "no text column",
    ],
  ])("of %j says %j", (change, sentence) => {
    expect(sayStatus({ ...status, ...change })).toBe(sentence);
  });

  test.each<[Partial<Status>, string]>([
    [{}, ""],
    [{ done: 96.4, total: 3080, secondsLeft: 22.3 }, "96 of 3,080, 22 s left"],
    [{ done: 200, total: 200, secondsLeft: 0 }, "200 of 200"],
    [{ done: 0, total: 0 }, ""],
    [{ done: 1, total: 5000, secondsLeft: 150 }, "1 of 5,000, 3 min left"],
  ])("of %j counts %j", (change, sentence) => {
    expect(sayProgress({ ...status, ...change })).toBe(sentence);
  });

  test("says where the rows come from", () => {
    const seconds = { embedding: 5.04, layout: 3, total: 9 };
    const summary = { rows: 3080, cached: false, source: "model", seconds } as AnalysisSummary;
    expect(saySummary(summary)).toBe("3,080 rows embedded in 5.0 s");
    expect(saySummary({ ...summary, cached: true })).toBe("3,080 rows from the cache");
    expect(saySummary({ ...summary, source: "arrays", rows: 1 })).toBe("1 row");
  });

  test("can be cancelled while work is under way", () => {
    expect((["starting", "exporting", "running"] as const).every((phase) => isBusy({ phase }))).toBe(true);
    expect((["ready", "failed", "cancelled", "closed"] as const).some((phase) => isBusy({ phase }))).toBe(
      false,
    );
  });
});

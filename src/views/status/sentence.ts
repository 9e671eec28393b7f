import type { AnalysisSummary, Status } from "../../client";
import { counted, count, duration } from "../parts/format";

const stageNames: Record<NonNullable<Status["stage"]>, string> = {
  model: "Opening the model",
  embedding: "Embedding rows",
  neighbours: "Finding neighbours",
  layout: "Laying out the map",
  quality: "Measuring the map",
  ready: "Ready",
};

/** What is being done, in a few words; of a failure what happened and what to do. */
export function sayStatus({ phase, stage, message, error, waiting }: Status): string {
  if (error) return error.message;
  if (waiting) return "Waiting for the running cell";
  if (phase === "ready") return stageNames.ready;
  if (phase === "running" && stage) return stageNames[stage];
  return message.charAt(0).toUpperCase() + message.slice(1);
}

/** How much of it is done: "96 of 371, 22 s left"; "" where there is nothing to count. */
export function sayProgress({ done, total, secondsLeft }: Status): string {
  if (done === null || !total) return "";
  const left = secondsLeft !== null && secondsLeft > 0 ? `, ${duration(secondsLeft)} left` : "";
  return `${count(Math.round(done))} of ${count(total)}${left}`;
}

/** Where the rows of a finished analysis come from, and how long it took. */
export function saySummary({ rows, cached, source, seconds }: AnalysisSummary): string {
  if (cached) return `${counted(rows, "row")} from the cache`;
  if (source === "model") return `${counted(rows, "row")} embedded in ${duration(seconds.embedding)}`;
  return counted(rows, "row");
}

/** Whether work is under way, which can be cancelled. */
export function isBusy({ phase }: Pick<Status, "phase">): boolean {
  return phase === "starting" || phase === "exporting" || phase === "running";
}

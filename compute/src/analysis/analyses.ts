import {
  SemlaError,
  Tensor,
  type AnalysisColumns,
  type AnalysisProgress,
  type AnalysisSummary,
  type Concepts,
  type Params,
  type Result,
} from "../../../src/protocol";
import { hashValue, MemoryStore } from "../store";
import { abortable } from "../threads/abortable";
import { regroupLabels } from "./clusters";
import type { KnownAnchor, Task } from "./material";
import { nearestRows } from "./nearest";
import { ProgressFeed } from "./progress";
import { reproject } from "./reproject";
import type { Resources } from "./resources";
import { restoreAnalysis } from "./restore";
import { gather, runAnalysis, type Basis, type Outcome } from "./run";

/** An analysis that is known, finished or not. */
export interface Analysis {
  readonly handle: string;
  readonly dataset: string;
  /** Handle of the model that it was made with; null where it was made from arrays. */
  readonly model: string | null;
  readonly feed: ProgressFeed;
  /** Which words mean which concepts. */
  readonly concepts: Concepts;
  /** Where its large arrays are, and what later requests start from; null until it is finished. */
  readonly arraysKey: string | null;
  readonly basis: Basis | null;
}

/** Who asked for an analysis. */
export interface Caller {
  /** Aborted when the caller gives up. */
  readonly signal: AbortSignal;
  /** Takes progress under the caller's token. */
  progress(token: string, value: AnalysisProgress): void;
}

interface Running {
  readonly outcome: Promise<AnalysisSummary>;
  readonly feed: ProgressFeed;
  readonly abort: AbortController;
  callers: number;
}

/** What stands on disk of a finished analysis. */
interface AnalysisFile {
  readonly dataset: string;
  readonly model: string | null;
  readonly columns: AnalysisColumns;
  readonly summary: AnalysisSummary;
  readonly arraysKey: string;
  readonly basis: Basis;
  readonly concepts: Concepts;
}

const MIB = 2 ** 20;
/** Bytes of a row's columns. */
const ROW_BYTES = 80;
/** Raised when a file's content changes. */
const FILE_VERSION = 3;

/** Runs analyses, each once at a time, and remembers them in memory and on disk. */
export class Analyses {
  private readonly running = new Map<string, Running>();
  private readonly known = new MemoryStore<Analysis>(256 * MIB);
  /** Analyses in memory whose map or clusters are no longer those that they were run with. */
  private readonly altered = new WeakSet<Analysis>();
  private readonly projecting = new Map<string, AbortController>();

  constructor(private readonly resources: Resources) {}

  /**
   * Runs an analysis, or joins the same one under way, or answers at once what is known already. A caller that
   * cancels leaves at once; the analysis stops when all its callers have left.
   */
  async run(params: Params<"analysis/run">, call: Caller): Promise<AnalysisSummary> {
    const began = performance.now();
    const { source, projection, head, concepts, progressToken } = params;
    const dataset = this.resources.dataset(params.dataset);
    const parts = { dataset: params.dataset, source, projection, head, concepts };
    const handle = await hashValue(parts, call.signal);
    const anchor = await this.anchorOf(projection.anchor, dataset.rows, call.signal);
    const task: Task = { handle, dataset, source, projection, head, concepts, anchor };
    const report = reporter(progressToken, call);
    if (!this.running.has(handle)) {
      const earlier = await this.findAsRun(task, call.signal);
      const summary = earlier.analysis?.feed.state().summary;
      if (summary && earlier.analysis) {
        await this.restoreArrays(task, earlier.analysis, call.signal);
        const total = (performance.now() - began) / 1000;
        const cached = { ...summary, seconds: { embedding: 0, layout: 0, total }, cached: true };
        report({ ...earlier.analysis.feed.state(), summary: cached });
        return cached;
      }
      // another caller may have started it while the disk was being read
      if (!this.running.has(handle)) this.start(task, earlier.notice);
    }
    return this.join(handle, report, call.signal);
  }

  /**
   * Lays a finished analysis out anew, for every view of it. Another layout of it still under way is given up; one
   * that fails or is cancelled ends with the map before.
   * @throws SemlaError "unknown_handle"; "invalid_request" where there is nothing to lay out by.
   */
  async project(params: Params<"analysis/project">, call: Caller): Promise<AnalysisSummary> {
    const { projection, progressToken } = params;
    const analysis = await this.get(params.analysis, call.signal);
    const dataset = this.resources.dataset(analysis.dataset);
    const anchor = await this.anchorOf(projection.anchor, dataset.rows, call.signal);
    const { handle } = analysis;
    this.projecting
      .get(handle)
      ?.abort(new SemlaError("cancelled", "projection: given up for another that was asked for later"));
    const latest = new AbortController();
    this.projecting.set(handle, latest);
    const signal = AbortSignal.any([call.signal, latest.signal]);
    const wanted = { projection, anchor, report: reporter(progressToken, call) };
    try {
      const summary = await reproject(analysis, dataset, wanted, this.resources, signal);
      this.altered.add(analysis);
      return summary;
    } catch (error) {
      // views that have seen it on its way go back to the map before, but not when the next one is on its way
      if (this.projecting.get(handle) === latest) wanted.report(analysis.feed.state());
      throw error;
    } finally {
      if (this.projecting.get(handle) === latest) this.projecting.delete(handle);
    }
  }

  /**
   * Takes in a finished analysis as it was saved. One that is here already stays as it is, but for its model
   * and what is said of that. Errors
   * are those of the check.
   */
  async restore(params: Params<"analysis/restore">, signal: AbortSignal): Promise<AnalysisSummary> {
    const dataset = this.resources.dataset(params.dataset);
    const made = await restoreAnalysis(params, dataset, this.resources, signal);
    const held = this.known.get(made.handle);
    const analysis = held ? { ...held, model: made.model } : made;
    this.keep(analysis, dataset.rows);
    const { summary } = analysis.feed.state();
    if (!summary) throw new Error(`analysis ${made.handle}: restored without a summary`);
    const { source, notices } = params.summary;
    const told = { ...summary, source, notices };
    analysis.feed.finish(told);
    return told;
  }

  /** Groups the labels of a finished analysis anew, for every view of it. Errors are those of the grouping. */
  async clusters(
    { analysis: handle, count }: Params<"analysis/clusters">,
    signal: AbortSignal,
  ): Promise<Result<"analysis/clusters">> {
    const analysis = await this.get(handle, signal);
    const dataset = this.resources.dataset(analysis.dataset);
    const made = await regroupLabels(analysis, dataset, count, this.resources, signal);
    this.altered.add(analysis);
    return made;
  }

  /** The nearest rows of a row. Errors are those of the search. */
  async neighbours(
    { analysis, row }: Params<"analysis/neighbours">,
    signal: AbortSignal,
  ): Promise<Result<"analysis/neighbours">> {
    return nearestRows(await this.get(analysis, signal), row, this.resources, signal);
  }

  /** @throws SemlaError "unknown_handle" */
  async get(handle: string, signal?: AbortSignal): Promise<Analysis> {
    const { analysis } = await this.find(handle, signal);
    if (!analysis) throw new SemlaError("unknown_handle", `analysis: ${handle} is not here; run it again`);
    return analysis;
  }

  /**
   * The map of the analysis that another is to be comparable to, once it is finished.
   * @throws SemlaError "unknown_handle"; "invalid_request" where it has other rows or no final map.
   */
  private async anchorOf(
    handle: string | null,
    rows: number,
    signal: AbortSignal,
  ): Promise<KnownAnchor | null> {
    if (handle === null) return null;
    const running = this.running.get(handle);
    if (running) await abortable(running.outcome, signal);
    const { analysis } = await this.find(handle, signal);
    if (!analysis) throw new SemlaError("unknown_handle", `anchor: ${handle} is not here; run it first`);
    const { positions, layout } = analysis.feed.columns();
    if (!positions || !layout?.final)
      throw new SemlaError("invalid_request", `anchor: ${handle} has no final map; run it again`);
    const [size = 0] = positions.shape;
    if (size !== rows)
      throw new SemlaError(
        "invalid_request",
        `anchor: an analysis of ${size} rows (allowed: ${rows}, the same rows in the same order)`,
      );
    const { method } = layout;
    return { positions: positions.data, method, key: await hashValue({ positions, method }, signal) };
  }

  private start(task: Task, notice: string | null): void {
    const { handle, dataset } = task;
    const abort = new AbortController();
    const feed = new ProgressFeed(handle);
    this.keep({ handle, ...described(task), feed, arraysKey: null, basis: null }, dataset.rows);
    const outcome = runAnalysis(task, feed, this.resources, abort.signal).then((made) =>
      this.finish(task, feed, made, notice),
    );
    const running: Running = { outcome, feed, abort, callers: 0 };
    this.running.set(handle, running);
    outcome
      .catch(() => {
        // what a cancelled analysis had found out stays to be looked at, what a failed one had does not
        if (!abort.signal.aborted) this.known.delete(handle);
      })
      .finally(() => {
        if (this.running.get(handle) === running) this.running.delete(handle);
      });
  }

  private async finish(
    task: Task,
    feed: ProgressFeed,
    made: Outcome,
    notice: string | null,
  ): Promise<AnalysisSummary> {
    const { handle, dataset } = task;
    const { summary, arraysKey, basis, cacheNotices } = made;
    const columns = feed.columns();
    const file: AnalysisFile = { ...described(task), columns, summary, arraysKey, basis };
    const unsaved = await this.resources.disk.write(fileName(handle), file);
    const transient = [notice, ...cacheNotices, unsaved].filter((each) => each !== null);
    const told = { ...summary, notices: [...summary.notices, ...new Set(transient)] };
    feed.finish(told);
    this.keep({ handle, ...described(task), feed, arraysKey, basis }, dataset.rows);
    return told;
  }

  private async join(
    handle: string,
    report: (progress: AnalysisProgress) => void,
    signal: AbortSignal,
  ): Promise<AnalysisSummary> {
    const running = this.running.get(handle);
    if (!running) throw new Error(`analysis ${handle}: neither running nor known`);
    signal.throwIfAborted();
    running.callers++;
    const unfollow = running.feed.follow(report);
    try {
      return await new Promise<AnalysisSummary>((resolve, reject) => {
        running.outcome.then(resolve, reject);
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      });
    } finally {
      unfollow();
      running.callers--;
      if (running.callers === 0 && signal.aborted) {
        running.abort.abort(signal.reason);
        if (this.running.get(handle) === running) this.running.delete(handle);
      }
    }
  }

  /** An analysis as it was run: not one laid out or grouped otherwise since, nor one aligned with another map. */
  private async findAsRun(
    { handle, anchor }: Task,
    signal: AbortSignal,
  ): Promise<{ analysis: Analysis | null; notice: string | null }> {
    const held = this.known.get(handle);
    if (held && this.altered.has(held)) this.known.delete(handle);
    const found = await this.find(handle, signal);
    const aligned = found.analysis?.basis?.anchor ?? null;
    return aligned === (anchor?.key ?? null) ? found : { analysis: null, notice: found.notice };
  }

  /** Arrays that the user brought are not on disk: where they have left memory they are taken from the request. */
  private async restoreArrays(task: Task, { arraysKey }: Analysis, signal: AbortSignal): Promise<void> {
    if (task.source.kind !== "arrays" || arraysKey === null) return;
    const { arrays } = await this.resources.findArrays(arraysKey, signal);
    if (!arrays) await gather(task, new ProgressFeed(task.handle), this.resources, signal);
  }

  private async find(
    handle: string,
    signal?: AbortSignal,
  ): Promise<{ analysis: Analysis | null; notice: string | null }> {
    const held = this.known.get(handle);
    if (held) return { analysis: held, notice: null };
    const { value, notice } = await this.resources.disk.read(fileName(handle), signal);
    if (!isAnalysisFile(value)) return { analysis: null, notice };
    const { dataset, model, columns, summary, arraysKey, basis, concepts } = value;
    const feed = new ProgressFeed(handle);
    feed.publish(columns);
    feed.finish(summary);
    const analysis: Analysis = { handle, dataset, model, feed, concepts, arraysKey, basis };
    this.keep(analysis, summary.rows);
    return { analysis, notice };
  }

  private keep(analysis: Analysis, rows: number): void {
    this.known.set(analysis.handle, analysis, rows * ROW_BYTES);
  }
}

function reporter(token: string | undefined, call: Caller): (progress: AnalysisProgress) => void {
  return (progress) => {
    if (token !== undefined) call.progress(token, progress);
  };
}

/** What an analysis knows from its start. */
function described({ dataset, source, concepts }: Task): Pick<Analysis, "dataset" | "model" | "concepts"> {
  return { dataset: dataset.handle, model: source.kind === "model" ? source.model : null, concepts };
}

function fileName(handle: string): string {
  return `analysis-${FILE_VERSION}-${handle}`;
}

function isAnalysisFile(value: unknown): value is AnalysisFile {
  return (
    typeof value === "object" &&
    value !== null &&
    "summary" in value &&
    "columns" in value &&
    typeof value.columns === "object" &&
    value.columns !== null &&
    "positions" in value.columns &&
    value.columns.positions instanceof Tensor
  );
}

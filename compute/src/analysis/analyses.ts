import {
  SemlaError,
  Tensor,
  type AnalysisColumns,
  type AnalysisProgress,
  type AnalysisSummary,
  type Params,
} from "../../../src/protocol";
import { hashValue, MemoryStore } from "../store";
import type { Task } from "./material";
import { ProgressFeed } from "./progress";
import type { Resources } from "./resources";
import { runAnalysis, type Outcome } from "./run";

/** An analysis that is known, finished or not. */
export interface Analysis {
  readonly handle: string;
  readonly dataset: string;
  readonly feed: ProgressFeed;
  /** Where its large arrays are; null until it is finished. */
  readonly arraysKey: string | null;
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
  readonly columns: AnalysisColumns;
  readonly summary: AnalysisSummary;
  readonly arraysKey: string;
}

const MIB = 2 ** 20;
/** Bytes of a row's columns. */
const ROW_BYTES = 48;

/** Runs analyses, each once at a time, and remembers them in memory and on disk. */
export class Analyses {
  private readonly running = new Map<string, Running>();
  private readonly known = new MemoryStore<Analysis>(256 * MIB);

  constructor(private readonly resources: Resources) {}

  /**
   * Runs an analysis, or joins the same one under way, or answers at once what is known already. A caller that
   * cancels leaves at once; the analysis stops when all its callers have left.
   */
  async run(params: Params<"analysis/run">, call: Caller): Promise<AnalysisSummary> {
    const began = performance.now();
    const { source, projection, progressToken } = params;
    const dataset = this.resources.dataset(params.dataset);
    const handle = await hashValue({ dataset: params.dataset, source, projection }, call.signal);
    const report = (progress: AnalysisProgress): void => {
      if (progressToken !== undefined) call.progress(progressToken, progress);
    };
    if (!this.running.has(handle)) {
      const earlier = await this.find(handle, call.signal);
      const summary = earlier.analysis?.feed.state().summary;
      if (summary && earlier.analysis) {
        const total = (performance.now() - began) / 1000;
        const cached = { ...summary, seconds: { embedding: 0, layout: 0, total }, cached: true };
        report({ ...earlier.analysis.feed.state(), summary: cached });
        return cached;
      }
      // another caller may have started it while the disk was being read
      if (!this.running.has(handle)) this.start({ handle, dataset, source, projection }, earlier.notice);
    }
    return this.join(handle, report, call.signal);
  }

  /** @throws SemlaError "unknown_handle" */
  async get(handle: string, signal?: AbortSignal): Promise<Analysis> {
    const { analysis } = await this.find(handle, signal);
    if (!analysis) throw new SemlaError("unknown_handle", `analysis: ${handle} is not here; run it again`);
    return analysis;
  }

  private start(task: Task, notice: string | null): void {
    const { handle, dataset } = task;
    const abort = new AbortController();
    const feed = new ProgressFeed(handle);
    this.keep({ handle, dataset: dataset.handle, feed, arraysKey: null }, dataset.rows);
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
    const { summary, arraysKey, cacheNotices } = made;
    const file: AnalysisFile = { dataset: dataset.handle, columns: feed.columns(), summary, arraysKey };
    const unsaved = await this.resources.disk.write(fileName(handle), file);
    const transient = [notice, ...cacheNotices, unsaved].filter((each) => each !== null);
    const told = { ...summary, notices: [...summary.notices, ...new Set(transient)] };
    feed.finish(told);
    this.keep({ handle, dataset: dataset.handle, feed, arraysKey }, dataset.rows);
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

  private async find(
    handle: string,
    signal?: AbortSignal,
  ): Promise<{ analysis: Analysis | null; notice: string | null }> {
    const held = this.known.get(handle);
    if (held) return { analysis: held, notice: null };
    const { value, notice } = await this.resources.disk.read(fileName(handle), signal);
    if (!isAnalysisFile(value)) return { analysis: null, notice };
    const { dataset, columns, summary, arraysKey } = value;
    const feed = new ProgressFeed(handle);
    feed.publish(columns);
    feed.finish(summary);
    const analysis: Analysis = { handle, dataset, feed, arraysKey };
    this.keep(analysis, summary.rows);
    return { analysis, notice };
  }

  private keep(analysis: Analysis, rows: number): void {
    this.known.set(analysis.handle, analysis, rows * ROW_BYTES);
  }
}

function fileName(handle: string): string {
  return `analysis-${handle}`;
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

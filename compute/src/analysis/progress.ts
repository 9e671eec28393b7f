import type { AnalysisColumns, AnalysisProgress, AnalysisSummary } from "../../../src/protocol";

type Stage = AnalysisProgress["stage"];
type Listener = (progress: AnalysisProgress) => void;

/** Shortest time between two messages to a listener, in milliseconds: at most 20 a second. */
const INTERVAL = 50;
/** No estimate before so long, in milliseconds, and so large a share. */
const ESTIMATE_AFTER = 400;
const ESTIMATE_SHARE = 0.03;

/** Where time comes from; injected in tests. */
export interface Clock {
  now(): number;
  later(action: () => void, delay: number): void;
}

const realClock: Clock = {
  now: () => performance.now(),
  later: (action, delay) => {
    setTimeout(action, delay);
  },
};

/**
 * What is known of an analysis, and those who follow it. Changes are gathered and sent at most 20 times a second;
 * who joins late is told everything known so far first.
 */
export class ProgressFeed {
  private readonly listeners = new Set<Listener>();
  private readonly known: AnalysisColumns = {};
  private fresh: AnalysisColumns = {};
  private at: { stage: Stage; done: number; total: number } = { stage: "model", done: 0, total: 1 };
  private rate: { since: number; from: number } | null = null;
  private summary: AnalysisSummary | null = null;
  private sent = -Infinity;
  private waiting = false;

  constructor(
    private readonly analysis: string,
    private readonly clock: Clock = realClock,
  ) {}

  /** Everything known so far. */
  state(): AnalysisProgress {
    return this.message(this.known);
  }

  /** The columns known so far. */
  columns(): Readonly<AnalysisColumns> {
    return this.known;
  }

  /** Tells `listener` everything known so far and then every change. Returns how to stop that. */
  follow(listener: Listener): () => void {
    this.listeners.add(listener);
    listener(this.state());
    return () => this.listeners.delete(listener);
  }

  /** How far a stage is, in its own steps. */
  step(stage: Stage, done: number, total: number): void {
    if (stage !== this.at.stage) this.rate = null;
    this.at = { stage, done, total };
    if (done > 0) this.rate ??= { since: this.clock.now(), from: done };
    this.changed();
  }

  /** Columns that have become known, or better. */
  publish(columns: AnalysisColumns): void {
    Object.assign(this.known, columns);
    Object.assign(this.fresh, columns);
    this.changed();
  }

  /** The end, or a new one after more was published: sent at once, with whatever has not been sent yet. */
  finish(summary: AnalysisSummary): void {
    this.at = { stage: "ready", done: 1, total: 1 };
    this.summary = summary;
    this.send();
  }

  private changed(): void {
    if (this.waiting || this.summary) return;
    this.waiting = true;
    const delay = this.sent + INTERVAL - this.clock.now();
    // also the first change waits for the turn to end, so that what becomes known together is sent together
    this.clock.later(
      () => {
        this.waiting = false;
        if (!this.summary) this.send();
      },
      Math.max(0, delay),
    );
  }

  private send(): void {
    const message = this.message(this.fresh);
    this.fresh = {};
    this.sent = this.clock.now();
    for (const listener of this.listeners) listener(message);
  }

  private message(columns: AnalysisColumns): AnalysisProgress {
    return {
      analysis: this.analysis,
      ...this.at,
      secondsLeft: this.secondsLeft(),
      ...(Object.keys(columns).length > 0 ? { columns: { ...columns } } : {}),
      ...(this.summary ? { summary: this.summary } : {}),
    };
  }

  /** Rest of this stage at the pace it has had since its first step; null while that says too little. */
  private secondsLeft(): number | null {
    if (!this.rate) return null;
    const { done, total } = this.at;
    const elapsed = this.clock.now() - this.rate.since;
    const steps = done - this.rate.from;
    if (elapsed < ESTIMATE_AFTER || steps < ESTIMATE_SHARE * total) return null;
    return Math.max(0, ((elapsed / steps) * (total - done)) / 1000);
  }
}

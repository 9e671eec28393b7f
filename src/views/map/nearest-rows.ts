import { sentenceOf, type Compute } from "../../client";

type Near = Awaited<ReturnType<Compute["neighbours"]>>;

/** The pointer passes over many rows: only those it stays on are asked about. ms. */
const pause = 80;
const mostKnown = 500;

/** Asks for the nearest rows of one row at a time, and remembers the answers. */
export class NearestRows {
  private known = new Map<number, Near>();
  private wanted = -1;
  private timer = 0;
  private asking: AbortController | null = null;
  /** Why the present row has none. */
  error: string | null = null;

  /** @param onChange called when an answer has come. */
  constructor(
    private readonly compute: Pick<Compute, "neighbours">,
    private readonly onChange: () => void,
  ) {}

  /** The nearest rows of a row, null while they are not known; asks for them. -1 asks for none. */
  of(row: number): Near {
    if (row !== this.wanted) this.want(row);
    return this.known.get(row) ?? null;
  }

  /** The embedding is another. */
  forget(): void {
    this.known.clear();
    this.want(-1);
  }

  dispose(): void {
    this.want(-1);
  }

  private want(row: number): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = null;
    this.error = null;
    this.wanted = row;
    if (row >= 0 && !this.known.has(row)) this.timer = window.setTimeout(() => void this.ask(row), pause);
  }

  private async ask(row: number): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    try {
      const near = await this.compute.neighbours(row, asking.signal);
      if (asking.signal.aborted) return;
      if (this.known.size >= mostKnown) this.known.clear();
      this.known.set(row, near);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.error = sentenceOf(error);
    }
    this.onChange();
  }
}

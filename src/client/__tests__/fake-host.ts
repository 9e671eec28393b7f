import { decodeFrame, encodeFrame } from "../../protocol";
import type { Filter } from "../../core";
import type { Host, HostState, ViewState } from "..";

interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

/** A kernel's side: keeps the shared state, and answers requests when the test says so. */
export class FakeHost implements Host {
  readonly requests: Request[] = [];
  readonly cancelled: number[] = [];
  readonly commands: string[] = [];
  readonly written = {
    filter: [] as Filter[],
    selection: [] as number[][],
    view: [] as Partial<ViewState>[],
  };
  stateNow: HostState = {
    phase: "running",
    message: "Running",
    done: null,
    total: null,
    error: null,
    dataset: null,
    analysis: null,
    token: "run-1",
    title: { dataset: "cards", model: "minilm" },
  };
  filterNow: Record<string, unknown> = {};
  selectionNow = new Uint32Array();
  viewNow: Partial<ViewState> = {};
  private readonly listeners = {
    state: new Set<() => void>(),
    filter: new Set<() => void>(),
    selection: new Set<() => void>(),
    gone: new Set<() => void>(),
  };
  private readonly frames = new Set<(frame: Uint8Array) => void>();

  // what the session sees
  state = () => this.stateNow;
  filter = () => this.filterNow;
  selection = () => this.selectionNow;
  view = () => this.viewNow;
  onState = (callback: () => void) => this.listen("state", callback);
  onFilter = (callback: () => void) => this.listen("filter", callback);
  onSelection = (callback: () => void) => this.listen("selection", callback);
  onGone = (callback: () => void) => this.listen("gone", callback);
  setFilter = (filter: Filter) => {
    this.filterNow = { ...filter };
    this.written.filter.push(filter);
  };
  setSelection = (rows: Uint32Array) => {
    this.selectionNow = Uint32Array.from(rows);
    this.written.selection.push([...rows]);
  };
  setView = (view: Partial<ViewState>) => void this.written.view.push(view);
  command = (command: "cancel" | "retry") => void this.commands.push(command);
  send = (frame: Uint8Array<ArrayBuffer>) => {
    const message = decodeFrame(frame) as Partial<Request> & { method: string };
    if (message.id !== undefined) this.requests.push(message as Request);
    else if (message.method === "$/cancelRequest") this.cancelled.push((message.params as { id: number }).id);
  };
  onFrame = (callback: (frame: Uint8Array) => void) => {
    this.frames.add(callback);
    return { dispose: () => this.frames.delete(callback) };
  };

  // what the test does
  /** Changes a part of the state, as Python does. */
  change(state: Partial<HostState>): void {
    this.stateNow = { ...this.stateNow, ...state };
    this.emit("state");
  }
  chooseFilter(filter: Record<string, unknown>): void {
    this.filterNow = filter;
    this.emit("filter");
  }
  chooseRows(...rows: number[]): void {
    this.selectionNow = Uint32Array.from(rows);
    this.emit("selection");
  }
  leave(): void {
    this.emit("gone");
  }
  answer(method: string, result: unknown): void {
    this.receive({ id: this.find(method).id, result });
  }
  refuse(method: string, message: string, kind: string): void {
    this.receive({ id: this.find(method).id, error: { code: -32001, message, data: { kind } } });
  }
  /** Tells that a request has reached Python, as it does at once. */
  take(method: string): void {
    this.receive({ method: "$/taken", params: { id: this.find(method).id } });
  }
  progress(value: unknown): void {
    this.receive({ method: "$/progress", params: { token: this.stateNow.token, value } });
  }
  find(method: string): Request {
    const found = this.requests.findLast((request) => request.method === method);
    if (!found)
      throw new Error(`no request ${method} (there are ${this.requests.map((r) => r.method).join(", ")})`);
    return found;
  }
  get listening(): number {
    return this.frames.size + Object.values(this.listeners).reduce((sum, set) => sum + set.size, 0);
  }

  private receive(message: object): void {
    for (const callback of this.frames) callback(encodeFrame({ jsonrpc: "2.0", ...message }));
  }
  private listen(what: keyof FakeHost["listeners"], callback: () => void): () => void {
    this.listeners[what].add(callback);
    return () => this.listeners[what].delete(callback);
  }
  private emit(what: keyof FakeHost["listeners"]): void {
    for (const callback of [...this.listeners[what]]) callback();
  }
}

import { PassThrough } from "node:stream";
import {
  CancellationTokenSource,
  createMessageConnection,
  type CancellationToken,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import {
  PROTOCOL_VERSION,
  type AnalysisProgress,
  type Method,
  type ParamsIn,
  type Result,
} from "../../../../src/protocol";
import { serve, type Handlers } from "../serve";
import { FrameReader, FrameWriter } from "../stream";

/** A caller of the sidecar, wherever that runs. */
export class Caller {
  readonly progress: { token: string; value: AnalysisProgress }[] = [];
  private waiting: (() => void)[] = [];

  constructor(readonly connection: MessageConnection) {
    connection.onNotification("$/progress", (params: { token: string; value: AnalysisProgress }) => {
      this.progress.push(params);
      for (const wake of this.waiting.splice(0)) wake();
    });
    connection.onError(() => undefined);
    connection.listen();
  }

  call<M extends Method>(method: M, params: ParamsIn<M>, token?: CancellationToken): Promise<Result<M>> {
    return this.raw(method, params, token) as Promise<Result<M>>;
  }

  /** A request that need not be of the protocol. */
  raw(method: string, params: unknown, token?: CancellationToken): Promise<unknown> {
    return token
      ? this.connection.sendRequest(method, params, token)
      : this.connection.sendRequest(method, params);
  }

  initialize(): Promise<Result<"initialize">> {
    return this.call("initialize", { protocol: PROTOCOL_VERSION, client: "test" });
  }

  /** A request that can be cancelled. */
  cancellable<M extends Method>(
    method: M,
    params: ParamsIn<M>,
  ): { result: Promise<Result<M>>; cancel: () => void } {
    const source = new CancellationTokenSource();
    return { result: this.call(method, params, source.token), cancel: () => source.cancel() };
  }

  /** Resolves with the first progress, past or to come, that fulfils a condition. */
  async until(condition: (value: AnalysisProgress) => boolean, token?: string): Promise<AnalysisProgress> {
    for (;;) {
      const found = this.progress.find(
        (each) => (token ?? each.token) === each.token && condition(each.value),
      );
      if (found) return found.value;
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }
}

/** A caller connected to handlers in this process, through frames. */
export function connect(handlers: Handlers, log: (line: string) => void = () => undefined): Caller {
  const there = new PassThrough();
  const back = new PassThrough();
  serve(new FrameReader(there), new FrameWriter(back), handlers, log);
  return new Caller(createMessageConnection(new FrameReader(back), new FrameWriter(there)));
}

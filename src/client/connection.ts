import {
  AbstractMessageReader,
  AbstractMessageWriter,
  CancellationTokenSource,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
  ProgressType,
  ResponseError,
} from "vscode-jsonrpc/browser";
import type { AnalysisProgress, Method, ParamsIn, Result } from "../protocol";
import { errorKinds, type ErrorKind, SemlaError } from "../protocol/errors";
import { decodeFrame, encodeFrame } from "../protocol/frame";

/** A two-way road for whole frames. The widget's comm is one; a test has its own. */
export interface Transport {
  send(frame: Uint8Array<ArrayBuffer>): void;
  /** Frames as they arrive, until disposed. */
  onFrame(callback: (frame: Uint8Array) => void): Disposable;
}

/** Typed requests over a transport. */
export interface Connection extends Disposable {
  /** Rejects with a `SemlaError` whose message is a sentence; `signal` cancels the request on the other side. */
  request<M extends Method>(method: M, params: ParamsIn<M>, signal?: AbortSignal): Promise<Result<M>>;
  /** Progress values sent under a token. */
  onProgress(token: string, callback: (value: AnalysisProgress) => void): Disposable;
}

class FrameReader extends AbstractMessageReader implements MessageReader {
  private listening: Disposable | null = null;
  constructor(private readonly transport: Transport) {
    super();
  }
  listen(callback: DataCallback): Disposable {
    this.listening = this.transport.onFrame((frame) => {
      try {
        callback(decodeFrame(frame) as Message);
      } catch (error) {
        this.fireError(error);
      }
    });
    return this.listening;
  }
  override dispose(): void {
    this.listening?.dispose();
    super.dispose();
  }
}

class FrameWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(private readonly transport: Transport) {
    super();
  }
  write(message: Message): Promise<void> {
    this.transport.send(encodeFrame(message));
    return Promise.resolve();
  }
  end(): void {}
}

/** Said to the user when nothing can be computed any more. */
export const KERNEL_GONE = "the kernel that computed this is gone; run the cell again";

const progress = new ProgressType<AnalysisProgress>();

/** Connects at once; nothing is sent before the first request. */
export function connect(transport: Transport): Connection {
  const rpc = createMessageConnection(new FrameReader(transport), new FrameWriter(transport));
  rpc.listen();
  let gone = false;
  return {
    async request<M extends Method>(
      method: M,
      params: ParamsIn<M>,
      signal?: AbortSignal,
    ): Promise<Result<M>> {
      const source = new CancellationTokenSource();
      const cancel = (): void => source.cancel();
      signal?.addEventListener("abort", cancel, { once: true });
      try {
        return await rpc.sendRequest<Result<M>>(method, params, source.token);
      } catch (error) {
        throw gone ? new SemlaError("sidecar_died", KERNEL_GONE, { cause: error }) : asSemlaError(error);
      } finally {
        signal?.removeEventListener("abort", cancel);
        source.dispose();
      }
    },
    onProgress: (token, callback) => rpc.onProgress(progress, token, callback),
    dispose() {
      gone = true;
      rpc.dispose();
    },
  };
}

function asSemlaError(error: unknown): SemlaError {
  if (error instanceof ResponseError) {
    const kind = (error.data as { kind?: string } | undefined)?.kind;
    return new SemlaError(errorKinds.find((known) => known === kind) ?? "internal", error.message, {
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new SemlaError("internal" satisfies ErrorKind, message, { cause: error });
}

/**
 * JSON-RPC 2.0 over frames, with `$/cancelRequest` and `$/progress` as vscode-jsonrpc has them, which is the other
 * side's library: here it would be an eighth of the whole bundle.
 */
import type { AnalysisProgress, Method, ParamsIn, Result } from "../protocol";
import { errorKinds, SemlaError } from "../protocol/errors";
import { decodeFrame, encodeFrame } from "../protocol/frame";
import { overdue } from "./overdue";

export interface Disposable {
  dispose(): void;
}

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

/** Said to the user when nothing can be computed any more. */
export const KERNEL_GONE = "the kernel that computed this is gone; run the cell again";

/** What the other side may send. */
interface Incoming {
  readonly id?: number | null;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data?: { readonly kind?: string } };
  readonly method?: string;
  readonly params?: unknown;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: SemlaError): void;
}

interface Progress {
  readonly token: string;
  readonly value: AnalysisProgress;
}

/**
 * Connects at once; nothing is sent before the first request.
 * @param onOverdue told true when a request has not been taken up for some 400 ms, false when each has.
 */
export function connect(
  transport: Transport,
  onOverdue: (overdue: boolean) => void = () => undefined,
): Connection {
  const waiting = new Map<number, Waiting>();
  const followers = new Map<string, Set<(value: AnalysisProgress) => void>>();
  let lastId = 0;
  const untaken = overdue(onOverdue);
  let gone = false;
  const died = (): SemlaError => new SemlaError("sidecar_died", KERNEL_GONE);

  const receive = ({ id, result, error, method, params }: Incoming): void => {
    if (method === "$/progress") {
      const { token, value } = params as Progress;
      for (const follow of followers.get(token) ?? []) follow(value);
    }
    // Python says at once that a request has reached it, however long the answer takes
    if (method === "$/taken") untaken.heard((params as { readonly id: number }).id);
    if (typeof id !== "number") return;
    const asker = waiting.get(id);
    waiting.delete(id);
    if (error) asker?.reject(asSemlaError(error));
    else asker?.resolve(result);
  };
  const frames = transport.onFrame((frame) => receive(decodeFrame(frame) as Incoming));
  const send = (message: object): void => transport.send(encodeFrame({ jsonrpc: "2.0", ...message }));

  return {
    async request<M extends Method>(
      method: M,
      params: ParamsIn<M>,
      signal?: AbortSignal,
    ): Promise<Result<M>> {
      if (gone) throw died();
      signal?.throwIfAborted();
      const id = ++lastId;
      const cancel = (): void => send({ method: "$/cancelRequest", params: { id } });
      try {
        return await new Promise<Result<M>>((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          untaken.sent(id);
          send({ id, method, params });
          signal?.addEventListener("abort", cancel, { once: true });
        });
      } finally {
        waiting.delete(id);
        untaken.heard(id);
        signal?.removeEventListener("abort", cancel);
      }
    },
    onProgress(token, callback) {
      const callbacks = followers.get(token) ?? new Set();
      followers.set(token, callbacks.add(callback));
      return { dispose: () => void callbacks.delete(callback) };
    },
    dispose() {
      gone = true;
      frames.dispose();
      followers.clear();
      untaken.dispose();
      for (const asker of waiting.values()) asker.reject(died());
    },
  };
}

function asSemlaError({ message, data }: NonNullable<Incoming["error"]>): SemlaError {
  return new SemlaError(errorKinds.find((known) => known === data?.kind) ?? "internal", message);
}

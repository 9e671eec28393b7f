/**
 * Typed calls to a worker thread: updates on the way, cancelling that also reaches a thread which never returns to
 * its event loop, and errors that keep their kind.
 */
import { type MessagePort, type Transferable, Worker } from "node:worker_threads";
import { type ErrorKind, SemlaError } from "../../../src/protocol/errors";

/** What a thread can be asked for: by name, what it takes, what it gives on the way, and what at the end. */
export type Tasks<T> = { [K in keyof T]: { input: unknown; update: unknown; output: unknown } };

/** The caller's hold on a task under way. */
export interface TaskControl<Update> {
  readonly signal?: AbortSignal;
  readonly onUpdate?: (update: Update) => void;
}

/** A worker thread that runs tasks one after the other. */
export interface TaskThread<T extends Tasks<T>> {
  /**
   * Runs one task after those asked for before it.
   * @throws the signal's reason as soon as it is aborted, `SemlaError` with the kind the task gave, or "internal"
   * when the thread died; the next call starts another.
   */
  run<K extends keyof T & string>(
    task: K,
    input: T[K]["input"],
    control?: TaskControl<T[K]["update"]>,
  ): Promise<T[K]["output"]>;
  close(): Promise<void>;
}

/** A running task's hold on its caller. */
export interface TaskContext<Update> {
  /** True once the caller has gone. */
  stopped(): boolean;
  /** Sends something on the way; the buffers in `moved` go with it instead of being copied. */
  update(value: Update, moved?: readonly Transferable[]): void;
}

/** What a thread does for each task. A stopped task may return or throw anything: nobody listens. */
export type TaskHandlers<T extends Tasks<T>> = {
  [K in keyof T]: (input: T[K]["input"], context: TaskContext<T[K]["update"]>) => Promise<T[K]["output"]>;
};

/** `stop` holds one number: 1 tells the task to end. */
interface Request {
  readonly id: number;
  readonly task: string;
  readonly input: unknown;
  readonly stop: Int32Array;
}

type Reply =
  | { readonly id: number; readonly update: unknown }
  | { readonly id: number; readonly output: unknown }
  | {
      readonly id: number;
      readonly error: { readonly kind: ErrorKind; readonly message: string; readonly stack: string };
    };

interface Pending {
  update(value: unknown): void;
  resolve(output: unknown): void;
  reject(error: Error): void;
}

/**
 * A thread that starts with its first task, and again after it has died. It keeps the process alive only while a
 * task is under way.
 * @param name what messages call it, such as "inference thread".
 * @param workerFile path of the built worker, which calls `serveTasks`.
 */
export function createTaskThread<T extends Tasks<T>>(name: string, workerFile: string): TaskThread<T> {
  const pending = new Map<number, Pending>();
  let worker: Worker | null = null;
  let nextId = 0;

  const settle = (id: number): Pending | undefined => {
    const call = pending.get(id);
    pending.delete(id);
    if (pending.size === 0) worker?.unref();
    return call;
  };
  const fail = (why: string, cause?: unknown): void => {
    worker = null;
    const error = new SemlaError("internal", `${name}: ${why}; run it again`, { cause });
    for (const id of [...pending.keys()]) settle(id)?.reject(error);
  };
  const receive = (reply: Reply): void => {
    if ("update" in reply) pending.get(reply.id)?.update(reply.update);
    else if ("output" in reply) settle(reply.id)?.resolve(reply.output);
    else {
      const { kind, message, stack } = reply.error;
      settle(reply.id)?.reject(Object.assign(new SemlaError(kind, message), { stack }));
    }
  };
  const start = (): Worker => {
    const fresh = new Worker(workerFile);
    fresh.on("message", receive);
    fresh.on("error", (error) => {
      if (worker === fresh) fail(error.message, error);
    });
    fresh.on("exit", (code) => {
      if (worker === fresh) fail(`ended with code ${code}`);
    });
    return fresh;
  };

  return {
    run: (task, input, control = {}) =>
      new Promise((resolve, reject) => {
        const { signal, onUpdate } = control;
        signal?.throwIfAborted();
        const id = nextId++;
        const stop = new Int32Array(new SharedArrayBuffer(4));
        const request: Request = { id, task, input, stop };
        worker ??= start();
        worker.postMessage(request);
        worker.ref();
        const cancel = (): void => {
          Atomics.store(stop, 0, 1);
          settle(id)?.reject(signal?.reason as Error);
        };
        const release = (): void => signal?.removeEventListener("abort", cancel);
        signal?.addEventListener("abort", cancel, { once: true });
        pending.set(id, {
          update: (value) => onUpdate?.(value),
          resolve: (output) => {
            release();
            resolve(output);
          },
          reject: (error) => {
            release();
            reject(error);
          },
        });
      }),
    close: async () => {
      const old = worker;
      fail("closed");
      await old?.terminate();
    },
  };
}

/** The thread's side: runs each task that arrives at `port`, one after the other. */
export function serveTasks<T extends Tasks<T>>(port: MessagePort, handlers: TaskHandlers<T>): void {
  const run = async ({ id, task, input, stop }: Request): Promise<void> => {
    const stopped = (): boolean => Atomics.load(stop, 0) === 1;
    if (stopped()) return;
    const reply = (message: Reply, moved: readonly Transferable[] = []): void =>
      port.postMessage(message, moved);
    try {
      const context = {
        stopped,
        update: (update: unknown, moved?: readonly Transferable[]) => reply({ id, update }, moved),
      };
      reply({ id, output: await handlers[task as keyof T](input, context) });
    } catch (error) {
      const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
      reply({ id, error: { kind: error instanceof SemlaError ? error.kind : "internal", message, stack } });
    }
  };
  let last = Promise.resolve();
  port.on("message", (request: Request) => {
    last = last.then(() => run(request));
  });
}

/**
 * Typed calls to a worker thread: updates on the way, cancelling that also reaches a thread which never returns to
 * its event loop, and errors that keep their kind.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { type MessagePort, type Transferable, Worker } from "node:worker_threads";
import { type ErrorKind, SemlaError } from "../../../src/protocol/errors";

/** What a thread can be asked for: by name, what it takes, what it gives on the way, and what at the end. */
export type Tasks<T> = { [K in keyof T]: { input: unknown; update: unknown; output: unknown } };

/** The caller's hold on a task under way. */
export interface TaskControl<Update> {
  readonly signal?: AbortSignal;
  readonly onUpdate?: (update: Update) => void;
}

/** A worker thread that runs tasks one after the other, or by turns where they give way. */
export interface TaskThread<T extends Tasks<T>> {
  /**
   * Runs one task after those asked for before it, as far as these do not give way.
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
  /**
   * Lets every other task that has been asked for meanwhile go on, each until it gives way itself or ends; all of them
   * take turns. For tasks that keep nothing in the thread half done.
   */
  giveWay(): Promise<void>;
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

/** The thread's side: runs each task that arrives at `port`, one at a time; those that give way take turns. */
export function serveTasks<T extends Tasks<T>>(port: MessagePort, handlers: TaskHandlers<T>): void {
  const turns = new Turns();
  const run = async ({ id, task, input, stop }: Request): Promise<void> => {
    await turns.take();
    const stopped = (): boolean => Atomics.load(stop, 0) === 1;
    const reply = (message: Reply, moved: readonly Transferable[] = []): void =>
      port.postMessage(message, moved);
    try {
      if (stopped()) return;
      const context = {
        stopped,
        update: (update: unknown, moved?: readonly Transferable[]) => reply({ id, update }, moved),
        giveWay: async () => {
          // what has been asked for meanwhile arrives now
          await nextTurn();
          await turns.pass();
        },
      };
      reply({ id, output: await handlers[task as keyof T](input, context) });
    } catch (error) {
      const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
      reply({ id, error: { kind: error instanceof SemlaError ? error.kind : "internal", message, stack } });
    } finally {
      turns.leave();
    }
  };
  port.on("message", (request: Request) => void run(request));
}

/** Whose turn it is: one at a time, in the order of asking. */
class Turns {
  private readonly waiting: (() => void)[] = [];
  private taken = false;

  /** Resolves when it is the caller's turn. */
  async take(): Promise<void> {
    if (this.taken) await new Promise<void>((go) => this.waiting.push(go));
    this.taken = true;
  }

  /** Ends a turn. */
  leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken = false;
  }

  /** Ends a turn and waits for the next one behind the others. */
  async pass(): Promise<void> {
    if (this.waiting.length === 0) return;
    const again = this.take();
    this.leave();
    await again;
  }
}

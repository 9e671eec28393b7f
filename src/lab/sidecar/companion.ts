import { CommsOverSubshells, type Kernel, type KernelMessage } from "@jupyterlab/services";
import { PromiseDelegate } from "@lumino/coreutils";

/** What a kernel says of its sidecar. */
export interface SidecarStatus {
  readonly running: boolean;
  /** Requests that it works on. */
  readonly pending: number;
  /** MB; null where it cannot be told. */
  readonly memory: number | null;
  /** Path of the Node that runs it. */
  readonly node: string | null;
}

export type Asked = "status" | "restart" | "shutdown";

const TARGET = "semla.companion";
/** Longest that a kernel may take for an answer, in ms: a restart waits for the old process. */
const PATIENCE = 30_000;

/** A comm of JupyterLab's own making. */
type Started = Kernel.IComm & { readonly subshellStarted?: Promise<void> };

/** One comm to `semla/companion.py` of a kernel, on a subshell where it has them, so that a running cell does not matter. */
export class Companion {
  private readonly asked = new Map<number, PromiseDelegate<SidecarStatus>>();
  private next = 0;
  private comm: Kernel.IComm | null = null;

  private constructor(private readonly kernel: Kernel.IKernelConnection) {}

  /** Null where this connection handles no comms. */
  static async open(kernel: Kernel.IKernelConnection): Promise<Companion | null> {
    if (!kernel.handleComms) return null;
    const companion = new Companion(kernel);
    await companion.connect();
    return companion;
  }

  /** Whether it can be asked; after a restart of the kernel another is opened. */
  get isOpen(): boolean {
    return this.comm !== null && !this.comm.isDisposed && !this.kernel.isDisposed;
  }

  /** Rejects with what the kernel says went wrong, and where it does not answer. */
  async ask(method: Asked): Promise<SidecarStatus> {
    const { comm } = this;
    if (!comm || !this.isOpen) throw new Error("the connection to the kernel has closed");
    const id = this.next++;
    const answer = new PromiseDelegate<SidecarStatus>();
    this.asked.set(id, answer);
    const late = setTimeout(
      () => answer.reject(new Error("the kernel does not answer; it may be running a cell")),
      PATIENCE,
    );
    try {
      comm.send({ id, method });
      return await answer.promise;
    } finally {
      clearTimeout(late);
      this.asked.delete(id);
    }
  }

  dispose(): void {
    if (this.isOpen) this.comm?.close();
    this.close();
  }

  private async connect(): Promise<void> {
    const comm = this.kernel.createComm(TARGET);
    this.comm = comm;
    comm.onMsg = (message) => this.receive(message.content.data);
    comm.onClose = () => this.close();
    await this.kernel.info;
    // one comm a kernel, so a subshell of its target is a subshell of its own
    if (this.kernel.supportsSubshells && comm.commsOverSubshells !== CommsOverSubshells.Disabled)
      await (comm as Started).subshellStarted;
    if (!comm.isDisposed) comm.open();
  }

  private receive(data: KernelMessage.ICommMsgMsg["content"]["data"]): void {
    const { id, result, error } = data as { id?: unknown; result?: unknown; error?: unknown };
    const answer = typeof id === "number" ? this.asked.get(id) : undefined;
    if (!answer) return;
    const status = readStatus(result);
    if (status) answer.resolve(status);
    else answer.reject(new Error(typeof error === "string" ? error : "the kernel gave no answer"));
  }

  private close(): void {
    this.comm = null;
    for (const answer of this.asked.values()) answer.reject(new Error("the kernel has ended"));
  }
}

/** Null where it is none. */
export function readStatus(value: unknown): SidecarStatus | null {
  if (typeof value !== "object" || value === null) return null;
  const { running, pending, memory, node } = value as Record<string, unknown>;
  if (typeof running !== "boolean" || typeof pending !== "number") return null;
  return {
    running,
    pending,
    memory: typeof memory === "number" ? memory : null,
    node: typeof node === "string" ? node : null,
  };
}

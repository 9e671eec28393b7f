import type { Kernel } from "@jupyterlab/services";
import type { Column, DataTable, Format } from "./tables";
import { expression, type Snippet } from "./snippets";

/** What a kernel says about its data frames. */
export interface FramesReply {
  /** Whether semla is installed there. */
  readonly semla: boolean;
  /** Names beginning with "ex" that are in use. */
  readonly taken: readonly string[];
  readonly frames: readonly DataTable[];
}

/** What a kernel says about a file: its columns, or what is wrong. */
export type FileReply =
  | { readonly columns: readonly Column[]; readonly separator: string | null }
  | {
      readonly problem: "semla" | "pandas" | "absent" | "empty" | "unreadable";
      readonly detail?: string;
    };

/** What a kernel says about what was typed as a model. "" where nothing is wrong with it. */
export interface ModelReply {
  readonly problem: "" | "hollow" | "file" | "absent";
  /** The kernel's working folder. */
  readonly folder: string;
}

/** Data frames of the namespace of a Python kernel. */
export function askFrames(kernel: Kernel.IKernelConnection, signal: AbortSignal): Promise<FramesReply> {
  return ask(kernel, "frames", {}, signal);
}

/** Columns of a file; `path` as the kernel sees it. */
export function askFile(
  kernel: Kernel.IKernelConnection,
  path: string,
  format: Format,
  signal: AbortSignal,
): Promise<FileReply> {
  return ask(kernel, "file", { path, format }, signal);
}

/** Whether a folder or name can be a model. */
export function askModel(
  kernel: Kernel.IKernelConnection,
  model: string,
  signal: AbortSignal,
): Promise<ModelReply> {
  return ask(kernel, "model", { model }, signal);
}

/**
 * Runs a snippet without leaving a trace in history or namespace. Waits as long as the kernel is busy. Throws what the
 * kernel says went wrong, and when the signal aborts or the kernel goes away.
 */
async function ask<Reply>(
  kernel: Kernel.IKernelConnection,
  snippet: Snippet,
  request: object,
  signal: AbortSignal,
): Promise<Reply> {
  signal.throwIfAborted();
  const future = kernel.requestExecute({
    code: "",
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false,
    user_expressions: { semla: expression(snippet, request) },
  });
  const drop = (): void => future.dispose();
  signal.addEventListener("abort", drop);
  try {
    const { content } = await future.done;
    if (content.status !== "ok") {
      throw new Error(content.status === "error" ? `${content.ename}: ${content.evalue}` : content.status);
    }
    const answer = content.user_expressions["semla"] as unknown as Answer | undefined;
    const text = answer?.data?.["text/plain"];
    if (text === undefined) throw new Error(`${answer?.ename ?? "no answer"}: ${answer?.evalue ?? ""}`);
    // the representation of a string of base64: nothing in it is escaped
    return JSON.parse(atob(text.slice(1, -1))) as Reply;
  } finally {
    signal.removeEventListener("abort", drop);
  }
}

interface Answer {
  readonly ename?: string;
  readonly evalue?: string;
  readonly data?: { readonly "text/plain"?: string };
}

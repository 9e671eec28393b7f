import { spawn, type ChildProcess } from "node:child_process";
import { createMessageConnection } from "vscode-jsonrpc/node";
import { FrameReader, FrameWriter } from "../rpc";
import { Caller } from "../rpc/__tests__/connect";

/** A sidecar in a process of its own. */
export interface SpawnedSidecar {
  readonly caller: Caller;
  readonly process: ChildProcess;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  /** Resolves when nobody can write to its output any more. */
  readonly outputEnded: Promise<void>;
  /** What it has written to standard error. */
  stderr(): string;
  /** Ends it and all that it started. */
  kill(): Promise<void>;
}

/**
 * Starts a built sidecar.
 * @param script its main file.
 * @param cache its cache folder.
 * @param options.shell starts it as the child of a shell, which is then what `process` stands for. Its input comes
 * through another child of the shell, which does not end by itself.
 */
export function spawnSidecar(script: string, cache: string, { shell = false } = {}): SpawnedSidecar {
  const [command, args] = shell
    ? ["/bin/sh", ["-c", `{ cat; sleep 1000; } 2>/dev/null | "${process.execPath}" "${script}"; exit $?`]]
    : [process.execPath, [script]];
  const child = spawn(command, args, {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
    env: { ...process.env, SEMLA_CACHE: cache },
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (piece: string) => (errors += piece));
  child.stdin.on("error", () => undefined);
  const exited = new Promise<number | null>((resolve) => child.on("exit", (code) => resolve(code)));
  const outputEnded = new Promise<void>((resolve) => child.stdout.on("close", resolve));
  const connection = createMessageConnection(new FrameReader(child.stdout), new FrameWriter(child.stdin));
  const kill = async (): Promise<void> => {
    if (child.pid !== undefined) killGroup(child.pid);
    await exited;
  };
  return { caller: new Caller(connection), process: child, exited, outputEnded, stderr: () => errors, kill };
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // all of them have ended by themselves
  }
}

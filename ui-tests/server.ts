import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const python = process.env["SEMLA_TEST_PYTHON"] ?? "python3";

/** A JupyterLab of its own in a temporary folder. */
export interface Server {
  /** With the token, as JupyterLab prints it. */
  readonly url: URL;
  readonly folder: string;
  /** Writes a notebook of these code cells into the folder; `kernel` is the name of its specification. */
  notebook(name: string, cells: readonly string[], kernel?: string): void;
  stop(): Promise<void>;
}

/** Starts `python -m ...` and waits until it has printed an address. Its settings and cache are its own, too. */
export async function startServer(command?: readonly string[]): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "semla-lab-"));
  const settings = join(folder, ".settings");
  // nobody is asked whether to fetch news
  mkdirSync(join(settings, "@jupyterlab/apputils-extension"), { recursive: true });
  writeFileSync(
    join(settings, "@jupyterlab/apputils-extension/notification.jupyterlab-settings"),
    JSON.stringify({ fetchNews: "false" }),
  );
  // however JupyterLab is started, tests read its own state
  const config = join(folder, ".config");
  mkdirSync(config);
  writeFileSync(
    join(config, "jupyter_lab_config.json"),
    JSON.stringify({ LabApp: { expose_app_in_browser: true } }),
  );
  const child = spawn(python, command ?? labCommand(), {
    cwd: folder,
    env: {
      ...process.env,
      JUPYTER_CONFIG_DIR: config,
      JUPYTER_DATA_DIR: join(folder, ".data"),
      JUPYTERLAB_SETTINGS_DIR: settings,
      JUPYTER_RUNTIME_DIR: join(folder, ".runtime"),
      SEMLA_CACHE: join(folder, ".cache"),
    },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await printedAddress(child);
  return {
    url,
    folder,
    notebook: (name, cells, kernel = "python3") =>
      writeFileSync(join(folder, name), JSON.stringify(notebookOf(cells, kernel))),
    async stop() {
      await ended(child);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function labCommand(): string[] {
  const options = ["--no-browser", "--port=0", "--LabApp.expose_app_in_browser=True"];
  if (process.getuid?.() === 0) options.push("--allow-root");
  return ["-m", "jupyterlab", ...options];
}

function printedAddress(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let said = "";
    const read = (piece: Buffer): void => {
      said += piece.toString();
      const address = /https?:\/\/(?:127\.0\.0\.1|localhost):\d+\/\S*token=\w+/.exec(said);
      if (address) resolve(new URL(address[0]));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) =>
      reject(new Error(`JupyterLab ended (${code}) before it printed an address:\n${said}`)),
    );
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    child.once("exit", () => resolve());
    // the server ends its kernels on the first signal; a second would cut that short
    child.kill("SIGTERM");
  });
}

/** nbformat 4.5 */
function notebookOf(cells: readonly string[], kernel: string): object {
  return {
    cells: cells.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
    metadata: { kernelspec: { name: kernel, display_name: "Python 3", language: "python" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

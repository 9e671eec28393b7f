/**
 * UMAP of 10,000 x 384 rows, 200 epochs, seeded: ours beside umap-learn on the same rows, in turn, so that both meet
 * the same machine. `node bench/umap/run.mjs [runs]`; SEMLA_BENCH_PYTHON names a Python with umap-learn (and, for the
 * real rows, transformers), default python3. Ends with 1 where a goal is missed.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const runs = Number(process.argv[2] ?? "3");
const python = process.env.SEMLA_BENCH_PYTHON ?? "python3";
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** A process that answers each line it is told with a line of JSON. */
function converse(command, ...args) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hear = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ${args[0]}: ended without an answer`);
    return JSON.parse(value);
  };
  const ask = (line) => {
    child.stdin.write(`${line}\n`);
    return hear();
  };
  return { hear, ask, end: () => child.stdin.end() };
}

const scratch = mkdtempSync(join(tmpdir(), "semla-umap-"));
// inside node_modules, where the bundle finds the native packages it leaves out
const bundle = join(here, "../../node_modules/.cache/semla-bench/umap.mjs");
try {
  await build({
    entryPoints: [join(here, "ours.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  const [rows, source] = execFileSync(python, [join(here, "rows.py")], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  })
    .trim()
    .split("\n");
  const positions = join(scratch, "peer.f32");
  const peer = converse(python, join(here, "peer.py"), rows, positions);
  const version = await peer.hear();
  const ours = converse("node", bundle, rows);
  const seconds = { ours: [], peer: [] };
  for (let run = 0; run < runs; run++) {
    seconds.ours.push(await ours.ask("run"));
    seconds.peer.push(await peer.ask("run"));
  }
  const judged = await ours.ask(`judge ${positions}`);
  ours.end();
  peer.end();
  report(source, version, seconds, judged);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function report(source, version, seconds, { ours, peer, megabytes, judging }) {
  const ratio = median(seconds.ours.map((own, run) => own / seconds.peer[run]));
  const goals = [
    [
      "seconds",
      median(seconds.ours).toFixed(2),
      median(seconds.peer).toFixed(2),
      `ratio ${ratio.toFixed(2)}`,
      "<= 0.70",
      ratio <= 0.7,
    ],
    line("trustworthiness", ours.trustworthiness, peer.trustworthiness),
    line("15 neighbours kept", ours.meanKept, peer.meanKept),
    ["peak memory (MB)", megabytes.toFixed(0), "", "", "< 400", megabytes < 400],
    ["judging a map (s)", judging.toFixed(2), "", "", "< 1", judging < 1],
  ];
  console.log(
    `UMAP of 10,000 x 384 (${source}), 200 epochs, seeded, median of ${runs}: ours, umap-learn ${version}`,
  );
  for (const [name, mine, other, difference, goal, met] of goals)
    console.log(
      `  ${name.padEnd(20)}${mine.padStart(8)}${other.padStart(8)}  ${difference.padEnd(12)} goal ${goal.padEnd(14)} ${met ? "met" : "MISSED"}`,
    );
  if (goals.some((goal) => !goal.at(-1))) process.exitCode = 1;
}

function line(name, mine, other) {
  const difference = mine - other;
  const sign = difference < 0 ? "" : "+";
  // better than the peer is no miss
  return [
    name,
    mine.toFixed(3),
    other.toFixed(3),
    sign + difference.toFixed(3),
    ">= peer - .01",
    difference >= -0.01,
  ];
}

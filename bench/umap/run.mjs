/**
 * UMAP of 10,000 x 384 rows, 200 epochs, seeded: ours beside umap-learn on the same rows in one run.
 * `node bench/umap/run.mjs [runs]`; SEMLA_PYTHON names a Python with umap-learn (and, for the real rows,
 * transformers), default python3. Ends with 1 where a goal is missed.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const runs = process.argv[2] ?? "3";
const python = process.env.SEMLA_PYTHON ?? "python3";
const output = (command, ...args) =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 24 });
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

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
  const [rows, source] = output(python, join(here, "rows.py")).trim().split("\n");
  const positions = join(scratch, "peer.f32");
  const peer = JSON.parse(output(python, join(here, "peer.py"), rows, positions, runs));
  const ours = JSON.parse(output("node", bundle, rows, positions, runs));
  report(source, ours, peer);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function report(source, ours, peer) {
  const [own, theirs] = [median(ours.seconds), median(peer.seconds)];
  const figure = (name) => [ours.ours[name], ours.peer[name]];
  const [trust, peerTrust] = figure("trustworthiness");
  const [kept, peerKept] = figure("meanKept");
  const goals = [
    [
      "seconds",
      own.toFixed(2),
      theirs.toFixed(2),
      `ratio ${(own / theirs).toFixed(2)}`,
      "<= 0.70",
      own <= 0.7 * theirs,
    ],
    line("trustworthiness", trust, peerTrust),
    line("15 neighbours kept", kept, peerKept),
    ["peak memory (MB)", ours.megabytes.toFixed(0), "", "", "< 400", ours.megabytes < 400],
    ["judging a map (s)", ours.judging.toFixed(2), "", "", "< 1", ours.judging < 1],
  ];
  console.log(
    `UMAP, 10,000 x 384 (${source}), 200 epochs, seeded, median of ${runs}: ours and umap-learn ${peer.version}`,
  );
  for (const [name, mine, other, difference, goal, met] of goals)
    console.log(
      `  ${name.padEnd(20)}${mine.padStart(8)}${other.padStart(8)}  ${difference.padEnd(14)} goal ${goal.padEnd(14)} ${met ? "met" : "MISSED"}`,
    );
  if (goals.some((goal) => !goal.at(-1))) process.exitCode = 1;
}

function line(name, mine, other) {
  const difference = mine - other;
  // better than the peer is no miss
  const sign = difference < 0 ? "" : "+";
  return [
    name,
    mine.toFixed(3),
    other.toFixed(3),
    sign + difference.toFixed(3),
    ">= peer - .01",
    difference >= -0.01,
  ];
}

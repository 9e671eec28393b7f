/**
 * LIME of some BANKING77 rows with 1,000 maskings, ours beside the `lime` package driving torch, in turn on the same
 * texts and labels. `node bench/lime/run.mjs [texts]`; SEMLA_BENCH_PYTHON names a Python with semla-lab[export] and
 * lime, default python3; SEMLA_SHARED the folder with model and data, else beside the repository. Ends with 1 where
 * the goal is missed.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const GOAL = 0.6;
const MASKS = 1000;
const here = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(here, "../..");
const shared = process.env.SEMLA_SHARED ?? resolve(root, "../shared");
const checkpoint = join(shared, "models/banking77-minilm/step-2191");
const data = join(shared, "data/banking77");
const python = process.env.SEMLA_BENCH_PYTHON ?? "python3";
const count = Number(process.argv[2] ?? "9");
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** A process that answers each line of JSON with another. */
function converse(command, ...args) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], cwd: root });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hear = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ${args[0]}: ended without an answer`);
    return JSON.parse(value);
  };
  const ask = (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return hear();
  };
  return { hear, ask, end: () => child.stdin.end() };
}

if (!existsSync(checkpoint) || !existsSync(data)) {
  console.log(`LIME: skipped, ${shared} has no model or data (SEMLA_SHARED names another folder)`);
} else {
  // inside node_modules, where the bundle finds the native packages it leaves out
  const bundle = join(root, "node_modules/.cache/semla-bench/lime.mjs");
  await build({
    entryPoints: [join(here, "ours.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  const peer = converse(python, join(here, "peer.py"), checkpoint, data, String(count));
  const { folder, texts, labels } = await peer.hear();
  const ours = converse("node", bundle, folder);
  // both warm
  await ours.ask({ text: texts[0], label: labels[0], masks: 50 });
  await peer.ask({ at: 0, masks: 50 });
  const runs = [];
  for (const [at, text] of texts.entries()) {
    const own = await ours.ask({ text, label: labels[at], masks: MASKS });
    const other = await peer.ask({ at, masks: MASKS });
    runs.push({ text, own, other });
  }
  ours.end();
  peer.end();
  report(runs);
}

function report(runs) {
  console.log(`LIME with ${MASKS} maskings: ours, the lime package on torch`);
  for (const { own, other } of runs)
    console.log(
      `  ${String(own.words.length).padStart(3)} words, ${String(own.distinct).padStart(4)} distinct: ` +
        `${own.seconds.toFixed(2)} s, ${other.seconds.toFixed(2)} s, ratio ${(own.seconds / other.seconds).toFixed(2)}; ` +
        `R2 ${own.r2.toFixed(3)}, ${other.r2.toFixed(3)}; correlation of scores ${correlation(own, other)}`,
    );
  const ratio = median(runs.map(({ own, other }) => own.seconds / other.seconds));
  const seconds = (side) => median(runs.map((run) => run[side].seconds)).toFixed(2);
  console.log(
    `  median ${seconds("own")} s, ${seconds("other")} s, ratio ${ratio.toFixed(2)} (goal <= ${GOAL}) ` +
      (ratio <= GOAL ? "met" : "MISSED"),
  );
  if (ratio > GOAL) process.exitCode = 1;
}

/** Of the scores of both; where the texts are not cut into the same words there is none to tell. */
function correlation({ words: a }, { words: b }) {
  if (a.length < 2 || a.map(([word]) => word).join(" ") !== b.map(([word]) => word).join(" ")) return "–";
  const centred = (words) => {
    const mean = words.reduce((sum, [, score]) => sum + score, 0) / words.length;
    return words.map(([, score]) => score - mean);
  };
  const [x, y] = [centred(a), centred(b)];
  const dot = (p, q) => p.reduce((sum, value, i) => sum + value * q[i], 0);
  return (dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y))).toFixed(3);
}

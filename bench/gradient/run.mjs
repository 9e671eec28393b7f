/**
 * Forward and backward to the word embeddings: our reverse graph beside the plain forward pass and beside torch's
 * forward and backward, in turn, so that all meet the same machine. `node bench/gradient/run.mjs [rounds]`; needs a Python with torch
 * and transformers (SEMLA_BENCH_PYTHON, default python3). MiniLM is the shared checkpoint (SEMLA_SHARED, else beside the
 * repository) and left out without it; the model of BERT-base's size has random weights. Ends with 1 where a goal is missed.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rounds = Number(process.argv[2] ?? "15");
const python = process.env.SEMLA_BENCH_PYTHON ?? "python3";
const checkpoint = join(
  process.env.SEMLA_SHARED ?? resolve(root, "../shared"),
  "models/banking77-minilm/step-2191",
);
const threads = Math.min(availableParallelism(), 2);
const LABELS = 77;
const SHAPES = [
  [1, 16],
  [16, 32],
];
/** Largest ratio to the forward pass, to torch by shape, and of opening a session. */
const GOALS = { forward: 2.3, torch: { "1x16": 0.65, "16x32": 1.1 }, opening: 2 };

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ratio = (above, below) => median(above.map((value, i) => value / below[i]));

async function bundle() {
  const outfile = join(root, "node_modules/.cache/semla-bench/gradient.mjs");
  await build({
    stdin: {
      contents: `export * from "./src/onnx"; export { appendGradient } from "./src/onnx/gradient";
        export { addOutputs, instrument } from "./src/models/instrument";
        export { sessionOptions } from "./src/models/session"; export * as ort from "onnxruntime-node";`,
      resolveDir: join(root, "compute"),
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["onnxruntime-node"],
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}

/** Milliseconds that work takes, after a pause in which the threads of what ran before it fall asleep. */
async function timed(work) {
  await setTimeout(20);
  const began = performance.now();
  const value = await work();
  return [performance.now() - began, value];
}

/** Torch in a process of its own, which answers a line with a line. */
function startPeer(folder) {
  const args = [
    join(root, "bench/gradient/peer.py"),
    folder,
    ...(existsSync(checkpoint) ? [checkpoint] : []),
  ];
  const env = { ...process.env, SEMLA_BENCH_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
  const child = spawn(python, args, { stdio: ["pipe", "pipe", "inherit"], env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hear = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("peer.py ended without an answer");
    return JSON.parse(value);
  };
  const ask = (line) => {
    child.stdin.write(`${line}\n`);
    return hear();
  };
  return { hear, ask, end: () => child.stdin.end() };
}

/** Opens a model plain and with its gradient; the milliseconds of each, everything from the file on included. */
async function open(semla, folder, name) {
  const path = join(folder, `${name}.onnx`);
  const plan = { folder, embedding: { value: "last_hidden_state", take: "first" }, logits: "logits" };
  const options = semla.sessionOptions(plan, threads);
  const create = (source) => semla.ort.InferenceSession.create(source, options);
  const [plainTime, plain] = await timed(() => create(path));
  const [narrowTime, narrow] = await timed(() => {
    const model = semla.readModel(readFileSync(path));
    semla.instrument(model, plan);
    return create(semla.writeModel(model));
  });
  const [gradientTime, gradient] = await timed(async () => {
    const model = semla.readModel(readFileSync(path));
    const graph = semla.appendGradient(model, semla.addOutputs(model, plan));
    return { graph, session: await create(semla.writeModel(model)) };
  });
  return {
    plain,
    narrow,
    ...gradient,
    times: { plain: plainTime, narrow: narrowTime, gradient: gradientTime },
  };
}

function feedsOf({ ort }, { graph, plain, session }, rows, pieces) {
  const width = graph.table.shape[1];
  const ids = BigInt64Array.from({ length: rows * pieces }, (_, i) => BigInt(1000 + ((i * 7919) % 8000)));
  const words = Float32Array.from({ length: rows * pieces * width }, (_, i) => 0.05 * Math.sin(12.9898 * i));
  const seed = Float32Array.from({ length: rows * LABELS }, (_, i) => (i % LABELS === 3 ? 1 : 0));
  const all = {
    input_ids: new ort.Tensor("int64", ids, [rows, pieces]),
    attention_mask: new ort.Tensor("int64", new BigInt64Array(rows * pieces).fill(1n), [rows, pieces]),
    [graph.input]: new ort.Tensor("float32", words, [rows, pieces, width]),
    [graph.seeds.logits]: new ort.Tensor("float32", seed, [rows, LABELS]),
    [graph.seeds.embedding]: new ort.Tensor("float32", new Float32Array(rows * width), [rows, width]),
  };
  const of = ({ inputNames }) => Object.fromEntries(inputNames.map((name) => [name, all[name]]));
  return { plain: of(plain), gradient: of(session) };
}

function report(what, value, goal) {
  const met = value <= goal;
  if (!met) process.exitCode = 1;
  console.log(
    `  ${what.padEnd(44)}${value.toFixed(2).padStart(6)}  goal <= ${goal.toFixed(2)}  ${met ? "met" : "MISSED"}`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "semla-gradient-"));
try {
  const semla = await bundle();
  const peer = startPeer(folder);
  const names = await peer.hear();
  console.log(
    `gradient: ${threads} threads, median of ${rounds} rounds, load of the machine ${loadavg()[0].toFixed(1)}`,
  );
  for (const name of names) {
    const opened = await open(semla, folder, name);
    const { plain, narrow, gradient } = opened.times;
    console.log(
      `${name}: opened in ${gradient.toFixed(0)} ms, plain ${plain.toFixed(0)} ms, as inference opens it ${narrow.toFixed(0)} ms`,
    );
    report("opening / as inference opens it", gradient / narrow, GOALS.opening);
    for (const [rows, pieces] of SHAPES) {
      const feeds = feedsOf(semla, opened, rows, pieces);
      const times = { plain: [], narrow: [], ours: [], torch: [] };
      // the first two rounds warm up
      for (let round = -2; round < rounds; round++) {
        const took = {
          plain: (await timed(() => opened.plain.run(feeds.plain, ["logits"])))[0],
          narrow: (await timed(() => opened.narrow.run(feeds.plain)))[0],
          ours: (
            await timed(() => opened.session.run(feeds.gradient, [opened.graph.gradient, "semla_logits"]))
          )[0],
          torch: await peer.ask(`${name} ${rows} ${pieces}`),
        };
        if (round >= 0) for (const [key, value] of Object.entries(took)) times[key].push(value);
      }
      const shape = `${rows}x${pieces}`;
      const figures = Object.entries(times).map(([key, values]) => `${key} ${median(values).toFixed(1)} ms`);
      console.log(`  ${shape}: ${figures.join(", ")}`);
      report(`${shape}: forward and backward / forward`, ratio(times.ours, times.plain), GOALS.forward);
      report(
        `${shape}: the same / forward as inference runs it`,
        ratio(times.ours, times.narrow),
        GOALS.forward,
      );
      report(`${shape}: ours / torch`, ratio(times.ours, times.torch), GOALS.torch[shape]);
    }
    for (const session of [opened.plain, opened.narrow, opened.session]) await session.release();
  }
  peer.end();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

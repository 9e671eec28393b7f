/**
 * Holds the inference engine against transformers on the shared checkpoint: token ids, logits, embeddings, accuracy
 * and time on the BANKING77 test rows. `node bench/inference/run.mjs [repeats]`; needs a Python with torch and transformers
 * (`SEMLA_BENCH_PYTHON`, else `python3`) and the shared folder (`SEMLA_SHARED`, else beside the repository).
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");

/** Runs the comparison and gives its figures; null where the shared folder is absent. */
export async function compareInference({ repeats = 2, log = () => {} } = {}) {
  const shared = process.env.SEMLA_SHARED ?? resolve(root, "../shared");
  const checkpoint = join(shared, "models/banking77-minilm/step-2191");
  const source = join(shared, "data/banking77");
  if (!existsSync(checkpoint) || !existsSync(source)) return null;
  const folder = join(tmpdir(), "semla-bench-inference");
  mkdirSync(folder, { recursive: true });
  const built = await bundle();
  const { createInferenceEngine } = await import(pathToFileURL(join(built, "models.mjs")).href);
  const { openTokenizer } = await import(pathToFileURL(join(built, "tokens.mjs")).href);

  const times = { ours: [], first: [], open: [], torch: [] };
  let reference, ours;
  for (let repeat = 0; repeat < repeats; repeat++) {
    log(`run ${repeat + 1} of ${repeats}: transformers, then ours`);
    const python = process.env.SEMLA_BENCH_PYTHON ?? "python3";
    execFileSync(python, [join(here, "compare.py"), folder, checkpoint, source], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    reference = JSON.parse(readFileSync(join(folder, "reference.json"), "utf8"));
    times.torch.push(reference.seconds);
    ours = await runOurs(
      createInferenceEngine,
      join(built, "worker.mjs"),
      join(folder, "onnx"),
      reference.texts,
    );
    for (const key of ["ours", "first", "open"]) times[key].push(ours.seconds[key]);
  }
  const best = Object.fromEntries(Object.entries(times).map(([key, values]) => [key, Math.min(...values)]));
  const floats = (name) => new Float32Array(Uint8Array.from(readFileSync(join(folder, name))).buffer);
  return {
    rows: reference.texts.length,
    ...(await compareTokens(openTokenizer, join(folder, "onnx"), ours.model, reference)),
    logits: difference(ours.logits, floats("logits.f32")),
    embeddings: difference(ours.embeddings, floats("embeddings.f32")),
    ...compareArgmax(ours.logits, floats("logits.f32"), reference.gold),
    longestBatch: ours.longestBatch,
    seconds: best,
    ratio: best.ours / best.torch,
  };
}

/** Bundles the engine and its worker beside the packages that they load. */
async function bundle() {
  const outdir = join(root, "node_modules/.cache/semla-bench-inference");
  await build({
    entryPoints: {
      models: join(root, "compute/src/models/index.ts"),
      tokens: join(root, "compute/src/models/tokens.ts"),
      worker: join(root, "compute/src/threads/inference-worker.ts"),
    },
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["onnxruntime-node"],
  });
  return outdir;
}

async function runOurs(createInferenceEngine, workerFile, folder, texts) {
  const engine = createInferenceEngine({ workerFile });
  const control = { signal: new AbortController().signal, onBatch: () => {} };
  const model = await engine.load(folder, "auto");
  let began = performance.now();
  await engine.run(model.handle, texts.slice(0, 1), control);
  const open = performance.now() - began;
  const logits = new Float32Array(texts.length * model.labels);
  const embeddings = new Float32Array(texts.length * model.dimension);
  let first = 0;
  let last = 0;
  let longestBatch = 0;
  began = performance.now();
  control.onBatch = (batch) => {
    const now = performance.now();
    if (first === 0) first = now - began;
    else longestBatch = Math.max(longestBatch, now - last);
    last = now;
    batch.rows.forEach((row, i) => {
      const cut = (from, columns) => from.subarray(i * columns, (i + 1) * columns);
      logits.set(cut(batch.logits, model.labels), row * model.labels);
      embeddings.set(cut(batch.embeddings, model.dimension), row * model.dimension);
    });
  };
  await engine.run(model.handle, texts, control);
  const seconds = { ours: (performance.now() - began) / 1000, first: first / 1000, open: open / 1000 };
  await engine.close();
  return { model, logits, embeddings, longestBatch, seconds };
}

async function compareTokens(openTokenizer, folder, model, reference) {
  const tokenizer = await openTokenizer({ folder, maxPieces: model.maxPieces, vocabulary: null, padId: 0 });
  const unlike = ([texts, ids]) =>
    texts.filter((text, i) => JSON.stringify(tokenizer.encode(text).ids) !== JSON.stringify(ids[i]));
  return {
    texts: reference.tokens[0].length,
    unlikeTexts: unlike(reference.tokens).length,
    oddTexts: reference.odd[0].length,
    unlikeOddTexts: unlike(reference.odd).map((text) => text.slice(0, 40)),
  };
}

/** Largest difference relative to the range of the reference. */
function difference(ours, theirs) {
  let largest = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < theirs.length; i++) {
    largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
    low = Math.min(low, theirs[i]);
    high = Math.max(high, theirs[i]);
  }
  return largest / (high - low);
}

function compareArgmax(ours, theirs, gold) {
  const columns = theirs.length / gold.length;
  const best = (values, row) => {
    let at = 0;
    for (let i = 1; i < columns; i++) if (values[row * columns + i] > values[row * columns + at]) at = i;
    return at;
  };
  let agreed = 0;
  let right = 0;
  gold.forEach((label, row) => {
    const prediction = best(ours, row);
    agreed += prediction === best(theirs, row) ? 1 : 0;
    right += prediction === label ? 1 : 0;
  });
  return { agreed, accuracy: right / gold.length };
}

/** The figures as lines of a table: what, ours, what is wanted. */
export function table(figures) {
  const { seconds } = figures;
  return [
    ["logits, largest difference / range", figures.logits.toExponential(1), "<= 1e-4"],
    ["embeddings, largest difference / range", figures.embeddings.toExponential(1), "<= 1e-4"],
    ["same prediction", `${figures.agreed} of ${figures.rows}`, "all"],
    ["accuracy", figures.accuracy.toFixed(4), ""],
    ["texts with other token ids", `${figures.unlikeTexts} of ${figures.texts}`, "0"],
    ["odd texts with other token ids", `${figures.unlikeOddTexts.length} of ${figures.oddTexts}`, "0"],
    ["transformers", `${seconds.torch.toFixed(2)} s`, ""],
    [
      "ours",
      `${seconds.ours.toFixed(2)} s (opening ${seconds.open.toFixed(2)} s, first batch ${seconds.first.toFixed(2)} s)`,
      "",
    ],
    ["longest between two batches", `${figures.longestBatch.toFixed(0)} ms`, "<= 200 ms"],
    ["ours / transformers", figures.ratio.toFixed(2), ""],
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const figures = await compareInference({ repeats: Number(process.argv[2] ?? 2), log: console.log });
  if (figures) {
    for (const [what, value, wanted] of table(figures))
      console.log(`${what.padEnd(40)} ${value.padEnd(50)} ${wanted}`);
    for (const text of figures.unlikeOddTexts) console.log(`  differs: ${JSON.stringify(text)}`);
  } else console.log("inference: skipped, the shared folder is absent (set SEMLA_SHARED)");
}

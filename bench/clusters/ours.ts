import { columnFromArray, dictionary, int32, tableFromColumns, tableToIPC, utf8 } from "@uwdata/flechette";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Models, Resources } from "../../compute/src/analysis";
import { createHandlers } from "../../compute/src/rpc/handlers";
import { DiskCache } from "../../compute/src/store";
import { createProjectionThread } from "../../compute/src/threads/projection";
import { seededRandom } from "../../src/core";
import { Tensor } from "../../src/protocol";

/**
 * Groups 150 labels of 5,000 rows x 384 by the mean of their embeddings, names the groups and counts confusions, as
 * the sidecar does when it is asked to. Arguments: the projection worker's file, how often, a file to write the
 * rows to for the peer. Prints JSON: milliseconds of each time, and how long the main loop was held at most.
 */
const [workerFile = "", runs = "5", peerFile = ""] = process.argv.slice(2);
const [rows, labels, dimension] = [5000, 150, 384];
const random = seededRandom(1);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const centres = Array.from({ length: labels * dimension }, normal);
const gold = Array.from({ length: rows }, (_, row) => row % labels);
const embeddings = Float32Array.from(
  { length: rows * dimension },
  (_, i) => (centres[(Math.floor(i / dimension) % labels) * dimension + (i % dimension)] ?? 0) + normal(),
);
const prediction = Int32Array.from(gold, (label) => (random() < 0.8 ? label : Math.floor(random() * labels)));
const labelNames = Array.from({ length: labels }, (_, label) => `label ${label}`);
const texts = gold.map((label) =>
  Array.from({ length: 10 }, (_, i) => `word${i < 3 ? label : Math.floor(random() * 3000)}`).join(" "),
);
const columns = {
  text: columnFromArray(texts, utf8()),
  id: columnFromArray(
    gold.map((_, row) => `${row}`),
    utf8(),
  ),
  label: columnFromArray(
    gold.map((label) => labelNames[label] ?? ""),
    dictionary(utf8(), int32()),
  ),
};
const table = tableToIPC(tableFromColumns(columns), { format: "stream" });
if (!table) throw new Error("no table");
if (peerFile) writeFileSync(peerFile, embeddings);

const folder = mkdtempSync(join(tmpdir(), "semla-clusters-"));
const disk = new DiskCache(folder);
const models = new Models(() => Promise.reject(new Error("no model here")), disk);
const projector = createProjectionThread(workerFile);
const about = { version: "", node: "", onnxruntime: "", cacheFolder: folder, pid: process.pid };
const noCheck = () => Promise.reject(new Error("no model here"));
const handlers = createHandlers(new Resources(models, projector, disk), noCheck, about);
const call = { signal: new AbortController().signal, progress: () => undefined };
try {
  const { dataset } = await handlers["dataset/put"]({ name: "", table: new Tensor("uint8", table) }, call);
  const source = {
    kind: "arrays" as const,
    labelNames,
    embeddings: new Tensor("float32", embeddings, [rows, dimension]),
    prediction: new Tensor("int32", prediction),
    positions: new Tensor("float32", Float32Array.from({ length: 2 * rows }, normal), [rows, 2]),
  };
  const projection = {
    method: "umap" as const,
    metric: "cosine" as const,
    neighbours: 15,
    minDist: 0.1,
    epochs: null,
    perplexity: 40,
    seed: 0,
    anchor: null,
  };
  const asked = { dataset, source, projection, head: "classifier" as const, concepts: "none" as const };
  const { analysis } = await handlers["analysis/run"](asked, call);
  const codes = Int32Array.from(gold);
  let held = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    held = Math.max(held, performance.now() - last - 5);
    last = performance.now();
  }, 5);
  const shared = new Float32Array(new SharedArrayBuffer(embeddings.byteLength));
  shared.set(embeddings);
  const milliseconds: number[] = [];
  const again: number[] = [];
  for (let run = 0; run < Number(runs); run++) {
    const start = performance.now();
    await projector.run("clusters", { embeddings: { data: shared, rows, dimension }, codes, labels });
    const means = performance.now();
    await handlers["analysis/clusters"]({ analysis, count: null }, call);
    await handlers["analysis/confusions"]({ analysis }, call);
    milliseconds.push(performance.now() - start);
    again.push(performance.now() - means);
  }
  clearInterval(beat);
  process.stdout.write(`${JSON.stringify({ milliseconds, again, held })}\n`);
} finally {
  await projector.close();
  rmSync(folder, { recursive: true });
}

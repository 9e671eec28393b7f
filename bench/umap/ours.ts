import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { InferenceSession } from "onnxruntime-node";
import { exactNeighbours, mapQuality, pca, umap } from "../../compute/src/project";
import type { CreateSession } from "../../compute/src/project";

/**
 * Lays the rows out as the sidecar does (exact neighbours, PCA, UMAP of 200 epochs), once for each line `run`, and
 * answers the seconds; a line `judge <file>` is answered with the memory used so far and the figures of the own map
 * and of the positions in the file. Argument: the rows' file. Answers are JSON, one a line.
 */
const [rowsFile = ""] = process.argv.slice(2);
const dimension = 384;
const data = floats(rowsFile);
const embeddings = { data, rows: data.length / dimension, dimension };
const createSession: CreateSession = (model) => InferenceSession.create(model);
let positions = new Float32Array();

for await (const line of createInterface({ input: process.stdin })) {
  const [command, file = ""] = line.split(" ");
  process.stdout.write(`${JSON.stringify(await (command === "run" ? layOut() : judge(file)))}\n`);
}

async function layOut(): Promise<number> {
  const start = performance.now();
  const projector = umap({ epochs: 200, seed: 0 });
  const k = projector.neighboursNeeded(embeddings.rows);
  const neighbours = await exactNeighbours(embeddings, { k }, createSession);
  positions = Float32Array.from(projector.project({ embeddings, neighbours, pca: pca(embeddings) }));
  return (performance.now() - start) / 1000;
}

async function judge(peerFile: string): Promise<object> {
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const neighbours = await exactNeighbours(embeddings, { k: 15 }, createSession);
  const start = performance.now();
  const ours = await mapQuality({ embeddings, positions, neighbours }, {}, createSession);
  const judging = (performance.now() - start) / 1000;
  const peer = await mapQuality({ embeddings, positions: floats(peerFile), neighbours }, {}, createSession);
  return { megabytes, judging, ours, peer };
}

function floats(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

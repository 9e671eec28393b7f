import { readFileSync } from "node:fs";
import { InferenceSession } from "onnxruntime-node";
import { exactNeighbours, mapQuality, pca, umap } from "../../compute/src/project";
import type { CreateSession } from "../../compute/src/project";

/**
 * Lays the rows out as the sidecar does (exact neighbours, PCA, UMAP of 200 epochs) and judges the map and the peer's.
 * Arguments: the rows' file, the peer's positions, number of runs. Prints JSON: seconds of each run, memory, figures.
 */
const [rowsFile = "", peerFile = "", runs = "3"] = process.argv.slice(2);
const dimension = 384;
const data = floats(rowsFile);
const embeddings = { data, rows: data.length / dimension, dimension };
const createSession: CreateSession = (model) => InferenceSession.create(model);

const seconds: number[] = [];
let positions = new Float32Array();
for (let run = 0; run < Number(runs); run++) {
  const start = performance.now();
  const projector = umap({ epochs: 200, seed: 0 });
  const k = projector.neighboursNeeded(embeddings.rows);
  const neighbours = await exactNeighbours(embeddings, { k }, createSession);
  positions = Float32Array.from(projector.project({ embeddings, neighbours, pca: pca(embeddings) }));
  seconds.push((performance.now() - start) / 1000);
}
const megabytes = process.resourceUsage().maxRSS / 1024;

const neighbours = await exactNeighbours(embeddings, { k: 15 }, createSession);
const start = performance.now();
const ours = await mapQuality({ embeddings, positions, neighbours }, {}, createSession);
const judging = (performance.now() - start) / 1000;
const peer = await mapQuality({ embeddings, positions: floats(peerFile), neighbours }, {}, createSession);
const figures = ({ trustworthiness, continuity, meanKept }: typeof ours) => ({
  trustworthiness,
  continuity,
  meanKept,
});
process.stdout.write(
  JSON.stringify({ seconds, megabytes, judging, ours: figures(ours), peer: figures(peer) }),
);

function floats(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

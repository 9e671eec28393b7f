import { seededRandom } from "../../../../src/core/random";
import type { Control } from "../cancelled";
import { checkStop, uninterrupted } from "../cancelled";
import { pca } from "../pca";
import type { ProjectionInput, Projector } from "../projector";
import { checkInput } from "../projector";
import type { SymmetricGraph } from "../symmetric-graph";
import { affinities } from "./affinities";
import type { TsneOptions, TsneSettings } from "./options";
import { tsneOptions } from "./options";
import { Quadtree } from "./quadtree";

export type { TsneOptions } from "./options";

const EXAGGERATION = 12;
const EXAGGERATED = 250;
const LEAST_GAIN = 0.01;
/** Standard deviation of the first axis at the start, as in scikit-learn. */
const START = 1e-4;
/** Points between two questions whether to stop. */
const POINTS_BETWEEN_CHECKS = 4_096;

/**
 * Barnes-Hut t-SNE (van der Maaten 2014) on exact neighbours, from PCA or an earlier map (then without early
 * exaggeration). Momentum, gains and learning rate as in scikit-learn: rows / 48, at least 50.
 * @throws when projecting, if a setting is out of its range.
 */
export function tsne(given: TsneOptions = {}): Projector {
  return {
    name: "tsne",
    neighboursNeeded: (rows) => neighboursOf(tsneOptions(given, rows), rows),
    project: (input, control = uninterrupted) => project(input, given, control),
  };
}

/**
 * Kullback-Leibler divergence from the map's joint probabilities to the affinities of these neighbours: what t-SNE
 * makes small (scikit-learn's `kl_divergence_`). The normaliser is a Barnes-Hut sum.
 */
export function klDivergence(
  { embeddings, neighbours }: ProjectionInput,
  map: Float32Array,
  given: TsneOptions = {},
): number {
  const options = tsneOptions(given, embeddings.rows);
  const graph = affinities(
    neighbours,
    neighboursOf(options, embeddings.rows),
    options.perplexity,
    uninterrupted,
  );
  const positions = Float64Array.from(map);
  const tree = new Quadtree(positions);
  tree.build();
  const force = new Float64Array(positions.length);
  let normaliser = 0;
  for (let point = 0; point < graph.rows; point++) normaliser += tree.repulsion(point, force);
  let divergence = 0;
  for (let row = 0; row < graph.rows; row++)
    for (let edge = graph.starts[row] as number; edge < (graph.starts[row + 1] as number); edge++) {
      const p = graph.weights[edge] as number;
      const other = graph.columns[edge] as number;
      const dx = (positions[2 * row] as number) - (positions[2 * other] as number);
      const dy = (positions[2 * row + 1] as number) - (positions[2 * other + 1] as number);
      divergence += p * Math.log(p * normaliser * (1 + dx * dx + dy * dy));
    }
  return divergence;
}

function neighboursOf({ perplexity }: TsneSettings, rows: number): number {
  return Math.max(0, Math.min(Math.floor(3 * perplexity), rows - 1));
}

function project(input: ProjectionInput, given: TsneOptions, control: Control): Float32Array {
  const { embeddings, neighbours, initial } = input;
  const { rows } = embeddings;
  const options = tsneOptions(given, rows);
  const used = neighboursOf(options, rows);
  checkInput(input, used);
  if (rows < 2) return new Float32Array(2 * rows);
  const graph = affinities(neighbours, used, options.perplexity, control);
  const positions = initial
    ? jittered(initial, 1, START, options.seed)
    : startFromPca(input.pca ?? pca(embeddings, control), options.seed);
  const exaggerated = initial ? 0 : Math.min(EXAGGERATED, Math.floor(options.iterations / 4));
  return descend(graph, positions, options.iterations, exaggerated, control);
}

function startFromPca(pca: Float32Array, seed: number): Float64Array {
  let squared = 0;
  for (let i = 0; i < pca.length; i += 2) squared += (pca[i] as number) ** 2;
  const deviation = Math.sqrt(squared / (pca.length / 2));
  // a hundredth of the extent keeps duplicates apart; where no row differs from another the noise is all there is
  return deviation > 0 ? jittered(pca, START / deviation, START / 100, seed) : jittered(pca, 1, START, seed);
}

function jittered(source: Float32Array, scale: number, noise: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from(source, (value) => value * scale + noise * (2 * random() - 1));
}

/** Gradient descent with momentum and gains (Jacobs 1988), in place; returns the centred positions. */
function descend(
  graph: SymmetricGraph,
  positions: Float64Array,
  iterations: number,
  exaggerated: number,
  control: Control,
): Float32Array {
  const { rows } = graph;
  const tree = new Quadtree(positions);
  const repulsion = new Float64Array(positions.length);
  const update = new Float64Array(positions.length);
  const gains = new Float64Array(positions.length).fill(1);
  const shown = new Float32Array(positions.length);
  const rate = Math.max(rows / EXAGGERATION / 4, 50);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const early = iteration < exaggerated;
    const normaliser = repel(tree, repulsion, control);
    move(graph, positions, repulsion, normaliser, update, gains, {
      exaggeration: early ? EXAGGERATION : 1,
      momentum: early ? 0.5 : 0.8,
      rate,
    });
    shown.set(positions);
    control.onProgress?.(iteration + 1, iterations, shown);
  }
  return shown;
}

function repel(tree: Quadtree, repulsion: Float64Array, control: Control): number {
  tree.build();
  let normaliser = 0;
  for (let at = 0; at < tree.order.length; at++) {
    if (at % POINTS_BETWEEN_CHECKS === 0) checkStop(control, "t-sne");
    normaliser += tree.repulsion(tree.order[at] as number, repulsion);
  }
  return Math.max(normaliser, Number.EPSILON);
}

function move(
  { rows, starts, columns, weights }: SymmetricGraph,
  positions: Float64Array,
  repulsion: Float64Array,
  normaliser: number,
  update: Float64Array,
  gains: Float64Array,
  { exaggeration, momentum, rate }: { exaggeration: number; momentum: number; rate: number },
): void {
  for (let row = 0; row < rows; row++) {
    const x = positions[2 * row] as number;
    const y = positions[2 * row + 1] as number;
    let pullX = 0;
    let pullY = 0;
    const end = starts[row + 1] as number;
    for (let edge = starts[row] as number; edge < end; edge++) {
      const other = 2 * (columns[edge] as number);
      const dx = x - (positions[other] as number);
      const dy = y - (positions[other + 1] as number);
      const pull = (weights[edge] as number) / (1 + dx * dx + dy * dy);
      pullX += pull * dx;
      pullY += pull * dy;
    }
    repulsion[2 * row] = 4 * (exaggeration * pullX - (repulsion[2 * row] as number) / normaliser);
    repulsion[2 * row + 1] = 4 * (exaggeration * pullY - (repulsion[2 * row + 1] as number) / normaliser);
  }
  // all gradients are known before any point moves
  for (let i = 0; i < positions.length; i++) {
    const gradient = repulsion[i] as number;
    const step = update[i] as number;
    const gain = Math.max(
      LEAST_GAIN,
      gradient * step < 0 ? (gains[i] as number) + 0.2 : (gains[i] as number) * 0.8,
    );
    gains[i] = gain;
    update[i] = momentum * step - rate * gain * gradient;
    positions[i] = (positions[i] as number) + (update[i] as number);
  }
}

import { type Compute, createStore, type Store } from "../../src/client";
import { type AnalysisProgress, type AnalysisSummary, Tensor } from "../../src/protocol";
import { fakeExplanations } from "./explain";

/** What make_data.py writes; arrays are little-endian bytes as base64. */
interface PlaygroundData {
  readonly name: string;
  readonly texts: string[];
  readonly labelNames: string[];
  readonly clusterNames: string[];
  readonly gold: string;
  readonly prediction: string;
  readonly clusterOfLabel: string;
  readonly probability: string;
  readonly confidence: string;
  readonly pca: string;
  readonly umap: string;
  readonly probabilities: string;
  readonly accuracy: number;
  readonly trustworthiness: number;
  readonly continuity: number;
  readonly loss: string;
  readonly neighbours: string;
  readonly similarity: string;
  readonly closest: string;
  readonly contrast: string;
  readonly support: string;
  readonly rivals: string;
  readonly kept: string;
  readonly second: {
    readonly name: string;
    readonly prediction: string;
    readonly probability: string;
    readonly confidence: string;
    readonly umap: string;
  } | null;
}

/** A few concepts of banking words, in place of the lexicon that the sidecar holds. */
const concepts: Readonly<Record<string, readonly string[]>> = {
  money: ["money", "cash", "funds", "currency", "dollar", "dollars", "euros", "pounds"],
  document: ["passport", "card", "cheque", "statement", "receipt", "id"],
  movement: ["transfer", "transferred", "transfers", "send", "sent", "receive", "received"],
  request: ["order", "request", "requested", "ask", "apply"],
};

/** How far the fake analysis has come. */
export type Stage = "loading" | "pca" | "final";

export interface Playground {
  readonly store: Store;
  advance(stage: Stage): void;
  /** For pages that try several maps. */
  mountMap?: (element: HTMLElement, store: Store) => { dispose(): void };
}

declare global {
  var playgroundData: PlaygroundData;
  var playground: Playground | undefined;
}

const analysis = "0".repeat(32);

/** A store filled with the page's data, up to the stage asked for in its address. */
export function openPlayground(): { playground: Playground; query: URLSearchParams } {
  const query = new URLSearchParams(location.search);
  const data = globalThis.playgroundData;
  const rows = Math.min(data.texts.length, Number(query.get("rows") ?? Infinity));
  const store = createStore(fakeCompute(data, query));
  store.setTitle({ dataset: data.name, model: "minilm step 2191" });
  store.setTheme(query.get("theme") === "dark" ? "dark" : "light");
  store.setDataset({
    name: data.name,
    rows,
    ids: Array.from({ length: rows }, (_, row) => row),
    texts: data.texts.slice(0, rows),
    split: null,
  });

  const advance = (stage: Stage): void => {
    if (stage === "loading")
      store.setStatus({
        phase: "running",
        message: "Embedding rows",
        stage: "embedding",
        done: 0,
        total: rows,
      });
    if (stage === "pca") store.applyProgress(pcaProgress(data, rows));
    if (stage === "final") {
      store.applyProgress(finalProgress(data, rows));
      const names = Object.keys(concepts);
      store.setConcepts({ source: "WordNet", names, wordsOf: names.map((name) => concepts[name] ?? []) });
      if (query.has("second") && data.second) {
        store.setSecond({ model: data.second.name, error: null });
        store.applySecond(secondProgress(data, data.second, rows));
      }
      store.setStatus({ phase: "ready", message: "Ready" });
    }
  };
  const stage = (query.get("stage") ?? "final") as Stage;
  advance("loading");
  if (stage === "final") advance("final");
  if (stage === "pca") advance("pca");
  const playground: Playground = { store, advance };
  globalThis.playground = playground;
  return { playground, query };
}

function labelColumns(data: PlaygroundData, rows: number): NonNullable<AnalysisProgress["columns"]> {
  return {
    labelNames: data.labelNames,
    clusterNames: data.clusterNames,
    gold: new Tensor("int32", int32(data.gold).slice(0, rows)),
    prediction: new Tensor("int32", int32(data.prediction).slice(0, rows)),
    clusterOfLabel: new Tensor("int32", int32(data.clusterOfLabel)),
    probability: new Tensor("float32", float32(data.probability).slice(0, rows)),
    confidence: new Tensor("float32", float32(data.confidence).slice(0, rows)),
  };
}

function secondProgress(
  data: PlaygroundData,
  second: NonNullable<PlaygroundData["second"]>,
  rows: number,
): AnalysisProgress {
  const first = finalProgress(data, rows);
  return {
    ...first,
    columns: {
      labelNames: data.labelNames,
      gold: new Tensor("int32", int32(data.gold).slice(0, rows)),
      prediction: new Tensor("int32", int32(second.prediction).slice(0, rows)),
      probability: new Tensor("float32", float32(second.probability).slice(0, rows)),
      confidence: new Tensor("float32", float32(second.confidence).slice(0, rows)),
      positions: new Tensor("float32", float32(second.umap).slice(0, 2 * rows), [rows, 2]),
      layout: { method: "umap", final: true },
    },
  };
}

function pcaProgress(data: PlaygroundData, rows: number): AnalysisProgress {
  const positions = float32(data.pca).slice(0, 2 * rows);
  const known = Math.floor(rows * 0.4);
  positions.fill(NaN, 2 * known);
  return {
    analysis,
    stage: "embedding",
    done: known,
    total: rows,
    secondsLeft: 3,
    columns: {
      ...labelColumns(data, rows),
      positions: new Tensor("float32", positions, [rows, 2]),
      layout: { method: "pca", final: false },
    },
  };
}

function finalProgress(data: PlaygroundData, rows: number): AnalysisProgress {
  const summary: AnalysisSummary = {
    analysis,
    rows,
    source: "model",
    pooling: "mean",
    dimension: 384,
    layout: {
      method: "umap",
      metric: "cosine",
      neighbours: 15,
      minDist: 0.1,
      epochs: null,
      perplexity: 40,
      seed: 0,
      anchor: null,
    },
    head: "classifier",
    signatures: [],
    quality: {
      trustworthiness: data.trustworthiness,
      continuity: data.continuity,
      kept: 0.58,
      neighbours: 15,
      sample: 2000,
    },
    accuracy: data.accuracy,
    silhouette: 0.25,
    seconds: { embedding: 5, layout: 4, total: 9.4 },
    cached: false,
    notices: [],
  };
  return {
    analysis,
    stage: "ready",
    done: rows,
    total: rows,
    secondsLeft: 0,
    summary,
    columns: {
      ...labelColumns(data, rows),
      positions: new Tensor("float32", float32(data.umap).slice(0, 2 * rows), [rows, 2]),
      layout: { method: "umap", final: true },
      loss: new Tensor("float32", float32(data.loss).slice(0, rows)),
      closest: new Tensor("int32", int32(data.closest).slice(0, rows)),
      contrast: new Tensor("int32", int32(data.contrast).slice(0, rows)),
      support: new Tensor("int32", int32(data.support).slice(0, 5 * rows), [rows, 5]),
      rivals: new Tensor("int32", int32(data.rivals).slice(0, rows)),
      kept: new Tensor("float32", float32(data.kept).slice(0, rows)),
    },
  };
}

function fakeCompute(data: PlaygroundData, query: URLSearchParams): Compute {
  const labels = data.labelNames.length;
  const halves = new Uint16Array(bytes(data.probabilities).buffer);
  const [near, similarity] = [int32(data.neighbours), float32(data.similarity)];
  const probabilities = (row: number): Float32Array =>
    Float32Array.from(halves.subarray(row * labels, (row + 1) * labels), fromHalf);
  const neighbours = (row: number): { rows: Uint32Array; similarity: Float32Array } => ({
    rows: Uint32Array.from(near.subarray(15 * row, 15 * row + 15)),
    similarity: similarity.slice(15 * row, 15 * row + 15),
  });
  const explanations = fakeExplanations(
    {
      texts: data.texts,
      labelNames: data.labelNames,
      positions: float32(data.umap),
      closest: int32(data.closest),
      contrast: int32(data.contrast),
      probabilities,
      neighbours,
    },
    query,
  );
  return {
    ...explanations,
    probabilities: async (row) => probabilities(row),
    neighbours: async (row) => neighbours(row),
    project: async () => undefined,
    clusters: async () => undefined,
    cancel: () => globalThis.playground?.store.setStatus({ phase: "cancelled", message: "Cancelled" }),
    retry: () => globalThis.playground?.advance("final"),
  };
}

function fromHalf(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  return exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function int32(base64: string): Int32Array<ArrayBuffer> {
  return new Int32Array(bytes(base64).buffer);
}

function float32(base64: string): Float32Array<ArrayBuffer> {
  return new Float32Array(bytes(base64).buffer);
}

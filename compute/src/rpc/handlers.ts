import { PROTOCOL_VERSION, SemlaError, type Result } from "../../../src/protocol";
import {
  Analyses,
  confusedLabels,
  filterRows,
  labels,
  probabilitiesOf,
  tensorOf,
  wholeArray,
  words,
  type Resources,
} from "../analysis";
import { readDataset } from "../data";
import type { CheckGraph } from "../threads/check";
import type { Handlers } from "./serve";

/** What `initialize` tells of this process. */
export type About = Omit<Result<"initialize">, "protocol">;

/** The handlers of all requests, on shared resources. */
export function createHandlers(resources: Resources, checkGraph: CheckGraph, about: About): Handlers {
  const analyses = new Analyses(resources);
  return {
    initialize: ({ protocol, client }) => {
      if (protocol !== PROTOCOL_VERSION) throw mismatch(protocol, client, about.version);
      return { protocol: PROTOCOL_VERSION, ...about };
    },

    "dataset/put": async ({ name, table }, { signal }) => {
      const dataset = await readDataset(name, table.data, signal);
      resources.keepDataset(dataset);
      return { dataset: dataset.handle, rows: dataset.rows, labels: [...(dataset.gold?.names ?? [])] };
    },

    "dataset/get": ({ dataset }) => {
      const { name, table } = resources.dataset(dataset);
      return { name, table: tensorOf("uint8", table) };
    },

    "model/load": async ({ folder, pooling }) => {
      const info = await resources.models.load(folder, pooling);
      return {
        model: info.handle,
        labelNames: [...info.labelNames],
        dimension: info.dimension,
        pooling: info.pooling,
        maxPieces: info.maxPieces,
      };
    },

    "model/check": async ({ folder, inputIds, attentionMask }, { signal }) => {
      const { logits, hidden } = await checkGraph(folder, inputIds, attentionMask, signal);
      return {
        ...(logits ? { logits: tensorOf("float32", logits.data, logits.shape) } : {}),
        ...(hidden ? { hidden: tensorOf("float32", hidden.data, hidden.shape) } : {}),
      };
    },

    "analysis/run": (params, call) => analyses.run(params, call),

    "analysis/state": async ({ analysis }, { signal }) => (await analyses.get(analysis, signal)).feed.state(),

    "analysis/array": async ({ analysis, name }, { signal }) =>
      wholeArray(await analyses.get(analysis, signal), name, resources, signal),

    "analysis/probabilities": async ({ analysis, rows }, { signal }) =>
      probabilitiesOf(await analyses.get(analysis, signal), rows, resources, signal),

    "analysis/filter": async ({ analysis, filter }, { signal }) => {
      const found = await analyses.get(analysis, signal);
      return filterRows(found, resources.dataset(found.dataset), filter, signal);
    },

    "analysis/labels": async ({ analysis }, { signal }) => labels(await analyses.get(analysis, signal)),

    "analysis/confusions": async ({ analysis }, { signal }) =>
      confusedLabels(await analyses.get(analysis, signal)),

    "analysis/words": async (params, { signal }) => {
      const found = await analyses.get(params.analysis, signal);
      return words(found, resources.dataset(found.dataset), params, resources, signal);
    },
  };
}

function mismatch(protocol: number, client: string, version: string): SemlaError {
  const older = protocol < PROTOCOL_VERSION;
  const advice = older
    ? `upgrade ${client} (restart the kernel and reload the page after upgrading semla-lab)`
    : "upgrade the sidecar: reinstall semla-lab and restart the kernel";
  return new SemlaError(
    "protocol_mismatch",
    `protocol: ${protocol} of ${client} (allowed: ${PROTOCOL_VERSION}, that of the sidecar ${version}); ${advice}`,
  );
}

import { PROTOCOL_VERSION, SemlaError, type Result } from "../../../src/protocol";
import { Analyses, tensorOf, type Resources } from "../analysis";
import { readDataset } from "../data";
import { Concepts } from "../lexicon";
import * as queries from "../queries";
import type { CheckGraph } from "../threads/check";
import type { Handlers } from "./serve";

/** What `initialize` tells of this process. */
export type About = Omit<Result<"initialize">, "protocol">;

/**
 * The handlers of all requests, on shared resources.
 * @param lexicon file of the bundled concepts; null where there is none.
 */
export function createHandlers(
  resources: Resources,
  checkGraph: CheckGraph,
  about: About,
  lexicon: string | null = null,
): Handlers {
  const analyses = new Analyses(resources);
  const concepts = new Concepts(lexicon);
  const answered = new queries.Answered();
  const question = async (
    handle: string,
    signal: AbortSignal,
    second: string | null = null,
  ): Promise<queries.Question> => {
    const analysis = await analyses.get(handle, signal);
    const dataset = resources.dataset(analysis.dataset);
    const other = second === null ? null : await analyses.get(second, signal);
    return { analysis, dataset, other, resources, concepts, signal };
  };
  return answered.following({
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

    "analysis/project": (params, call) => analyses.project(params, call),

    "analysis/clusters": (params, { signal }) => analyses.clusters(params, signal),

    "analysis/neighbours": (params, { signal }) => analyses.neighbours(params, signal),

    "analysis/state": async ({ analysis }, { signal }) => (await analyses.get(analysis, signal)).feed.state(),

    "analysis/array": async ({ analysis, name }, { signal }) =>
      queries.wholeArray(await question(analysis, signal), name),

    "analysis/keep": async ({ analysis }, { signal }) => queries.whatToKeep(await question(analysis, signal)),

    "analysis/restore": (params, { signal }) => analyses.restore(params, signal),

    "analysis/probabilities": async ({ analysis, rows }, { signal }) =>
      queries.probabilitiesOf(await question(analysis, signal), rows),

    "analysis/filter": async ({ analysis, filter, other }, { signal }) =>
      queries.filterRows(await question(analysis, signal, other), filter),

    "analysis/labels": async ({ analysis }, { signal }) =>
      queries.labelFigures(await question(analysis, signal)),

    "analysis/confusions": async ({ analysis }, { signal }) =>
      queries.confusedLabels(await question(analysis, signal)),

    "analysis/words": async (params, { signal }) =>
      queries.localWords(await question(params.analysis, signal), params),

    "analysis/concepts": async ({ analysis }, { signal }) =>
      queries.conceptsOf(await question(analysis, signal)),

    "analysis/compare": async ({ analysis, other, filter }, { signal }) =>
      queries.compareModels(await question(analysis, signal, other), filter),

    "analysis/contrast": async (params, { signal }) =>
      queries.contrastGroups(await question(params.analysis, signal, params.other), params),

    "analysis/snapshot": async (params, { signal }) =>
      queries.takeSnapshot(await question(params.analysis, signal, params.other), params, answered),

    "explain/relations": async (params, { signal }) =>
      queries.relateWords(await question(params.analysis, signal), params),

    "explain/attribute": async (params, { signal }) =>
      queries.attributeSubjects(await question(params.analysis, signal), params),

    "explain/trust": async (params, { signal }) =>
      queries.measureTrust(await question(params.analysis, signal), params),

    "explain/salience": async (params, { signal }) =>
      queries.rankSalience(await question(params.analysis, signal), params),

    "explain/word": async (params, { signal }) =>
      queries.salienceOfWord(await question(params.analysis, signal), params),

    "explain/predict": async (params, { signal }) =>
      queries.predictTexts(await question(params.analysis, signal), params),
  });
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

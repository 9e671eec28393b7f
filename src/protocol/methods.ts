import { z } from "zod";
import * as analysis from "./analysis";
import * as dataset from "./dataset";
import * as explain from "./explain";
import * as model from "./model";
import { analysisSnapshot } from "./snapshot";

/** Raised by one whenever a message changes in a way that an older side cannot read. */
export const PROTOCOL_VERSION = 1;

/** First request of every connection. A version that differs is refused by a sentence naming the side to upgrade. */
const initialize = {
  params: z.strictObject({ protocol: z.int(), client: z.string() }),
  result: z.strictObject({
    protocol: z.int(),
    version: z.string(),
    node: z.string(),
    onnxruntime: z.string(),
    cacheFolder: z.string(),
    pid: z.int(),
  }),
};

/** Every request, by name: the one source of the types of both sides. */
export const methods = {
  initialize,
  "dataset/put": dataset.datasetPut,
  "dataset/get": dataset.datasetGet,
  "model/load": model.modelLoad,
  "model/check": model.modelCheck,
  "analysis/run": analysis.analysisRun,
  "analysis/state": analysis.analysisState,
  "analysis/array": analysis.analysisArray,
  "analysis/keep": analysis.analysisKeep,
  "analysis/restore": analysis.analysisRestore,
  "analysis/probabilities": analysis.analysisProbabilities,
  "analysis/filter": analysis.analysisFilter,
  "analysis/labels": analysis.analysisLabels,
  "analysis/confusions": analysis.analysisConfusions,
  "analysis/words": analysis.analysisWords,
  "analysis/project": analysis.analysisProject,
  "analysis/clusters": analysis.analysisClusters,
  "analysis/neighbours": analysis.analysisNeighbours,
  "analysis/concepts": analysis.analysisConcepts,
  "analysis/compare": analysis.analysisCompare,
  "analysis/contrast": analysis.analysisContrast,
  "analysis/snapshot": analysisSnapshot,
  "explain/attribute": explain.explainAttribute,
  "explain/relations": explain.explainRelations,
  "explain/predict": explain.explainPredict,
  "explain/trust": explain.explainTrust,
  "explain/salience": explain.explainSalience,
  "explain/word": explain.explainWord,
} as const;

export type Method = keyof typeof methods;
/** What a caller writes: members with a default may be left out. */
export type ParamsIn<M extends Method> = z.input<(typeof methods)[M]["params"]>;
/** What a handler reads: defaults filled in. */
export type Params<M extends Method> = z.output<(typeof methods)[M]["params"]>;
export type Result<M extends Method> = z.output<(typeof methods)[M]["result"]>;

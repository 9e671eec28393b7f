import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { SemlaError } from "../../../src/protocol/errors";
import { Dataflow, readModel, readOutline } from "../onnx";
import { files } from "./plan";
import { reasonOf } from "./reason";

/** What a `config.json` and its like hold; nothing in it is trusted. */
export type Config = Readonly<Record<string, unknown>>;

/** A model folder as it was found. */
export interface ModelFolder {
  readonly folder: string;
  readonly flow: Dataflow;
  readonly config: Config;
  readonly tokenizerConfig: Config;
  readonly sentenceConfig: Config;
  readonly poolingConfig: Config | null;
}

/**
 * Reads all of a model folder but its weights and its tokenizer.
 * @throws SemlaError "bad_model" saying what is missing or damaged, where, and what to do
 */
export async function readFolder(folder: string): Promise<ModelFolder> {
  await checkFiles(folder);
  const flow = await readGraph(folder);
  await checkExternalData(folder, flow);
  const [config, tokenizerConfig, sentenceConfig, poolingConfig] = await Promise.all(
    [files.config, files.tokenizerConfig, files.sentenceConfig, files.pooling].map((name) =>
      readConfig(folder, name),
    ),
  );
  return {
    folder,
    flow,
    config: config ?? {},
    tokenizerConfig: tokenizerConfig ?? {},
    sentenceConfig: sentenceConfig ?? {},
    poolingConfig: poolingConfig ?? null,
  };
}

/** Files beside a model that hold weights of it, relative to its folder, each once and sorted. */
export function externalFiles(flow: Dataflow): string[] {
  const named = flow.graph.initializers.flatMap(({ file }) => (file === null ? [] : [file]));
  return [...new Set(named)].sort();
}

/** Whether something is a whole number that a count can be. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0;
}

async function checkFiles(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (!found)
    throw new SemlaError(
      "bad_model",
      `model: ${folder} does not exist; give the folder that holds ${files.model}`,
    );
  if (!found.isDirectory())
    throw new SemlaError(
      "bad_model",
      `model: ${folder} is a file; give the folder that holds ${files.model}`,
    );
  for (const name of [files.model, files.tokenizer])
    if (!(await isFile(join(folder, name))))
      throw new SemlaError(
        "bad_model",
        `model: ${folder} has no ${name} (needed: ${files.model}, ${files.tokenizer}); ` +
          `export the model with its tokenizer into this folder, or give its transformers folder in Python`,
      );
}

async function readGraph(folder: string): Promise<Dataflow> {
  try {
    return new Dataflow(readModel(await readOutline(join(folder, files.model))).graph);
  } catch (cause) {
    throw new SemlaError(
      "bad_model",
      `model: ${join(folder, files.model)} is not an ONNX model (${reasonOf(cause)}); export or copy it again`,
      { cause },
    );
  }
}

async function checkExternalData(folder: string, flow: Dataflow): Promise<void> {
  for (const name of externalFiles(flow))
    if (!(await isFile(join(folder, name))))
      throw new SemlaError(
        "bad_model",
        `model: ${join(folder, files.model)} keeps weights in ${name}, which is missing; copy it beside the model`,
      );
}

async function readConfig(folder: string, name: string): Promise<Config | null> {
  const path = join(folder, name);
  if (!(await isFile(path))) return null;
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof value === "object" && value !== null) return value as Config;
    throw new TypeError("it holds no object");
  } catch (cause) {
    throw new SemlaError("bad_model", `model: ${path} cannot be read (${reasonOf(cause)}); export it again`, {
      cause,
    });
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

import { SemlaError } from "../../../src/protocol/errors";
import type { Config } from "./folder";

/**
 * Names of a model's labels in the order of its logits, from `id2label`; `LABEL_0`, ... where the configuration
 * names none, as transformers has it.
 * @param columns number of logits; null where the graph does not say, then the configuration decides.
 * @throws SemlaError "bad_model" when the configuration names another number of labels than there are logits
 */
export function readLabelNames(config: Config, columns: number | null, folder: string): string[] {
  const { id2label } = config;
  if (typeof id2label !== "object" || id2label === null) {
    return Array.from({ length: columns ?? 2 }, (_, i) => `LABEL_${i}`);
  }
  const entries = Object.entries(id2label)
    .map(([id, name]) => [Number(id), String(name)] as const)
    .sort(([a], [b]) => a - b);
  if (!entries.every(([id], i) => id === i))
    throw new SemlaError(
      "bad_model",
      `model: id2label in ${folder}/config.json is numbered ${entries.map(([id]) => id).join(", ")} ` +
        `(needed: 0 to ${entries.length - 1}); number the labels in the order of the logits`,
    );
  if (columns !== null && columns !== entries.length)
    throw new SemlaError(
      "bad_model",
      `model: ${folder}/config.json names ${entries.length} labels and the model has ${columns} logits; ` +
        `use the config.json that was saved with this model`,
    );
  return entries.map(([, name]) => name);
}

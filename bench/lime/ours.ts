import { createInterface } from "node:readline";
import { seededRandom } from "../../src/core/random";
import { attributionOptions } from "../../src/protocol";
import { forwardModel } from "../../compute/src/explain/forward-model";
import { lime, randomMasks } from "../../compute/src/explain/lime";
import { readText } from "../../compute/src/explain/reading";
import { physicalCores } from "../../compute/src/models/cores";
import { inspect } from "../../compute/src/models/inspect";
import { openSession } from "../../compute/src/models/session";
import { openTokenizer } from "../../compute/src/models/tokens";

/**
 * Explains a text by LIME as the inference thread does. Each line is a JSON request {text, label, masks}; the answer
 * is JSON: seconds, r2, words with their scores, and how many maskings differ. Argument: the folder of the model.
 */
const [folder = ""] = process.argv.slice(2);
const { plan } = await inspect(folder, "auto");
const tokenizer = await openTokenizer(plan);
const forward = forwardModel(
  await openSession(plan, physicalCores()),
  {
    labels: plan.labels,
    dimension: plan.dimension,
    padId: tokenizer.padId,
    maskId: tokenizer.mask?.id ?? null,
    batchPieces: plan.batchPieces,
  },
  async () => undefined,
);

for await (const line of createInterface({ input: process.stdin })) {
  const { text, label, masks } = JSON.parse(line) as { text: string; label: number; masks: number };
  const options = attributionOptions.parse({ masks });
  const start = performance.now();
  const reading = readText(tokenizer, text);
  const target = { kind: "label", label, against: null, output: "probability" } as const;
  const { scores, r2 } = await lime(reading, forward, target, options, () => false);
  const seconds = (performance.now() - start) / 1000;
  const drawn = randomMasks(reading.words.length, masks, seededRandom(options.seed));
  const answer = {
    seconds,
    r2,
    words: reading.words.map(({ text: word }, i) => [word, scores[i]]),
    distinct: new Set(drawn.map((mask) => mask.join(""))).size,
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

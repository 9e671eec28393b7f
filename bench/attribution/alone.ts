import { createInterface } from "node:readline";
import { attributionMethod, attributionOptions } from "../../src/protocol";
import { attribute } from "../../compute/src/explain";
import { inspect } from "../../compute/src/models/inspect";
import { OpenModels } from "../../compute/src/threads/inference-models";

/**
 * The computations of attributions by themselves: no requests, no threads, nothing kept. Each line is a JSON request
 * {text, label, method}; the answer is JSON: seconds. Argument: the folder of the model.
 */
const [folder = ""] = process.argv.slice(2);
const { plan } = await inspect(folder, "auto");
const never = { stopped: () => false, giveWay: async () => undefined };
const explainer = await new OpenModels().explainer(plan, never);

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as { text: string; label: number; method: string };
  const method = attributionMethod.parse(request.method);
  const target = { kind: "label", label: request.label, against: null, output: "logit" } as const;
  const start = performance.now();
  await attribute(
    explainer,
    [request.text],
    [target],
    method,
    attributionOptions.parse({}),
    never.stopped,
    () => undefined,
  );
  process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - start) / 1000 })}\n`);
}

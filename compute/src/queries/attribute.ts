import type {
  Attribution,
  AttributionMethod,
  AttributionOptions,
  Params,
  Result,
} from "../../../src/protocol";
import { tensorOf } from "../analysis";
import type { Attributed } from "../explain";
import { hashValue } from "../store";
import { optionsOf } from "./attribution-options";
import { chooseTargets, type Chosen } from "./attribution-target";
import { modelOf } from "./free-text";
import { refused, type Question } from "./question";

/** Raised when what is kept on disk changes. */
const FILE_VERSION = 1;

/**
 * Attributions of rows or free texts, [subjects][methods]; what was asked before comes from memory or from disk.
 * @throws SemlaError "invalid_request" for an analysis without a model, a row, target or baseline that is not there,
 * "not_differentiable" for a gradient method on a graph without gradient; errors of the model
 */
export async function attributeSubjects(
  question: Question,
  params: Pick<Params<"explain/attribute">, "subjects" | "methods" | "options">,
): Promise<Result<"explain/attribute">> {
  const { subjects, methods, options } = params;
  const model = modelOf(question, "attribute");
  const texts = subjects.map((subject) => ("row" in subject ? textOf(question, subject.row) : subject.text));
  const chosen = await chooseTargets(question, subjects, options);
  const attributions: Attribution[][] = subjects.map(() => []);
  for (const method of methods) {
    const found = await attributionsOf(question, { model, texts, chosen, method, options });
    found.forEach((attribution, i) => attributions[i]?.push(attribution));
  }
  return { attributions };
}

interface Wanted {
  readonly model: string;
  readonly texts: readonly string[];
  readonly chosen: readonly Chosen[];
  readonly method: AttributionMethod;
  readonly options: AttributionOptions;
}

/** One attribution a text: from memory, else, where all that were asked for are there, from disk, else computed. */
async function attributionsOf({ resources, signal }: Question, wanted: Wanted): Promise<Attribution[]> {
  const { model, texts, chosen, method, options } = wanted;
  const keys = await Promise.all(texts.map((_, i) => keyOf(wanted, i, signal)));
  const held = keys.map((key) => resources.attributions.get(key));
  if (held.every((each) => each !== undefined)) return held;
  const name = `attribution-${FILE_VERSION}-${await hashValue(keys, signal)}`;
  const { value } = await resources.disk.read(name, signal);
  const found: (Attribution | undefined)[] = isAttributions(value, texts.length) ? value : held;
  const missing = Array.from(texts.keys()).filter((i) => found[i] === undefined);
  if (missing.length > 0) {
    const request = {
      texts: missing.map((i) => texts[i] ?? ""),
      targets: missing.flatMap((i) => chosen[i]?.choice ?? []),
      method,
      options,
    };
    await resources.models.attribute(model, request, {
      signal,
      onAttributed: (attributed, at) => {
        const i = missing[at] ?? -1;
        found[i] = attributionOf(attributed, chosen[i]);
      },
    });
  }
  const complete = found.map((attribution) => attribution ?? lost(method));
  complete.forEach((attribution, i) =>
    resources.attributions.set(keys[i] ?? "", attribution, bytesOf(attribution)),
  );
  // nobody waits for it: what could not be written is computed again
  if (missing.length > 0) void resources.disk.write(name, complete);
  return complete;
}

/** What an attribution depends on. */
function keyOf(
  { model, texts, chosen, method, options }: Wanted,
  i: number,
  signal: AbortSignal,
): Promise<string> {
  const choice = chosen[i]?.choice;
  const target = choice?.kind === "similarity" ? { ...choice, to: tensorOf("float32", choice.to) } : choice;
  const labels = { target: chosen[i]?.label, against: chosen[i]?.against };
  return hashValue(
    { model, text: texts[i], method, target, labels, options: optionsOf(method, options) },
    signal,
  );
}

function attributionOf(attributed: Attributed, chosen: Chosen | undefined): Attribution {
  const { pieces, special, pieceScores, words, wordOfPiece, scores, spread } = attributed;
  return {
    ...attributed,
    target: attributed.target ?? chosen?.label ?? null,
    against: attributed.against ?? chosen?.against ?? null,
    pieces: [...pieces],
    words: [...words],
    special: tensorOf("uint8", special),
    pieceScores: tensorOf("float32", pieceScores),
    wordOfPiece: tensorOf("int32", wordOfPiece),
    scores: tensorOf("float32", scores),
    spread: spread && tensorOf("float32", spread),
  };
}

/** About what an attribution takes in memory. */
function bytesOf({ text, pieces, words }: Attribution): number {
  return 512 + 2 * text.length + 40 * pieces.length + 80 * words.length;
}

function textOf({ dataset }: Question, row: number): string {
  const text = dataset.texts[row];
  if (text === undefined) throw refused(`row: ${row} (allowed: 0 to ${dataset.rows - 1})`);
  return text;
}

function isAttributions(value: unknown, count: number): value is Attribution[] {
  return (
    Array.isArray(value) &&
    value.length === count &&
    value.every((each: unknown) => typeof each === "object" && each !== null && "pieceScores" in each)
  );
}

function lost(method: AttributionMethod): never {
  throw new Error(`attribution: ${method} came back for fewer texts than were asked for`);
}

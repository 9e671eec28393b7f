import type { AttributionMethod, AttributionOptions } from "../../../src/protocol";
import type { Attributed } from "../explain";
import { chooseTargets } from "./attribution-target";
import { modelOf } from "./free-text";
import type { Question } from "./question";

/**
 * Attributes rows by one method without keeping what is found: `onRow` hears of each row, in their order.
 * @throws the signal's reason; SemlaError for a target that is not there, or a method that the model does not allow
 */
export async function attributeRows(
  question: Question,
  rows: readonly number[],
  method: AttributionMethod,
  options: AttributionOptions,
  onRow: (attributed: Attributed, row: number) => void,
): Promise<void> {
  const { dataset, resources, signal } = question;
  const chosen = await chooseTargets(
    question,
    rows.map((row) => ({ row })),
    options,
  );
  const request = {
    texts: rows.map((row) => dataset.texts[row] ?? ""),
    targets: chosen.map(({ choice }) => choice),
    method,
    options,
  };
  await resources.models.attribute(modelOf(question, "attribute"), request, {
    signal,
    onAttributed: (attributed, at) => onRow(attributed, rows[at] ?? -1),
  });
}

/** Milliseconds that a request works before it answers with what it has. */
export const A_WHILE = 1000;

import {
  changesOf,
  filterSteps,
  parseFilter,
  rowsOf,
  type Conditions,
  type Filter,
  type FilterColumns,
  type Mask,
} from "../../../src/core";
import type { Result } from "../../../src/protocol";
import { tensorOf } from "../analysis";
import { Slices } from "../threads/slices";
import { conceptSetOf } from "./features";
import { otherView, refused, viewOf, type Question } from "./question";

/** The rows that a filter lets through. @throws SemlaError "invalid_request" for a filter that makes no sense here. */
export async function filterRows(question: Question, filter: Filter): Promise<Result<"analysis/filter">> {
  return { rows: tensorOf("uint32", rowsOf(await maskOf(question, filter))) };
}

/** The same as a mask. */
export async function maskOf(question: Question, given: Filter): Promise<Mask> {
  const { signal } = question;
  const filter = sentence(() => parseFilter(given));
  const columns = await columnsFor(question, filter);
  const slices = new Slices(signal);
  const steps = filterSteps(filter, columns, 512);
  let step = sentence(() => steps.next());
  while (!step.done) {
    if (slices.due()) await slices.rest();
    step = sentence(() => steps.next());
  }
  return step.value;
}

/** The columns that a filter reads; those that take time are made for a filter that asks for them only. */
async function columnsFor(question: Question, filter: Filter): Promise<FilterColumns> {
  const { analysis, dataset, resources, signal } = question;
  const { gold, prediction, cluster } = viewOf(analysis);
  const { confidence, support } = analysis.feed.columns();
  const asks = (key: keyof Conditions): boolean =>
    filter[key] !== undefined || filter.not?.[key] !== undefined;
  const words = asks("word") || asks("length") ? await resources.postings(dataset, {}, signal) : undefined;
  return {
    length: dataset.rows,
    texts: dataset.texts,
    gold: gold ?? undefined,
    prediction: prediction ?? undefined,
    cluster: cluster ?? undefined,
    split: dataset.split ?? undefined,
    confidence: confidence?.data,
    words,
    lengths: words?.lengths,
    concepts: asks("concept") ? await conceptRows(question) : undefined,
    support: support && { data: support.data, size: support.shape[1] ?? 0 },
    change: asks("change") ? changes(question) : undefined,
  };
}

async function conceptRows(question: Question): Promise<FilterColumns["concepts"]> {
  const { table, rows } = await conceptSetOf(question);
  return table.source === null ? undefined : rows;
}

function changes(question: Question): FilterColumns["change"] {
  if (!question.other) return undefined;
  const { gold, prediction } = viewOf(question.analysis);
  const second = otherView(question).prediction;
  return gold && prediction && second ? changesOf(gold, prediction, second) : undefined;
}

/** What core says about a filter is a sentence for the user already. */
function sentence<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw refused((error as Error).message, error);
  }
}

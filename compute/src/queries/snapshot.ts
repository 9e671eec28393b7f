import { type Conditions, type Filter, type Postings, rowsOf, tokenize } from "../../../src/core";
import type { AnalysisColumns, Params, Result } from "../../../src/protocol";
import { encodeSnapshot, frequentWords, type Snapshot, withoutTexts } from "../../../src/snapshot";
import { tensorOf, type Analysis } from "../analysis";
import { inSlices, Slices } from "../threads/slices";
import { conceptSetOf } from "./features";
import { maskOf } from "./filter";
import { present, type Question } from "./question";
import type { Answered } from "./snapshot-answers";
import { drawPicture } from "./snapshot-picture";

/** Words of a single row are as good as its text, and no map shows them. */
const FEWEST = 2;

/**
 * A snapshot of a finished analysis as it is shown, and its picture.
 * @throws SemlaError "invalid_request" while the analysis is under way
 */
export async function takeSnapshot(
  question: Question,
  params: Params<"analysis/snapshot">,
  answered: Answered,
): Promise<Result<"analysis/snapshot">> {
  const { analysis, dataset, other, resources, signal } = question;
  const summary = present(
    analysis.feed.state().summary,
    "snapshot: the analysis is still under way; ask again when it is ready",
  );
  const postings = await resources.postings(dataset, {}, signal);
  const words = params.texts ? null : frequentWords(postings, FEWEST);
  const kept = new Set((words?.postings ?? postings).features);
  const answers = [...answered.of(analysis.handle, "a"), ...(other ? answered.of(other.handle, "b") : [])];
  const filter = params.texts
    ? params.filter
    : await answerable(question, params.filter, words?.postings ?? null);
  const { table } = await conceptSetOf(question);
  const slices = new Slices(signal);
  if (slices.due()) await slices.rest();
  const snapshot: Snapshot = {
    title: params.title,
    rows: dataset.rows,
    ids: numbered(dataset.ids),
    split: dataset.split,
    texts: params.texts ? dataset.texts : null,
    words,
    lengths: postings.lengths,
    characters: Uint32Array.from(dataset.texts, (text) => text.length),
    concepts: {
      ...table,
      wordsOf: table.wordsOf.map((of) => of.filter((word) => kept.has(word))),
    },
    first: { columns: analysis.feed.columns(), summary },
    second: other && { name: params.otherName ?? "second", ...secondOf(other, analysis.feed.columns()) },
    frames: params.frames && [params.frames[0] ?? "", params.frames[1] ?? ""],
    filter,
    selection: Uint32Array.from(new Set(params.selection.filter((row) => row < dataset.rows))).sort(),
    view: params.view,
    answers: params.texts ? answers : withoutTexts(answers, (word) => kept.has(word)),
  };
  await slices.rest();
  const data = await encodeSnapshot(snapshot);
  await slices.rest();
  const shown = await maskOf(question, params.filter);
  const picture = await inSlices(drawPicture({ snapshot, postings, shown }), signal);
  return { data: tensorOf("uint8", data), picture };
}

/** The second model's columns; clusters are the first's. */
function secondOf(other: Analysis, first: AnalysisColumns): Snapshot["first"] {
  const { clusterOfLabel, clusterNames, gold, ...columns } = other.feed.columns();
  void [clusterOfLabel, clusterNames];
  return {
    columns: { ...columns, ...(gold && { gold }), labelNames: columns.labelNames ?? first.labelNames ?? [] },
    summary: other.feed.state().summary ?? null,
  };
}

/** The filter with what only texts can tell put as the rows that it lets through. */
async function answerable(question: Question, filter: Filter, words: Postings | null): Promise<Filter> {
  const known = new Set(words?.features);
  const [ofTexts, others] = parted(filter, known);
  const [notOfTexts, notOthers] = parted(filter.not ?? {}, known);
  if (Object.keys(ofTexts).length + Object.keys(notOfTexts).length === 0) return filter;
  const rows = rowsOf(
    await maskOf(question, { ...ofTexts, ...(filter.rows && { rows: filter.rows }), not: notOfTexts }),
  );
  return { ...others, rows: [...rows], ...(Object.keys(notOthers).length > 0 && { not: notOthers }) };
}

/** Conditions that need texts (strings, expressions, phrases, words that are left out), and the others. */
function parted(
  { text, regex, word, ...rest }: Filter,
  known: ReadonlySet<string>,
): [Conditions, Conditions] {
  const { not, ...others } = rest;
  void not;
  const single =
    word?.every(
      (each) =>
        known.has(each) ||
        (tokenize(each, "unicode").length === 1 && known.has(tokenize(each, "unicode")[0] ?? "")),
    ) === true;
  const ofTexts: Conditions = {
    ...(text !== undefined && { text }),
    ...(regex !== undefined && { regex }),
    ...(word !== undefined && !single && { word }),
  };
  return [ofTexts, { ...others, ...(word !== undefined && single && { word }) }];
}

/** Ids that are whole numbers, as such. */
function numbered(ids: readonly string[]): readonly (string | number)[] {
  const whole = ids.every((id) => /^(?:0|-?[1-9]\d{0,14})$/.test(id));
  return whole ? ids.map(Number) : ids;
}

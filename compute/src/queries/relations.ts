import type { Params, Partner, Result, Subject } from "../../../src/protocol";
import { tensorOf } from "../analysis";
import { vectorsOf } from "../analysis/vectors";
import { modelOf, readFreeTexts } from "./free-text";
import { present, refused, type Question } from "./question";

/** A text, its embedding, and the rows that it is held against; -1 for none. */
interface Compared {
  readonly text: string;
  readonly embedding: Float32Array;
  readonly closest: number;
  readonly contrast: number;
}

/**
 * What ties a row or a text to its closest and to its contrast row, word by word.
 * @throws SemlaError "invalid_request" for a row that is not there, or an analysis without a model;
 * "not_differentiable" for a model whose graph does not show what is asked for.
 */
export async function relateWords(
  question: Question,
  { subject, kind, points }: Params<"explain/relations">,
): Promise<Result<"explain/relations">> {
  const { analysis, dataset, resources, signal } = question;
  const model = modelOf(question, "relations");
  const { embeddings } = await vectorsOf(analysis, "relations", resources, signal);
  const { data, dimension } = embeddings;
  const embeddingOf = (row: number): Float32Array => data.slice(row * dimension, (row + 1) * dimension);
  const { text, embedding, closest, contrast } = await comparedWith(question, subject, embeddingOf);
  const rows = [
    { role: "closest" as const, row: closest },
    { role: "contrast" as const, row: contrast },
  ].filter(({ row }) => row >= 0);
  const others = rows.map(({ row }) => ({ text: dataset.texts[row] ?? "", embedding: embeddingOf(row) }));
  const { words, ties } = await resources.models.relate(
    model,
    { own: { text, embedding }, others, kind, points },
    signal,
  );
  const partners = ties.map((tie, i): Partner => {
    const { role, row } = rows[i] ?? { role: "closest", row: -1 };
    const other = embeddingOf(row);
    const similarity = product(embedding, other);
    const lengths = Math.sqrt(product(embedding, embedding) * product(other, other));
    return {
      role,
      row,
      text: dataset.texts[row] ?? "",
      words: [...tie.words],
      similarity,
      cosine: lengths > 0 ? similarity / lengths : 0,
      links: tie.links && tensorOf("float32", tie.links, [words.length, tie.words.length]),
      own: tie.own && tensorOf("float32", tie.own),
      theirs: tie.theirs && tensorOf("float32", tie.theirs),
      delta: tie.delta,
    };
  });
  return { text, words: [...words], partners };
}

async function comparedWith(
  question: Question,
  subject: Subject,
  embeddingOf: (row: number) => Float32Array,
): Promise<Compared> {
  const { analysis, dataset } = question;
  if ("text" in subject) {
    const [read] = (await readFreeTexts(question, [subject.text], "relations")).texts;
    if (!read) throw new Error("relations: the model gave no answer to a text");
    return { ...read, text: subject.text };
  }
  const { row } = subject;
  if (row >= dataset.rows) throw refused(`subject.row: ${row} (allowed: 0 to ${dataset.rows - 1})`);
  const columns = analysis.feed.columns();
  const nowhere = "relations: the rows of this analysis have not been compared; run it again";
  return {
    text: dataset.texts[row] ?? "",
    embedding: embeddingOf(row),
    closest: present(columns.closest, nowhere).data[row] ?? -1,
    contrast: present(columns.contrast, nowhere).data[row] ?? -1,
  };
}

function product(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

import {
  categoryPostings,
  characterLengthPostings,
  wordLengthPostings,
  type Postings,
} from "../../../src/core";
import type { Params } from "../../../src/protocol";
import type { ConceptSet } from "../lexicon";
import { present, viewOf, type Question } from "./question";

/** What is counted, and how texts become words. */
export type FeatureChoice = Pick<Params<"analysis/contrast">, "kind" | "ngram"> &
  Partial<Pick<Params<"analysis/words">, "tokens">>;

/** The concepts of the data set's words, as the analysis was told to find them. */
export async function conceptSetOf({
  analysis,
  dataset,
  resources,
  concepts,
  signal,
}: Question): Promise<ConceptSet> {
  const words = await resources.postings(dataset, {}, signal);
  return concepts.of(dataset, words, analysis.concepts, signal);
}

/** The rows of each feature. @throws SemlaError "invalid_request" where the analysis has no such features. */
export async function featuresOf(question: Question, choice: FeatureChoice): Promise<Postings> {
  const { analysis, dataset, resources, signal } = question;
  const { kind, tokens, ngram } = choice;
  const categories = (column: "gold" | "prediction") =>
    categoryPostings(
      present(viewOf(analysis)[column], `kind: ${kind}, but this analysis has no ${kind}s (yet)`),
    );
  switch (kind) {
    case "word":
      return resources.postings(dataset, { tokens, ngram }, signal);
    case "concept":
      return (await conceptSetOf(question)).rows;
    case "label":
      return categories("gold");
    case "prediction":
      return categories("prediction");
    case "length":
      return wordLengthPostings((await resources.postings(dataset, {}, signal)).lengths);
    case "characters":
      return characterLengthPostings(dataset.texts.map((text) => text.length));
  }
}

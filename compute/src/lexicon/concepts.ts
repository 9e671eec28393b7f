import { readFile } from "node:fs/promises";
import { conceptPostingsSteps, conceptWords, type ConceptTable, type Postings } from "../../../src/core";
import type { Concepts as Setting } from "../../../src/protocol";
import type { Dataset } from "../data";
import { hashValue, MemoryStore } from "../store";
import { inSlices } from "../threads/slices";
import { readLexicon, type Lexicon } from "./file";
import { conceptsOfMapping, conceptsOfVocabulary } from "./vocabulary";

/** The concepts of a data set. */
export interface ConceptSet {
  readonly table: ConceptTable;
  /** The words of each concept, as indices of features. */
  readonly words: Postings;
  /** The rows of each concept. */
  readonly rows: Postings;
}

const MIB = 2 ** 20;
const noConcepts: ConceptTable = { source: null, names: [], wordsOf: [] };

/** Concepts of data sets, made once each. */
export class Concepts {
  private readonly sets = new MemoryStore<ConceptSet>(128 * MIB);
  private lexicon: Promise<Lexicon> | null = null;

  /** @param file the bundled lexicon; null where there is none, and then no concepts but the user's own. */
  constructor(private readonly file: string | null) {}

  /**
   * @param words postings of the single words of the data set.
   * @throws Error when the bundled lexicon cannot be read.
   */
  async of(dataset: Dataset, words: Postings, setting: Setting, signal: AbortSignal): Promise<ConceptSet> {
    const key = `${dataset.textsHash} ${typeof setting === "string" ? setting : await hashValue(setting, signal)}`;
    const held = this.sets.get(key);
    if (held) return held;
    const table = await this.tableOf(words.features, setting, signal);
    const rows = await inSlices(conceptPostingsSteps(words, table), signal);
    const set = { table, words: conceptWords(words, table), rows };
    this.sets.set(key, set, 4 * rows.rows.length + 4 * set.words.rows.length + 64 * table.names.length);
    return set;
  }

  private async tableOf(
    vocabulary: readonly string[],
    setting: Setting,
    signal: AbortSignal,
  ): Promise<ConceptTable> {
    if (typeof setting !== "string") return conceptsOfMapping(setting, vocabulary);
    if (setting === "none" || this.file === null) return noConcepts;
    this.lexicon ??= readFile(this.file).then(readLexicon);
    // what could not be read is tried again when it is asked for again
    this.lexicon.catch(() => (this.lexicon = null));
    return inSlices(conceptsOfVocabulary(await this.lexicon, vocabulary), signal);
  }
}

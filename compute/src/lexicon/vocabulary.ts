import { functionWords, wordStem, type ConceptTable } from "../../../src/core";
import type { Lexicon } from "./file";
import { baseForms } from "./inflection";

/** Steps up from what a word stands for. */
const STEPS_UP = 4;

/**
 * The concepts that at least two words of a vocabulary share; of several with the same words the most specific.
 * Words of the closed classes (I, it, can, have) have none: the lexicon reads them as names of things. In slices:
 * yields the number of words read so far.
 */
export function* conceptsOfVocabulary(
  lexicon: Lexicon,
  vocabulary: readonly string[],
): Generator<number, ConceptTable, void> {
  const wordsOf = new Map<number, string[]>();
  for (const [i, word] of vocabulary.entries()) {
    if (i % 200 === 199) yield i + 1;
    if (functionWords.has(word)) continue;
    for (const concept of conceptsOver(lexicon, word)) {
      const words = wordsOf.get(concept);
      if (words) words.push(word);
      else wordsOf.set(concept, [word]);
    }
  }
  yield vocabulary.length;
  const specific = new Map<string, number>();
  let looked = 0;
  for (const [concept, words] of wordsOf) {
    if (++looked % 500 === 0) yield vocabulary.length;
    if (new Set(words.map(wordStem)).size < 2) continue;
    const key = words.join(" ");
    const known = specific.get(key);
    if (known === undefined || isNarrower(lexicon, concept, known)) specific.set(key, concept);
  }
  const kept = [...specific.values()].sort((a, b) => a - b);
  return {
    source: `${lexicon.source}: words by their first sense`,
    names: uniqueNames(kept, lexicon),
    wordsOf: kept.map((concept) => wordsOf.get(concept) ?? []),
  };
}

/** The user's own concepts: those with a word of the vocabulary, in the order in which they are first named. */
export function conceptsOfMapping(
  mapping: Readonly<Record<string, readonly string[]>>,
  vocabulary: readonly string[],
): ConceptTable {
  const present = new Set(vocabulary);
  const wordsOf = new Map<string, Set<string>>();
  for (const [given, concepts] of Object.entries(mapping)) {
    const word = given.toLowerCase();
    if (!present.has(word)) continue;
    for (const concept of concepts) {
      const words = wordsOf.get(concept) ?? new Set();
      wordsOf.set(concept, words.add(word));
    }
  }
  return {
    source: "your own mapping",
    names: [...wordsOf.keys()],
    wordsOf: Array.from(wordsOf.values(), (words) => [...words]),
  };
}

function conceptsOver(lexicon: Lexicon, word: string): Set<number> {
  const base = baseForms(word).find((form) => lexicon.conceptsOf(form));
  const over = new Set<number>();
  let level: Iterable<number> = base === undefined ? [] : (lexicon.conceptsOf(base) ?? []);
  for (let step = 0; step <= STEPS_UP; step++) {
    const above: number[] = [];
    for (const concept of level) {
      if (over.has(concept)) continue;
      over.add(concept);
      above.push(...lexicon.above(concept));
    }
    level = above;
  }
  return over;
}

function isNarrower(lexicon: Lexicon, a: number, b: number): boolean {
  const difference = (lexicon.beneath[a] ?? 0) - (lexicon.beneath[b] ?? 0);
  return difference < 0 || (difference === 0 && a < b);
}

/** Names that differ: of concepts with the same name the one above is added, else a number. */
function uniqueNames(concepts: readonly number[], lexicon: Lexicon): string[] {
  const name = (concept: number): string => lexicon.names[concept] ?? "";
  const times = new Map<string, number>();
  for (const concept of concepts) times.set(name(concept), (times.get(name(concept)) ?? 0) + 1);
  const taken = new Set<string>();
  return concepts.map((concept) => {
    const [above] = lexicon.above(concept);
    const plain = name(concept);
    const told = (times.get(plain) ?? 0) > 1 && above !== undefined ? `${plain} (${name(above)})` : plain;
    let unique = told;
    for (let n = 2; taken.has(unique); n++) unique = `${told} ${n}`;
    taken.add(unique);
    return unique;
  });
}

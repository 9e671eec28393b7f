/** Which rows have which words: for each word the steps from row to row. */
import type { ConceptTable, Postings } from "../core";
import type { ByteReader, ByteWriter } from "./bytes";
import { readAscending, writeAscending } from "./columns";
import { damaged } from "./fault";
import type { SnapshotWords } from "./snapshot";

export function writeWords(writer: ByteWriter, { postings, fewest }: SnapshotWords): void {
  const { features, offsets, rows } = postings;
  writer.whole(fewest);
  writer.strings(features);
  for (let i = 0; i < features.length; i++) writeAscending(writer, rows.subarray(offsets[i], offsets[i + 1]));
}

export function readWords(reader: ByteReader, length: number): SnapshotWords {
  const fewest = reader.whole();
  const features = reader.strings("words");
  const offsets = new Uint32Array(features.length + 1);
  const parts = features.map((_, i) => {
    const part = readAscending(reader, length, "row of a word");
    offsets[i + 1] = (offsets[i] ?? 0) + part.length;
    return part;
  });
  const rows = new Uint32Array(offsets[features.length] ?? 0);
  parts.forEach((part, i) => rows.set(part, offsets[i]));
  return { postings: { features, offsets, rows }, fewest };
}

/** The words of at least so many rows, most frequent first. */
export function frequentWords({ features, offsets, rows }: Postings, fewest: number): SnapshotWords {
  const sizeOf = (i: number): number => (offsets[i + 1] ?? 0) - (offsets[i] ?? 0);
  const kept = [...features.keys()].filter((i) => sizeOf(i) >= fewest).sort((a, b) => sizeOf(b) - sizeOf(a));
  const ends = new Uint32Array(kept.length + 1);
  kept.forEach((feature, i) => (ends[i + 1] = (ends[i] ?? 0) + sizeOf(feature)));
  const all = new Uint32Array(ends[kept.length] ?? 0);
  kept.forEach((feature, i) => all.set(rows.subarray(offsets[feature], offsets[feature + 1]), ends[i]));
  return {
    postings: { features: kept.map((i) => features[i] ?? ""), offsets: ends, rows: all },
    fewest,
  };
}

/** Concepts with their words, as numbers among `words` where they are there. */
export function writeConcepts(writer: ByteWriter, { source, names, wordsOf }: ConceptTable): void {
  const words = [...new Set(wordsOf.flat())];
  const numberOf = new Map(words.map((word, i) => [word, i]));
  writer.json(source);
  writer.strings(words);
  writer.strings(names);
  for (const each of wordsOf)
    writeAscending(
      writer,
      [...new Set(each)].map((word) => numberOf.get(word) ?? 0).sort((a, b) => a - b),
    );
}

export function readConcepts(reader: ByteReader): ConceptTable {
  const source = reader.json("source of concepts");
  if (source !== null && typeof source !== "string") throw damaged("source of concepts: no text");
  const words = reader.strings("words of concepts");
  const names = reader.strings("concepts");
  const wordsOf = names.map(() =>
    Array.from(readAscending(reader, words.length, "word of a concept"), (i) => words[i] ?? ""),
  );
  return { source, names, wordsOf };
}

import { encodeFrame } from "../protocol/frame";
import { rounded } from "./answers";
import { ByteWriter } from "./bytes";
import { writeAscending, writeCodes } from "./columns";
import { compress } from "./compress";
import { writeModel } from "./model";
import { type Snapshot, SNAPSHOT_VERSION } from "./snapshot";
import { writeConcepts, writeWords } from "./words";

/** First bytes of a snapshot. */
export const MAGIC = Uint8Array.of(0x53, 0x65, 0x6d, 0x4c, 0x61);
/** `MAGIC`, the version in one byte, the length unpacked as u32, little endian; then what gzip makes of it. */
export const HEAD = MAGIC.length + 5;

/** A snapshot in few bytes; numbers are quantised to 16 bits, those of explanations to 13 bits of mantissa. */
export async function encodeSnapshot(snapshot: Snapshot): Promise<Uint8Array> {
  const body = bodyOf(snapshot);
  const packed = await compress(body);
  const bytes = new Uint8Array(HEAD + packed.length);
  bytes.set(MAGIC);
  bytes[MAGIC.length] = SNAPSHOT_VERSION;
  new DataView(bytes.buffer).setUint32(MAGIC.length + 1, body.length, true);
  bytes.set(packed, HEAD);
  return bytes;
}

function bodyOf(snapshot: Snapshot): Uint8Array {
  const { rows, ids, split, texts, words, concepts, second, answers } = snapshot;
  const writer = new ByteWriter();
  writer.whole(rows);
  // every row takes a byte here at least, so a reader can tell an absurd number of them
  for (const length of snapshot.characters) writer.whole(length);
  for (const length of snapshot.lengths) writer.whole(length);
  writer.json({ title: snapshot.title, frames: snapshot.frames });
  writer.json({ view: snapshot.view, filter: snapshot.filter });
  writeAscending(writer, snapshot.selection);
  writer.json(ids.every((id, row) => id === row) ? null : ids);
  writer.flag(split !== null);
  if (split) {
    writer.strings(split.names);
    writeCodes(writer, split.codes);
  }
  writer.flag(texts !== null);
  if (texts) writer.strings(texts);
  writer.flag(words !== null);
  if (words) writeWords(writer, words);
  writer.flag(concepts !== null);
  if (concepts) writeConcepts(writer, concepts);
  writeModel(writer, snapshot.first);
  writer.flag(second !== null);
  if (second) {
    writer.json(second.name);
    writeModel(writer, second);
  }
  writer.block(encodeFrame({ answers: rounded(answers) }));
  return writer.finish();
}

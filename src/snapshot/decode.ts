import { type Filter, parseFilter } from "../core";
import { SemlaError } from "../protocol/errors";
import { decodeFrame } from "../protocol/frame";
import { isRecord } from "./answers";
import { ByteReader } from "./bytes";
import { readAscending, readCodes } from "./columns";
import { decompress } from "./compress";
import { HEAD, MAGIC } from "./encode";
import { damaged } from "./fault";
import { readModel } from "./model";
import { type Snapshot, SNAPSHOT_VERSION, type SnapshotAnswer } from "./snapshot";
import { readConcepts, readWords } from "./words";

/** More bytes than this are not unpacked. */
const MOST = 512 * 2 ** 20;

/**
 * Reads what `encodeSnapshot` wrote. Takes no more memory than the head says, which is bounded.
 * @throws SemlaError "bad_data" with a sentence for a newer version, for bytes that are cut off or damaged, and for
 * what is no snapshot at all
 */
export async function decodeSnapshot(bytes: Uint8Array): Promise<Snapshot> {
  if (bytes.length < HEAD || MAGIC.some((byte, i) => bytes[i] !== byte))
    throw damaged("these bytes are none");
  const version = bytes[MAGIC.length] ?? 0;
  if (version > SNAPSHOT_VERSION)
    throw new SemlaError(
      "bad_data",
      `snapshot: version ${version} (allowed: up to ${SNAPSHOT_VERSION}); it was saved by a newer SemLa, upgrade ` +
        "semla-lab to see it, or run the cell again",
    );
  if (version < 1) throw damaged(`version ${version}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length + 1, true);
  if (length > MOST) throw damaged(`${length} bytes (allowed: up to ${MOST})`);
  const body = await decompress(bytes.subarray(HEAD), length);
  try {
    return readBody(new ByteReader(body));
  } catch (error) {
    throw error instanceof SemlaError ? error : damaged("unreadable", error);
  }
}

function readBody(reader: ByteReader): Snapshot {
  const rows = reader.count("rows");
  const characters = readWhole(reader, rows);
  const lengths = readWhole(reader, rows);
  const { title, frames } = readTitle(reader.json("title"));
  const { view, filter } = readView(reader.json("view"));
  const selection = readAscending(reader, rows, "selected row");
  const ids = readIds(reader.json("ids"), rows);
  const split = reader.flag() ? readSplit(reader, rows) : null;
  const texts = reader.flag() ? reader.strings("texts") : null;
  if (texts && texts.length !== rows) throw damaged(`texts: ${texts.length} (allowed: ${rows}, one a row)`);
  const words = reader.flag() ? readWords(reader, rows) : null;
  const concepts = reader.flag() ? readConcepts(reader) : null;
  const first = readModel(reader, rows);
  const second = reader.flag()
    ? { name: readName(reader.json("second model")), ...readModel(reader, rows) }
    : null;
  const answers = readAnswers(reader.block("explanations"), rows);
  if (reader.left > 0) throw damaged(`${reader.left} bytes too many`);
  const about = { title, frames, view, filter, selection };
  return { ...about, rows, ids, split, texts, words, lengths, characters, concepts, first, second, answers };
}

function readWhole(reader: ByteReader, rows: number): Uint32Array {
  const values = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) values[row] = reader.below(2 ** 31, "length");
  return values;
}

function readSplit(reader: ByteReader, rows: number): NonNullable<Snapshot["split"]> {
  const names = reader.strings("splits");
  return { names, codes: readCodes(reader, rows, names.length, "split") };
}

function readTitle(value: unknown): Pick<Snapshot, "title" | "frames"> {
  if (!isRecord(value) || !isRecord(value.title)) throw damaged("title: unreadable");
  const { dataset, model } = value.title;
  const frames = value.frames;
  const two = Array.isArray(frames) ? frames.map(readName) : [];
  return {
    title: { dataset: readName(dataset), model: model === null ? null : readName(model) },
    frames: two.length === 2 ? [two[0] ?? "", two[1] ?? ""] : null,
  };
}

function readView(value: unknown): Pick<Snapshot, "view" | "filter"> {
  if (!isRecord(value) || !isRecord(value.view)) throw damaged("view: unreadable");
  let filter: Filter;
  try {
    filter = parseFilter(value.filter);
  } catch (error) {
    throw damaged("filter: unreadable", error);
  }
  return { view: value.view, filter };
}

function readIds(value: unknown, rows: number): (string | number)[] {
  if (value === null) return Array.from({ length: rows }, (_, row) => row);
  const isId = (id: unknown): id is string | number => typeof id === "string" || typeof id === "number";
  if (!Array.isArray(value) || value.length !== rows || !value.every(isId))
    throw damaged("ids: not one a row");
  return value;
}

function readName(value: unknown): string {
  if (typeof value !== "string") throw damaged("name: no text");
  return value;
}

function readAnswers(frame: Uint8Array, rows: number): SnapshotAnswer[] {
  const message = decodeFrame(frame);
  const answers = isRecord(message) ? message.answers : null;
  if (!Array.isArray(answers) || !answers.every((answer) => isAnswer(answer, rows)))
    throw damaged("explanations: unreadable");
  return answers as SnapshotAnswer[];
}

function isAnswer(value: unknown, rows: number): boolean {
  if (!isRecord(value) || !isRecord(value.params) || !isRecord(value.result)) return false;
  if ((value.side !== "a" && value.side !== "b") || typeof value.method !== "string") return false;
  const { params } = value;
  const row = isRecord(params.subject) ? params.subject.row : params.row;
  return row === undefined || (typeof row === "number" && row >= 0 && row < rows);
}

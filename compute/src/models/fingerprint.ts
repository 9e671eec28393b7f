import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { externalFiles, type ModelFolder, readFolder } from "./folder";
import { files } from "./plan";

/** Bytes hashed at a stretch: a few milliseconds. */
const PIECE = 2 ** 20;

/**
 * Content hash of a model folder, 32 hex digits of SHA-256: its graph, the weights beside it, tokenizer and
 * configuration, by content. Files are streamed, so that neither memory nor the caller's loop is held.
 * @throws SemlaError "bad_model" when the folder holds no model
 */
export async function fingerprint(folder: string): Promise<string> {
  return fingerprintOf(await readFolder(folder));
}

/** The fingerprint of a folder that has been read. */
export async function fingerprintOf({ folder, flow }: ModelFolder): Promise<string> {
  const hash = createHash("sha256");
  for (const name of [...Object.values(files), ...externalFiles(flow)]) await addFile(hash, folder, name);
  return hash.digest("hex").slice(0, 32);
}

async function addFile(hash: Hash, folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => null);
  if (!found) return;
  hash.update(`${name}\n${found.size}\n`);
  for await (const piece of createReadStream(path, { highWaterMark: PIECE }))
    hash.update(piece as Uint8Array);
}

import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { decodeFrame, encodeFrame } from "../../../src/protocol";
import { Slices } from "../threads/slices";

const GIB = 2 ** 30;
/** First bytes of every file; the digit is raised when what is written changes. */
const MAGIC = Buffer.from("semla 1\n");
const DIGEST = 32;
const HEADER = MAGIC.length + DIGEST;
const SUFFIX = ".frame";
/** A temporary file older than this, in milliseconds, was left behind by a process that died. */
const ABANDONED = 3_600_000;
const PIECE = 2 ** 21;

/** What a look into the cache found; a notice says what was wrong, in a sentence for the user. */
export interface Found {
  readonly value: unknown;
  readonly notice: string | null;
}

/**
 * Results on disk, by name: one file each, holding a frame and its checksum. Files appear whole (written beside and
 * renamed) and may be deleted at any time, also by other processes. Nothing here throws for what the disk does:
 * a result that cannot be read is computed again, one that cannot be written is only kept in memory.
 */
export class DiskCache {
  /**
   * @param folder made when first written to.
   * @param budget bytes; beyond it the files that have not been used for longest are removed.
   */
  constructor(
    readonly folder: string,
    private readonly budget = 2 * GIB,
  ) {}

  /** The value kept under `name` (undefined where there is none); a damaged file is removed. */
  async read(name: string, signal?: AbortSignal): Promise<Found> {
    const path = this.path(name);
    let bytes: Buffer;
    try {
      bytes = await readFile(path, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (isMissing(error)) return { value: undefined, notice: null };
      return {
        value: undefined,
        notice: `cache: ${path} could not be read (${reason(error)}); computed again`,
      };
    }
    try {
      const frame = bytes.subarray(HEADER);
      const intact =
        bytes.length > HEADER &&
        bytes.subarray(0, MAGIC.length).equals(MAGIC) &&
        bytes.subarray(MAGIC.length, HEADER).equals(await digestOf(frame, signal));
      if (!intact) throw new Error("checksum does not match");
      const value = decodeFrame(frame);
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
      return { value, notice: null };
    } catch (error) {
      signal?.throwIfAborted();
      await rm(path, { force: true }).catch(() => undefined);
      return {
        value: undefined,
        notice: `cache: ${path} is damaged (${reason(error)}); removed and computed again`,
      };
    }
  }

  /** Keeps a value made of JSON and tensors. Answers a notice when it could not be kept, else null. */
  async write(name: string, value: unknown): Promise<string | null> {
    const temporary = join(this.folder, `${name}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
    try {
      const frame = encodeFrame(value);
      const digest = await digestOf(frame);
      await mkdir(this.folder, { recursive: true });
      const file = await open(temporary, "wx");
      try {
        await file.writev([MAGIC, digest, frame]);
      } finally {
        await file.close();
      }
      if ((await stat(temporary)).size !== HEADER + frame.length)
        throw new Error("the disk took only a part of it");
      await rename(temporary, this.path(name));
      await this.removeOldest(name);
      return null;
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      return `cache: ${this.folder} could not be written (${reason(error)}); results are kept for this session only`;
    }
  }

  private path(name: string): string {
    return join(this.folder, name + SUFFIX);
  }

  private async removeOldest(newest: string): Promise<void> {
    const files: { path: string; size: number; used: number }[] = [];
    let total = 0;
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => undefined);
      if (!found?.isFile()) continue;
      if (name.endsWith(".tmp") && Date.now() - found.mtimeMs > ABANDONED) await rm(path, { force: true });
      if (!name.endsWith(SUFFIX)) continue;
      total += found.size;
      if (name !== newest + SUFFIX) files.push({ path, size: found.size, used: found.mtimeMs });
    }
    files.sort((a, b) => a.used - b.used);
    for (const { path, size } of files) {
      if (total <= this.budget) break;
      await rm(path, { force: true });
      total -= size;
    }
  }
}

async function digestOf(bytes: Uint8Array, signal?: AbortSignal): Promise<Buffer> {
  const hash = createHash("sha256");
  const slices = new Slices(signal);
  for (let at = 0; at < bytes.length; at += PIECE) {
    hash.update(bytes.subarray(at, at + PIECE));
    if (slices.due()) await slices.rest();
  }
  return hash.digest();
}

function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/** The system's name of what went wrong, where it has one. */
function codeOf(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}

function reason(error: unknown): string {
  return codeOf(error) ?? (error instanceof Error ? error.message : String(error));
}

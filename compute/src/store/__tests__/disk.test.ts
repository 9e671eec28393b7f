import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Tensor } from "../../../../src/protocol";
import { DiskCache } from "../disk";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "semla-cache-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const value = { name: "x", numbers: new Tensor("float32", new Float32Array([1, 2.5, NaN])), missing: null };

describe("disk cache", () => {
  test("gives back what was kept, also to another process", async () => {
    expect(await new DiskCache(folder).write("a", value)).toBeNull();
    expect(await new DiskCache(folder).read("a")).toEqual({ value, notice: null });
  });

  test("has nothing to say about what was never kept", async () => {
    expect(await new DiskCache(join(folder, "none")).read("a")).toEqual({ value: undefined, notice: null });
  });

  test("leaves nothing but the file behind", async () => {
    await new DiskCache(folder).write("a", value);
    expect(await readdir(folder)).toEqual(["a.frame"]);
  });

  test.each([
    ["one byte is another", (bytes: Buffer) => bytes.fill(7, bytes.length - 9, bytes.length - 8)],
    ["it is cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    ["it is empty", () => Buffer.alloc(0)],
    ["it is of another version", (bytes: Buffer) => bytes.fill("9", 6, 7)],
  ])("removes a file when %s, and says so", async (_what, damage) => {
    const cache = new DiskCache(folder);
    await cache.write("a", value);
    const path = join(folder, "a.frame");
    await writeFile(path, damage(await readFile(path)));
    const found = await cache.read("a");
    expect(found.value).toBeUndefined();
    expect(found.notice).toMatch(/^cache: .*a\.frame is damaged .*; removed and computed again$/);
    expect(existsSync(path)).toBe(false);
  });

  test("removes what was not used for longest when the budget is exceeded", async () => {
    const cache = new DiskCache(folder, 2600);
    const kilobyte = { bytes: new Tensor("uint8", new Uint8Array(1000)) };
    await cache.write("old", kilobyte);
    await utimes(join(folder, "old.frame"), 1, 1);
    await cache.write("older but read", kilobyte);
    await utimes(join(folder, "older but read.frame"), 0, 0);
    await cache.read("older but read");
    await cache.write("new", kilobyte);
    expect((await readdir(folder)).sort()).toEqual(["new.frame", "older but read.frame"]);
  });

  test("removes temporary files of processes that died, not those being written", async () => {
    await writeFile(join(folder, "left.123-abc.tmp"), "");
    await utimes(join(folder, "left.123-abc.tmp"), 1, 1);
    await writeFile(join(folder, "fresh.124-abc.tmp"), "");
    await new DiskCache(folder).write("a", value);
    expect((await readdir(folder)).sort()).toEqual(["a.frame", "fresh.124-abc.tmp"]);
  });

  test("does not fail where the folder cannot be made, but says so", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const cache = new DiskCache(join(file, "below"));
    expect(await cache.write("a", value)).toMatch(
      /could not be written \(ENOTDIR\); results are kept for this session only/,
    );
    expect((await cache.read("a")).value).toBeUndefined();
  });
});

import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { cacheFolder } from "../folder";

test.each([
  ["linux", {}, join("/home/ada", ".cache", "semla")],
  ["linux", { XDG_CACHE_HOME: "/var/c" }, join("/var/c", "semla")],
  ["darwin", {}, join("/home/ada", "Library", "Caches", "semla")],
  ["win32", { LOCALAPPDATA: "L" }, join("L", "semla", "Cache")],
  ["linux", { SEMLA_CACHE: "/mine", XDG_CACHE_HOME: "/var/c" }, "/mine"],
] as const)("the cache folder on %s with %j", (platform, env, expected) => {
  expect(cacheFolder({ platform, env, home: "/home/ada" })).toBe(expected);
});

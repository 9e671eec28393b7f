import { homedir } from "node:os";
import { join } from "node:path";

/** What the choice of folder depends on. */
interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * The folder for everything that can be computed again: `SEMLA_CACHE` where it is set, else `semla` in the place
 * that the platform has for caches. Safe to delete.
 */
export function cacheFolder(
  { platform, env, home }: Surroundings = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const chosen = env["SEMLA_CACHE"];
  if (chosen) return chosen;
  if (platform === "darwin") return join(home, "Library", "Caches", "semla");
  if (platform === "win32")
    return join(env["LOCALAPPDATA"] || join(home, "AppData", "Local"), "semla", "Cache");
  return join(env["XDG_CACHE_HOME"] || join(home, ".cache"), "semla");
}

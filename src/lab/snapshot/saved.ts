import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";

/** Saved explorers in a notebook's outputs. */
export const SNAPSHOT_MIME = "application/vnd.semla.snapshot.v1+json";
const SVG_MIME = "image/svg+xml";
/** Of the envelope; what lies in `data` carries its own. */
const VERSION = 1;

/** What an output says of a saved explorer. */
export interface Saved {
  /** The explorer's widget, while its kernel lives; null for a snapshot that stands alone. */
  readonly modelId: string | null;
  /** The snapshot in base64; empty where the analysis had not come so far. */
  readonly data: string;
}

/** An output that cannot be drawn, and why. */
export interface Unreadable {
  readonly problem: "newer" | "damaged";
}

/** Reads the envelope of an output, which may be anything: notebooks are edited, merged and cut. */
export function readSaved(bundle: IRenderMime.IMimeModel["data"]): Saved | Unreadable {
  const value: unknown = bundle[SNAPSHOT_MIME];
  if (typeof value !== "object" || value === null) return { problem: "damaged" };
  const { version, model_id: modelId, data } = value as Readonly<Record<string, unknown>>;
  if (typeof version === "number" && version > VERSION) return { problem: "newer" };
  if (version !== VERSION || typeof data !== "string") return { problem: "damaged" };
  return { modelId: typeof modelId === "string" ? modelId : null, data };
}

/** The picture of an output as the address of an image, in which no script runs; null without one. */
export function pictureOf(bundle: IRenderMime.IMimeModel["data"]): string | null {
  const value: unknown = bundle[SVG_MIME];
  const lines: unknown[] = Array.isArray(value) ? value : [value];
  const svg = lines.filter((line) => typeof line === "string").join("");
  return svg === "" ? null : `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

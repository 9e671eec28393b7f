import { SemlaError } from "../protocol/errors";

/** The error of bytes that are no snapshot; what to do stands in it. */
export function damaged(what: string, cause?: unknown): SemlaError {
  return new SemlaError(
    "bad_data",
    `snapshot: ${what}; it is damaged, run the cell again to make another`,
    cause === undefined ? undefined : { cause },
  );
}

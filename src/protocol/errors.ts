/** What kind of thing went wrong, for a program; the message says it to a person. */
export const errorKinds = [
  "invalid_request",
  "unknown_handle",
  "bad_data",
  "bad_model",
  "not_differentiable",
  "cancelled",
  "sidecar_died",
  "protocol_mismatch",
  "internal",
] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** JSON-RPC code of each kind: the standard's own where it has one, else from its range for servers. */
export const errorCodes: Record<ErrorKind, number> = {
  invalid_request: -32602,
  internal: -32603,
  cancelled: -32800,
  unknown_handle: -32001,
  bad_data: -32002,
  bad_model: -32003,
  sidecar_died: -32004,
  protocol_mismatch: -32005,
  not_differentiable: -32006,
};

/** An error whose message is a sentence for the user. */
export class SemlaError extends Error {
  constructor(
    readonly kind: ErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "SemlaError";
  }
}

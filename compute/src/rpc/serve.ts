import { ZodError, type z } from "zod";
import {
  createMessageConnection,
  ResponseError,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
} from "vscode-jsonrpc/node";
import {
  errorCodes,
  methods,
  SemlaError,
  type AnalysisProgress,
  type ErrorKind,
  type Method,
  type Params,
  type Result,
} from "../../../src/protocol";
import { explainIssues } from "./issues";

/** What a handler has besides its parameters. */
export interface Call {
  /** Aborted, with a SemlaError of kind "cancelled" as its reason, when the caller gives up. */
  readonly signal: AbortSignal;
  /** Sends a `$/progress` notification. */
  progress(token: string, value: AnalysisProgress): void;
}

/** One handler for each request of the protocol. */
export type Handlers = {
  readonly [M in Method]: (params: Params<M>, call: Call) => Result<M> | Promise<Result<M>>;
};

type Failure = ResponseError<{ kind: ErrorKind }>;

/**
 * Answers requests. Parameters are checked against the protocol's schema; errors become JSON-RPC errors whose
 * message is a sentence and whose `data.kind` says what went wrong. The first request must be `initialize`.
 * @param log takes what only a developer wants to know: the stacks of unexpected errors.
 */
export function serve(
  reader: MessageReader,
  writer: MessageWriter,
  handlers: Handlers,
  log: (line: string) => void,
): MessageConnection {
  const connection = createMessageConnection(reader, writer, {
    error: log,
    warn: log,
    info: log,
    log,
  });
  let initialized = false;
  connection.onRequest(async (method: string, params: unknown, token): Promise<unknown> => {
    const abort = new AbortController();
    const cancel = (): void => abort.abort(new SemlaError("cancelled", `${method}: cancelled`));
    if (token.isCancellationRequested) cancel();
    const listening = token.onCancellationRequested(cancel);
    try {
      if (!isMethod(method)) {
        throw new SemlaError(
          "invalid_request",
          `method: ${method} (allowed: ${Object.keys(methods).join(", ")})`,
        );
      }
      if (!initialized && method !== "initialize") {
        throw new SemlaError(
          "invalid_request",
          `${method}: the first request must be initialize; send that first`,
        );
      }
      abort.signal.throwIfAborted();
      const call: Call = {
        signal: abort.signal,
        progress: (progressToken, value) => {
          connection
            .sendNotification("$/progress", { token: progressToken, value })
            .catch((error: unknown) => {
              log(`progress: could not be sent: ${String(error)}`);
            });
        },
      };
      const result = await answer(method, params, handlers, call);
      initialized = true;
      return result;
    } catch (error) {
      return failure(method, error, log);
    } finally {
      listening.dispose();
    }
  });
  connection.onError(([error]) => log(`connection: ${error.message}`));
  connection.listen();
  return connection;
}

function answer<M extends Method>(
  method: M,
  params: unknown,
  handlers: Handlers,
  call: Call,
): Result<M> | Promise<Result<M>> {
  const handler: Handlers[M] = handlers[method];
  return handler(readParams(method, params), call);
}

/** Parameters with defaults filled in. @throws SemlaError "invalid_request" that says what is wrong with them. */
export function readParams<M extends Method>(method: M, params: unknown): Params<M> {
  const schema: z.ZodType = methods[method].params;
  const given = params ?? {};
  try {
    return schema.parse(given) as Params<M>;
  } catch (error) {
    const sentence =
      error instanceof ZodError ? explainIssues(schema, given, error.issues) : (error as Error).message;
    throw new SemlaError("invalid_request", `${method}: ${sentence}`, { cause: error });
  }
}

function isMethod(method: string): method is Method {
  return Object.hasOwn(methods, method);
}

function failure(method: string, error: unknown, log: (line: string) => void): Failure {
  if (error instanceof SemlaError) {
    if (error.kind === "internal" || error.cause !== undefined) log(`${method}: ${describe(error)}`);
    return new ResponseError(errorCodes[error.kind], error.message, { kind: error.kind });
  }
  log(`${method}: ${describe(error)}`);
  const what = error instanceof Error ? error.message : String(error);
  const message = `${method} failed: ${what}; this is a fault in SemLa, please report it`;
  return new ResponseError(errorCodes.internal, message, { kind: "internal" });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by ${describe(error.cause)}`;
}

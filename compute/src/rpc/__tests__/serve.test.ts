import { describe, expect, test } from "@jest/globals";
import { errorCodes, errorKinds, SemlaError, type Method } from "../../../../src/protocol";
import type { Call, Handlers } from "../serve";
import { connect } from "./connect";

const handle = "0".repeat(32);
const hello = { protocol: 1, version: "0", node: "0", onnxruntime: "0", cacheFolder: "", pid: 0 };

/** Handlers that fail but for the ones given. */
function handlers(some: Partial<Handlers>): Handlers {
  return new Proxy({ initialize: async () => hello, ...some } as Handlers, {
    get: (given, name: Method) =>
      Object.hasOwn(given, name) ? given[name] : () => Promise.reject(new Error(`no handler ${name}`)),
  });
}

describe("requests", () => {
  test("before initialize are refused", async () => {
    const caller = connect(handlers({}));
    await expect(caller.call("dataset/get", { dataset: handle })).rejects.toMatchObject({
      code: -32602,
      message: "dataset/get: the first request must be initialize; send that first",
      data: { kind: "invalid_request" },
    });
    await caller.initialize();
    await expect(caller.call("dataset/get", { dataset: handle })).rejects.toThrow(/no handler/);
  });

  test("after a failed initialize are still refused", async () => {
    const initialize = () => Promise.reject(new SemlaError("protocol_mismatch", "protocol: 2"));
    const caller = connect(handlers({ initialize }));
    await expect(caller.initialize()).rejects.toMatchObject({ data: { kind: "protocol_mismatch" } });
    await expect(caller.call("dataset/get", { dataset: handle })).rejects.toThrow(
      /the first request must be initialize/,
    );
  });

  test("of an unknown method are told which there are", async () => {
    const caller = connect(handlers({}));
    await caller.initialize();
    await expect(caller.raw("analysis/colour", {})).rejects.toMatchObject({
      message: expect.stringMatching(
        /^method: analysis\/colour \(allowed: initialize, dataset\/put, /,
      ) as unknown,
      data: { kind: "invalid_request" },
    });
  });

  test.each(errorKinds)("that fail with %s carry its code, kind and sentence", async (kind) => {
    const caller = connect(
      handlers({ "dataset/get": () => Promise.reject(new SemlaError(kind, "what: 1 (allowed: 2)")) }),
    );
    await caller.initialize();
    await expect(caller.call("dataset/get", { dataset: handle })).rejects.toMatchObject({
      code: errorCodes[kind],
      message: "what: 1 (allowed: 2)",
      data: { kind },
    });
  });

  test("that fail by a fault of ours answer a sentence and keep the stack for the log", async () => {
    const lines: string[] = [];
    const cause = new Error("the cause");
    const caller = connect(
      handlers({ "dataset/get": () => Promise.reject(new TypeError("x is undefined", { cause })) }),
      (line) => lines.push(line),
    );
    await caller.initialize();
    await expect(caller.call("dataset/get", { dataset: handle })).rejects.toMatchObject({
      message: "dataset/get failed: x is undefined; this is a fault in SemLa, please report it",
      data: { kind: "internal" },
    });
    expect(lines.join("\n")).toMatch(/TypeError: x is undefined\n +at [^]*caused by Error: the cause/);
  });

  test("are answered while another is still at work, and hear of its cancelling", async () => {
    let heard: AbortSignal | undefined;
    const running = (_: unknown, { signal }: Call): Promise<never> =>
      new Promise((_resolve, reject) => {
        heard = signal;
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      });
    const caller = connect(handlers({ "dataset/get": running }));
    await caller.initialize();
    const long = caller.cancellable("dataset/get", { dataset: handle });
    const failing = expect(long.result).rejects.toMatchObject({ code: -32800, data: { kind: "cancelled" } });
    expect(await caller.initialize()).toEqual(hello);
    expect(heard?.aborted).toBe(false);
    long.cancel();
    await failing;
    expect(heard?.aborted).toBe(true);
  });
});

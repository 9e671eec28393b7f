// A sidecar of a few lines: speaks the frames and the life cycle of the real one, computes nothing.
import { writeSync } from "node:fs";

const HEADER = 8;
let held = Buffer.alloc(0);
const sleeping = new Map();
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(0), 100).unref();

function send(message, body = Buffer.alloc(0)) {
  const text = Buffer.from(JSON.stringify(message));
  const length = (text.length + 7) & ~7;
  const head = Buffer.alloc(HEADER + length, 0x20);
  head.writeUInt32LE(HEADER + length + body.length, 0);
  head.writeUInt32LE(length, 4);
  text.copy(head, HEADER);
  process.stdout.write(Buffer.concat([head, body]));
}

const fail = (id, code, message, kind) =>
  send({ jsonrpc: "2.0", id, error: { code, message, data: { kind } } });

const methods = {
  initialize: (id, { protocol }) => {
    if (process.env.FAKE_START === "die") process.exit((writeSync(2, "cannot find my graph\n"), 7));
    if (process.env.FAKE_START === "old")
      return send({ jsonrpc: "2.0", id, result: { protocol: protocol + 1 } });
    const { pid, version: node } = process;
    send({
      jsonrpc: "2.0",
      id,
      result: { protocol, version: "fake", node, onnxruntime: "", cacheFolder: "", pid },
    });
  },
  echo: (id, params, body) => send({ jsonrpc: "2.0", id, result: params }, body),
  count: (id, { progressToken: token, upTo }) => {
    for (let done = 1; done <= upTo; done += 1)
      send({ jsonrpc: "2.0", method: "$/progress", params: { token, value: { done } } });
    send({ jsonrpc: "2.0", id, result: { done: upTo } });
  },
  sleep: (id, { progressToken: token }) => {
    sleeping.set(
      id,
      setInterval(() => {}, 1000),
    );
    if (token) send({ jsonrpc: "2.0", method: "$/progress", params: { token, value: { asleep: true } } });
  },
  asleep: (id) => send({ jsonrpc: "2.0", id, result: { count: sleeping.size } }),
  refuse: (id) => fail(id, -32002, "label: 3 (allowed: 0, 1)", "bad_data"),
  environment: (id) => send({ jsonrpc: "2.0", id, result: { options: process.env.NODE_OPTIONS ?? null } }),
  die: () => process.exit((writeSync(2, "first line\nout of memory\n"), 3)),
  chatter: (id, { bytes }) => {
    writeSync(2, "x".repeat(bytes) + "\nlast line\n");
    process.exit(4);
  },
  print: () => writeSync(1, "a stray print that is no frame\n"),
  "$/cancelRequest": (_id, { id }) => {
    clearInterval(sleeping.get(id));
    if (sleeping.delete(id)) fail(id, -32800, "the request was cancelled", "cancelled");
  },
};

process.stdin.on("data", (piece) => {
  held = Buffer.concat([held, piece]);
  while (held.length >= HEADER && held.length >= held.readUInt32LE(0)) {
    const total = held.readUInt32LE(0);
    const start = HEADER + held.readUInt32LE(4);
    const { id, method, params } = JSON.parse(held.subarray(HEADER, start).toString());
    methods[method](id, params, held.subarray(start, total));
    held = held.subarray(total);
  }
});
process.stdin.on("end", () => process.exit(0));

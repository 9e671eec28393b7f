/** Gzip by the streams that browsers and Node have. */
import { damaged } from "./fault";

export async function compress(bytes: Uint8Array): Promise<Uint8Array> {
  return collect(through(bytes, new CompressionStream("gzip")), Infinity);
}

/** @param length how many bytes there must be; more are not read. @throws SemlaError "bad_data" */
export async function decompress(bytes: Uint8Array, length: number): Promise<Uint8Array> {
  let found: Uint8Array;
  try {
    found = await collect(through(bytes, new DecompressionStream("gzip")), length);
  } catch (error) {
    throw damaged("it cannot be unpacked", error);
  }
  if (found.length !== length) throw damaged(`${found.length} bytes (its head says ${length})`);
  return found;
}

function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes.slice()).then(() => writer.close());
  // the reader hears of the same fault
  written.catch(() => undefined);
  return stream.readable;
}

async function collect(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > most) {
      void reader.cancel().catch(() => undefined);
      throw new RangeError(`more than ${most} bytes`);
    }
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

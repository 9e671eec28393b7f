import { open } from "node:fs/promises";
import { join } from "node:path";
import type { ConstantTensor } from "./tensor";
import { readMessage } from "./wire";

/**
 * The float32 values of a constant that is kept in a file beside its model.
 * @throws Error when the file cannot be read, or holds less than the constant
 */
export async function readExternalFloats(tensor: ConstantTensor, folder: string): Promise<Float32Array> {
  const { offset } = placeOf(tensor);
  const values = new Float32Array(tensor.shape.reduce((product, side) => product * side, 1));
  const handle = await open(join(folder, tensor.file ?? ""));
  try {
    const bytes = new Uint8Array(values.buffer);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
    if (bytesRead < bytes.length) throw new Error(`${tensor.file ?? ""} is cut short`);
    return values;
  } finally {
    await handle.close();
  }
}

/** Where in its file a constant begins, in bytes. */
function placeOf({ bytes }: ConstantTensor): { offset: number } {
  const place = { offset: 0 };
  readMessage(bytes, {
    13: (reader) => {
      const entry = { key: "", value: "" };
      readMessage(reader.bytes(), {
        1: (inner) => (entry.key = inner.string()),
        2: (inner) => (entry.value = inner.string()),
      });
      if (entry.key === "offset") place.offset = Number(entry.value);
    },
  });
  return place;
}

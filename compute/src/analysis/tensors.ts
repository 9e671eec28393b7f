import { Tensor, type Dtype } from "../../../src/protocol";
import type { Slices } from "../threads/slices";

/** Numbers copied at a stretch: 4 MiB. */
const STRETCH = 2 ** 20;

/** A typed array of each element type, on memory of either kind. */
interface Arrays {
  float32: Float32Array;
  int32: Int32Array;
  uint32: Uint32Array;
  uint8: Uint8Array;
}

/** A tensor on an array's own memory, which may be shared between threads: frames only read it. */
export function tensorOf<D extends Dtype>(dtype: D, data: Arrays[D], shape?: readonly number[]): Tensor<D> {
  return new Tensor(dtype, data as Tensor<D>["data"], shape);
}

/** The tensor on memory that other threads can read without a copy; copied in slices where it is not already. */
export async function sharedTensor(tensor: Tensor<"float32">, slices: Slices): Promise<Tensor<"float32">> {
  const { data, shape } = tensor;
  // known as ArrayBuffer by its type only: it may come from tensorOf
  if ((data.buffer as ArrayBufferLike) instanceof SharedArrayBuffer) return tensor;
  const copy = new Float32Array(new SharedArrayBuffer(data.byteLength));
  for (let at = 0; at < data.length; at += STRETCH) {
    copy.set(data.subarray(at, at + STRETCH), at);
    if (slices.due()) await slices.rest();
  }
  return tensorOf("float32", copy, shape);
}

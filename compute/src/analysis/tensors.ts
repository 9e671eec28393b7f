import { Tensor, type Dtype } from "../../../src/protocol";

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

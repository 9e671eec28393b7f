/** Element types that travel in frames, and the typed array of each. */
export const arrays = {
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
} as const;

export type Dtype = keyof typeof arrays;
export type ArrayOf<D extends Dtype> = InstanceType<(typeof arrays)[D]>;

/**
 * A block of numbers with its shape (row-major). In a message it stands as a value like any other; the frame
 * codec moves its bytes behind the JSON.
 */
export class Tensor<D extends Dtype = Dtype> {
  constructor(
    readonly dtype: D,
    readonly data: ArrayOf<D>,
    readonly shape: readonly number[] = [data.length],
  ) {
    const size = shape.reduce((product, side) => product * side, 1);
    if (size !== data.length) {
      throw new RangeError(
        `tensor: shape [${shape.join(", ")}] holds ${size} values, the data ${data.length}`,
      );
    }
  }
}

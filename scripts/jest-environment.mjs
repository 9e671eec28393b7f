import { TestEnvironment } from "jest-environment-node";

/**
 * Node environment whose typed arrays are the host's. Jest gives each test file its own globals, and onnxruntime's
 * native part makes arrays of the host's classes, which its JavaScript part then would not know as typed arrays.
 */
export default class NativeArraysEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, { Float32Array, Float64Array, Int32Array, BigInt64Array, Uint8Array });
  }
}

/** Thrown by a computation that was told to stop. Nothing it had computed is returned. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor(what: string) {
    super(`${what}: cancelled`);
  }
}

/** How the one who started a long computation stays in touch with it. */
export interface Control {
  /** Asked often (at least every 100 ms); once it says true the computation throws {@link Cancelled}. */
  readonly shouldStop: () => boolean;
  /**
   * Told how far the computation is, `done` of `total` steps. Layouts also show their positions
   * (rows x 2, interleaved): the array is still being worked on, so copy it to keep it.
   */
  readonly onProgress?: (done: number, total: number, positions?: Float32Array) => void;
}

/** Runs to the end and tells nobody. */
export const uninterrupted: Control = { shouldStop: () => false };

/** @throws {Cancelled} naming what was being computed, if the computation should stop. */
export function checkStop(control: Control, what: string): void {
  if (control.shouldStop()) throw new Cancelled(what);
}

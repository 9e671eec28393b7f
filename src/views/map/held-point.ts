import { moveTime } from "./motion";
import type { Place } from "./row-places";

/** A point that the pointer holds, or that glides back to its place. */
export class HeldPoint {
  private held: { row: number; place: Place; released: number | null } | null = null;

  /** @param still whether it jumps back. */
  constructor(private readonly still: () => boolean) {}

  /** The row that is held or on its way back; -1 none. */
  get row(): number {
    return this.held?.row ?? -1;
  }

  /** Whether the pointer holds it. */
  get down(): boolean {
    return this.held !== null && this.held.released === null;
  }

  move(row: number, place: Place): void {
    this.held = { row, place, released: null };
  }

  release(now: number): void {
    if (!this.held) return;
    if (this.still()) this.held = null;
    else this.held.released ??= now;
  }

  /** Where it is at the time of a frame, given its own place; null once it is back, or has none. */
  at(now: number, home: Place | null): Place | null {
    const { held } = this;
    if (!held) return null;
    const t = held.released === null ? 0 : Math.min(1, Math.max(0, (now - held.released) / moveTime));
    if (!home || t >= 1) {
      this.held = null;
      return null;
    }
    const left = (1 - t) ** 3;
    return { x: home.x + (held.place.x - home.x) * left, y: home.y + (held.place.y - home.y) * left };
  }
}

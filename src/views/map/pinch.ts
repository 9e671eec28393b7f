import type { Viewport } from "./viewport";

interface Finger {
  x: number;
  y: number;
}

/** Two fingers on the map: it follows them and zooms as they part. */
export class Pinch {
  private readonly fingers = new Map<number, Finger>();

  constructor(private readonly viewport: Pick<Viewport, "pan" | "zoomBy">) {}

  /** Whether two fingers are down. */
  get active(): boolean {
    return this.fingers.size === 2;
  }

  /** Takes in a finger put down. @returns whether it makes a pinch. */
  down(event: PointerEvent, place: Finger): boolean {
    if (event.pointerType !== "touch" || this.active) return this.active;
    this.fingers.set(event.pointerId, { ...place });
    return this.active;
  }

  move(event: PointerEvent, place: Finger): void {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    const [a, b] = [...this.fingers.values()];
    const before = a && b && spanOf(a, b);
    Object.assign(finger, place);
    if (!before || !this.active) return;
    const after = spanOf(a, b);
    this.viewport.pan(after.x - before.x, after.y - before.y);
    if (before.length > 0 && after.length > 0)
      this.viewport.zoomBy(after.length / before.length, after.x, after.y, 0);
  }

  up(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
  }
}

function spanOf(a: Finger, b: Finger): { x: number; y: number; length: number } {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, length: Math.hypot(a.x - b.x, a.y - b.y) };
}

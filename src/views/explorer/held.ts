import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** Whether the pointer is down on an element, until disposed. */
export function followPointer(element: HTMLElement): { held: ReadonlySignal<boolean>; dispose(): void } {
  const held = signal(false);
  const down = (): void => {
    held.value = true;
  };
  const up = (): void => {
    held.value = false;
  };
  // whatever a view keeps to itself is seen on its way down
  element.addEventListener("pointerdown", down, { capture: true });
  window.addEventListener("pointerup", up, { capture: true });
  window.addEventListener("pointercancel", up, { capture: true });
  window.addEventListener("blur", up);
  return {
    held,
    dispose() {
      element.removeEventListener("pointerdown", down, { capture: true });
      window.removeEventListener("pointerup", up, { capture: true });
      window.removeEventListener("pointercancel", up, { capture: true });
      window.removeEventListener("blur", up);
    },
  };
}

/** A signal that stands still while `held` is true, and catches up afterwards. */
export function whileReleased<T>(
  source: ReadonlySignal<T>,
  held: ReadonlySignal<boolean>,
): ReadonlySignal<T> {
  let last = source.peek();
  return computed(() => {
    if (!held.value) last = source.value;
    return last;
  });
}

import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** Whether the pointer is down on an element, until the returned function is called. */
export function followPointer(element: HTMLElement): { held: ReadonlySignal<boolean>; dispose(): void } {
  const held = signal(false);
  const down = (): void => {
    held.value = true;
  };
  const up = (): void => {
    held.value = false;
  };
  element.addEventListener("pointerdown", down, { capture: true });
  for (const end of ["pointerup", "pointercancel", "blur"])
    window.addEventListener(end, up, { capture: true });
  return {
    held,
    dispose() {
      element.removeEventListener("pointerdown", down, { capture: true });
      for (const end of ["pointerup", "pointercancel", "blur"])
        window.removeEventListener(end, up, { capture: true });
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

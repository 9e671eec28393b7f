import type { Emphasis, Store } from "../../client";

/** ms that the pointer rests on a row before it is lit, so that crossing a list does not flicker. */
const DELAY = 60;

/** Lights what lies under the pointer or the keyboard's focus. */
export interface Lighting {
  /** What the pointer enters and leaves. */
  over(emphasis: () => Emphasis): { onPointerEnter: () => void; onPointerLeave: () => void };
  /** What the focus enters and leaves; a focus that came by the pointer lights nothing. */
  focus(emphasis: () => Emphasis): { onFocus: (event: FocusEvent) => void; onBlur: () => void };
  light(emphasis: () => Emphasis): void;
  fade(): void;
  /** Lets go of everything, at once. */
  dispose(): void;
}

export function createLighting(store: Store): Lighting {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lit = false;
  const later = (change: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(change, DELAY);
  };
  const dark = (): void => {
    if (lit) store.setEmphasis(null);
    lit = false;
  };
  const light = (emphasis: () => Emphasis): void =>
    later(() => {
      store.setEmphasis(emphasis());
      lit = true;
    });
  const fade = (): void => later(dark);
  return {
    light,
    fade,
    over: (emphasis) => ({ onPointerEnter: () => light(emphasis), onPointerLeave: fade }),
    focus: (emphasis) => ({
      onFocus: (event) => {
        if ((event.currentTarget as HTMLElement).matches(":focus-visible")) light(emphasis);
      },
      onBlur: fade,
    }),
    dispose() {
      clearTimeout(timer);
      dark();
    },
  };
}

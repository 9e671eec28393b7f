import { useRef } from "preact/hooks";
import type { Drawer } from "../../client";

/** Drag further than this and it counts as a direction, px. */
const DRAG = 8;

const names: Record<Drawer, string> = {
  tabs: "tabs only",
  part: "two fifths of the height",
  full: "full height",
};

interface Options {
  readonly drawer: Drawer;
  /** From lowest to highest. */
  readonly possible: readonly Drawer[];
  readonly onChange: (drawer: Drawer) => void;
}

/** Opens and shuts the drawer: a drag or an arrow key goes one step that way, a click goes round. */
export function DrawerHandle({ drawer, possible, onChange }: Options) {
  const at = possible.indexOf(drawer);
  const go = (step: 1 | -1): void => {
    const next = possible[at + step];
    if (next) onChange(next);
  };
  const following = possible[(at + 1) % possible.length] ?? drawer;

  const draggedRef = useRef(false);
  const onPointerDown = (event: PointerEvent): void => {
    const handle = event.currentTarget as HTMLElement;
    const start = event.clientY;
    draggedRef.current = false;
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener(
      "pointerup",
      (up) => {
        const moved = start - up.clientY;
        draggedRef.current = Math.abs(moved) > DRAG;
        if (draggedRef.current) go(moved > 0 ? 1 : -1);
      },
      { once: true },
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = ({ ArrowUp: 1, ArrowDown: -1 } as const)[event.key];
    if (!step) return;
    go(step);
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <button
      type="button"
      class="jp-Semla-handle"
      title={`Drawer: ${names[drawer]}. Click for ${names[following]}, or drag.`}
      aria-label={`Drawer: ${names[drawer]}`}
      onPointerDown={onPointerDown}
      onClick={() => !draggedRef.current && onChange(following)}
      onKeyDown={onKeyDown}
    />
  );
}

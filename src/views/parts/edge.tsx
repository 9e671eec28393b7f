import { useSignal } from "@preact/signals";

interface Options {
  /** Its accessible name. */
  readonly name: string;
  readonly class: string;
  /** The way it is dragged. */
  readonly axis: "x" | "y";
  /** Size in px that it changes, and its bounds. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  /** 1: dragging right or down makes it larger; -1: smaller. */
  readonly direction: 1 | -1;
  readonly onChange: (size: number) => void;
}

const STEP = 16;

/**
 * An edge that changes a size by dragging or by arrow keys. While it is dragged only a line and the size to come
 * follow the pointer; the size changes once the pointer is up, so that nothing moves under it.
 */
export function Edge(options: Options) {
  const { name, axis, size, min, max, direction, onChange } = options;
  const dragged = useSignal<number | null>(null);
  const bounded = (wanted: number): number => Math.round(Math.max(min, Math.min(max, wanted)));

  const onPointerDown = (event: PointerEvent): void => {
    const edge = event.currentTarget as HTMLElement;
    const position = (moved: PointerEvent): number => (axis === "x" ? moved.clientX : moved.clientY);
    const start = position(event);
    const move = (moved: PointerEvent): void => {
      dragged.value = bounded(size + direction * (position(moved) - start));
    };
    const end = (): void => {
      edge.removeEventListener("pointermove", move);
      if (dragged.value !== null) onChange(dragged.value);
      dragged.value = null;
    };
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener("pointermove", move);
    edge.addEventListener("lostpointercapture", end, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const [less, more] = axis === "x" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const step = event.key === more ? STEP : event.key === less ? -STEP : 0;
    if (!step) return;
    onChange(bounded(size + direction * step));
    event.preventDefault();
    event.stopPropagation();
  };

  const offset = dragged.value === null ? 0 : direction * (dragged.value - size);
  return (
    <div
      class={options.class}
      role="separator"
      tabIndex={0}
      aria-orientation={axis === "x" ? "vertical" : "horizontal"}
      aria-label={name}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      title={name}
      data-dragged={dragged.value === null ? undefined : `${dragged.value} px`}
      style={{ "--semla-offset": `${offset}px` }}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}

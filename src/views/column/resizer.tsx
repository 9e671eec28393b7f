import type { Store } from "../../client";

const STEP = 16;

/** The edge between map and column: drag or arrow keys change the column's width, kept per tab. */
export function Resizer({ store, width }: { store: Store; width: number }) {
  const set = (next: number): void => {
    const { tab, columnWidth } = store.view.value;
    store.setView({ columnWidth: { ...columnWidth, [tab]: Math.max(300, Math.round(next)) } });
  };
  const onPointerDown = (event: PointerEvent): void => {
    const edge = event.currentTarget as HTMLElement;
    const start = event.clientX;
    const move = (moved: PointerEvent): void => set(width + start - moved.clientX);
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener("pointermove", move);
    edge.addEventListener("lostpointercapture", () => edge.removeEventListener("pointermove", move), {
      once: true,
    });
  };
  return (
    <div
      class="jp-Semla-resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Width of the side column"
      aria-valuenow={width}
      onPointerDown={onPointerDown}
      onKeyDown={(event) => {
        const step = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
        if (step) set(width + step);
      }}
    />
  );
}

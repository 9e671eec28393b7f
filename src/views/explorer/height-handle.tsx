import type { Store } from "../../client";
import { MIN_HEIGHT } from "./layout";

const STEP = 20;

/** The lower edge: drag or arrow keys change the explorer's height, which is remembered. */
export function HeightHandle({ store }: { store: Store }) {
  const set = (height: number): void => store.setView({ height: Math.max(MIN_HEIGHT, Math.round(height)) });
  const { height } = store.view.value;
  const onPointerDown = (event: PointerEvent): void => {
    const edge = event.currentTarget as HTMLElement;
    const start = event.clientY;
    const move = (moved: PointerEvent): void => set(height + moved.clientY - start);
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener("pointermove", move);
    edge.addEventListener("lostpointercapture", () => edge.removeEventListener("pointermove", move), {
      once: true,
    });
  };
  return (
    <div
      class="jp-Semla-heightHandle"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label="Height of the explorer"
      aria-valuenow={height}
      aria-valuemin={MIN_HEIGHT}
      onPointerDown={onPointerDown}
      onKeyDown={(event) => {
        const step = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
        if (step) set(height + step);
      }}
    />
  );
}

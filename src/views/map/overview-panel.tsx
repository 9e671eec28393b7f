import { useLayoutEffect, useRef } from "preact/hooks";
import type { MapStage } from "./stage";

/** The overview inset; a press or a drag moves the view there. */
export function OverviewPanel({ stage }: { readonly stage: MapStage }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    stage.overview.attach(canvas.current);
    stage.panelsChanged();
    return () => {
      stage.overview.attach(null);
      stage.panelsChanged();
    };
  }, [stage]);
  const go = (event: PointerEvent): void => {
    if (event.buttons !== 1) return;
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const place = stage.overview.toPlane(event.clientX - box.left, event.clientY - box.top);
    if (place) stage.viewport.centreOn(place.x, place.y, 0);
  };
  return (
    <div class="jp-Semla-mapOverview" data-semla-panel>
      <canvas
        ref={canvas}
        role="img"
        aria-label="Overview of the whole map"
        onPointerDown={go}
        onPointerMove={go}
      />
    </div>
  );
}

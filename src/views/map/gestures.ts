import type { Store, Tool } from "../../client";
import { type Direction, nextRow } from "./nearest";
import { Pinch } from "./pinch";
import { boxOutline, type Combination, type DrawnRegion } from "./region";
import type { MapStage } from "./stage";
import type { MapState } from "./state";

/** A press becomes a drag after so many px. */
const slack = 4;
const zoomStep = 1.5;
const hintTime = 3000;

interface Drag {
  readonly pointer: number;
  readonly tool: Tool;
  readonly how: Combination;
  /** Where it began, and where it was last, in px. */
  readonly startX: number;
  readonly startY: number;
  x: number;
  y: number;
  moved: boolean;
  /** Of a lasso, in the plane. */
  readonly outline: number[];
  /** Row that was pressed with the tool that moves: it is what is dragged; -1 the map. */
  readonly row: number;
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * Pointer, wheel and keys on the map. The wheel zooms only when the map has the focus or Ctrl is held, so that a
 * notebook scrolls past.
 * @param plane the element under all panels; takes the focus.
 * @returns what ends it.
 */
export function listen(plane: HTMLElement, stage: MapStage, store: Store, state: MapState): () => void {
  const stopped = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    handler: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ): void => plane.addEventListener(type, handler, { ...options, signal: stopped.signal });
  let drag: Drag | null = null;
  let hinted = false;
  const pinch = new Pinch(stage.viewport);

  on("pointerdown", (event) => {
    if (pinch.down(event, placeOf(event, plane))) {
      // the first finger had begun something else
      plane.setPointerCapture(event.pointerId);
      return endDrag();
    }
    if (event.button > 1 || drag) return;
    plane.focus({ preventScroll: true });
    plane.setPointerCapture(event.pointerId);
    const { x, y } = placeOf(event, plane);
    const { tool } = store.view.value;
    const does = event.button === 1 ? "move" : tool === "move" && event.shiftKey ? "lasso" : tool;
    drag = {
      pointer: event.pointerId,
      tool: does,
      row:
        does === "move" && event.button === 0 && !stage.words.at(stage.viewport.camera, x, y)
          ? stage.places.at(x, y)
          : -1,
      how: event.altKey ? "remove" : event.shiftKey ? "add" : "replace",
      startX: x,
      startY: y,
      x,
      y,
      moved: false,
      outline: [],
    };
  });

  on("pointermove", (event) => {
    const { x, y } = placeOf(event, plane);
    pinch.move(event, { x, y });
    if (pinch.active) return;
    if (!drag) return hover(x, y);
    if (drag.pointer !== event.pointerId) return;
    if (!drag.moved && Math.hypot(x - drag.startX, y - drag.startY) < slack) return;
    if (!drag.moved) {
      drag.moved = true;
      stage.point(-1);
      stage.words.point(null);
      plane.dataset["dragging"] = drag.tool;
    }
    if (drag.row >= 0) stage.hold(drag.row, x, y);
    else if (drag.tool === "move") stage.viewport.pan(x - drag.x, y - drag.y);
    else stage.showRegion(regionOf(drag, x, y));
    drag.x = x;
    drag.y = y;
  });

  on("pointerup", (event) => {
    pinch.up(event);
    if (drag?.pointer !== event.pointerId) return;
    const ended = drag;
    endDrag();
    const { x, y } = placeOf(event, plane);
    if (!ended.moved) return click(x, y, event);
    if (ended.tool !== "move") stage.selectRegion(regionOf(ended, x, y), ended.how);
  });
  on("pointercancel", (event) => {
    pinch.up(event);
    endDrag();
  });
  on("pointerleave", () => {
    stage.words.point(null);
    if (!drag) stage.point(-1);
  });
  on("dblclick", (event) => {
    const { x, y } = placeOf(event, plane);
    const empty = stage.places.at(x, y) < 0 && !stage.words.at(stage.viewport.camera, x, y);
    if (store.view.value.tool === "move" && empty)
      stage.viewport.zoomBy(event.shiftKey ? 1 / (zoomStep * zoomStep) : zoomStep * zoomStep, x, y);
  });
  on(
    "wheel",
    (event) => {
      if (!plane.matches(":focus") && !event.ctrlKey && !event.metaKey) return hint();
      event.preventDefault();
      const unit = [1, 16, 400][event.deltaMode] ?? 1;
      // a pinch comes as small steps with Ctrl
      const speed = event.ctrlKey ? 0.008 : 0.002;
      const { x, y } = placeOf(event, plane);
      stage.viewport.zoomBy(Math.exp(-Math.max(-200, Math.min(200, event.deltaY * unit)) * speed), x, y, 0);
      hover(x, y);
    },
    { passive: false },
  );
  on("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!key(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  on("blur", () => {
    if (!drag) stage.point(-1);
  });

  function hover(x: number, y: number): void {
    const word = stage.words.at(stage.viewport.camera, x, y);
    stage.words.point(word);
    const row = word ? -1 : stage.places.at(x, y);
    if (row !== store.hover.value) stage.point(row);
    plane.dataset["over"] = word ? "word" : row >= 0 ? "point" : "";
  }

  function click(x: number, y: number, event: PointerEvent): void {
    const word = stage.words.at(stage.viewport.camera, x, y);
    if (word) return stage.words.pick(word, event.shiftKey ? "group" : "filter");
    const row = stage.places.at(x, y);
    stage.point(row);
    if (row < 0) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) toggle(row);
    else store.openRow(row);
  }

  function toggle(row: number): void {
    const rows = new Set(store.selection.value);
    if (!rows.delete(row)) rows.add(row);
    store.select(rows);
  }

  function endDrag(): void {
    drag = null;
    stage.showRegion(null);
    stage.letGo();
    delete plane.dataset["dragging"];
  }

  function regionOf(drawn: Drag, x: number, y: number): DrawnRegion {
    const place = stage.viewport.toPlane(x, y);
    const start = stage.viewport.toPlane(drawn.startX, drawn.startY);
    if (drawn.tool === "box")
      return { outline: boxOutline(start.x, start.y, place.x, place.y), smooth: false };
    if (drawn.outline.length === 0) drawn.outline.push(start.x, start.y);
    if (Math.hypot(x - drawn.x, y - drawn.y) >= 2) drawn.outline.push(place.x, place.y);
    return { outline: drawn.outline, smooth: true };
  }

  /** Whether the key means something here. */
  function key(event: KeyboardEvent): boolean {
    const row = store.hover.value;
    const direction = arrows[event.key];
    if (direction) {
      step(direction);
      return true;
    }
    switch (event.key) {
      case "Enter":
        if (row >= 0) store.openRow(row);
        return row >= 0;
      case " ":
        if (row >= 0) toggle(row);
        return row >= 0;
      case "Escape": {
        const something = drag !== null || store.selection.value.length > 0;
        if (drag) endDrag();
        else store.select([]);
        return something;
      }
      case "+":
      case "=":
        stage.viewport.zoomBy(zoomStep);
        return true;
      case "-":
        stage.viewport.zoomBy(1 / zoomStep);
        return true;
      case "0":
        stage.viewport.fit();
        return true;
      default:
        return false;
    }
  }

  function step(direction: Direction): void {
    const drawn = stage.places.drawn();
    if (!drawn) return;
    const from = store.hover.value;
    const next = from >= 0 ? nextRow(drawn.positions, drawn.rows, from, direction) : stage.places.middle();
    if (next < 0) return;
    stage.point(next);
    stage.places.reveal(next);
  }

  function hint(): void {
    if (hinted) return;
    hinted = true;
    state.hint.value = true;
    const timer = setTimeout(() => (state.hint.value = false), hintTime);
    stopped.signal.addEventListener("abort", () => clearTimeout(timer));
  }

  return () => stopped.abort();
}

function placeOf(event: MouseEvent, element: HTMLElement): { x: number; y: number } {
  const { left, top } = element.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

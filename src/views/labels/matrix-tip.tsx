import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Pair } from "../../client";
import { count, share } from "../parts/format";
import { LabelName } from "../parts/label-name";
import type { Cell } from "./matrix-content";
import type { LabelsModel } from "./model";

/** px between a cell and its tip, and between the tip and the edge of the tab. */
const GAP = 10;

interface Options {
  readonly model: LabelsModel;
  readonly pair: Pair;
  readonly cell: Cell;
  /** The canvas, and the middle of the cell in px from its corner. */
  readonly near: RefObject<HTMLElement | null>;
  readonly place: { readonly x: number; readonly y: number };
}

/** Says what a cell is, beside it and inside the tab. */
export function MatrixTip({ model, pair, cell, near, place }: Options) {
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = tip.current;
    const around = element?.offsetParent;
    const canvas = near.current?.getBoundingClientRect();
    if (!element || !around || !canvas) return;
    const outer = around.getBoundingClientRect();
    const x = canvas.left - outer.left + place.x;
    const y = canvas.top - outer.top + place.y;
    const furthest = outer.width - element.offsetWidth - GAP;
    const above = y - element.offsetHeight - GAP;
    element.style.left = `${Math.max(GAP, Math.min(furthest, x - element.offsetWidth / 2))}px`;
    element.style.top = `${above < 0 ? y + GAP : above}px`;
  }, [place.x, place.y, near]);
  const { store } = model;
  return (
    <div ref={tip} class="jp-Semla-matrixTip" aria-hidden="true">
      <dl>
        <dt>gold</dt>
        <dd>
          <LabelName store={store} label={pair.gold} />
        </dd>
        <dt>predicted</dt>
        <dd>
          <LabelName store={store} label={pair.prediction} />
        </dd>
        <dt>rows</dt>
        <dd>
          <strong>{count(cell.count)}</strong>
          {cell.count > 0 && <span class="jp-Semla-quiet"> {share(cell.share)} of gold</span>}
        </dd>
      </dl>
    </div>
  );
}

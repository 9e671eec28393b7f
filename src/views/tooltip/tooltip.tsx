import type { Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Store } from "../../client";
import type { Rect } from "../../core";
import { labelText, share } from "../parts/format";
import { Icon } from "../parts/icons";
import { placeTooltip } from "./place";

interface TooltipProps {
  readonly store: Store;
  /** The point it belongs to, in px of the map. */
  readonly anchor: { readonly row: number; readonly x: number; readonly y: number; readonly radius: number };
  /** Of the map. */
  readonly size: { readonly width: number; readonly height: number };
  /** Told where the tooltip lies, so that words keep away. */
  readonly placed: Signal<Rect | null>;
}

/** Text first, then gold, predicted, confidence and row. */
export function Tooltip({ store, anchor, size, placed }: TooltipProps) {
  const card = useRef<HTMLDivElement>(null);
  const { row } = anchor;
  useLayoutEffect(() => {
    const element = card.current;
    if (!element) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const rect = placeTooltip(anchor, { width, height }, size);
    element.style.transform = `translate(${Math.round(rect.x)}px, ${Math.round(rect.y)}px)`;
    placed.value = rect;
  }, [anchor, size]);
  useLayoutEffect(
    () => () => {
      placed.value = null;
    },
    [],
  );

  const dataset = store.dataset.value;
  const { labelNames, gold, prediction, probability, confidence } = store.columns.value;
  const goldLabel = gold?.[row] ?? -1;
  const predicted = prediction?.[row] ?? -1;
  const wrong = store.errors.value[row] === 1;
  return (
    <div ref={card} class="jp-Semla-tooltip" role="status">
      <p class="jp-Semla-tooltipText">{dataset?.texts[row]}</p>
      <dl>
        {goldLabel >= 0 && <Entry name="gold">{labelText(labelNames[goldLabel] ?? "")}</Entry>}
        {predicted >= 0 && (
          <Entry name="predicted" wrong={wrong} figure={share(probability?.[row] ?? NaN)}>
            {wrong && <Icon name="cross" size={12} />}
            {labelText(labelNames[predicted] ?? "")}
          </Entry>
        )}
        {confidence && <Entry name="confidence">{share(confidence[row] ?? NaN)}</Entry>}
        <Entry name="row">{String(dataset?.ids[row] ?? row)}</Entry>
      </dl>
    </div>
  );
}

function Entry(props: {
  readonly name: string;
  readonly wrong?: boolean;
  readonly figure?: string;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd data-error={props.wrong === true}>
        <span>{props.children}</span>
        {props.figure !== undefined && <span class="jp-Semla-figure">{props.figure}</span>}
      </dd>
    </>
  );
}

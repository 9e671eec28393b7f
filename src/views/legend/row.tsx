import type { ComponentChildren } from "preact";
import type { Emphasis, Store } from "../../client";
import { shapes } from "../map/symbols";
import { count } from "../parts/format";
import { Dot } from "../parts/label-name";
import type { Pick } from "./entries";

interface RowProps {
  readonly store: Store;
  /** What its hover lights on the map. */
  readonly light: () => Emphasis;
  readonly colour: string | undefined;
  /** Place among the map's symbols, where its points are drawn so. */
  readonly shape?: number | undefined;
  readonly name: string;
  readonly title: string;
  /** Rows shown; absent where none are. */
  readonly count: number | undefined;
  /** Rows in all, given where none are shown. */
  readonly total: number;
  readonly picked: boolean;
  readonly strong: boolean;
  readonly onPick: (how: Pick) => void;
  /** Shift and a click: a group to contrast. */
  readonly onGroup: () => void;
  /** Told whether a double click or a key asks for it. */
  readonly onRename?: ((clicked: boolean) => void) | undefined;
  /** Opens (true) or closes what lies below it, for the arrow keys. */
  readonly onOpen?: ((open: boolean) => void) | undefined;
  readonly caret?: ComponentChildren;
}

/** A name of the legend with its colour and count. */
export function Row(props: RowProps) {
  const { store, light, colour, shape, name, title, picked, strong, onPick, onGroup, onRename, onOpen } =
    props;
  const lit = (): void => store.setEmphasis(light());
  const fade = (): void => store.setEmphasis(null);
  const click = (event: MouseEvent): void => {
    // the second click of a double click has a meaning of its own
    if (onRename && event.detail > 1) return;
    if (event.shiftKey) onGroup();
    else onPick(event.ctrlKey || event.metaKey ? "add" : "isolate");
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === "F2") onRename?.(false);
    else if (event.key === "ArrowRight") onOpen?.(true);
    else if (event.key === "ArrowLeft") onOpen?.(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="jp-Semla-legendRow"
      data-picked={picked}
      data-strong={strong}
      data-hidden={props.count === undefined}
      onPointerEnter={lit}
      onPointerLeave={fade}
    >
      {props.caret}
      <button
        type="button"
        class="jp-Semla-legendName"
        title={title}
        aria-pressed={picked}
        onFocus={lit}
        onBlur={fade}
        onClick={click}
        onDblClick={onRename && (() => onRename(true))}
        onKeyDown={press}
      >
        {shape === undefined ? <Dot colour={colour} /> : <Symbol shape={shape} colour={colour} />}
        <span>{name}</span>
        <span class="jp-Semla-figure">{count(props.count ?? props.total)}</span>
      </button>
    </div>
  );
}

function Symbol({ shape, colour }: { readonly shape: number; readonly colour: string | undefined }) {
  return (
    <svg class="jp-Semla-legendSymbol" width="12" height="12" viewBox="-1.5 -1.5 3 3" aria-hidden="true">
      <path d={shapes[shape]} fill={colour} />
    </svg>
  );
}

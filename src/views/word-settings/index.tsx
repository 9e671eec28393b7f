/** The settings of the words over the points: a button in the map's tools, and the panel that it opens. */
import { useEffect, useRef } from "preact/hooks";
import type { Store } from "../../client";
import type { MapState } from "../map/state";
import { IconButton } from "../parts/icon-button";
import { Icon } from "../parts/icons";
import { Panel } from "./panel";

interface Options {
  readonly store: Store;
  readonly state: MapState;
  readonly disabled: boolean;
  /** Told when the panel has come or gone. */
  readonly onToggle: () => void;
}

/** Escape closes the panel and gives the focus back to the button; a press elsewhere closes it, too. */
export function WordSettingsButton({ store, state, disabled, onToggle }: Options) {
  const open = state.wordSettingsOpen;
  const root = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const close = (): void => {
    open.value = false;
    root.current?.querySelector("button")?.focus();
  };
  useEffect(() => {
    onToggle();
    if (!open.value) return undefined;
    panel.current?.querySelector<HTMLElement>("select")?.focus();
    const outside = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) open.value = false;
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open.value]);
  return (
    <span ref={root} class="jp-Semla-wordSettingsPlace">
      <IconButton
        icon={<Icon name="previous" size={14} />}
        name="Settings of the words"
        pressed={open.value}
        disabled={disabled}
        onClick={() => (open.value = !open.value)}
      />
      {open.value && !disabled && (
        <div
          ref={panel}
          class="jp-Semla-wordSettings"
          role="dialog"
          aria-label="Words on the map"
          data-semla-panel
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            close();
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          <Panel store={store} state={state} onClose={close} />
        </div>
      )}
    </span>
  );
}

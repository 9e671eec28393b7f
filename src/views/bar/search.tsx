import { useEffect, useRef, useState } from "preact/hooks";
import type { Store } from "../../client";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";

/** Pause in typing after which rows are filtered, ms. */
const PAUSE = 120;

/** Filters rows by their text as one types; Escape clears. A button that opens the field where the bar is short. */
export function Search({ store, compact }: { store: Store; compact: boolean }) {
  const [open, setOpen] = useState(false);
  const { text } = store.filter.value;
  if (compact && !open && !text) {
    return (
      <IconButton
        icon={<Icon name="search" />}
        name="Search text"
        shortcut="/"
        onClick={() => setOpen(true)}
      />
    );
  }
  return <Field store={store} focus={open} onLeave={() => setOpen(false)} />;
}

function Field({ store, focus, onLeave }: { store: Store; focus: boolean; onLeave: () => void }) {
  const inputRef = useRef<HTMLInputElement>(null);
  const timerRef = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { text = "" } = store.filter.value;
  const appliedRef = useRef<string | null>(null);

  const apply = (): void => {
    clearTimeout(timerRef.current);
    const typed = inputRef.current?.value ?? "";
    appliedRef.current = typed;
    if (typed !== (store.filter.peek().text ?? "")) store.refine({ text: typed || undefined });
  };
  useEffect(() => {
    // what was changed elsewhere (a chip, Python) shows here; what was typed here may have been typed on since
    if (text === appliedRef.current || !inputRef.current) return;
    clearTimeout(timerRef.current);
    appliedRef.current = text;
    inputRef.current.value = text;
  }, [text]);
  useEffect(() => {
    if (focus) inputRef.current?.focus();
    return () => clearTimeout(timerRef.current);
  }, [focus]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") apply();
    if (event.key !== "Escape") return;
    if (inputRef.current) inputRef.current.value = "";
    apply();
    event.stopPropagation();
  };
  return (
    <label class="jp-Semla-search">
      <Icon name="search" />
      <input
        ref={inputRef}
        type="search"
        placeholder="Search text"
        aria-label="Search text"
        data-key="/"
        onInput={() => {
          clearTimeout(timerRef.current);
          timerRef.current = setTimeout(apply, PAUSE);
        }}
        onBlur={() => {
          apply();
          onLeave();
        }}
        onKeyDown={onKeyDown}
      />
      {!text && <kbd aria-hidden="true">/</kbd>}
    </label>
  );
}

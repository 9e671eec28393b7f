import { useEffect, useId, useRef, useState } from "preact/hooks";
import { NO_TEXTS, type Store } from "../../client";
import { readExpression } from "../../core";
import { Icon } from "../parts/icons";
import { dropped } from "./clauses";
import { useGesture } from "./gesture";

/** Rows whose text contains what is typed, or matches it as a regular expression. */
export type PatternKind = "text" | "regex";

interface Options {
  readonly store: Store;
  readonly kind: PatternKind;
  /** Accessible name and placeholder. */
  readonly name: string;
  /** Given: a switch in the field that turns text into a regular expression and back. */
  readonly onKind?: (kind: PatternKind) => void;
  /** Key that brings the focus here; the explorer presses it. */
  readonly shortcut?: string;
  /** Takes the focus when it appears. */
  readonly focus?: boolean;
  readonly onLeave?: () => void;
}

/** Pause in typing after which rows are filtered, ms: while many rows are filtered nothing can be typed. */
const PAUSE = 120;
const LONG_PAUSE = 250;
const MANY_ROWS = 20_000;

/**
 * A field that filters rows by their text as one types; Escape clears it. What is no regular expression is said at the
 * field and changes nothing.
 */
export function Pattern({ store, kind, name, onKind, shortcut, focus = false, onLeave }: Options) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** What this field last put into the filter. */
  const applied = useRef<{ readonly kind: PatternKind; readonly value: string } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const gesture = useGesture(store);
  const errorId = useId();
  const held = store.filter.value[kind] ?? "";

  const apply = (as: PatternKind): void => {
    clearTimeout(timer.current);
    const typed = input.current?.value ?? "";
    const wrong = as === "regex" ? complaint(typed) : null;
    setError(wrong);
    if (wrong !== null) return;
    const before = applied.current;
    applied.current = { kind: as, value: typed };
    const { filter } = store;
    // the same words read in the other way take the place of what they were
    const turned = before !== null && before.kind !== as && filter.peek()[before.kind] === before.value;
    if (!turned && typed === (filter.peek()[as] ?? "")) return;
    gesture.apply((now) => {
      const rest = dropped(turned ? dropped(now, before.kind) : now, as);
      return typed ? { ...rest, [as]: typed } : rest;
    });
  };
  useEffect(() => {
    // what was changed elsewhere (a chip, Python) shows here; what was typed here may have been typed on since
    const own = applied.current?.kind === kind ? applied.current.value : null;
    if (held === own || !input.current) return;
    if (own === null && held === "" && input.current.value !== "") return;
    clearTimeout(timer.current);
    applied.current = { kind, value: held };
    input.current.value = held;
    setError(null);
  }, [held, kind]);
  useEffect(() => {
    if (focus) input.current?.focus();
    return () => clearTimeout(timer.current);
  }, [focus]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") apply(kind);
    if (event.key !== "Escape" || !input.current?.value) return;
    input.current.value = "";
    apply(kind);
    event.stopPropagation();
  };
  const other = kind === "text" ? "regex" : "text";
  const absent = store.dataset.value?.withoutTexts !== undefined;
  return (
    <div class="jp-Semla-pattern">
      <label
        class="jp-Semla-search"
        data-invalid={error !== null}
        onFocusOut={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) onLeave?.();
        }}
      >
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          placeholder={absent ? NO_TEXTS : name}
          disabled={absent}
          aria-label={name}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : errorId}
          spellcheck={false}
          data-key={shortcut}
          onInput={() => {
            clearTimeout(timer.current);
            const pause = store.rows.peek() > MANY_ROWS ? LONG_PAUSE : PAUSE;
            timer.current = setTimeout(() => apply(kind), pause);
          }}
          onBlur={() => {
            apply(kind);
            gesture.end();
          }}
          onKeyDown={onKeyDown}
        />
        {shortcut && !held && error === null && <kbd aria-hidden="true">{shortcut}</kbd>}
        {onKind && (
          <button
            type="button"
            class="jp-Semla-patternKind"
            title="Read as a regular expression"
            aria-label="Regular expression"
            aria-pressed={kind === "regex"}
            // the field keeps the focus, and with it its place in a short bar
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              onKind(other);
              apply(other);
              input.current?.focus();
            }}
          >
            .*
          </button>
        )}
      </label>
      {error !== null && (
        <p id={errorId} class="jp-Semla-patternError" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

/** Why it is no regular expression, in a sentence; null where it is one. */
function complaint(source: string): string | null {
  try {
    readExpression(source);
    return null;
  } catch (error) {
    return (error as Error).message.replace(/^filter regex: /, "");
  }
}
